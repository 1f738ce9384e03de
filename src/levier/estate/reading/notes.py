"""What was taken for granted while reading, gathered as assumptions."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from levier.estate.reading.dates import DateColumn
from levier.estate.reading.gather import Read
from levier.estate.reading.personal import hide, hide_text
from levier.estate.reading.table import Raw
from levier.estate.reading.words import bound, presets
from levier.quantity.assumption import Assumption
from levier.wording.text import Text, say

_MOST_EXAMPLES = 5


class Notes:
    """A list of assumptions that grows while a file is read."""

    def __init__(self, first: Iterable[Assumption] = ()) -> None:
        self._all = list(first)

    def all(self) -> tuple[Assumption, ...]:
        """Return the assumptions in the order in which they were made."""
        return tuple(self._all)

    def add(self, code: str, text: Text, lines: int | None = None) -> None:
        """Add one assumption."""
        self._all.append(Assumption(code, text, lines=lines))

    def reading(self, read: Read, raw: Raw) -> None:
        """Tell the preset taken from memory and the sheets that were not read."""
        for preset in presets():
            if preset.id == read.headers[0].preset and preset.status == "to_verify" and not raw.fixed:
                text = say(
                    "Levier knows the columns of {tool} from memory, not from a real file: check how each was read.",
                    tool=preset.label,
                )
                self.add("preset_from_memory", text)
        if read.ignored:
            text = say(
                "These sheets were not read, for they hold no inventory, sum up the others or are hidden: {names}.",
                names=", ".join(read.ignored),
            )
            self.add("sheets_ignored", text)
        if read.cut:
            text = say(
                "Cells longer than {n} letters were cut there; columns: {names}.",
                n=int(bound("longest_cell")),
                names=", ".join(read.cut),
            )
            self.add("cells_cut", text)

    def dates(self, dates: DateColumn, given: pl.Series, label: str | None) -> None:
        """Tell how a column of dates was decided where it does not decide itself; `given`: its texts that count."""
        column = label or "?"
        if dates.ambiguous and dates.order == "mdy":
            self.add(
                "date_order",
                say("Nothing in column {column} tells days from months: dates were read month first.", column=column),
            )
        elif dates.ambiguous:
            self.add(
                "date_order",
                say("Nothing in column {column} tells days from months: dates were read day first.", column=column),
            )
        if dates.mixed:
            self.add(
                "date_order_mixed",
                say(
                    "Column {column} mixes day-first and month-first dates; the usual order was kept.",
                    column=column,
                ),
            )
        lost = given.filter(dates.lost & given.is_not_null())
        if len(lost):
            text = say(
                "Dates of column {column} that could not be read (for example {example}): {n}. They count as unknown.",
                n=len(lost),
                column=column,
                example=hide_text(lost[0]),
            )
            self.add("date_unreadable", text, len(lost))

    def estimated(self, lines: int) -> None:
        """Tell that a date of enrolment or creation stands for one of purchase."""
        if lines:
            self.add(
                "date_estimated",
                say("Where no date of purchase is given, the date of enrolment or creation stands for it."),
                lines,
            )

    def unknown(self, code: str, given: pl.Series, read: pl.Series) -> None:
        """Tell which words of a column were not understood."""
        lost = given.filter(given.is_not_null() & read.is_null())
        if not len(lost):
            return
        names = ", ".join(hide(lost.unique().sort().head(_MOST_EXAMPLES)))
        if code == "country_unknown":
            self.add(
                code, say("These countries are not known and count as not given: {names}.", names=names), len(lost)
            )
        else:
            self.add(
                code,
                say(
                    "These statuses are not known; their devices are counted, their status is not: {names}.",
                    names=names,
                ),
                len(lost),
            )

    def quantities(self, values: pl.DataFrame) -> None:
        """Tell where one device was taken for a missing quantity."""
        missing = int((values["has_quantity"] & values["quantity"].is_null()).sum())
        if missing:
            self.add("quantity_missing", say("Lines without a quantity count as one device."), missing)

    def serials(self, given: pl.Series, broken: pl.Series) -> None:
        """Tell that a spreadsheet ruined serial numbers."""
        lines = int(broken.sum())
        if lines:
            example = str(given.filter(broken).first())
            text = say(
                "Serial numbers ruined by a spreadsheet (for example {example}): {n}. They count as not given.",
                n=lines,
                example=example,
            )
            self.add("serial_ruined", text, lines)

    def prices(self, values: pl.DataFrame, unit: pl.Series, total: pl.Series, foreign: list[str]) -> None:
        """Tell which prices were not taken, and that the others are in euros."""
        lost = _lost(values["price"], unit) + _lost(values["price_total"], total)
        taken = _taken(values["price"], unit) + _taken(values["price_total"], total)
        if foreign:
            self.add("price_currency", say("The prices are in another currency than the euro: they are left out."))
        elif lost:
            self.add(
                "price_unreadable",
                say("Prices that could not be read as euros: {n}. They count as not given.", n=lost),
                lost,
            )
        if taken and not foreign:
            self.add("price_in_euros", say("Prices are read as euros."), taken)


def _lost(given: pl.Series, read: pl.Series) -> int:
    """Count the texts of which nothing was read."""
    return int((given.is_not_null() & read.is_null()).sum())


def _taken(given: pl.Series, read: pl.Series) -> int:
    """Count the texts that were read."""
    return int((given.is_not_null() & read.is_not_null()).sum())
