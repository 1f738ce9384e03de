"""Declarations of purchases as rows, read without a job."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from levier.estate.reading.texts import error_to_json
from levier.web.people.models import Organisation
from levier.web.tender.agec import actions
from levier.web.tender.agec.bridge import declared, example, keeping
from levier.web.tender.models import ClassCorrection, PurchaseDeclaration
from levier.wording.errors import UnusableFile
from levier.wording.text import Text, say


def plant_declaration(
    organisation: Organisation, content: bytes = b"", year: int = example.YEAR
) -> PurchaseDeclaration:
    """Plant a declaration whose lines were read, those of the example where nothing else is given."""
    upload = SimpleUploadedFile(example.NAME, content or example.content())
    made, _ = actions.begin(organisation, None, upload, actions.Declarant(year, example.BUYER, ""), "")
    made.lines, made.state = keeping.read(made, _quiet), PurchaseDeclaration.State.READ
    made.save(update_fields=["lines", "state"])
    return made


def plant_correction(organisation: Organisation) -> ClassCorrection:
    """Plant a declaration with one line corrected."""
    kept = plant_declaration(organisation)
    number = next(n for n, c in declared.declared(kept).now.items() if "KX-2207" in c.purchase.description)
    wish = actions.Wish([number], {"category": "it"}, actions.seen_of(kept, [number]))
    said = actions.correct(kept, None, wish)
    assert said is not None
    return said


def plant_unread(organisation: Organisation) -> PurchaseDeclaration:
    """Plant a declaration whose file could not be read."""
    kept = plant_declaration(organisation)
    error = UnusableFile(say("No column of descriptions and amounts was found."))
    kept.state, kept.error = PurchaseDeclaration.State.UNREADABLE, error_to_json(error)
    kept.save(update_fields=["state", "error"])
    return kept


def _quiet(step: Text, share: float | None = None) -> None:
    """Tell nobody."""
