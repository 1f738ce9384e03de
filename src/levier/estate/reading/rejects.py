"""Lines set aside, written back as they were with their reason, so that they can be mended and read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import polars as pl

from levier.estate.model import Inventory, Limits, ReadOptions, Reason
from levier.estate.reading.header import find_header
from levier.estate.reading.personal import leave_out, without_addresses
from levier.estate.reading.read import read_raw
from levier.wording.cells import safe_cell
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Language, Text, say

REASONS: Mapping[str, Text] = MappingProxyType(
    {
        Reason.TOTAL_LINE: say("line of totals"),
        Reason.REPEATED_HEADER: say("header repeated"),
        Reason.TITLE_LINE: say("title or comment"),
        Reason.RETIRED: say("device no longer in use"),
        Reason.CONSUMABLE: say("consumable"),
        Reason.VIRTUAL_MACHINE: say("virtual machine"),
        Reason.PART_OF_HOST: say("part of another device"),
        Reason.NOT_A_DEVICE: say("not a device"),
        Reason.DUPLICATE_SERIAL: say("serial number already listed for such a device"),
        Reason.UNREADABLE_QUANTITY: say("quantity that is no whole number"),
        Reason.ZERO_QUANTITY: say("quantity of zero"),
        Reason.NO_DEVICE: say("no type, manufacturer, model or name"),
        Reason.UNREADABLE_LINE: say("more cells than columns"),
        Reason.OUTSIDE: say("outside the site or entity chosen"),
    }
)


def write_rejects(
    inventory: Inventory, file: Path | BinaryIO, *, lang: Language = "fr", limits: Limits | None = None
) -> None:
    """Write the lines set aside as CSV (UTF-8 with BOM, `;`), each with its reason, column and what was found there.

    Personal data is left out, as it is of the reading: nobody needs it to mend a line.

    The lines themselves are read again from the inventory's file, since nothing else keeps them whole; where it is
    gone or an agent's, only the reasons are written. Raise UnusableFile where the file has changed since.
    """
    from levier.estate.reading.process import read_records  # it starts the child, which imports this module

    records = inventory.set_aside.select("line", "sheet").with_columns(pl.lit(None, pl.String).alias(" "))
    tabular = inventory.mapping.preset not in ("glpi-agent", "fusion-xml")
    if inventory.set_aside.height and tabular and inventory.file.is_file() and inventory.file.suffix != ".parquet":
        records = read_records(inventory.file, inventory, limits or Limits())
    content = _csv(inventory.set_aside, records.drop(" ", strict=False), lang).encode("utf-8-sig")
    if isinstance(file, Path):
        file.write_bytes(content)
    else:
        file.write(content)


def original_records(
    path: Path,
    data: bytes,
    options: ReadOptions,
    limits: Limits,
    file_hash: str,
    wanted: list[tuple[str | None, int]],
    people: Sequence[str] = (),
) -> pl.DataFrame:
    """Return the records of the `wanted` sheets and lines, under their own column names, without those of `people`."""
    if sha256(data).hexdigest() != file_hash:
        raise UnusableFile(
            say("The file has changed since it was read."),
            place=Place(path.name),
            mend=say("Read it again."),
        )
    raw = read_raw(path, data, options, limits)
    given = options.mapping.columns if options.mapping else None
    frames = []
    for table in raw.tables:
        lines = [line for sheet, line in wanted if sheet == table.sheet]
        header = find_header(table, None, given)
        if header and lines:
            personal = {*people, *(n for n, c in header.columns.items() if c == "person")}
            names = [label or f" {i + 1}" for i, label in enumerate(header.labels)]
            frame = table.cells.rename(dict(zip(table.cells.columns, names, strict=True)))
            frame = _without_people(frame, [n for n in names if n in personal], header.columns)
            frame = frame.insert_column(0, table.lines.alias("\0line"))
            frame = frame.insert_column(
                1, pl.Series("\0sheet", [table.sheet], dtype=pl.String).new_from_index(0, frame.height)
            )
            frame = frame.drop(
                n for n in names if n.startswith(" ") and frame[n].str.len_bytes().fill_null(0).sum() == 0
            )
            frames.append(frame.filter(table.lines.is_in(lines)))
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame({"\0line": [], "\0sheet": []})


def _without_people(frame: pl.DataFrame, personal: list[str], columns: Mapping[str, str]) -> pl.DataFrame:
    """Leave out columns of people, and what is personal in the others that held some."""
    for name in personal:
        kept = None if columns.get(name) == "person" else leave_out(frame[name])[0]
        frame = frame.drop(name) if kept is None else frame.with_columns(kept.alias(name))
    return frame.with_columns(without_addresses(column)[0] for column in frame)


def _csv(aside: pl.DataFrame, records: pl.DataFrame, lang: Language) -> str:
    theirs = [c for c in records.columns if c not in ("\0line", "\0sheet", "line", "sheet")]
    whole = {(r["\0sheet"], r["\0line"]): r for r in records.iter_rows(named=True)} if theirs else {}
    ours = [say("reason"), say("column"), say("found"), say("sheet"), say("line")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(text.in_(lang)) for text in ours] + [safe_cell(name) for name in theirs])
    for row in aside.iter_rows(named=True):
        reason = REASONS.get(row["reason"], say("unreadable line")).in_(lang)
        told = [reason, row["column"], row["found"], row["sheet"], str(row["line"])]
        record = whole.get((row["sheet"], row["line"]), {})
        writer.writerow([safe_cell(cell) for cell in (*told, *(record.get(name) for name in theirs))])
    return out.getvalue()
