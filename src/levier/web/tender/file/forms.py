"""Forms of a tender: to begin one, and one form for whatever a page asks of its document, made from the layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from levier.tender.model import Buyer
from levier.tender.shapes import Field, Many, Record
from levier.web.house.limits import MEGABYTE
from levier.web.house.meanwhile import ChangedMeanwhile, Editing, Values, lines_of, stamp
from levier.web.house.words import language, later, told
from levier.web.tender.file.bridge import plain
from levier.web.tender.file.fields import field_of, segments_field
from levier.web.tender.file.labels import LANGUAGES, NATURES
from levier.web.tender.file.parts import CATEGORY, LABELS, LONG, PRIVATE_LABELS, SEGMENTS, Section, asked
from levier.web.tender.file.paths import bare, differences, field_at, named, record_of
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

MOST_ROWS = 100
"""Lines that one page takes: more of them make a file."""


class BeginForm(forms.Form):
    """What a tender begins with; or its file."""

    title = forms.CharField(required=False, max_length=300, label=later(say("What is bought, in one line")))
    nature = forms.ChoiceField(
        required=False,
        label=later(say("Supplies, services or works")),
        choices=[(code.value, later(text)) for code, text in NATURES.items()],
    )
    language = forms.ChoiceField(
        required=False,
        label=later(say("The language of the documents")),
        choices=[(code, later(text)) for code, text in LANGUAGES.items()],
    )
    file = forms.FileField(
        required=False,
        label=later(say("Or a file tender.yaml")),
        help_text=later(say("As this site and the command levier tender write it.")),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a title or a file."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None and file.size > MEGABYTE:
            self.add_error("file", told(say("A tender.yaml has {n} MB at most.", n=1)))
        if file is None and not given.get("title") and "file" not in self.errors:
            self.add_error("title", told(say("Say what is bought, or give a file.")))
        return given


@dataclass
class Group:
    """What belongs together on a page: fields, and groups inside. `more` names the list that a line can be added to."""

    heading: str
    items: list[Any] = field(default_factory=list)
    note: str = ""
    abreast: bool = False
    more: str = ""
    anchor: str = ""
    folded: bool = False
    name: str = ""

    @property
    def is_group(self) -> bool:
        """Tell it from a field, for the template."""
        return True

    @property
    def alone(self) -> Group:
        """Return it as the one thing of a group, for a template that lays out groups."""
        return Group("", [self])


@dataclass(frozen=True)
class Spot:
    """Where a value is asked: its path in the layout, its name in the form, what stands there."""

    path: str
    name: str
    value: Any

    def inside(self, step: str) -> Spot:
        """Return a named value below."""
        below = self.value.get(step) if isinstance(self.value, Mapping) else None
        return Spot(f"{self.path}.{step}" if self.path else step, f"{self.name}-{step}" if self.name else step, below)

    def line(self, number: int) -> Spot:
        """Return a line of a list, from 1."""
        lines = self.value if isinstance(self.value, list) else []
        return Spot(self.path, f"{self.name}-{number}", lines[number - 1] if number <= len(lines) else None)


class AskingForm(Editing, forms.Form):
    """Asks for parts of a document, by the shapes of its layout; every task works without script.

    `values` stand there now; `under` is the path in the layout at which they stand (`lots` for one lot). `presets` are
    lines that stand in a list before anybody told anything: what is only preset is not kept.
    """

    def __init__(
        self,
        sections: Sequence[Section],
        values: Mapping[str, Any],
        buyer: Buyer,
        data: Any = None,
        *,
        under: str = "",
        presets: Mapping[str, Sequence[tuple[str, Text]]] | None = None,
    ) -> None:
        self.values, self.buyer, self.under = values, buyer, under
        self.presets = presets or {}
        self.more = str(data.get("more", "")) if data else ""
        super().__init__(data)
        self._shapes: list[tuple[Spot, Field]] = []
        self._places: dict[str, str] = {}
        self.groups = [group for section in sections if (group := self._section(section)).items]

    # What is asked

    def _section(self, section: Section) -> Group:
        group = Group(
            told(section.heading),
            note=told(section.note) if section.note else "",
            folded=section.folded,
            name=section.name,
        )
        for path in section.paths:
            full = f"{self.under}.{path}" if self.under else path
            if asked(full, self.buyer):
                spot, found = self._spot(path), field_at(full)
                self._shapes.append((spot, found))
                group.items.extend(self._opened(spot, found))
        group.folded = group.folded and not _tells(group)
        return group

    def _spot(self, path: str) -> Spot:
        spot = Spot(self.under, "", self.values)
        for step in path.split("."):
            spot = spot.inside(step)
        return spot

    def _opened(self, spot: Spot, found: Field) -> list[Any]:
        """Return what a section shows of a path: the fields of a record without another frame around them."""
        item = self._item(spot, found)
        whole = isinstance(found.shape, Record) and isinstance(item, Group)
        return list(item.items) if whole else [item]

    def _item(self, spot: Spot, found: Field) -> Any:
        if isinstance(found.shape, Record):
            return Group(self._label(spot, found), self._inner(spot, found.shape))
        record = record_of(found.shape)
        if record is not None and isinstance(found.shape, Many):
            return self._lines(spot, found, record, min(found.shape.most, MOST_ROWS))
        return self._leaf(spot, found)

    def _inner(self, spot: Spot, record: Record) -> list[Any]:
        below = ((spot.inside(f.name), f) for f in record.fields)
        return [self._item(inner, f) for inner, f in below if asked(inner.path, self.buyer)]

    def _lines(self, spot: Spot, found: Field, record: Record, most: int) -> Group:
        count = min(self._count(spot), most)
        group = Group(self._label(spot, found), more=spot.name if count < most else "", anchor=f"lines-{spot.name}")
        for number in range(1, count + 1):
            line = spot.line(number)
            preset = self._preset(spot, number)
            if preset and not isinstance(line.value, Mapping):
                line = Spot(line.path, line.name, {record.fields[0].name: preset[0]})
            heading = told(preset[1]) if preset else told(say("Line {n}", n=number))
            inner = Group(heading, self._inner(line, record), abreast=True)
            if preset:
                self.fields[f"{line.name}-{record.fields[0].name}"].widget = forms.HiddenInput()
            group.items.append(inner)
        return group

    def _count(self, spot: Spot) -> int:
        """Return how many lines are shown: those that stand or were sent, else an empty one to fill in."""
        if self.is_bound:
            sent = re.compile(rf"{re.escape(spot.name)}-(\d{{1,3}})-")
            numbers = [int(match[1]) for name in self.data if (match := sent.match(name))]
            return max([1, *numbers]) + (self.more == spot.name)
        stands = len(spot.value) if isinstance(spot.value, list) else 0
        return max(stands, len(self.presets.get(spot.path, ())), 1)

    def _preset(self, spot: Spot, number: int) -> tuple[str, Text] | None:
        known = self.presets.get(spot.path, ())
        return known[number - 1] if number <= len(known) else None

    def _leaf(self, spot: Spot, found: Field) -> BoundField:
        label = self._label(spot, found)
        if spot.path in SEGMENTS:
            self.fields[spot.name] = segments_field(label=label)
        else:
            long, category = spot.path in LONG, spot.path in CATEGORY
            self.fields[spot.name] = field_of(
                found.shape, public=self.buyer.public, long=long, category=category, label=label
            )
        self.initial[spot.name] = spot.value
        return self[spot.name]

    def _label(self, spot: Spot, found: Field) -> str:
        own = (None if self.buyer.public else PRIVATE_LABELS.get(spot.path)) or LABELS.get(spot.path)
        return told(own) if own else bare(found.help)

    # What was told

    def full_clean(self) -> None:
        """Judge nothing while a line is added."""
        if self.is_bound and self.more:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        """Tell whether what was sent is to be kept."""
        return not self.more and super().is_valid()

    def clean(self) -> dict[str, Any]:
        """Put what was typed together as values of the document."""
        self.told: dict[str, Any] = dict(self.values)
        for spot, found in self._shapes:
            self._put(spot, self._given(spot, found, root=True))
        return super().clean() or {}

    def _put(self, spot: Spot, value: Any) -> None:
        """Set a value below what stands there, of which other parts may not be asked here."""
        steps = spot.path.removeprefix(self.under).strip(".").split(".")
        there = self.told
        for step in steps[:-1]:
            there[step] = dict(there.get(step) or {})
            there = there[step]
        there[steps[-1]] = value

    def _given(self, spot: Spot, found: Field, *, root: bool = False) -> Any:
        if isinstance(found.shape, Record):
            return self._given_record(spot, found.shape)
        record = record_of(found.shape)
        if record is not None:
            return self._given_lines(spot, record)
        value = self.cleaned_data.get(spot.name)
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")
        if root and found.required and value in (None, "") and spot.name not in self.errors:
            self._miss(spot.name)
        return value

    def _given_record(self, spot: Spot, record: Record, preset: str = "") -> dict[str, Any]:
        """Return what was told of a record; what is not asked here stays as it is."""
        kept = dict(spot.value) if isinstance(spot.value, Mapping) else {}
        fields = [(spot.inside(f.name), f) for f in record.fields if asked(f"{spot.path}.{f.name}", self.buyer)]
        given = {f.name: self._given(inner, f) for inner, f in fields}
        typed = {name: value for name, value in plain(given).items() if not (preset and value == preset)}
        hidden = {name: value for name, value in kept.items() if name not in given}
        if not typed and not (hidden and not given):
            return hidden if not any(f.required for f in record.fields) else {}
        for inner, f in fields:
            if f.required and given[f.name] in (None, "", []) and inner.name not in self.errors:
                self._miss(inner.name)
        return hidden | given

    def _given_lines(self, spot: Spot, record: Record) -> list[dict[str, Any]]:
        found = []
        for number in range(1, self._count(spot) + 1):
            preset = self._preset(spot, number)
            line = self._given_record(spot.line(number), record, preset[0] if preset else "")
            if plain(line):
                found.append(line)
                self._places[f"{_at(spot)}[{len(found)}]"] = spot.line(number).name
        return found

    def _miss(self, name: str) -> None:
        if name in self.fields:
            self.add_error(name, told(say("This must be told.")))

    # What the library and others say of it

    def refused(self, error: LevierError) -> None:
        """Show an error of the library at the field that it speaks of, else above, with its path in words."""
        column = error.place.column if error.place and error.place.column else ""
        name = column.replace(".", "-")
        for path, line in self._places.items():
            if column.startswith(path):
                name = line + column.removeprefix(path).replace(".", "-")
        lines = [line for line in error.in_(language()).split("\n") if column not in line or not column]
        where = [told(say("Where: {place}", place=named(column)))] if column and name not in self.fields else []
        self.add_error(name if name in self.fields else None, " ".join([*lines, *where]))

    def see(self, now: Values) -> None:
        """Carry what stands there now."""
        self.initial["seen"] = stamp(now)

    def clash_of(self, error: ChangedMeanwhile, wanted: Values) -> None:
        """Show both texts, value by value; what nobody else changed stays as this page saw it."""
        self.conflict = error
        wanted = {name: wanted.get(name) for name in error.now}
        self.both = differences(plain(dict(error.now)), plain(dict(wanted)), public=self.buyer.public)
        carried = {**self.seen, **error.now}
        sent: Any = self.data
        sent = sent.copy()  # as it was sent: boxes that were ticked stay several values
        sent["seen"] = stamp(carried)
        self.data = sent

    def changed(self, values: Values) -> dict[str, Any]:
        """Return those of the values that are no longer as this page saw them."""
        wanted = {name: plain({"": value}).get("") for name, value in values.items()}
        return {name: value for name, value in wanted.items() if (value or None) != (self.seen.get(name) or None)}

    @property
    def conflict_lines(self) -> list[str]:
        """Return what is said of the conflict."""
        return lines_of(self.conflict)

    @property
    def hidden(self) -> list[BoundField]:
        """Return what the form carries unseen."""
        return [bound for bound in self if bound.is_hidden]


def _at(spot: Spot) -> str:
    return spot.name.replace("-", ".")


def _tells(group: Group) -> bool:
    return any(
        _tells(item) if isinstance(item, Group) else item.value() not in (None, "", [], {}) for item in group.items
    )
