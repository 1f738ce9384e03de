"""From an inventory to a result that stays: what the pages say, what they link to, what is kept."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from levier.footprint.baseline import Computed
from levier.footprint.trace import recompute
from levier.web.estate.models import Inventory
from levier.web.footprint import bridge, keeping
from levier.web.footprint.models import Immutable, Result
from levier.web.house.files import local
from levier.web.house.inspection import Severity
from levier.web.jobs.models import Job
from levier.web.journal.models import Entry
from levier.web.operating.inspecting import inspect
from tests.web.conftest import Town
from tests.web.footprint.conftest import Importer, address, opened
from tests.web.footprint.planting import EXAMPLE, ON

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_BYTES, MOST_ELEMENTS = 12, 70_000, 600


@pytest.fixture
def result(belcombe: Town, inventory: Inventory) -> Result:
    """The result of Belcombe, computed."""
    opened(belcombe.client("reader"), address(inventory))
    return newest(belcombe)


def newest(town: Town) -> Result:
    with scope(organisation=town.organisation):
        found = Result.objects.select_related("inventory__organisation").first()
        assert found is not None
        return found


def base(result: Result) -> str:
    return f"/o/{result.organisation.public_id}/results/{result.public_id}/"


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(local(result.files["document"]).read_bytes()))
    return found


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the terminal says of the same file on the same day."""
    target = tmp_path_factory.mktemp("terminal") / "result.json"
    command = [sys.executable, "-c", "from levier.cli.main import levier; levier()", "baseline", str(EXAMPLE)]
    subprocess.run([*command, "--on", ON.isoformat(), "--json", str(target)], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(target.read_bytes())
    return found


def test_the_figures_are_those_of_the_terminal(result: Result, terminal: dict[str, Any]) -> None:
    kept = document(result)
    for part in ("totals", "by_stage", "by_category", "devices", "lines", "ademe", "comparisons"):
        assert kept[part] == terminal[part], part
    total = next(f for f in terminal["totals"] if f["criterion"] == "gwp")
    assert (result.value, result.low, result.high) == (total["value"], total["low"], total["high"])


def test_the_first_visit_computes_and_the_second_finds(belcombe: Town, inventory: Inventory) -> None:
    reader = belcombe.client("reader")
    first = reader.get(address(inventory))
    assert first.status_code == 302
    assert "/work/" in first.headers["Location"]
    assert reader.get(address(inventory)).headers["Location"] == first.headers["Location"], "asked for twice"
    opened(reader, address(inventory))
    assert reader.get(address(inventory)).status_code == 200
    with scope(organisation=belcombe.organisation):
        assert (Result.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "L’empreinte de votre parc"), ("en-gb", "The footprint of your")]
)
def test_the_heading_is_the_answer_with_its_band(belcombe: Town, result: Result, language: str, words: str) -> None:
    client = belcombe.client("reader")
    client.get(f"/language/{language}/")
    page = client.get(base(result)).content.decode()
    assert words in heading(page)
    assert "90" in heading(page)
    assert "ADEME" in page
    other = "The footprint of your" if language == "fr" else "L’empreinte de votre parc"
    assert other not in html.unescape(page)


def links(page: str) -> set[str]:
    return {html.unescape(h) for h in re.findall(r'href="(/o/[^"#]*)', page)}


def test_every_link_of_a_result_opens_and_leads_on(belcombe: Town, result: Result) -> None:
    """Walk the whole result as a contributor would: no page is missing, none breaks, none carries inline code."""
    client = belcombe.client("contributor")
    waiting, seen = {base(result)}, set[str]()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if "/download/" in path:
            continue
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*src=)|<style|\son[a-z]+=| style=|javascript:", page), path
        light(path, page, answer.content)
        if path.startswith(base(result)):
            waiting |= {p for p in links(page) if p.startswith(base(result))} - seen
    assert len([p for p in seen if "/how/" in p]) > 20


def light(path: str, page: str, content: bytes) -> None:
    drawn = re.sub(r"<svg.*?</svg>", "<svg>", page, flags=re.S)
    assert len(re.findall(r"<[a-zA-Z]", drawn)) <= MOST_ELEMENTS, path
    assert len(gzip.compress(content)) <= MOST_BYTES, path


def test_every_figure_shown_asks_how(belcombe: Town, result: Result) -> None:
    page = belcombe.client("reader").get(base(result)).content.decode()
    kept = document(result)
    heaviest = sorted(
        (f for f in kept["by_category"] if f["criterion"] == "gwp" and f["value"]), key=lambda f: -f["value"]
    )
    for figure in heaviest[:6]:
        assert f"{base(result)}how/by_category-gwp-{figure['category']}/" in page
    for figure in kept["by_stage"]:
        if figure["criterion"] == "gwp":
            assert f"{base(result)}how/by_stage-gwp-{figure['stage']}/" in page


def test_a_how_page_computes_the_figure_again_from_what_was_kept(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")
    client.get("/language/en-gb/")
    trace = json.loads(client.get(base(result) + "download/trace/").content)
    again = recompute(trace)
    total = next(f for f in document(result)["totals"] if f["criterion"] == "gwp")
    assert again["totals/gwp"] == pytest.approx(total["value"], rel=1e-9)
    page = client.get(base(result) + "how/by_category-gwp-monitor/").content.decode()
    written = re.search(r"the steps below give ([\d,.\u202f]+) kg", html.unescape(page))
    assert written is not None
    assert float(written[1].replace(",", "")) == pytest.approx(again["by_category/gwp/monitor"], rel=1e-4)
    pages = int(re.search(r"Page 1 of (\d+)", page)[1])  # type: ignore[index]
    last = client.get(base(result) + f"how/by_category-gwp-monitor/?page={pages}").content.decode()
    steps = int(re.search(r"Steps in all: ([\d,]+)", page)[1].replace(",", ""))  # type: ignore[index]
    assert f"[{steps}]" in last
    assert client.get(base(result) + f"how/by_category-gwp-monitor/?page={pages + 1}").status_code == 404
    assert client.get(base(result) + "how/by_category-gwp-spaceship/").status_code == 404


def test_the_three_facts_to_give_each_lead_to_where_they_are_given(belcombe: Town, result: Result) -> None:
    client = belcombe.client("contributor")
    page = client.get(base(result)).content.decode()
    section = page[page.index('id="narrowing"') : page.index("</section>", page.index('id="narrowing"'))]
    found = [p for p in links(section) if "/how/" not in p]
    assert len(result.about["narrowing"]) == 3
    assert len(found) == 3
    for path in found:
        assert client.get(path).status_code == 200, path


def test_pages_ask_the_database_little(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")
    address_of_latest = address(result.inventory)
    for path in (base(result), address_of_latest, base(result) + "known/", base(result) + "how/totals-gwp/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= MOST_QUERIES, path


def test_what_is_taken_away_opens(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")

    def taken(form: str) -> bytes:
        answer = client.get(f"{base(result)}download/{form}/")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="levier-parc-informatique-')
        return answer.content

    book = openpyxl.load_workbook(io.BytesIO(taken("xlsx")))
    assert len(book.sheetnames) > 5
    with pikepdf.open(io.BytesIO(taken("pdf"))) as paper:
        assert len(paper.pages) > 3
        assert "/StructTreeRoot" in paper.Root
    for form, schema in (("json", "baseline"), ("trace", "trace")):
        described = json.loads(Path(f"docs/schemas/{schema}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(taken(form)), described)
    figures = list(csv.DictReader(io.StringIO(taken("figures").decode("utf-8-sig"))))
    total = next(f for f in figures if f["figure"] == "totals/gwp")
    assert float(total["value"]) == result.value
    lines = list(csv.DictReader(io.StringIO(taken("lines").decode("utf-8-sig"))))
    assert sum(int(line["quantity"]) for line in lines) == result.devices
    assert client.get(f"{base(result)}download/exe/").status_code == 404


def test_nobody_else_finds_a_result(belcombe: Town, outsider: Town, result: Result) -> None:
    stranger, nobody = outsider.client("administrator"), Client()
    theirs = f"/o/{outsider.organisation.public_id}"
    for page in ("", "known/", "how/", "how/totals-gwp/", "downloads/", "download/json/", f"moves/{result.public_id}/"):
        for client in (stranger, nobody):
            assert client.get(base(result) + page).status_code == 404, page
        assert stranger.get(f"{theirs}/results/{result.public_id}/{page}").status_code == 404, page
    for page in ("", "choices/", "life/", "names/", "corrections/", "name/?type=a"):
        assert stranger.get(address(result.inventory, page)).status_code == 404, page
        assert stranger.get(f"{theirs}/result/{result.inventory.public_id}/{page}").status_code == 404, page


def test_a_result_that_is_kept_is_never_changed(belcombe: Town, result: Result) -> None:
    with scope(organisation=belcombe.organisation):
        result.value = 0.0
        with pytest.raises(Immutable):
            result.save()


def test_the_files_of_a_result_are_known_whole_and_told_in_the_journal(result: Result) -> None:
    found = [f for f in inspect() if f.code.startswith("file_")]
    assert [f for f in found if f.severity is Severity.ERROR] == []
    assert not {f.object for f in found} & set(result.files.values()), "a file of the result passes for unused"
    assert Entry.objects.filter(action="result.compute", object=f"footprint.result:{result.public_id}").count() == 1


def test_a_result_is_looked_at_while_the_files_to_take_home_are_written(
    belcombe: Town, inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = keeping.written
    seen: list[Any] = []
    reader = belcombe.client("reader")

    def slowly(computed: Computed) -> Iterator[tuple[str, str, bytes]]:
        for n, file in enumerate(write(computed)):
            if n == len(keeping.SHOWN) + 1:  # at work on those that no page shows
                kept = newest(belcombe)
                with scope(organisation=belcombe.organisation):
                    work = Job.objects.latest("pk")
                waited = reader.get(f"/o/{belcombe.organisation.public_id}/work/{work.public_id}/")
                seen.append((work.state, waited.status_code, waited.headers.get("Location")))
                seen.append(reader.get(base(kept)).status_code)
                seen.append(b"d\xe2\x80\x99\xc3\xa9criture" in reader.get(base(kept) + "downloads/").content)
                seen.append(reader.get(base(kept) + "download/xlsx/").status_code)
            yield file

    monkeypatch.setattr(keeping, "written", slowly)
    opened(reader, address(inventory))
    assert seen == [("running", 302, address(inventory)), 200, True, 302]
    whole = newest(belcombe)
    assert whole.files.keys() == keeping.WHOLE
    assert reader.get(base(whole) + "download/xlsx/").status_code == 200


def test_a_result_whose_worker_was_killed_before_its_last_files_is_ended_by_another(
    belcombe: Town, result: Result
) -> None:
    with scope(organisation=belcombe.organisation):
        shown = {name: result.files[name] for name in keeping.SHOWN}
        Result.objects.filter(pk=result.pk).update(files=shown)
    buyer = belcombe.client("buyer")
    assert "en cours d’écriture" in opened(buyer, base(result) + "downloads/")
    assert "en cours d’écriture" not in opened(buyer, base(result) + "downloads/")
    assert newest(belcombe).files == result.files


def answer_of(page: str) -> str:
    found = re.search(r"<h1>.*?</dl>", page, re.S)
    assert found is not None
    return found[0]


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html.unescape(page), re.S)
    assert found is not None
    return found[1]


def test_an_old_result_stays_as_it_was_when_facts_change_and_says_what_would_move(
    belcombe: Town, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = belcombe.client("lead")
    client.get("/language/en-gb/")
    before = client.get(base(result)).content.decode()
    monkeypatch.setattr(bridge, "facts_version", lambda _known: "tomorrow")
    shown = client.get(address(result.inventory)).content.decode()
    assert "This result stays as it was told." in shown
    assert "the facts were renewed" in shown
    assert answer_of(shown) == answer_of(before)
    moved = client.post(base(result) + "renew/")
    page = opened(client, moved.headers["Location"])
    assert heading(page).startswith("Nothing moved: still ")  # the facts only changed their name
    newer = newest(belcombe)
    assert newer.pk != result.pk
    assert newer.facts_version.startswith("tomorrow")
    assert newer.value == result.value
    again = client.get(base(result)).content.decode()
    assert answer_of(again) == answer_of(before)
    assert f"{base(result)}moves/{newer.public_id}/" in again
    assert "This result stays as it was told." not in client.get(address(result.inventory)).content.decode()


def test_another_code_is_told_as_such_and_the_old_figure_stays(
    belcombe: Town, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = belcombe.client("lead")
    client.get("/language/en-gb/")
    monkeypatch.setattr(bridge, "code_version", lambda: "0.1.0+0123456789")
    shown = client.get(address(result.inventory)).content.decode()
    assert "Since then: the code that computes was renewed." in shown
    page = opened(client, client.post(base(result) + "renew/").headers["Location"])
    assert heading(page).startswith("Nothing moved: still ")
    newer = newest(belcombe)
    assert newer.code_version == "0.1.0+0123456789"
    assert newer.value == result.value


def test_a_result_tells_its_facts_by_their_day_and_the_marks_in_a_detail(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")
    client.get("/language/en-gb/")
    page = html.unescape(client.get(base(result)).content.decode())
    note, _, detail = page.partition("<summary>Versions</summary>")
    assert re.search(r"Computed on \d+ \w+ \d{4} with the facts known on 1 \w+ \d{4}\. It stays as it is\.", note)
    assert result.facts_version not in note
    assert result.facts_version in detail
    assert re.search(r"<code>0\.1\.0\+[0-9a-f]{10}</code>", detail)


def test_the_steps_stand_on_the_result_of_a_file_that_was_just_imported(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")
    current = '<li aria-current="step">'
    assert current in client.get(base(result)).content.decode()
    with scope(organisation=belcombe.organisation):
        Inventory.objects.update(created_at=result.created_at - timedelta(days=2))
    assert current not in client.get(base(result)).content.decode()


def test_a_part_of_an_inventory_that_does_not_exist_is_not_there(belcombe: Town, result: Result) -> None:
    client = belcombe.client("reader")
    for page in ("nothing/", "known/?page=99", "how/nothing/"):
        assert client.get(base(result) + page).status_code == 404, page
    assert client.get(base(result) + "known/?page=x").status_code == 200


def test_results_over_time_show_each_inventory_and_what_moved(
    belcombe: Town, inventory: Inventory, imported: Importer
) -> None:
    client = belcombe.client("reader")
    client.get("/language/en-gb/")
    page = client.get(f"/o/{belcombe.organisation.public_id}/results/").content.decode()
    assert "Compute it" in page
    last_year = imported(belcombe, "Parc 2025", ON.replace(year=2025))
    for found in (last_year, inventory):
        opened(client, address(found))
    page = client.get(f"/o/{belcombe.organisation.public_id}/results/").content.decode()
    assert page.count('class="chart wide"') == 1
    moved = [path for path in links(page) if "/moves/" in path]
    assert len(moved) == 1
    assert "the equipment counted" in heading(client.get(moved[0]).content.decode())


def test_three_inventories_are_followed_for_one_site_by_two_people(
    belcombe: Town, inventory: Inventory, imported: Importer
) -> None:
    buyer, reader = belcombe.client("buyer"), belcombe.client("reader")
    for client in (buyer, reader):
        client.get("/language/en-gb/")
    found = [imported(belcombe, f"Parc {year}", ON.replace(year=year)) for year in (2024, 2025)] + [inventory]
    over_time = f"/o/{belcombe.organisation.public_id}/results/?site=M%C3%A9diath%C3%A8que"
    page = html.unescape(buyer.get(over_time).content.decode())
    assert page.count("Compute it") == 3
    for one in found:
        assert "Site: Médiathèque." in html.unescape(opened(buyer, address(one, "", "?site=M%C3%A9diath%C3%A8que")))
    page = html.unescape(reader.get(over_time).content.decode())
    assert "Compute it" not in page
    assert "Médiathèque" in heading(page)
    assert len([path for path in links(page) if "/moves/" in path]) == 2
    assert len([path for path in links(page) if "/changes/" in path]) == 2
    assert page.count('class="chart wide"') == 1
    whole = html.unescape(reader.get(over_time.partition("?")[0]).content.decode())
    assert whole.count("Compute it") == 3, "the whole estate was not asked for yet"
    assert reader.get(over_time.replace("M%C3%A9diath%C3%A8que", "Atlantide")).status_code == 404
