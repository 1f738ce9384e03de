"""Devices per second: an estate of a million lines, against Boavizta's own package called device by device."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.fold import best, evaluated, prepared, values, write_lines

LINES = 1_000_000
PEER_DEVICES = 300
KINDS = ("laptop", "desktop", "smartphone", "tablet", "television")


def peer_devices_per_second() -> float:
    """Return how many terminals a second `boaviztapi` computes in process (gwp, making and use)."""
    from boaviztapi import config
    from boaviztapi.compute.impacts_computation import compute_impacts
    from boaviztapi.data.archetype import get_user_terminal_archetype
    from boaviztapi.dto.device import user_terminal

    def one(kind: str) -> Any:
        dto = getattr(user_terminal, kind.capitalize())()
        archetype = get_user_terminal_archetype(getattr(config, f"default_{kind}"))
        device = user_terminal.mapper_user_terminal(dto, archetype=archetype)
        hours = device.usage.hours_life_time.value
        return compute_impacts(model=device, selected_criteria=["gwp"], duration=hours)

    for kind in KINDS:
        one(kind)
    start = time.perf_counter()
    for i in range(PEER_DEVICES):
        one(KINDS[i % len(KINDS)])
    return PEER_DEVICES / (time.perf_counter() - start)


def main() -> None:
    """Print one JSON line."""
    meaning = values()
    made = prepared(meaning)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.parquet"
        write_lines(path, meaning, LINES)
        ours = LINES / best(lambda: evaluated(path, meaning, made))
    peer = peer_devices_per_second()
    against = "boaviztapi in process, gwp, device by device"
    line = {"name": "devices_per_second", "ratio": round(ours / peer), "against": against}
    print(json.dumps({**line, "value": round(ours), "unit": "device/s"}))


if __name__ == "__main__":
    main()
