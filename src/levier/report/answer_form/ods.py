"""The answer workbook as ODS: the same cells, locks and checks as in XLSX, for LibreOffice and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.sax.saxutils import quoteattr

from odfdo import Cell, Column, Document, Element, Paragraph, Row, Table

from levier.report.answer_form.xlsx import EPOCH, FORMATS, LEAST, answer_format
from levier.report.look import LIGHT
from levier.tender.answers.form import NUMERIC, AnswerForm, Field, Kind
from levier.tender.answers.layout import Role, Sheet, Slot, answers, choice_shown, expected, lay_out

CENTIMETRES_A_LETTER = 0.22
PAPER = {
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
"""A4 on its side, as many pages long as it takes and one wide."""
NUMBER_STYLES = {
    "whole": '<number:number-style style:name="whole"><number:number number:decimal-places="0" number:grouping="true"/>'
    "</number:number-style>",
    "money": '<number:number-style style:name="money"><number:number number:decimal-places="2" number:grouping="true"/>'
    "</number:number-style>",
    "share": '<number:percentage-style style:name="share"><number:number number:decimal-places="0"/>'
    "<number:text>%</number:text></number:percentage-style>",
    "day": '<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>",
}
SHOWN_AS = {
    answer_format(Kind.COUNT): "whole",
    answer_format(Kind.SHARE): "share",
    answer_format(Kind.MONEY): "money",
    answer_format(Kind.DATE): "day",
    Role.TOTAL: "money",
}


def write_form(form: AnswerForm) -> bytes:
    """Write the workbook that bidders fill in, as ODS."""
    document = Document("spreadsheet")
    document.body.clear()
    document.meta.title = form.title.in_(form.languages[0])
    document.meta.creation_date = EPOCH
    document.meta.date = EPOCH
    for layout in document.styles.get_elements("//style:page-layout-properties"):
        for name, value in PAPER.items():
            layout.set_attribute(name, value)
    for text in NUMBER_STYLES.values():
        _add_style(document, text)
    for name, look in FORMATS.items():
        _add_style(document, _cell_style(name, look))
    sheets = lay_out(form)
    rules: dict[str, str] = {}
    checks = Element.from_tag("table:content-validations")
    for field in _checked(sheets):
        condition = _condition(form, field)
        if condition not in rules:
            rules[condition] = f"rule{len(rules) + 1}"
            checks.append(_rule(form, field, condition, rules[condition]))
    document.body.append(checks)
    for number, sheet in enumerate(sheets):
        document.body.append(_table(document, form, sheet, rules, number))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_style(document: Document, text: str) -> None:
    document.insert_style(text, automatic=True)


def _checked(sheets: tuple[Sheet, ...]) -> Iterator[Field]:
    """Walk the fields that are checked as they are typed: all but free texts."""
    for _, slot in answers(sheets):
        if slot.field is not None and slot.field.kind is not Kind.TEXT:
            yield slot.field


def _cell_style(name: str, look: Mapping[str, object]) -> str:
    """Write a format of the XLSX as an ODF style, so that both files look alike."""
    text = "".join(
        (
            ' fo:font-weight="bold"' if look.get("bold") else "",
            f' fo:font-size="{look["font_size"]}pt"' if "font_size" in look else "",
            f' fo:color="{look["font_color"]}"' if "font_color" in look else "",
        )
    )
    border = f' fo:border="0.05cm solid {LIGHT["accent"]}"' if look.get("border") else ""
    background = f' fo:background-color="{look["bg_color"]}"' if "bg_color" in look else ""
    protect = ' style:cell-protect="none"' if look.get("locked") is False else ' style:cell-protect="protected"'
    shown = f' style:data-style-name="{SHOWN_AS[name]}"' if name in SHOWN_AS else ""
    align = {"left": "start", "right": "end"}.get(str(look.get("align")), "")
    paragraph = f'<style:paragraph-properties fo:text-align="{align}"/>' if align else ""
    wrap = ' fo:wrap-option="wrap"' if look.get("text_wrap") else ""
    return (
        f'<style:style style:name="{_style(name)}" style:family="table-cell"{shown}>'
        f'<style:table-cell-properties style:vertical-align="top"{wrap}{border}{background}{protect}/>'
        f"{paragraph}<style:text-properties{text}/></style:style>"
    )


def _style(name: str) -> str:
    return "L_" + name.replace(" ", "_")


def _rule(form: AnswerForm, field: Field, condition: str, name: str) -> Element:
    """Write the check of a field as ODF asks it."""
    told = quoteattr(expected(field).in_(form.languages[0]))
    element = Element.from_tag(
        f'<table:content-validation table:name="{name}" table:condition={quoteattr(condition)}'
        ' table:allow-empty-cell="true" table:display-list="unsorted"/>'
    )
    element.append(
        Element.from_tag(f'<table:error-message table:message-type="stop" table:display="true" table:title={told}/>')
    )
    return element


def _condition(form: AnswerForm, field: Field) -> str:
    if field.kind is Kind.CHOICE:
        shown = ";".join('"' + choice_shown(form, choice.label).replace('"', '""') + '"' for choice in field.choices)
        return f"of:cell-content-is-in-list({shown})"
    if field.kind is Kind.DATE:
        return (
            f"of:cell-content-is-date() and cell-content()>={(EPOCH - EPOCH.replace(year=1899, month=12, day=30)).days}"
        )
    assert field.kind in NUMERIC  # free texts have no rule
    kind = "whole-number" if field.kind is Kind.COUNT else "decimal-number"
    low = LEAST if field.low is None else field.low
    if field.high is None:
        return f"of:cell-content-is-{kind}() and cell-content()>={low:.15g}"
    return f"of:cell-content-is-{kind}() and cell-content-is-between({low:.15g},{field.high:.15g})"


def _table(document: Document, form: AnswerForm, sheet: Sheet, rules: Mapping[str, str], number: int) -> Table:
    table = Table(sheet.name)
    table.set_attribute("table:protected", "true")  # without a key: a lock against slips
    for column, width in enumerate(sheet.widths):
        name = f"column{number}_{column}"
        _add_style(
            document,
            f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties'
            f' style:column-width="{width * CENTIMETRES_A_LETTER:.2f}cm"/></style:style>',
        )
        table.append(Column(style=name))
    by_row: dict[int, dict[int, Slot]] = {}
    for slot in sheet.slots:
        by_row.setdefault(slot.row, {})[slot.column] = slot
    for row in range(max(by_row) + 1):
        told = by_row.get(row, {})
        line = Row()
        for column in range(len(sheet.widths)):
            line.append(_cell(form, told[column], rules) if column in told else Cell())
        table.append(line)
    return table


def _cell(form: AnswerForm, slot: Slot, rules: Mapping[str, str]) -> Cell:
    if slot.role is Role.ANSWER:
        assert slot.field is not None  # the layout gives each answer what it takes
        cell = Cell(style=_style(answer_format(slot.field.kind)))
        if slot.field.kind is not Kind.TEXT:
            cell.set_attribute("table:content-validation-name", rules[_condition(form, slot.field)])
        return cell
    style = _style(slot.role)
    if slot.role is Role.TOTAL:
        return Cell(formula=_formula(slot), style=style)
    if not isinstance(slot.shown, str):
        return Cell(slot.shown, style=style)
    cell = Cell(style=style)
    cell.set_attribute("office:value-type", "string")
    for part in slot.shown.split("\n"):
        cell.append(Paragraph(part))
    return cell


def _formula(slot: Slot) -> str:
    if slot.factors:
        quantity, price = slot.factors
        return f'of:=IF([.{price}]="";"";[.{quantity}]*[.{price}])'
    assert slot.span is not None  # a total multiplies or adds up
    return f"of:=SUM([.{slot.span[0]}:.{slot.span[1]}])"
