"""What can be done with results: compute, correct, undo, choose."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from levier.footprint.baseline import Computed
from levier.web.estate.models import Alias, Inventory
from levier.web.footprint import bridge, keeping
from levier.web.footprint.asked import Asked, Identity
from levier.web.footprint.models import Lifetime, Preference, Result
from levier.web.jobs import actions as jobs
from levier.web.jobs.handlers import THERE, Cancelled, Progress
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.wording.text import say


def ask_for(inventory: Inventory, asked: Asked, back: str, by: User | None) -> Job:
    """Have a result computed; return the work that is already under way for it, if there is any."""
    key = bridge.identity(inventory, asked, timezone.localdate()).key
    with transaction.atomic():
        ended = [Job.State.DONE]
        found = Job.objects.filter(kind="footprint.compute", payload__key=key).exclude(state__in=ended).first()
        payload = {"inventory": inventory.public_id, "asked": asked.kept(), "key": key, "by": by and by.pk}
        return found or jobs.enqueue(inventory.organisation, "footprint.compute", payload, back, by)


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
def choose(organisation: Organisation, by: User | None, choices: Mapping[str, Any]) -> None:
    """Keep how an organisation wants its results computed: view, year, referential, people, country."""
    kept = {name: choices[name] for name in ("view", "year", "referential")}
    Preference.objects.update_or_create(organisation=organisation, defaults=kept)
    organisation.people, organisation.country = choices["people"], choices["country"]
    organisation.save(update_fields=["people", "country"])
    told = {**kept, "people": choices["people"], "country": choices["country"]}
    record(actor(by), "choices.keep", f"people.organisation:{organisation.public_id}", organisation.public_id, **told)


@transaction.atomic
def tell_life(organisation: Organisation, by: User | None, category: str, years: float) -> Lifetime:
    """Correct how long the devices of a category are kept; the correction before can be brought back."""
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
def undo_life(organisation: Organisation, by: User | None, life: Lifetime) -> None:
    """Undo a correction of a life: what it replaced holds again, else what the facts say."""
    now = timezone.now()
    ended = Lifetime.objects.filter(pk=life.pk, deleted_at=None).update(deleted_at=now)
    if not ended:
        return
    if life.replaces_id is not None:
        Lifetime.objects.filter(pk=life.replaces_id).update(deleted_at=None)
    record(actor(by), "life.undo", f"footprint.lifetime:{life.pk}", organisation.public_id)


@transaction.atomic
def name_category(
    organisation: Organisation, by: User | None, name: tuple[str, str, str], category: str, size: str
) -> Alias:
    """Tell what a distinct name is; it holds for every inventory of the organisation."""
    kind, maker, model = name
    alias, _ = Alias.objects.update_or_create(
        organisation=organisation,
        type=kind,
        manufacturer=maker,
        model=model,
        defaults={"category": category, "size": size, "created_by": by},
    )
    record(actor(by), "alias.tell", f"estate.alias:{alias.pk}", organisation.public_id, category=category)
    return alias


@transaction.atomic
def forget_name(organisation: Organisation, by: User | None, alias: Alias) -> None:
    """Undo the correction of a name: it is recognised again by the facts."""
    number = alias.pk
    alias.delete()
    record(actor(by), "alias.undo", f"estate.alias:{number}", organisation.public_id)
