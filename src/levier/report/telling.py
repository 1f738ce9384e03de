"""A baseline and a language: the labels, amounts and sentences that every section needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from levier.footprint.result import Baseline, Figure
from levier.report.document import Run
from levier.report.measure import NBSP, Measure, measure, not_available
from levier.report.words import STAGE_ORDER, STAGES, TIERS, VIEWS
from levier.wording.numbers import write_count, write_date, write_share
from levier.wording.text import Language, Text, say

MAIN = "gwp"
OFTEN_BELOW, RARELY_ABOVE = 10.0, 90.0
"""Percentiles of the value in its own band beyond which its median is told beside it."""


@dataclass(frozen=True)
class Telling:
    """What every section asks: a text in the reader's language, a label, an amount in the unit of its criterion."""

    baseline: Baseline
    lang: Language

    def t(self, text: Text) -> str:
        """Write a text in the reader's language."""
        return text.in_(self.lang)

    def count(self, value: float) -> str:
        """Write a count."""
        return write_count(value, self.lang)

    def share(self, value: float, decimals: int = 0) -> str:
        """Write a share (0 to 1) as a percentage."""
        return write_share(value, self.lang, decimals)

    def several(self, value: float) -> bool:
        """Tell whether a noun after `value` is plural: French starts at two, English leaves the singular at one."""
        return abs(value) >= 2 if self.lang == "fr" else value != 1

    def devices(self, count: float) -> str:
        """Write a number of devices with its noun."""
        n = self.count(count)
        text = say("{n} devices", n=n) if self.several(count) else say("{n} device", n=n)
        return self.t(text).replace(" ", NBSP)

    def assumptions(self, count: int) -> str:
        """Write a number of assumptions with its noun."""
        n = self.count(count)
        return self.t(say("{n} assumptions", n=n) if self.several(count) else say("{n} assumption", n=n)).replace(
            " ", NBSP
        )

    def lines(self, count: int) -> str:
        """Write a number of lines with its noun."""
        n = self.count(count)
        text = say("{n} lines", n=n) if self.several(count) else say("{n} line", n=n)
        return self.t(text).replace(" ", NBSP)

    def join(self, parts: Iterable[str]) -> str:
        """Join parts of a list with semicolons."""
        return self.t(say("; ")).join(parts)

    def pair(self, name: str, value: str) -> str:
        """Write a name and its value, for a list in a sentence."""
        return self.t(say("{name}: {value}", name=name, value=value))

    @cached_property
    def on(self) -> str:
        """Return the date of the inventory in words."""
        return write_date(self.baseline.on, self.lang)

    @cached_property
    def per_view(self) -> str:
        """Return what an amount is counted over: per year of use…"""
        return self.t(self.per_view_text)

    @property
    def per_view_text(self) -> Text:
        """Return the words of the view as a text, to be an argument of a sentence."""
        text = VIEWS[self.baseline.view]
        return Text(text.message, {"year": str(self.baseline.year)}) if "{year}" in text.message else text

    @cached_property
    def total(self) -> Figure:
        """Return the main total: that of carbon, or the first there is."""
        return next((f for f in self.baseline.totals if f.criterion == MAIN), self.baseline.totals[0])

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Return how the amounts of each criterion are written, after its total."""
        return {
            f.criterion: measure(f.unit, self.lang, f.value, f.low, f.high)
            for f in (*self.baseline.by_stage, *self.baseline.by_category, *self.baseline.totals)
        }

    def measure(self, figure: Figure) -> Measure:
        """Return how the amounts of the criterion of `figure` are written."""
        return self.measures[figure.criterion]

    def amount(self, figure: Figure) -> str:
        """Write the value of a figure with its unit; where there is none, say so: never zero."""
        return not_available(self.lang) if figure.value is None else self.measure(figure).amount(figure.value)

    def band(self, figure: Figure) -> str:
        """Write the band of a figure without its unit, or a dash."""
        if figure.low is None or figure.high is None:
            return "–"
        return self.measure(figure).band(figure.low, figure.high)

    def category(self, code: str) -> str:
        """Return the plural label of a category, or its code where it has none."""
        if not code:
            return self.t(say("Not recognised"))
        labels = self.baseline.category_labels.get(code)
        return capital(self.t(labels[1])) if labels else code

    def criterion(self, code: str) -> str:
        """Return the label of a criterion, or its code."""
        text = self.baseline.criterion_labels.get(code)
        return capital(self.t(text)) if text else code

    def stage(self, code: str) -> str:
        """Return the label of a stage."""
        return self.t(STAGES[code]) if code in STAGES else code

    def tier(self, code: str) -> str:
        """Return on what a figure rests."""
        return self.t(TIERS[code]) if code in TIERS else code

    def referential(self, code: str) -> str:
        """Return the label of a referential, or its id."""
        if code == self.baseline.referential:
            return capital(self.t(self.baseline.referential_label))
        text = self.baseline.referential_labels.get(code)
        return capital(self.t(text)) if text else code

    def family(self, code: str) -> str:
        """Return the label of a family of sources, or its id."""
        text = self.baseline.family_labels.get(code)
        return self.t(text) if text else code

    def how(self, key: str, about: str) -> Run:
        """Make the link that answers "how?" for a figure."""
        return Run(self.t(say("How?")), href="#" + how_id(key), about=about)

    def others(self, figure: Figure) -> Sequence[tuple[str, float]]:
        """Return what other referentials say of a figure, by id."""
        return [(code, value) for code, value in sorted(figure.others.items()) if code != self.baseline.referential]

    def tiers(self, figure: Figure) -> Sequence[tuple[str, float]]:
        """Return on what a figure rests, with shares; what nothing rests on is left out."""
        return [(tier, share) for tier, share in figure.tiers.items() if share > 0]

    def spread_out(self, figure: Figure) -> bool:
        """Tell whether the value lies so far in its own band that its median must stand beside it."""
        p = figure.value_percentile
        return p is not None and figure.median is not None and not OFTEN_BELOW <= p <= RARELY_ABOVE

    @cached_property
    def hot_spots(self) -> Sequence[Figure]:
        """Return the categories of the main criterion, largest first, unknown ones last."""
        found = [f for f in self.baseline.by_category if f.criterion == self.total.criterion]
        return sorted(found, key=lambda f: (f.value is None, -(f.value or 0.0), f.category or ""))

    @cached_property
    def stages(self) -> Sequence[Figure]:
        """Return the stages of the main criterion in the order of a life."""
        found = [f for f in self.baseline.by_stage if f.criterion == self.total.criterion]
        return sorted(found, key=lambda f: STAGE_ORDER.index(f.stage) if f.stage in STAGE_ORDER else len(STAGE_ORDER))

    def of_total(self, figure: Figure) -> float | None:
        """Return the share of the main total that a figure makes."""
        whole = self.total.value
        return figure.value / whole if figure.value is not None and whole else None

    def figure_name(self, key: str | None) -> str:
        """Return the name of the figure with a trace key, such as `by_category/gwp/monitor`."""
        kind, _, rest = (key or "").partition("/")
        criterion, _, what = rest.partition("/")
        if kind == "by_category":
            return self.category(what)
        if kind == "by_stage":
            return self.stage(what)
        if kind == "totals":
            return self.criterion(criterion)
        return self.t(say("The whole estate"))


def capital(text: str) -> str:
    """Return a label with a capital, to begin a row."""
    return text[:1].upper() + text[1:]


def how_id(key: str) -> str:
    """Return the anchor of the explanation of a figure."""
    return "how-" + "".join(c if c.isalnum() or c in "-_" else "-" for c in key.replace("/", "-"))
