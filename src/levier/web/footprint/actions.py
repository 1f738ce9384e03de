"""What can be done with results: compute, correct, undo, choose."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from levier.footprint.baseline import Computed
from levier.web.estate.actions import tell_name, untell_name
from levier.web.estate.models import Alias, Inventory
from levier.web.footprint import bridge, keeping, queries
from levier.web.footprint.asked import Asked, Identity
from levier.web.footprint.models import Consumption, Lifetime, OwnReferential, Preference, Result
from levier.web.house.limits import TooMuch
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.jobs import actions as jobs
from levier.web.jobs.handlers import THERE, Cancelled, Progress
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.wording.text import say

NOTHING: Values = {}
"""Seen where nothing stands yet."""


def ask_for(inventory: Inventory, asked: Asked, back: str, by: User | None) -> Job:
    """Have a result computed; return the work that is already under way for it, if there is any."""
    key = bridge.identity(inventory, asked, timezone.localdate()).key
    with transaction.atomic():
        ended = [Job.State.DONE]
        found = Job.objects.filter(kind="footprint.compute", payload__key=key).exclude(state__in=ended).first()
        payload = {"inventory": inventory.public_id, "asked": asked.kept(), "key": key, "by": by and by.pk}
        out = reverse("estate:inventory", args=[inventory.organisation.public_id, inventory.public_id])
        return found or jobs.enqueue(inventory.organisation, "footprint.compute", payload, back, by, out=out)


def compute_result(inventory: Inventory, asked: Asked, by: int | None, progress: Progress) -> Result:
    """Compute a result and keep it; the same inputs give the result that is kept already.

    It is kept with the files that its pages show, and can be looked at while those to be taken home are written.
    """
    today = timezone.localdate()
    identity = bridge.identity(inventory, asked, today)
    known = Result.objects.filter(key=identity.key).first()
    if known is not None and known.files.keys() >= keeping.WHOLE:
        return known
    progress(say("Computing {n} devices…", n=inventory.devices), 0.1)
    computed = bridge.computed(inventory, asked, today)
    progress(say("Writing the result…"), 0.6)
    files = iter(keeping.written(computed))
    shown = {name: keeping.kept(suffix, content) for name, suffix, content in islice(files, len(keeping.SHOWN))}
    progress(say("Keeping the result…"), 0.95)
    result = known or _kept(inventory, asked, identity, computed, shown, by)
    with suppress(Cancelled):  # it is there: what is left is only written to be taken home
        progress(say("Writing the files to take home…"), THERE)
    rest = {name: keeping.kept(suffix, content) for name, suffix, content in files}
    result.complete(rest)
    return result


def _kept(
    inventory: Inventory, asked: Asked, identity: Identity, computed: Computed, files: dict[str, str], by: int | None
) -> Result:
    """Keep a result with the files that its pages show."""
    total = next(f for f in computed.baseline.totals if f.criterion == "gwp")
    person = User.objects.filter(pk=by).first() if by else None
    try:
        with transaction.atomic():
            result = Result.objects.create(
                organisation=inventory.organisation,
                inventory=inventory,
                key=identity.key,
                asked=identity.asked,
                choices=asked.kept(),
                corrections=identity.corrections,
                facts_version=identity.facts,
                code_version=identity.code,
                value=total.value,
                low=total.low,
                high=total.high,
                unit=total.unit,
                devices=computed.baseline.devices,
                about=_about(computed),
                files=files,
                created_by=person,
            )
            record(
                actor(person),
                "result.compute",
                f"footprint.result:{result.public_id}",
                inventory.organisation.public_id,
                key=identity.key,
            )
    except IntegrityError:  # another worker was quicker: its result is the same
        return Result.objects.get(key=identity.key)
    return result


def _about(computed: Computed) -> dict[str, Any]:
    return {
        "narrowing": [
            {
                "fact": n.fact,
                "share": n.share_of_variance,
                "label": {"fr": n.label.in_("fr"), "en": n.label.in_("en")},
                "do": {"fr": n.action.in_("fr"), "en": n.action.in_("en")},
            }
            for n in sorted(computed.baseline.narrowing, key=lambda n: -n.share_of_variance)[:3]
        ],
        "unknown": sum(u.quantity for u in computed.baseline.unknown),
    }


@transaction.atomic
def choose(organisation: Organisation, by: User | None, choices: Mapping[str, Any], seen: Values) -> None:
    """Keep how an organisation wants its results computed: view, year, referential, people, country.

    What the organisation is stays as its administrators told it: people and country are kept beside, for results alone.
    Raise ChangedMeanwhile where what was `seen` no longer stands there.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_unseen(seen, queries.chosen(organisation), choices)
    kept = {name: choices[name] for name in ("view", "year", "referential")}
    kept["people"] = None if choices["people"] == organisation.people else choices["people"]
    kept["country"] = "" if choices["country"] == organisation.country else choices["country"]
    Preference.objects.update_or_create(organisation=organisation, defaults=kept)
    told = {**kept, "people": choices["people"], "country": choices["country"]}
    record(actor(by), "choices.keep", f"people.organisation:{organisation.public_id}", organisation.public_id, **told)


@transaction.atomic
def tell_life(
    organisation: Organisation, by: User | None, category: str, years: float, seen: Values = NOTHING
) -> Lifetime:
    """Correct how long the devices of a category are kept; the correction before can be brought back.

    `seen` are the lives told so far, by category; raise ChangedMeanwhile where another stands there by now.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who tell at once wait for each other here
    there = {"years": queries.told_lives().get(category)}
    refuse_unseen({"years": seen.get(category)}, there, {"years": years})
    before = Lifetime.objects.select_for_update().filter(category=category, deleted_at=None).first()
    if before is not None:
        before.deleted_at = timezone.now()
        before.save(update_fields=["deleted_at"])
    life = Lifetime.objects.create(
        organisation=organisation, category=category, years=years, replaces=before, created_by=by
    )
    record(
        actor(by), "life.tell", f"footprint.lifetime:{life.pk}", organisation.public_id, category=category, years=years
    )
    return life


@transaction.atomic
def undo_life(organisation: Organisation, by: User | None, life: Lifetime) -> bool:
    """Undo a correction of a life: what it replaced holds again, else what the facts say.

    Tell whether it was: one that somebody replaced or undid meanwhile is left alone.
    """
    now = timezone.now()
    ended = Lifetime.objects.filter(pk=life.pk, deleted_at=None).update(deleted_at=now)
    if not ended:
        return False
    if life.replaces_id is not None:
        Lifetime.objects.filter(pk=life.replaces_id).update(deleted_at=None)
    record(actor(by), "life.undo", f"footprint.lifetime:{life.pk}", organisation.public_id)
    return True


@transaction.atomic
def tell_kwh(
    organisation: Organisation, by: User | None, category: str, kwh: float, seen: Values = NOTHING
) -> Consumption:
    """Tell how much electricity a device of a category uses in a year; what was told before can be brought back.

    `seen` is what was told so far, by category; raise ChangedMeanwhile where another stands there by now.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who tell at once wait for each other here
    there = {"kwh": bridge.consumptions().get(category)}
    refuse_unseen({"kwh": seen.get(category)}, there, {"kwh": kwh})
    before = Consumption.objects.select_for_update().filter(category=category, deleted_at=None).first()
    if before is not None:
        before.deleted_at = timezone.now()
        before.save(update_fields=["deleted_at"])
    told = Consumption.objects.create(
        organisation=organisation, category=category, kwh=kwh, replaces=before, created_by=by
    )
    object_ = f"footprint.consumption:{told.pk}"
    record(actor(by), "kwh.tell", object_, organisation.public_id, category=category, kwh=kwh)
    return told


@transaction.atomic
def undo_kwh(organisation: Organisation, by: User | None, told: Consumption) -> bool:
    """Undo what was told of the electricity of a category: what it replaced holds again, else what the facts say.

    Tell whether it was: what somebody replaced or undid meanwhile is left alone.
    """
    if not Consumption.objects.filter(pk=told.pk, deleted_at=None).update(deleted_at=timezone.now()):
        return False
    if told.replaces_id is not None:
        Consumption.objects.filter(pk=told.replaces_id).update(deleted_at=None)
    record(actor(by), "kwh.undo", f"footprint.consumption:{told.pk}", organisation.public_id)
    return True


@transaction.atomic
def name_category(
    organisation: Organisation,
    by: User | None,
    name: tuple[str, str, str],
    category: str,
    size: str,
    seen: Values = NOTHING,
) -> Alias:
    """Tell what a distinct name is; it holds for every inventory of the organisation.

    Raise ChangedMeanwhile where what was `seen` of it no longer stands there.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who tell at once wait for each other here
    refuse_unseen(seen, queries.told_of(name), {"category": category, "size": size})
    alias = tell_name(organisation, by, name, category, size)
    record(actor(by), "alias.tell", f"estate.alias:{alias.pk}", organisation.public_id, category=category)
    return alias


@transaction.atomic
def forget_name(organisation: Organisation, by: User | None, alias: Alias, seen: Values) -> None:
    """Undo the correction of a name: what was told before holds again, else it is recognised by the facts.

    Raise ChangedMeanwhile where it is corrected otherwise by now than was `seen`.
    """
    alias = Alias.objects.select_for_update(of=("self",)).get(pk=alias.pk)
    refuse_unseen(seen, {"category": alias.category, "size": alias.size}, {})
    number = alias.pk
    untell_name(alias)
    record(actor(by), "alias.undo", f"estate.alias:{number}", organisation.public_id)


MOST_REFERENTIALS = 60
"""Versions of referentials that an organisation keeps, those taken away included until they are purged."""


@transaction.atomic
def bring_referential(
    organisation: Organisation, by: User | None, found: bridge.Dropped
) -> tuple[OwnReferential, bool]:
    """Keep a referential as the next version of its name; tell whether it is new: the same figures are kept once."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one version after the other
    versions = OwnReferential.objects.filter(name=found.name)
    newest = versions.filter(deleted_at=None).first()
    if newest is not None and newest.figures == found.figures:
        return newest, False
    if OwnReferential.objects.count() >= MOST_REFERENTIALS:
        raise TooMuch(
            say("Your organisation keeps as many versions of referentials as it may."),
            mend=say("Take away those that are no longer used. They go for good after thirty days."),
        )
    last = versions.first()
    made = OwnReferential.objects.create(
        organisation=organisation,
        name=found.name,
        version=1 if last is None else last.version + 1,
        label_fr=found.label.in_("fr")[:200],
        label_en=found.label.in_("en")[:200],
        content=bridge.keep_referential(found.content),
        figures=found.figures,
        checked=found.checked,
        created_by=by,
    )
    details = {"name": made.name, "version": made.version, "content": made.content}
    record(actor(by), "referential.bring", _referential(made), organisation.public_id, **details)
    return made, True


def _referential(row: OwnReferential) -> str:
    return f"footprint.referential:{row.public_id}"


@transaction.atomic
def remove_referential(organisation: Organisation, by: User | None, row: OwnReferential) -> None:
    """Take a version away: the one before holds again. It can be brought back for as long as the retention says."""
    if OwnReferential.objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=timezone.now()):
        record(actor(by), "referential.remove", _referential(row), organisation.public_id)


@transaction.atomic
def restore_referential(organisation: Organisation, by: User | None, row: OwnReferential) -> None:
    """Bring back a version that was taken away."""
    if OwnReferential.objects.filter(pk=row.pk).exclude(deleted_at=None).update(deleted_at=None):
        record(actor(by), "referential.bring_back", _referential(row), organisation.public_id)
