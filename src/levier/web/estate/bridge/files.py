"""The kept files of this app: under which names, and as the library wants them."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from django.core.files.storage import default_storage

from levier.web.estate.models import Import
from levier.web.house.files import keep, keep_stream, local

ROWS_OF_A_GROUP = 1 << 14
"""Rows that are kept together: a page of a long table reads one such group, not the table."""
LONGEST_NAME, LONGEST_SUFFIX = 200, 12
"""Bytes of the name of a file, letters of its ending."""


def snapshot_name(snapshot: str) -> str:
    """Return the name under which a snapshot is kept."""
    return f"snapshots/{snapshot}.parquet"


def upload_name(content: str) -> str:
    """Return the name under which an uploaded file is kept."""
    return f"uploads/{content}"


def there(name: str) -> bool:
    """Tell whether a file is kept."""
    return default_storage.exists(name)


def keep_json(name: str, data: Any) -> None:
    """Keep plain data."""
    keep_stream(io.BytesIO(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()), name)


def kept_json(name: str) -> Any:
    """Read plain data back."""
    return json.loads(local(name).read_bytes())


def keep_table(name: str, table: pl.DataFrame) -> None:
    """Keep a table of which pages will be asked for."""
    with tempfile.NamedTemporaryFile(prefix="levier-", suffix=".parquet") as part:
        table.write_parquet(part.name, compression="zstd", compression_level=1, row_group_size=ROWS_OF_A_GROUP)
        keep(Path(part.name), name)


def kept_table(name: str) -> pl.LazyFrame:
    """Return a kept table, of which only what is asked for is read."""
    return pl.scan_parquet(local(name), hive_partitioning=False, glob=False)


@contextmanager
def dropped(started: Import) -> Iterator[Path]:
    """Give the file of an import under the name that it had, in a folder of its own that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="levier-") as name:
        file = Path(name) / _safe(started.file_name)
        file.symlink_to(local(upload_name(started.content)))
        yield file


def _safe(name: str) -> str:
    """Return a name that a folder takes, its ending kept: so many bytes at most, however many letters."""
    name = Path(name.replace("\x00", "")).name or "inventory"
    suffix = Path(name).suffix if len(Path(name).suffix) <= LONGEST_SUFFIX else ""
    stem = name.removesuffix(suffix) if suffix else name
    return stem.encode()[: LONGEST_NAME - len(suffix.encode())].decode(errors="ignore") + suffix
