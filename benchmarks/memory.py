"""Peak memory of fold, values and bands of ten million lines, against the bare reading of the same file."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.fold import LINES, prepared, values, with_bands, write_lines


def peak_mb(what: str, path: Path) -> float:
    """Return the peak memory in MB of a process of its own that does one thing."""
    command = [sys.executable, "-m", "benchmarks.memory", what, str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def child(what: str, path: Path) -> None:
    """Do one thing and print the peak memory of this process in MB."""
    if what == "ours":
        meaning = values()
        with_bands(path, meaning, prepared(meaning))
    else:
        pl.read_parquet(path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Print one JSON line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.parquet"
        write_lines(path, values(), LINES)
        ours, peer = peak_mb("ours", path), peak_mb("bare", path)
    against = "bare reading of the same Parquet, peak memory"
    line = {"name": "memory_of_ten_million_lines", "ratio": round(ours / peer, 2), "against": against}
    print(json.dumps({**line, "value": round(ours), "unit": "MB"}))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
