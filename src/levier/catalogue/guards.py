"""What no set of facts may do: give an id twice, answer a question twice, add a total to its own parts."""

from __future__ import annotations

from typing import Protocol

from levier.catalogue.model import Energy, ImpactFactor, Lifetime, Mass, Mix
from levier.catalogue.rows import Row
from levier.wording.text import say


class HasId(Protocol):
    """Anything that is called by an id."""

    @property
    def id(self) -> str:
        """Return the id."""
        ...


class Guards:
    """What was read so far, against which each new fact is held; refusals are `BadFact` of the later row."""

    def __init__(self) -> None:
        self.ids: dict[str, Row] = {}
        self.boundaries: dict[tuple[str, ...], tuple[ImpactFactor, Row]] = {}
        self.answers: dict[tuple[str, ...], Row] = {}

    def fact(self, fact: HasId, row: Row, *, kind: str = "") -> None:
        """Hold one fact against all before it; ids are compared within a `kind`."""
        if isinstance(fact, ImpactFactor):
            self._sum(fact, row)
        elif isinstance(fact, (Lifetime, Energy, Mass, Mix)):
            self._answer(fact, row)
        first = self.ids.setdefault(f"{kind}:{fact.id}", row)
        if first is not row:
            raise row.refuse(
                say("An id is given twice."),
                "id",
                expected=say("an id of its own: line {line} of {file} has it", line=str(first.line), file=first.file),
                found=fact.id,
                mend=say("Rename one of the two rows, or remove it."),
            )

    def _sum(self, fact: ImpactFactor, row: Row) -> None:
        """Refuse a second object or boundary, or the same stage twice, where one figure is looked up."""
        key = (fact.set, fact.family, fact.category, fact.size, fact.criterion)
        first, first_row = self.boundaries.setdefault(key, (fact, row))
        if fact.boundary is not first.boundary or fact.object != first.object:
            raise row.refuse(
                say("One set gives two boundaries or two objects for the same device."),
                "boundary" if fact.boundary is not first.boundary else "object",
                expected=say(
                    "{boundary} of {thing}, as on line {line} of {file}",
                    boundary=first.boundary.value,
                    thing=first.object,
                    line=str(first_row.line),
                    file=first_row.file,
                ),
                found=f"{fact.boundary.value}, {fact.object}",
                mend=say("Keep either the total or its parts, of one object, or give the object a size of its own."),
            )
        self.twice((*key, "stage", fact.stage.value if fact.stage else ""), row)

    def _answer(self, fact: Lifetime | Energy | Mass | Mix, row: Row) -> None:
        """Refuse two answers of one set to the same question."""
        if isinstance(fact, Mix):
            self.twice(("mix", fact.set, fact.zone, str(fact.year), fact.criterion), row)
            return
        second = isinstance(fact, Lifetime) and fact.kind == "second_life"
        self.twice((type(fact).__name__, fact.set, fact.category, fact.size, str(second)), row)

    def twice(self, key: tuple[str, ...], row: Row) -> None:
        """Refuse a second row with the same key."""
        first = self.answers.setdefault(key, row)
        if first is not row:
            raise row.refuse(
                say("Two rows of one set answer the same question."),
                "set",
                expected=say("one row: line {line} of {file} answers already", line=str(first.line), file=first.file),
                found=", ".join(k for k in key if k),
                mend=say("Keep one of the two rows."),
            )
