"""What every act of a procedure goes through: kept with its version, read by the library, told in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from levier.web.bids.bridge import acts_of
from levier.web.bids.models import Procedure
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import User
from levier.web.tender.file.actions import named
from levier.web.tender.file.bridge import plain
from levier.web.tender.models import Tender


def procedure_of(tender: Tender) -> Procedure:
    """Return the procedure of a tender; it begins empty."""
    found, _ = Procedure.objects.get_or_create(tender=tender, defaults={"organisation": tender.organisation})
    return found


@transaction.atomic
def act(tender: Tender, by: User | None, part: str, values: Mapping[str, Any], seen: Values) -> Procedure:
    """Change parts of the record: `values` by name of a part, None or nothing where it is no longer told.

    `part` says what was done. Raises `ChangedMeanwhile` where a part that is changed is no longer as it was `seen`,
    and `UnusableFile` where the record could not be read any more; nothing is kept then.
    """
    procedure_of(tender)
    there = Procedure.objects.select_for_update(of=("self",)).get(tender=tender)
    wanted = {name: plain(value) or None for name, value in values.items()}
    now = {name: there.record.get(name) for name in wanted}
    refuse_unseen(seen, now, wanted)
    told = dict(plain({**there.record, **wanted}))
    if told == there.record:
        return there
    acts_of(told)  # read as the library reads a file: what it refuses is not kept
    there.record, there.version = told, there.version + 1
    there.save(update_fields=["record", "version", "changed_at"])
    record(actor(by), "bids.act", named(tender), tender.organisation.public_id, part=part, version=there.version)
    return there
