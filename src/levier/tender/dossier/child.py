"""The reading process of documents: `python -m levier.tender.dossier.child FOLDER`, started by `process` only.

`FOLDER/job.json` says what to read; the answer is `result.json` or `error.json` in the same private folder.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from levier.estate.reading.confine import confine, end_with_parent
from levier.estate.reading.texts import error_to_json, text_to_json
from levier.tender.dossier.model import DossierLimits
from levier.tender.dossier.pieces import Read, read_file
from levier.wording.errors import LevierError


def main(folder: Path) -> None:
    """Do the job that `folder` describes."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limits = DossierLimits(**job["limits"])
    confine(limits.memory_mb, limits.seconds)
    end_with_parent()
    try:
        found = [
            _plain(item) for name, path in job["files"] for item in read_file(name, Path(path).read_bytes(), limits)
        ]
        (folder / "result.json").write_text(json.dumps(found), encoding="utf-8")
    except LevierError as error:
        (folder / "error.json").write_text(json.dumps(error_to_json(error)), encoding="utf-8")


def _plain(item: object) -> dict[str, object]:
    if isinstance(item, Read):
        return {
            "name": item.name,
            "blocks": [asdict(block) for block in item.blocks],
            "unread": [text_to_json(text) for text in item.unread],
        }
    return {"name": getattr(item, "name", ""), "reason": text_to_json(getattr(item, "reason", None))}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
