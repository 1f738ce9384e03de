"""Fifty answer workbooks of forty questions and twenty product rows read back, against the bare calamine read."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace

import python_calamine
from tests.tender.answers.bidders import COMPLETE, LAPTOPS, WRITERS, filled

from levier.tender.answers.reading import Reader

WORKBOOKS, QUESTIONS = 50, 40
ROUNDS = 5


def main() -> None:
    """Print one JSON line a kind of file: the best of some rounds, both sides in turn."""
    asked = LAPTOPS.questions[0]
    more = tuple(replace(asked, id=f"BUR-{n:02d}.more") for n in range(QUESTIONS - len(LAPTOPS.questions)))
    form = replace(LAPTOPS, questions=(*LAPTOPS.questions, *more), products_at_most=20)
    told: dict[tuple[str, ...], object] = {**COMPLETE}
    told |= {("answer", question.id): 5 for question in more}
    for kind in WRITERS:
        bids = [filled(told, form, kind)] * WORKBOOKS
        ours, peer = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            reader = Reader(form)
            for data in bids:
                assert reader.read("bid", data).complete
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            for data in bids:
                book = python_calamine.load_workbook(io.BytesIO(data))
                for name in book.sheet_names:
                    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            peer.append(time.perf_counter() - start)
        line = {"name": f"reading_{WORKBOOKS}_answer_workbooks_{kind}", "ratio": round(min(ours) / min(peer), 2)}
        line |= {"against": "the bare calamine read of the same files", "value": round(min(ours), 3), "unit": "s"}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
