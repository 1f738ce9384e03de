"""What the rows of facts may refer to: licences, sources, categories, criteria, zones, parameters, referentials.

One small function a table; `entries` reads the facts of devices and electricity, which refer to these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from levier.catalogue import schema
from levier.catalogue.model import (
    Category,
    Criterion,
    Grade,
    Licence,
    Parameter,
    PedigreeFactor,
    Provenance,
    Referential,
    SanityFigure,
    Size,
    Source,
    Status,
    Zone,
)
from levier.catalogue.rows import Row
from levier.wording.text import label, say


@dataclass
class Known:
    """What rows may refer to, filled in the order of reading."""

    licences: dict[str, Licence] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    referentials: dict[str, Referential] = field(default_factory=dict)
    sets: frozenset[str] = frozenset()
    sizes: dict[str, frozenset[str]] = field(default_factory=dict)


def provenance(row: Row, known: Known, licence: str | None = None) -> Provenance:
    """Read where a fact comes from; `licence` is that of its folder, which must be that of its source."""
    source = known.sources[row.among("source", known.sources)]
    if licence is not None and source.licence != licence:
        raise row.refuse(
            say("The licence of a fact is not that of its folder."),
            "source",
            expected=say("a source under {licence}", licence=licence),
            found=f"{source.id}: {source.licence}",
            mend=say("Move the row to the folder of its licence."),
        )
    valid_from, checked_on, review_by = row.day("valid_from"), row.day("checked_on"), row.day("review_by")
    if not valid_from <= checked_on <= review_by:
        raise row.refuse(
            say("The dates of a fact are not in order."),
            "review_by",
            expected=say("valid from, then checked on, then to be reviewed by"),
            found=f"{valid_from}, {checked_on}, {review_by}",
            mend=say("Correct the dates."),
        )
    return Provenance(
        source=source.id,
        page=row.text("page"),
        licence=source.licence,
        valid_from=valid_from,
        checked_on=checked_on,
        review_by=review_by,
        status=row.choice("status", Status),
        scores=row.scores("scores"),
        note=row.optional_text("note"),
    )


def licence_entry(row: Row) -> Licence:
    """Read a licence."""
    return Licence(
        id=row.text("id"),
        name=row.text("name"),
        name_fr=row.text("name_fr"),
        url=row.optional_text("url"),
        share_alike=row.flag("share_alike"),
        notice=row.text("notice"),
        notice_fr=row.text("notice_fr"),
    )


def source_entry(row: Row, known: Known) -> Source:
    """Read a source."""
    return Source(
        id=row.text("id"),
        title=row.text("title"),
        publisher=row.text("publisher"),
        url=row.optional_text("url"),
        licence=row.among("licence", known.licences),
        year=row.text("year"),
        status=row.choice("status", Status),
        checked_on=row.day("checked_on"),
        review_by=row.day("review_by"),
        note=row.optional_text("note"),
    )


def zone_entry(row: Row) -> Zone:
    """Read a country or territory."""
    return Zone(
        code=row.text("code"), alpha3=row.text("alpha3"), label=label(row.text("label_fr"), row.text("label_en"))
    )


def _size(row: Row, cells: object) -> Size:
    if not isinstance(cells, Mapping) or set(cells) != set(schema.SIZES):
        raise row.refuse(
            say("A size does not have the keys of its schema."),
            "sizes",
            expected=say("exactly these: {columns}", columns=", ".join(schema.SIZES)),
            found=cells,
            mend=say("Correct the keys of the size."),
        )
    size = Row(row.file, row.line, cells)
    return Size(
        id=size.text("id"),
        label=size.label("label"),
        min_inches=size.optional_number("min_inches"),
        max_inches=size.optional_number("max_inches"),
    )


def category_entry(row: Row, known: Known) -> Category:
    """Read a kind of device."""
    sizes = row.cells["sizes"]
    found = tuple(_size(row, cells) for cells in sizes) if isinstance(sizes, list) else ()
    counted, reason = row.flag("counted"), row.optional_text("reason_not_counted")
    if counted == bool(reason):
        raise row.refuse(
            say("A category is either counted or has the reason why it is not."),
            "reason_not_counted",
            found=reason,
            mend=say("Give a reason where counted is false, and none where it is true."),
        )
    return Category(
        id=row.text("id"),
        label=row.label("label"),
        plural=row.label("plural"),
        group=row.text("group"),
        counted=counted,
        sizes=found,
        default_size=row.among("default_size", frozenset({"", *(s.id for s in found)})),
        mass_kind=row.optional_text("mass_kind"),
        datacentre=row.flag("datacentre"),
        in_host=row.flag("in_host"),
        reason_not_counted=reason,
        provenance=provenance(row, known),
    )


def criterion_entry(row: Row, known: Known) -> Criterion:
    """Read an indicator of impact."""
    return Criterion(
        id=row.text("id"),
        unit=row.unit("unit"),
        label=row.label("label"),
        short=row.label("short"),
        provenance=provenance(row, known),
    )


def parameter_entry(row: Row, known: Known) -> Parameter:
    """Read a figure of the method."""
    return Parameter(
        id=row.text("id"),
        value=row.number("value"),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        unit=row.unit("unit"),
        label=row.label("label"),
        provenance=provenance(row, known),
    )


def referential_entry(row: Row, known: Known) -> Referential:
    """Read a choice of sets."""
    return Referential(
        id=row.text("id"),
        label=row.label("label"),
        description=row.label("description"),
        sets=row.words("sets"),
        fallback=row.words("fallback"),
        electricity=row.words("electricity"),
        pooled=row.flag("pooled"),
        provenance=provenance(row, known),
    )


def pedigree_entry(row: Row, known: Known) -> PedigreeFactor:
    """Read what a pedigree score adds."""
    return PedigreeFactor(
        id=row.text("id"),
        indicator=row.among("indicator", schema.INDICATORS),
        score=int(row.positive("score")),
        gsd=row.positive("gsd"),
        provenance=provenance(row, known),
    )


def grade_entry(row: Row, known: Known) -> Grade:
    """Read a band of grades."""
    return Grade(
        id=row.text("id"),
        scheme=row.text("scheme"),
        grade=row.text("grade"),
        up_to=row.optional_number("up_to"),
        label=label(row.text("label_fr"), row.text("label_en")),
        provenance=provenance(row, known),
    )


def sanity_entry(row: Row, known: Known) -> SanityFigure:
    """Read a figure of the test of national totals."""
    kind = row.among("kind", schema.SANITY_KINDS)
    return SanityFigure(
        id=row.text("id"),
        kind=kind,
        zone=row.among("zone", known.zones) if kind == "consumption" else "",
        criterion=row.among("criterion", known.criteria) if kind == "world" else "",
        value=row.positive("value"),
        unit=row.unit("unit"),
        provenance=provenance(row, known),
    )
