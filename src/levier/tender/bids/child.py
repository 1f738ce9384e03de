"""The reading process of answer workbooks: `python -m levier.tender.bids.child FOLDER`, started by `process` only.

`FOLDER/job.json` says what to read against `FOLDER/tender.yaml`; the answer to each file is `FOLDER/<number>.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from levier.catalogue.loading import load
from levier.estate.model import Limits
from levier.estate.reading.confine import confine, end_with_parent
from levier.estate.reading.texts import error_to_json
from levier.tender.answers.reading import Reader
from levier.tender.answers.stored import Json, reading_to_json
from levier.tender.bids.workbook import asked
from levier.tender.library.loading import load_library
from levier.tender.reading import tender_from
from levier.wording.errors import LevierError


def main(folder: Path) -> None:
    """Do the job that `folder` describes."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    tender = tender_from((folder / "tender.yaml").read_bytes(), "tender.yaml")
    reader = Reader(asked(tender, load_library(load()), job["rules"]).form)
    confine(job["memory_mb"], job["seconds"])
    end_with_parent()
    limits = Limits(memory_mb=job["memory_mb"])
    for number, (name, path) in enumerate(job["files"]):
        part = folder / f"{number}.part"
        part.write_text(json.dumps(_read(reader, name, Path(path), limits)), encoding="utf-8")
        part.replace(folder / f"{number}.json")


def _read(reader: Reader, name: str, path: Path, limits: Limits) -> Json:
    try:
        return {"reading": reading_to_json(reader.read(name, path.read_bytes(), limits))}
    except LevierError as error:
        return {"error": error_to_json(error)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
