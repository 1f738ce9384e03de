"""Turns rows into criteria, terms and codes; refuses every word, unit, field and variable that it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from levier.catalogue.model import Source, Status
from levier.catalogue.rows import Row
from levier.tender.library import schema
from levier.tender.library.agreeing import disagreement
from levier.tender.library.check import Check
from levier.tender.library.completeness import lacking
from levier.tender.library.model import (
    AnswerField,
    Buyers,
    Code,
    Concern,
    Criterion,
    DecpRule,
    Document,
    Kind,
    KitChoice,
    Level,
    Purchase,
    Term,
    Type,
    VariableFact,
)
from levier.tender.library.parsing import parse
from levier.tender.provenance import origin
from levier.wording.errors import BadFact
from levier.wording.text import Text, label, say

Word = TypeVar("Word", bound=StrEnum)


@dataclass
class Known:
    """What rows may refer to, filled in the order of reading."""

    sources: Mapping[str, Source]
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)

    def ids(self, kind: str) -> frozenset[str]:
        """Return the ids of the terms of a kind."""
        return frozenset(id_ for k, id_ in self.terms if k == kind)


def term_entry(row: Row, known: Known) -> Term:
    """Read a word of the library."""
    return Term(
        kind=row.among("kind", schema.TERM_KINDS),
        id=row.text("id"),
        label=label(row.text("label_fr"), row.text("label_en")),
        provenance=origin(row, known.sources),
    )


def code_entry(row: Row, known: Known) -> Code:
    """Read a code of a list."""
    return Code(
        id=f"{row.text('list')}/{row.text('code')}",
        list=row.text("list"),
        code=row.text("code"),
        label=label(row.text("name_fr"), row.text("name_en")),
        provenance=origin(row, known.sources),
    )


def decp_entry(row: Row, known: Known) -> DecpRule:
    """Read what a kind of criterion makes of the data of a contract."""
    return DecpRule(
        id=row.text("id"),
        kind=row.choice("type", Kind),
        concern=row.choice("concern", Concern),
        reserved=row.flag("reserved"),
        consideration=row.among("consideration", frozenset(c for kind, c in known.codes if kind.startswith("decp-"))),
        provenance=origin(row, known.sources),
    )


def kit_entry(row: Row, known: Known, criteria: Mapping[str, Criterion]) -> KitChoice:
    """Read a criterion that proposals may take."""
    return KitChoice(
        id=row.text("id"),
        segment=row.among("segment", known.ids("segment")),
        criterion=row.among("criterion", criteria),
        rank=int(row.positive("rank")),
        reason=label(row.text("reason_fr"), row.text("reason_en")),
        provenance=origin(row, known.sources),
    )


def criterion_entry(row: Row, known: Known) -> Criterion:
    """Read a criterion; one that says that it is complete must be."""
    variables = tuple(
        _variable(r, known) for r in _records(row, "variables", schema.VARIABLE, schema.VARIABLE_OPTIONAL)
    )
    fields = tuple(_field(r, known) for r in _records(row, "fields", schema.FIELD, schema.FIELD_OPTIONAL))
    criterion = Criterion(
        id=row.text("id"),
        version=int(row.positive("version")),
        complete=row.flag("complete"),
        segment=row.among("segment", known.ids("segment")),
        kind=row.choice("type", Kind),
        level=row.choice("level", Level),
        theme=row.among("theme", known.ids("theme")),
        document=row.choice("document", Document),
        purchases=_choices(row, "purchases", Purchase),
        buyers=row.choice("buyers", Buyers),
        concerns=_choices(row, "concerns", Concern),
        measures=_among_words(row, "measures", known.ids("measure")),
        title=row.label("title"),
        summary=_optional_label(row, "summary"),
        clause=_optional_label(row, "clause"),
        variables=variables,
        evidence=_optional_label(row, "evidence"),
        verification=_optional_label(row, "verification"),
        fields=fields,
        check=_check(row, fields, variables),
        written_check=" ".join((row.optional_text("check") or "").split()),
        scoring=_optional_label(row, "scoring"),
        penalty=_optional_label(row, "penalty"),
        legal_basis=row.words("legal_basis"),
        indicator=_optional_label(row, "indicator"),
        eforms=_eforms(row, known),
        correction=_optional_label(row, "correction"),
        provenance=origin(row, known.sources),
    )
    _held_to_its_word(row, criterion)
    return criterion


def _held_to_its_word(row: Row, criterion: Criterion) -> None:
    if criterion.complete and (missing := lacking(criterion)):
        raise row.refuse(
            say("A criterion says that it is complete, and something is missing."),
            "complete",
            expected=missing[0],
            found=criterion.id,
            mend=say("Add what is missing, or write complete: false."),
        )
    if not criterion.complete and criterion.summary is None:
        raise row.refuse(
            say("A criterion that is not complete tells in a summary what it would ask."),
            "summary",
            found=criterion.id,
            mend=say("Write a summary in French and in English."),
        )


def _records(row: Row, column: str, keys: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """Return the records of a list within a row."""
    value = row.cells[column]
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    for cells in found:
        if not isinstance(cells, Mapping) or set(cells) - set(keys) or set(keys) - set(optional) - set(cells):
            raise row.refuse(
                say("A record does not have the keys of its schema."),
                column,
                expected=say("exactly these: {columns}", columns=", ".join(keys)),
                found=cells,
                mend=say("Correct the keys; docs/criteria.md lists them."),
            )
    return [Row(row.file, row.line, dict.fromkeys(optional) | dict(cells)) for cells in found]


def _variable(row: Row, known: Known) -> VariableFact:
    type_ = row.choice("type", Type)
    return VariableFact(
        id=row.text("id"),
        label=row.label("label"),
        type=type_,
        unit=_unit(row, type_, known),
        default=_default(row, type_),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        choices=_list(row, "choices"),
        status=row.choice("status", Status).value,
        basis=row.label("basis"),
    )


def _default(row: Row, type_: Type) -> float | str | None:
    if type_ in (Type.CHOICE, Type.TEXT, Type.DATE):
        return row.optional_text("default") or None
    value, low, high = (row.optional_number(c) for c in ("default", "low", "high"))
    outside = value is not None and ((low is not None and value < low) or (high is not None and value > high))
    if outside or (low is not None and high is not None and low > high):
        raise row.refuse(
            say("A default lies outside its bounds."),
            "default",
            expected=say("low, then default, then high"),
            found=f"{row.optional_text('id')}: {low}, {value}, {high}",
            mend=say("Correct the default or the bounds."),
        )
    return value


def _field(row: Row, known: Known) -> AnswerField:
    type_ = row.choice("type", Type)
    choices = _list(row, "choices")
    if (type_ is Type.CHOICE) is not bool(choices):
        raise row.refuse(
            say("Choices go with answers of the type choice, and only with them."),
            "choices",
            found=row.optional_text("id"),
            mend=say("Give the choices, or change the type."),
        )
    return AnswerField(
        id=row.text("id"),
        label=row.label("label"),
        type=type_,
        unit=_unit(row, type_, known),
        per=row.among("per", known.ids("per")),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        choices=choices,
    )


def _unit(row: Row, type_: Type, known: Known) -> str:
    if type_ in (Type.INTEGER, Type.NUMBER):
        return row.among("unit", known.ids("unit"))
    return row.among("unit", frozenset({""}))


def _check(row: Row, fields: Sequence[AnswerField], variables: Sequence[VariableFact]) -> Check:
    text = row.optional_text("check")
    if not text:
        return ()
    try:
        check = parse(text)
    except BadFact as error:
        raise row.refuse(
            error.what,
            "check",
            expected=error.expected,
            found=text,
            mend=say("Follow the grammar of docs/criteria.md."),
        ) from error
    if wrong := disagreement(check, fields, variables):
        raise row.refuse(
            say("A check does not agree with the answers and variables of its criterion."),
            "check",
            expected=wrong,
            found=text,
            mend=say("Correct the check, or the field or variable that it names."),
        )
    return check


def _optional_label(row: Row, column: str) -> Text | None:
    return None if row.cells[column] is None else row.label(column)


def _list(row: Row, column: str) -> tuple[str, ...]:
    return () if row.cells[column] is None else row.words(column)


def _choices(row: Row, column: str, kind: type[Word]) -> frozenset[Word]:
    words = row.words(column)
    known = {w.value for w in kind}
    if not words or set(words) - known:
        raise row.unknown(column, ", ".join(words), sorted(known))
    return frozenset(kind(word) for word in words)


def _among_words(row: Row, column: str, known: frozenset[str]) -> frozenset[str]:
    words = frozenset(row.words(column))
    if words - known:
        raise row.unknown(column, ", ".join(sorted(words - known)), sorted(known))
    return words


def _eforms(row: Row, known: Known) -> Mapping[str, tuple[str, ...]]:
    value: Any = row.cells["eforms"]
    if value is None:
        return {}
    pairs = [(list_, code) for list_, codes in dict(value).items() for code in codes]
    for list_, code in pairs:
        if (list_, code) not in known.codes or list_ not in schema.CODE_LISTS:
            raise row.unknown("eforms", f"{list_}: {code}", sorted(f"{a}: {b}" for a, b in known.codes))
    return {list_: tuple(codes) for list_, codes in dict(value).items()}
