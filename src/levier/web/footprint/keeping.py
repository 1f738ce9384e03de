"""The files of a result: written once under the hash of their content, read back as they were."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from levier.footprint.baseline import Computed
from levier.footprint.document import document
from levier.footprint.result import Baseline
from levier.footprint.trace import trace
from levier.report.document import Document
from levier.report.stored import story_from_json, story_to_json
from levier.report.story import tell
from levier.report.xlsx import write_xlsx
from levier.web.house.files import keep_stream, local
from levier.wording.cells import safe_cell
from levier.wording.text import LANGUAGES

FOLDER = "results"
QUICK = 4
"""How hard JSON is packed: packed harder, a trace is hardly smaller and takes several times as long."""
SHOWN = ("document", *(f"story-{lang}" for lang in LANGUAGES))
"""Files that the pages of a result read: they are there from the first; the others take longer than the computing."""
WHOLE = frozenset({*SHOWN, "trace", *(f"workbook-{lang}" for lang in LANGUAGES), "figures", "lines"})
"""All the files of a result."""
STORIES, TRACES, DOCUMENTS = 64, 2, 4
"""How many of each a process keeps read."""


def written(result: Computed) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, suffix and content of every file of a result, those of `SHOWN` first."""
    baseline = result.baseline
    yield "document", "json.gz", _packed(document(result))
    for lang in LANGUAGES:
        yield f"story-{lang}", "json.gz", _packed(story_to_json(tell(baseline, lang)))
    yield "trace", "json.gz", _packed(trace(baseline, result.evaluated, result.catalogue, result.choices))
    for lang in LANGUAGES:
        yield f"workbook-{lang}", "xlsx", write_xlsx(baseline, lang)
    yield "figures", "csv", _csv(_figures(baseline))
    yield "lines", "csv", _csv(dict(line.values) for line in baseline.lines)


def kept(suffix: str, content: bytes) -> str:
    """Keep the content of a file under its hash and return its name."""
    return keep_stream(io.BytesIO(content), f"{FOLDER}/{sha256(content).hexdigest()}.{suffix}")


def _packed(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), QUICK, mtime=0)


def unpacked(name: str) -> bytes:
    """Return the JSON of a kept file."""
    return gzip.decompress(local(name).read_bytes())


def _figures(baseline: Baseline) -> Iterator[dict[str, Any]]:
    """Yield the figures as rows, those not available with their reason."""
    for f in (*baseline.totals, *baseline.by_stage, *baseline.by_category):
        yield {
            "figure": f.key,
            "criterion": f.criterion,
            "stage": f.stage,
            "category": f.category,
            "quantity": f.quantity,
            "unit": f.unit,
            "value": f.value,
            "low": f.low,
            "high": f.high,
            "median": f.median,
            "grade": f.grade,
            "reason_fr": None if f.reason is None else f.reason.in_("fr"),
            "reason_en": None if f.reason is None else f.reason.in_("en"),
        }


def _csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows as CSV in UTF-8; an empty cell is not available; no cell starts a formula."""
    found = list(rows)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(found[0]) if found else ["figure"])
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in found)
    return stream.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:
    return safe_cell(value) if isinstance(value, str) else value


@lru_cache(maxsize=STORIES)
def story(name: str) -> Document:
    """Return a kept story."""
    return story_from_json(json.loads(unpacked(name)))


@lru_cache(maxsize=TRACES)
def kept_trace(name: str) -> dict[str, Any]:
    """Return a kept trace."""
    found: dict[str, Any] = json.loads(unpacked(name))
    return found


@lru_cache(maxsize=DOCUMENTS)
def kept_document(name: str) -> dict[str, Any]:
    """Return the kept document of a baseline."""
    found: dict[str, Any] = json.loads(unpacked(name))
    return found
