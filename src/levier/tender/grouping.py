"""Findings as a person reads them: one thing a rule and verdict, its places together, what repeats it folded in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from levier.tender.finding import Finding, Passage, Verdict
from levier.wording.text import Language, Text, say

READING = "READING"
"""The rule that tells what was read, and not what is right or wrong in it."""


@dataclass(frozen=True)
class Saying:
    """One reason with every place where it holds."""

    reason: Text
    advice: Text | None
    places: tuple[Passage, ...]


@dataclass(frozen=True)
class Group:
    """What one rule found with one verdict. `number` is the place of its first finding among all, from 0."""

    number: int
    findings: tuple[Finding, ...]
    repeats: tuple[Finding, ...] = ()
    """Findings of other rules that say the same without more."""

    @property
    def main(self) -> Finding:
        """Return the finding that stands for all."""
        return self.findings[0]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict."""
        return self.main.verdict

    @property
    def sayings(self) -> list[Saying]:
        """Return the reasons, each once with its places."""
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.reason.in_("en"), []).append(one)
        return [
            Saying(some[0].reason, some[0].advice, tuple(one.place for one in some if one.place))
            for some in found.values()
        ]


def group(findings: Sequence[Finding]) -> list[Group]:
    """Put findings together, in the order in which they were made."""
    named = {(f.rule, f.verdict) for f in findings}
    found: dict[tuple[str, Verdict, str | None], list[tuple[int, Finding]]] = {}
    repeats: dict[tuple[str, Verdict], list[Finding]] = {}
    for number, one in enumerate(findings):
        if one.told_by and (one.told_by, one.verdict) in named:
            repeats.setdefault((one.told_by, one.verdict), []).append(one)
        else:
            found.setdefault((one.rule, one.verdict, one.lot), []).append((number, one))
    return [
        Group(some[0][0], tuple(one for _, one in some), tuple(repeats.get((rule, verdict), ())))
        for (rule, verdict, _), some in found.items()
    ]


@dataclass(frozen=True)
class Sorted:
    """The groups by what they ask of the buyer. `read` are the pieces that could be read; they are no rule."""

    missing: tuple[Group, ...]
    weak: tuple[Group, ...]
    unjudged: tuple[Group, ...]
    met: tuple[Group, ...]
    aside: tuple[Group, ...]
    read: tuple[Group, ...]

    def answer(self, lang: Language) -> str:
        """Tell in one sentence how many things are missing."""
        n = len(self.missing)
        if n == 0:
            return say("Nothing that was looked for is missing or wrong").in_(lang)
        text = say("One thing is missing or wrong") if n == 1 else say("{n} things are missing or wrong", n=n)
        return text.in_(lang)

    def rest(self, lang: Language, dismissed: int = 0) -> str:
        """Tell how many things are weak, fine, not judged and set aside, for as many as there are."""
        return ", ".join(text.in_(lang) for text in self._counted(dismissed))

    def _counted(self, dismissed: int) -> Iterator[Text]:
        n = len(self.weak)
        if n:
            yield say("one is weak or to be justified") if n == 1 else say("{n} are weak or to be justified", n=n)
        n = len(self.met)
        yield say("one is fine") if n == 1 else say("{n} are fine", n=n)
        n = len(self.unjudged)
        if n:
            yield say("one could not be judged") if n == 1 else say("{n} could not be judged", n=n)
        if dismissed:
            text = say("{n} were dismissed", n=dismissed)
            yield say("one was dismissed") if dismissed == 1 else text


def sort(groups: Iterable[Group]) -> Sorted:
    """Sort groups by what they ask."""
    every = list(groups)

    def of(verdict: Verdict) -> tuple[Group, ...]:
        return tuple(g for g in every if g.verdict is verdict and not (g.main.rule == READING and verdict is _READ))

    return Sorted(
        missing=of(Verdict.NOT_MET),
        weak=of(Verdict.TO_JUSTIFY),
        unjudged=of(Verdict.NOT_JUDGED),
        met=of(Verdict.MET),
        aside=of(Verdict.NOT_APPLICABLE),
        read=tuple(g for g in every if g.main.rule == READING and g.verdict is _READ),
    )


_READ = Verdict.MET
