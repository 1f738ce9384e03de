"""One self-contained page: no script, no request to anyone, one style element, WCAG 2.2 AA.

Small builders make the markup and escape every text; a text never becomes markup in any other way.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources

from levier.footprint.result import Baseline
from levier.report import document as d
from levier.report.charts import narrow, wide
from levier.report.look import css_tokens
from levier.report.story import tell
from levier.wording.text import Language, say

FOLDS_FROM, FOLDS_WIDE = 4, 2
"""Tables with that many columns, or that many wide ones, become lists of labels and values on narrow screens."""
FEW = 3


def write_html(baseline: Baseline, lang: Language) -> str:
    """Write the whole report as one HTML file."""
    return page(tell(baseline, lang))


def page(document: d.Document) -> str:
    """Lay out a document."""
    lang = document.lang
    skip = say("Go to the result").in_(lang)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{css_tokens()}{stylesheet()}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{escape(skip)}</a>\n'
        f'<header class="bar"><div class="page"><span class="brand">Levier</span>'
        f'<p class="cover">{escape(document.cover)}</p></div></header>\n'
        f'<main id="main" class="page" tabindex="-1">\n{write_opening(document)}'
        + "".join(write_section(s, 2) for s in (*document.sections, document.appendix))
        + f"</main>\n{_footer(document)}</body>\n</html>\n"
    )


@cache
def stylesheet() -> str:
    """Return the stylesheet as written."""
    return (resources.files("levier.report") / "report.css").read_text(encoding="utf-8")


def write_opening(document: d.Document) -> str:
    """Write the answer, its key figures and the contents, as markup without any style of its own."""
    return f'<div class="opening">\n{write_answer(document)}{_contents(document)}</div>\n'


def write_answer(document: d.Document) -> str:
    """Write the answer with its band, one paragraph of why and the key figures."""
    o = document.opening
    only = f'<p class="only">{escape(o.carbon_only)}</p>\n' if o.carbon_only else ""
    return (
        f'<p class="kicker">{escape(o.kicker)}</p>\n'
        f'<h1>{escape(o.answer)}<span class="interval">{escape(o.band)}</span></h1>\n{only}'
        f'<p class="lead">{_runs(o.lead)}</p>\n'
        f'<dl class="keys" aria-label="{escape(o.keys_label)}">{"".join(_key(k) for k in o.keys)}</dl>\n'
    )


def _contents(document: d.Document) -> str:
    contents = "".join(
        f'<li><a href="#{escape(s.id)}">{escape(s.title)}</a></li>' for s in (*document.sections, document.appendix)
    )
    name = escape(say("In this report").in_(document.lang))
    return (
        f'<nav class="contents" aria-label="{name}"><details><summary>{name}</summary>'
        f"<ul>{contents}</ul></details></nav>\n"
    )


def _key(key: d.Key) -> str:
    how = f'<span class="how">{" · " if key.note else ""}{_runs(key.how)}</span>' if key.how else ""
    beside = escape(key.note) + how
    return (
        f'<div><dt>{escape(key.label)}</dt><dd><span class="figure">{escape(key.value)}</span> '
        f'<span class="beside">{beside}</span></dd></div>'
    )


def write_section(section: d.Section, level: int) -> str:
    """Write one section of the story as markup, its heading at `level`; charts are SVG coloured by classes."""
    heading = f'<h{level} id="{escape(section.id)}-title">{escape(section.title)}</h{level}>\n'
    body = "".join(_block(b) for b in section.blocks) + "".join(write_section(s, level + 1) for s in section.children)
    named = f' aria-labelledby="{escape(section.id)}-title"' if level == 2 else ""
    return f'<section id="{escape(section.id)}"{named}>\n{heading}{body}</section>\n'


def _block(block: d.Block) -> str:
    if isinstance(block, d.Paragraph):
        kind = f' class="{block.kind}"' if block.kind else ""
        return f"<p{kind}>{_runs(block.runs)}</p>\n"
    if isinstance(block, d.Bullets):
        return "<ul>" + "".join(f"<li>{_runs(i)}</li>" for i in block.items) + "</ul>\n"
    if isinstance(block, d.Callout):
        return f'<div class="callout"><p><strong>{escape(block.title)}</strong> {_runs(block.runs)}</p></div>\n'
    if isinstance(block, d.Table):
        return write_table(block)
    return f'<div class="plot">{wide(block.chart)}{narrow(block.chart)}</div>\n{write_table(block.table)}'


def write_table(table: d.Table) -> str:
    """Lay out a table. No roles: browsers keep those of a table whose `display` the narrow form changes."""
    most = sum(c.wide for c in table.columns)
    folds = len(table.columns) >= FOLDS_FROM or most >= FOLDS_WIDE
    classes = " ".join(filter(None, ("folds" if folds else "", "table-few" if len(table.columns) <= FEW else "")))
    shown = ' class="shown"' if table.caption_shown else ""
    head = "".join(f'<th scope="col"{_class(c)}>{escape(c.label)}</th>' for c in table.columns)
    rows = "".join(_row(table, r) for r in table.rows)
    return (
        "<table" + (f' class="{classes}"' if classes else "") + f"><caption{shown}>{escape(table.caption)}"
        f"</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>\n"
    )


def _row(table: d.Table, row: tuple[d.Line, ...]) -> str:
    cells = [f'<th scope="row">{_runs(row[0])}</th>']
    for column, runs in zip(table.columns[1:], row[1:], strict=True):
        cells.append(f'<td data-label="{escape(column.label)}"{_class(column)}><span>{_runs(runs)}</span></td>')
    return f"<tr>{''.join(cells)}</tr>"


def _class(column: d.Column) -> str:
    names = [n for n, on in (("number", column.numeric), ("wide", column.wide), ("how", column.links)) if on]
    return f' class="{" ".join(names)}"' if names else ""


def _runs(runs: d.Line) -> str:
    return "".join(_run(r) for r in runs)


def _run(run: d.Run) -> str:
    text = escape(run.text)
    if run.href and (href := _href(run.href)):
        label = f' aria-label="{text} {escape(run.about)}"' if run.about else ""
        return f'<a href="{href}"{label}>{text}</a>'
    if run.strong:
        return f"<strong>{text}</strong>"
    return f'<span class="muted">{text}</span>' if run.muted else text


def _href(href: str) -> str:
    """Let through anchors, pages of the same site and web addresses only: a user's referential may hold anything."""
    ours = href.startswith("/") and not href.startswith(("//", "/\\"))
    return escape(href) if ours or href.startswith(("#", "https://", "http://")) else ""


def _footer(document: d.Document) -> str:
    rows = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in document.colophon)
    return f'<footer><div class="page"><dl>{rows}</dl></div></footer>\n'
