"""Which records are devices: each one that is not gets a reason, the column that decides and what was found there."""

from __future__ import annotations

import polars as pl

from levier.estate.model import Reason
from levier.estate.reading.distinct import map_distinct
from levier.estate.reading.fields import read_yes
from levier.estate.reading.words import plain, words

_NUMBER_ONLY = r"^[\d\s.,€$%]+$"


def judge(records: pl.DataFrame) -> pl.DataFrame:
    """Return `reason`, `role` (the column of ours that decides) and `found` for each record; null for devices.

    `records` carries the columns of `gather.RECORDS` and `quantity_read`, `retired`.
    """
    virtual = pl.lit(map_distinct(records["virtual"], _is_virtual, pl.Boolean).fill_null(False))
    alone = pl.col("filled") == 1
    nothing = pl.all_horizontal(pl.col("type", "manufacturer", "model", "name", "virtual_name").is_null())
    words_alone = alone & ~pl.col("first").str.contains(_NUMBER_ONLY)
    bare = words_alone & pl.col("has_quantity") & pl.col("quantity").is_null()
    rules: list[tuple[Reason, pl.Expr, str]] = [
        (Reason.REPEATED_HEADER, pl.col("repeated"), "first"),
        (Reason.UNREADABLE_LINE, pl.col("overflow").is_not_null(), "overflow"),
        (Reason.TOTAL_LINE, pl.col("total").is_not_null(), "total"),
        (Reason.TITLE_LINE, pl.col("title") | (nothing & words_alone) | bare, "first"),
        (Reason.NO_DEVICE, nothing, "first"),
        (Reason.VIRTUAL_MACHINE, pl.col("virtual_name").is_not_null(), "virtual_name"),
        (Reason.VIRTUAL_MACHINE, virtual, "virtual"),
        (Reason.UNREADABLE_QUANTITY, pl.col("quantity").is_not_null() & pl.col("quantity_read").is_null(), "quantity"),
        (Reason.ZERO_QUANTITY, pl.col("quantity_read") == 0, "quantity"),
        (Reason.RETIRED, pl.col("retired") == "status", "status"),
        (Reason.RETIRED, pl.col("retired") == "retired_on", "retired_on"),
    ]
    # the first rule that holds, by its number; most records are devices, so that the texts are made for the others only
    first = pl.coalesce([pl.when(rule).then(pl.lit(i, pl.UInt32)) for i, (_, rule, _) in enumerate(rules)])
    decided = records.select(first).to_series()
    at, rule = decided.is_not_null().arg_true(), decided.drop_nulls()
    found = records.select({*(role for _, _, role in rules)})[at].select(
        pl.coalesce(pl.when(pl.lit(rule) == i).then(pl.col(role)) for i, (_, _, role) in enumerate(rules))
    )
    told = {
        "reason": pl.Series([reason.value for reason, _, _ in rules]).gather(rule),
        "role": pl.Series([role for _, _, role in rules]).gather(rule),
        "found": found.to_series(),
    }
    return pl.DataFrame({name: _scattered(texts, at, records.height) for name, texts in told.items()})


def _scattered(texts: pl.Series, at: pl.Series, height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, height).scatter(at, texts)


def _is_virtual(text: str) -> bool:
    """Read a column "virtual": yes, or the name of a hypervisor (anything but no and physical)."""
    answer = read_yes(text)
    return plain(text) not in words("physical_machine") if answer is None else answer


def duplicates(lines: pl.DataFrame, serials: pl.Series) -> pl.Series:
    """Tell which lines repeat the serial number of an earlier line of the same kind of device.

    Same kind: the same type, or the same model, or nothing that tells them apart. `serials`: real ones, else null.
    """
    found = pl.Series("duplicate", [False]).new_from_index(0, lines.height)
    at = _repeated(serials).arg_true()
    if not len(at):
        return found
    kinds = zip(
        at.to_list(),
        serials.gather(at).to_list(),
        lines["type"].gather(at).to_list(),
        lines["model"].gather(at).to_list(),
        strict=True,
    )
    earlier: dict[str, list[tuple[str, str]]] = {}
    again = []
    for position, serial, device, model in kinds:
        kind = (plain(device or ""), plain(model or ""))
        known = earlier.setdefault(serial, [])
        if any(_same_kind(kind, other) for other in known):
            again.append(position)
        else:
            known.append(kind)
    return found.scatter(again, True) if again else found


def _repeated(serials: pl.Series) -> pl.Series:
    """Tell which serial numbers stand on several lines: sorted hashes lie side by side, cheaper than counting all."""
    known, hashes = serials.is_not_null(), serials.hash()
    in_order = hashes.filter(known).sort()
    again = in_order.filter((in_order == in_order.shift(1)).fill_null(False)).unique()
    return known & hashes.is_in(again.implode())


def _same_kind(one: tuple[str, str], other: tuple[str, str]) -> bool:
    told = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return not told or any(a == b for a, b in told)
