"""Reads the library of criteria from the facts, and refuses whatever breaks its schema."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from levier.catalogue.guards import Guards, HasId
from levier.catalogue.loading import shipped_folder
from levier.catalogue.model import Catalogue, Source
from levier.catalogue.rows import Row, read_csv, read_yaml_list
from levier.cost.facts import known
from levier.tender.library import entries, schema
from levier.tender.library.model import Code, Criterion, DecpRule, KitChoice, Library, Term
from levier.tender.provenance import origin
from levier.wording.errors import BadFact, Place
from levier.wording.text import label, say

Entry = TypeVar("Entry", bound=HasId)


class _Reading:
    def __init__(self, sources: Mapping[str, Source], root: Path) -> None:
        self.known = entries.Known(sources)
        self.root = root
        self.guards = Guards()
        self.counts: dict[str, int] = {}
        self.digest = hashlib.sha256()
        self.public: dict[str, bool] = {}

    def open(self, path: Path) -> tuple[Path, str]:
        """Return a file and the name by which errors call it, once its content is in the version."""
        shown = f"procurement/{path.relative_to(self.root).as_posix()}"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BadFact(
                say("A file of facts cannot be read."),
                place=Place(file=shown),
                found=error.strerror,
                mend=say("Check that the file is there and readable."),
            ) from error
        self.digest.update(f"{shown}\0{len(content)}\0".encode() + content)
        return path, shown

    def collect(self, rows: Iterable[Row], entry: Callable[[Row], Entry], kind: str) -> list[Entry]:
        """Turn rows into facts, each id once within its kind."""
        found = []
        for row in rows:
            fact = entry(row)
            self.guards.fact(fact, row, kind=_kind(fact, kind))
            self.counts[row.file] = self.counts.get(row.file, 0) + 1
            found.append(fact)
        return found

    def terms(self) -> None:
        """Read the words that criteria are made of."""
        rows = read_csv(*self.open(self.root / "words" / "terms.csv"), schema.TERMS)
        for term in self.collect(rows, lambda r: entries.term_entry(r, self.known), "term"):
            self.known.terms[term.kind, term.id] = term

    def buyers(self) -> None:
        """Read the kinds of buyers."""
        for row in read_csv(*self.open(self.root / "words" / "buyers.csv"), schema.BUYERS):
            name = label(row.text("label_fr"), row.text("label_en"))
            term = Term("buyer", row.text("id"), name, origin(row, self.known.sources))
            self.guards.fact(term, row, kind="buyer")
            self.counts[row.file] = self.counts.get(row.file, 0) + 1
            self.known.terms["buyer", term.id] = term
            self.public[term.id] = row.flag("public")

    def codes(self) -> list[DecpRule]:
        """Read the codes of notices and of the data of contracts."""
        for name in ("cc-by-4.0/eforms.csv", "unlicense/decp.csv"):
            rows = read_csv(*self.open(self.root / "codes" / name), schema.CODES)
            for code in self.collect(rows, lambda r: entries.code_entry(r, self.known), "code"):
                self.known.codes[code.list, code.code] = code
        rows = read_csv(*self.open(self.root / "codes" / "decp_rules.csv"), schema.DECP)
        return self.collect(rows, lambda r: entries.decp_entry(r, self.known), "decp")

    def criteria(self) -> list[Criterion]:
        """Read the criteria, one file a segment."""
        found = []
        for path in sorted((self.root / "criteria").glob("*.yaml")):
            rows = read_yaml_list(*self.open(path), schema.CRITERION, schema.CRITERION_OPTIONAL)
            found += self.collect(rows, lambda r: entries.criterion_entry(r, self.known), "criterion")
        return found

    def kits(self, criteria: dict[str, Criterion]) -> list[KitChoice]:
        """Read which criteria proposals take first."""
        rows = read_csv(*self.open(self.root / "kits.csv"), schema.KITS)
        return self.collect(rows, lambda r: entries.kit_entry(r, self.known, criteria), "kit")


def _kind(fact: HasId, kind: str) -> str:
    if isinstance(fact, Criterion):
        return f"criterion v{fact.version}"
    return f"{kind} {fact.kind}" if isinstance(fact, Term) else kind


def _newest(found: Iterable[Criterion]) -> tuple[dict[str, Criterion], dict[tuple[str, int], Criterion]]:
    every = sorted(found, key=lambda c: (c.id, c.version))
    newest = {c.id: c for c in every}
    return newest, {(c.id, c.version): c for c in every if newest[c.id] is not c}


def procurement_folder() -> Path:
    """Return the folder of the facts of procurement that come with Levier."""
    return shipped_folder() / "procurement"


def load_library(catalogue: Catalogue, folder: Path | None = None) -> Library:
    """Read and check the criteria of `folder` (None: those that come with Levier); sources are the catalogue's.

    Raises `BadFact` at the first thing that breaks the schema.
    """
    return _load(catalogue.sources, folder or procurement_folder())


@cache
def shipped_library() -> Library:
    """Return the library that comes with Levier, read once."""
    return _load(known().sources, procurement_folder())


def _load(sources: Mapping[str, Source], folder: Path) -> Library:
    reading = _Reading(sources, folder)
    reading.terms()
    reading.buyers()
    decp = reading.codes()
    newest, older = _newest(reading.criteria())
    kits = reading.kits(newest)
    codes: dict[tuple[str, str], Code] = reading.known.codes
    return Library(
        version=reading.digest.hexdigest()[:16],
        criteria=newest,
        older=older,
        terms=reading.known.terms,
        public_buyers=reading.public,
        codes=codes,
        decp=tuple(decp),
        kits=tuple(kits),
        facts_by_file=reading.counts,
    )
