"""Mutated files: whatever the bytes, the answer is an inventory whose lines add up, or one clear refusal."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levier.estate.model import Limits, ReadOptions
from levier.estate.reading.read import read_here
from levier.wording.errors import LevierError
from tests.estate.reading.test_agents import LAPTOP, XML
from tests.estate.reading.test_lines import HAND_MADE, RETIRING
from tests.estate.reading.test_presets import FROM_MEMORY, G4IT, GLPI_FR
from tests.estate.reading.test_workbooks import SAMPLES, parc, saved

_LIMITS = Limits(memory_mb=256, file_mb=4)
_PIECES = [b"\0", b'"', b";", b",", b"\t", b"\r", b"\n", b"\xff", b"\xc3", b"=1+1", b"Total", b"\xef\xbb\xbf", b"e+11"]
_PIECES += [b"99999999999999999999", b"-1", b"<", b"{", b"&#0;", b"2020-13-45", b"'", b"\xe2\x80\xaf", b"N/A", b"%PDF"]


def seeds() -> list[bytes]:
    texts = [
        HAND_MADE,
        RETIRING,
        GLPI_FR,
        G4IT + "a;b;1;;2020-01-01;;Server;In use;France;;;E;\n",
        *FROM_MEMORY.values(),
    ]
    texts += [json.dumps(LAPTOP), XML]
    found = [text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-16")]
    found += [text.encode("cp1252", errors="replace") for text in texts]
    found += [saved(parc()), (SAMPLES / "parc.ods").read_bytes(), (SAMPLES / "parc.xls").read_bytes()]
    return found


def mutated(seed: int, count: int) -> Iterator[bytes]:
    rng, originals = random.Random(seed), seeds()
    for i in range(count):
        content = bytearray(originals[i % len(originals)])
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(content) + 1)
            match rng.randrange(5):
                case 0:
                    content[at:at] = rng.choice(_PIECES) * rng.randint(1, 3)
                case 1:
                    del content[at : at + rng.randint(1, 40)]
                case 2:
                    content[at : at + 1] = bytes([rng.randrange(256)])
                case 3:
                    content[at:at] = content[at : at + rng.randint(1, 200)]
                case _:
                    del content[at + rng.randint(1, 400) :]
        yield bytes(content)


def check(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    try:
        inventory = read_here(file, ReadOptions(), _LIMITS)
    except LevierError as refusal:
        refusal.in_("fr")  # it can be told
        return
    assert inventory.read == inventory.lines.height + inventory.set_aside.height
    assert inventory.lines["quantity"].null_count() == 0
    assert inventory.set_aside["reason"].null_count() == 0


def test_three_hundred_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    for content in mutated(seed=20260101, count=300):
        check(tmp_path / "parc", content)


@pytest.mark.long
def test_ten_thousand_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    for content in mutated(seed=20260102, count=10_000):
        check(tmp_path / "parc", content)


CELLS = st.one_of(
    st.sampled_from(
        ["", "Total", "Laptop", "N/A", "0", "3", "-1", "deux", "Réformé", "01/02/2021", "5CG1234XYZ", "RAS"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=12))
def test_every_record_is_counted_or_set_aside(rows: list[list[str]]) -> None:
    import csv
    import tempfile

    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([["Type", "Modèle", "Quantité", "Statut", "Date d'achat", "Numéro de série"], *rows])
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        check(Path(file.name), text.getvalue().encode())
