"""The declaration of article 58 for the terminal: amounts by category, what could not be classed, what is missing."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

from levier.tender.agec.declaring import days_left
from levier.tender.agec.model import Classed, Declaration, Row
from levier.wording.numbers import write_count, write_date, write_share
from levier.wording.text import Language, say

WIDTH = 100
MOST = 20
"""Lines shown of a list; the files hold them all."""


def write_agec(d: Declaration, on: date, lang: Language) -> str:
    """Write a declaration as text."""
    lines = [say("Purchases of {year} under article 58: {n} lines", year=str(d.year), n=len(d.lines)).in_(lang), ""]
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
