"""How the figures that are no impact are made: ages, grades, shares of uncertainty, comparisons. One rule each."""

from __future__ import annotations

from levier.report import document as d
from levier.report.telling import Telling
from levier.wording.text import Text, say

RULES: tuple[tuple[str, Text, Text], ...] = (
    (
        "how-age",
        say("Ages, shares and ratios of the estate"),
        say(
            "Mean age: sum of quantity × age on the date of the inventory ÷ quantity, over the devices with a "
            "date. Shares: quantity of the devices concerned ÷ devices counted. Ratios: one quantity ÷ the "
            "other."
        ),
    ),
    (
        "how-grade",
        say("Grades and ratings"),
        say(
            "Each source is scored from 1 (best) to 5 on five questions: reliability, completeness, age, place,"
            " technology. The grade is the mean score weighted by what each fact contributes; the PEF rating "
            "leaves completeness out."
        ),
    ),
    (
        "how-narrowing",
        say("What would narrow the interval"),
        say(
            "For each input, the total is drawn again with this input alone left free; its share is the "
            "covariance of that total with the whole one ÷ the variance of the whole one."
        ),
    ),
    (
        "how-tiers",
        say("On what the result rests"),
        say("Impact that rests on each kind of fact ÷ total impact; the best kind that is known is used."),
    ),
    (
        "how-referentials",
        say("Other referentials, ADEME’s among them"),
        say(
            "The same estate and the same formula, with the factors of each referential; what it lacks is taken"
            " from the next in its published order."
        ),
    ),
    (
        "how-refurbished",
        say("Refurbished devices, by both rules"),
        say(
            "New: quantity × embodied impact ÷ first life. Cut-off: quantity × (refurbishing + end of life) ÷ "
            "second life. Chain: quantity × (embodied impact + refurbishing) ÷ (first life + second life)."
        ),
    ),
    (
        "how-export",
        say("Lines for your carbon accounts"),
        say("Each line is the sum of the stages of life that it covers."),
    ),
)


def rules(telling: Telling) -> list[d.Section]:
    """Return one section a rule."""
    t = telling.t
    return [d.Section(identity, t(title), (d.Paragraph(d.line(t(rule))),)) for identity, title, rule in RULES]


def asked(telling: Telling, identity: str, about: str) -> d.Paragraph:
    """Make the line that asks "how?" for all the figures of a table."""
    return d.Paragraph((d.Run(telling.t(say("How?")), href="#" + identity, about=about),), "asked")
