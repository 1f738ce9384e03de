"""The declaration of article 58 for the terminal: amounts by category, what could not be classed, what is missing."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

from levier.tender.agec.declaring import days_left
from levier.tender.agec.model import Classed, Declaration, Row
from levier.wording.numbers import write_count, write_date, write_share
from levier.wording.text import LANGUAGES, Language, Text, label, say

WIDTH = 100
MOST = 20
"""Lines shown of a list; the files hold them all."""


def write_agec(d: Declaration, on: date, lang: Language) -> str:
    """Write a declaration as text."""
    lines = [say("Purchases of {year} under article 58: {n} lines", year=str(d.year), n=len(d.lines)).in_(lang), ""]
    lines += [*wrap(f"{answer(d).in_(lang)} ({rest(d).in_(lang)}).", WIDTH), ""]
    for row in d.rows:
        lines += _category(row, lang)
    lines += _listed(say("Not classed: {n}", n=len(d.unclassed)).in_(lang), d.unclassed, lang)
    lines += _listed(say("Outside the categories: {n}", n=len(d.outside)).in_(lang), d.outside, lang)
    if d.other_years:
        lines.append(say("Lines of other years, not declared: {n}.", n=d.other_years).in_(lang))
    for place, what in d.purchases.unread[:MOST]:
        lines.append(f"! {place.in_(lang)}: {what.in_(lang)}")
    for text in d.assumptions:
        lines += wrap("- " + text.in_(lang), WIDTH, subsequent_indent="  ")
    if d.to_fill:
        lines += ["", say("BEFORE IT IS SENT, STILL TO BE FILLED IN").in_(lang)]
        lines += [line for t in d.to_fill for line in wrap("- " + t.in_(lang), WIDTH, subsequent_indent="  ")]
    lines += ["", _due(d, on, lang)]
    return "\n".join(lines) + "\n"


def answer(d: Declaration) -> Text:
    """Say in one sentence how the shares of reuse stand against what is asked, as far as lines are classed."""
    asked = [row for row in d.rows if row.asked_reuse is not None and row.reuse_share is not None]
    if not d.rows:
        return say("No line of {year} is a good of an official category", year=str(d.year))
    if not asked:
        return say("Categories to declare: {n}; Levier knows no target for any of them", n=len(d.rows))
    if len(asked) == 1:
        (row,) = asked
        return say(
            "{category}: {share} of what was spent comes from reuse, {target} is asked",
            category=row.category.label,
            share=_share(row.reuse_share),
            target=_share(row.asked_reuse),
        )
    reached = sum((row.reuse_share or 0) >= (row.asked_reuse or 0) for row in asked)
    return say(
        "The share of reuse that is asked is reached in {n} of the {m} categories with a known target",
        n=reached,
        m=len(asked),
    )


def _share(value: float | None) -> Text:
    written = {lang: write_share(value or 0, lang, 1) for lang in LANGUAGES}
    return label(written["fr"], written["en"])


def rest(d: Declaration) -> Text:
    """Say what is not known yet, to stand after the answer."""
    amounts = sum((row.gift_eur is None) + (row.recycled_eur is None) for row in d.rows)
    if not d.unclassed and not amounts:
        return say("every line is classed and every amount is known")
    if not d.unclassed:
        return say("every line is classed, amounts not known yet: {n}", n=amounts)
    return say("lines not classed yet: {n}, amounts not known yet: {m}", n=len(d.unclassed), m=amounts)


def _category(row: Row, lang: Language) -> list[str]:
    lines = [row.category.label.in_(lang)]
    lines.append(f"  {say('spent, before VAT').in_(lang):<34}{_eur(row.total_eur, lang):>16}")
    share = "" if row.reuse_share is None else f"  ({write_share(row.reuse_share, lang, 1)})"
    lines.append(f"  {say('from reuse').in_(lang):<34}{_eur(row.reuse_eur, lang):>16}{share}")
    lines.append(f"  {say('gifts').in_(lang):<34}{_eur(row.gift_eur, lang):>16}")
    lines.append(f"  {say('holding recycled matter').in_(lang):<34}{_eur(row.recycled_eur, lang):>16}")
    if row.target is not None and row.target.reuse_share is not None:
        share_told, since = write_share(row.target.reuse_share, lang), str(row.target.from_year)
        target = say("target since {year}: {share}", year=since, share=share_told)
        if not row.target.column_confirmed:
            target = say("{target} (column to be confirmed)", target=target)
        lines.append(f"  {target.in_(lang)}")
    return [*lines, ""]


def _eur(value: float | None, lang: Language) -> str:
    return say("unknown").in_(lang) if value is None else f"{write_count(round(value), lang)} €"


def _listed(title: str, classed: tuple[Classed, ...], lang: Language) -> list[str]:
    if not classed:
        return []
    shown = [f"  {c.purchase.line:>6}  {c.purchase.description[:56]:<56}  {c.reason.in_(lang)}" for c in classed[:MOST]]
    return [title, *shown, ""]


def _due(d: Declaration, on: date, lang: Language) -> str:
    left = days_left(d, on)
    day = write_date(d.due, lang)
    if left < 0:
        return say("It was due on {day}.", day=day).in_(lang)
    return say("It is due on {day}, in {n} days.", day=day, n=left).in_(lang)
