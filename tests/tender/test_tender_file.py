"""A tender is also a file: read strictly, its schema says the same as its reader, its template can be filled in."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from levier.tender.law.facts import Law, load_law
from levier.tender.layout import PUBLIC_ONLY
from levier.tender.model import PRIVATE_KINDS, BuyerKind, Mode, Procedure
from levier.tender.reading import read_tender, tender_from, tender_schema
from levier.tender.template import template
from levier.wording.errors import UnusableFile
from levier.wording.text import LANGUAGES, Language

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "tender.schema.json"
HEAD = "schema: levier.tender/1\ntitle: Laptops\nbuyer: {kind: hospital}\nnature: supplies\n"


@cache
def shipped() -> Law:
    return load_law()


def refusal(text: str) -> UnusableFile:
    with pytest.raises(UnusableFile) as caught:
        tender_from(text.encode(), "tender.yaml")
    return caught.value


def test_a_buyer_reads_back_what_she_wrote(tmp_path: Path) -> None:
    file = tmp_path / "tender.yaml"
    file.write_text(
        HEAD
        + """
notice_on: 2026-09-15
procedure: open
need:
  sobriety: [{question: "Can it be kept?", answer: 180 are kept two more years, units_avoided: 180}]
lots:
  - {id: "1", title: New, value_eur_ex_vat: 200000}
  - {id: "2", title: Refurbished, value_eur_ex_vat: 50000, mode: refurbished}
criteria:
  - {id: p, name: Price, kind: price, weight: 0.5, formula: ratio}
  - id: e
    name: Environment
    kind: environment
    weight: 0.5
    parts:
      - {id: e1, name: Repair, kind: environment, weight: 0.3}
      - {id: e2, name: Energy, kind: environment, weight: 0.2}
duration: {months: 24, renewals: 2, renewal_months: 12}
""",
        encoding="utf-8",
    )
    tender = read_tender(file)
    assert tender.notice_on == date(2026, 9, 15)
    assert tender.procedure is Procedure.OPEN
    assert tender.lots[1].mode is Mode.REFURBISHED
    assert tender.estimate_eur_ex_vat == 250_000
    assert tender.duration is not None
    assert tender.duration.total_months == 48
    assert [part.id for part in tender.criteria[1].parts] == ["e1", "e2"]
    assert tender.need is not None
    assert tender.need.sobriety[0].units_avoided == 180


def test_what_was_not_said_is_not_there() -> None:
    tender = tender_from(f"{HEAD}framework:\n  kind:\n  maximum_eur_ex_vat:\n".encode(), "t")
    assert tender.framework is None
    assert tender.estimate_eur_ex_vat is None
    assert tender.buyer.people is None


@pytest.mark.parametrize(
    ("text", "line", "path", "found"),
    [
        (HEAD + "criteria:\n - {id: p, name: P, kind: price, weight: 40}", 6, "criteria[1].weight", "40"),
        (HEAD + "lots:\n - {id: a, title: x}\n - {id: b}", 7, "lots[2]", None),
        (HEAD + "procedure: quick", 5, "procedure", "quick"),
        (HEAD + "notice_on: 15/09/2026", 5, "notice_on", "15/09/2026"),
        (HEAD + "wheight: 3", 5, "wheight", "wheight"),
        (HEAD + "vat_recovered: maybe", 5, "vat_recovered", "maybe"),
        (HEAD + "duration: {months: 2.5}", 5, "duration.months", "2.5"),
        (HEAD + "value: {estimate_eur_ex_vat: -1}", 5, "value.estimate_eur_ex_vat", "-1"),
        (HEAD + "value: {estimate_eur_ex_vat: .nan}", 5, "value.estimate_eur_ex_vat", ".nan"),
        (HEAD + "lots: none", 5, "lots", "none"),
        (HEAD + "title: Twice", 5, None, "title"),
        ("title: x", None, None, None),
        ("schema: levier.tender/9", 1, None, "levier.tender/9"),
        ("- a\n- b", None, None, None),
        ("a: [", 1, None, None),
    ],
)
def test_a_fault_is_told_with_its_line_and_path(
    text: str, line: int | None, path: str | None, found: str | None
) -> None:
    error = refusal(text)
    assert error.place is not None
    assert error.place.file == "tender.yaml"
    assert (error.place.line, error.place.column) == (line, path) or line is None or path is None
    if line is not None and path is not None:
        assert error.mend is not None
    if found is not None:
        assert error.found == found


def test_a_file_that_would_grow_without_end_is_refused_before_it_is_built() -> None:
    bomb = "a: &a [1,1]\n" + "\n".join(f"b{n}: &b{n} [*a, *a]" for n in range(9))
    assert "alias" in str(refusal(HEAD + bomb))
    assert "levels" in str(refusal(HEAD + "need: " + "[" * 50 + "]" * 50))
    assert "bytes" in str(refusal(HEAD + "# " + "x" * 1_100_000))


def test_a_program_in_yaml_stays_a_text_or_is_refused() -> None:
    refusal("!!python/object/apply:os.system ['true']")


def test_the_published_schema_is_the_one_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == tender_schema()


def accepted(text: str) -> tuple[bool, bool]:
    """Return whether the schema and the reader take a text."""
    plain = yaml.safe_load(text)
    by_schema = jsonschema.Draft202012Validator(tender_schema()).is_valid(json.loads(json.dumps(plain, default=str)))
    try:
        tender_from(text.encode(), "t")
    except UnusableFile:
        return by_schema, False
    return by_schema, True


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (HEAD, True),
        (HEAD + "criteria:\n - {id: p, name: Price, kind: price, weight: 1}", True),
        (HEAD + "criteria:\n - {id: p, name: Price, kind: price, weight: 1.5}", False),
        (HEAD + "procedure: quick", False),
        (HEAD + "need: {objectives: Less}", True),
        (HEAD + "need: {objective: Less}", False),
        (HEAD + "language: de", False),
        (HEAD.replace("nature: supplies\n", ""), False),
        (HEAD + "clauses:\n - {id: TRV-08, version: 1, variables: {hours: 300, who: facilitator}}", True),
    ],
)
def test_schema_and_reader_agree(text: str, taken: bool) -> None:
    assert accepted(text) == (taken, taken)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(BuyerKind))
def test_a_template_passes_its_own_schema_in_both_languages(kind: BuyerKind, lang: Language) -> None:
    law = shipped()
    text = template(kind, lang, [q.label for q in law.questions])
    assert accepted(text) == (True, True)
    tender = tender_from(text.encode(), "t")
    assert tender.buyer.kind is kind
    assert tender.need is not None
    assert [s.question for s in tender.need.sobriety] == [q.label.in_(lang) for q in law.questions]
    names = {line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    assert (names & PUBLIC_ONLY == set()) is (kind in PRIVATE_KINDS)


def test_every_line_of_a_template_can_be_filled_in() -> None:
    """The examples behind `#` are what the reader takes once the sign is away and each value is written."""
    text = template(BuyerKind.STATE, "en", [])
    for line in text.splitlines():
        assert line == "" or line.lstrip().startswith("#") or ":" in line


def names(schema: Any) -> set[str]:
    found = set(schema.get("properties", {})) if isinstance(schema, dict) else set()
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    return found.union(*(names(part) for part in inner))


def test_no_name_is_one_that_yaml_takes_for_something_else() -> None:
    """`on` would be read as true by other readers of YAML."""
    assert [name for name in names(tender_schema()) if not isinstance(yaml.safe_load(name), str)] == []
