"""An organisation brings figures of its own: checked whole, kept to itself, chosen, replaced, taken away and back."""

from __future__ import annotations

import html
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from levier.web.estate.bridge.known import facts
from levier.web.estate.models import Inventory
from levier.web.footprint import bridge, unpacking
from levier.web.footprint.models import OwnReferential, Preference, Result
from levier.web.house.files import every, local
from levier.web.operating.inspecting import inspect
from levier.web.people.archive import write_archive
from levier.wording.errors import LevierError
from tests.web.conftest import Town
from tests.web.footprint.conftest import address, opened
from tests.web.footprint.planting import FOLDER, plant_referential, zipped
from tests.web.footprint.test_corrections import CHOICES
from tests.web.sending import fill

pytestmark = pytest.mark.django_db

IMPACT = (FOLDER / "impact.csv").read_text(encoding="utf-8")


def page_of(town: Town, more: str = "") -> str:
    """Return the address of a page of the referentials of a town."""
    return f"/o/{town.organisation.public_id}/referentials/{more}"


def reading_english(town: Town, role: str) -> Client:
    client = town.client(role)
    client.get("/language/en-gb/")
    return client


@pytest.fixture
def lead(belcombe: Town) -> Client:
    """The browser of the sustainability lead, who reads English."""
    return reading_english(belcombe, "lead")


def drop(client: Client, town: Town, content: bytes, name: str = "valbrune.zip") -> tuple[int, str]:
    """Drop a referential; return the status of the answer, and the page that is shown then."""
    answer = client.post(page_of(town, "new/"), {"file": SimpleUploadedFile(name, content)})
    shown = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    return answer.status_code, html.unescape(shown.content.decode())


def brought(town: Town) -> list[OwnReferential]:
    with scope(organisation=town.organisation):
        return list(OwnReferential.objects.all())


def dearer(value: str = "999") -> bytes:
    """Return the referential of the examples with the first carbon figure changed."""
    lines = IMPACT.splitlines()
    cells = lines[1].split(",")
    at = lines[0].split(",").index("value")
    cells[at] = value
    return zipped(impact="\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")


def test_a_lead_brings_a_referential_sees_what_it_covers_and_chooses_it(
    belcombe: Town, inventory: Inventory, lead: Client
) -> None:
    opened(lead, address(inventory))
    status, page = drop(lead, belcombe, zipped())
    assert status == 302
    assert "Kept as version 1." in page
    assert "Valbrune 2026" in page
    assert re.search(r"carbon figure of its own for \d+ of the 4\d\d devices", page)
    assert "impact factors" in page.lower()
    offered = html.unescape(lead.get(address(inventory, "choices/", "?referential=valbrune-2026")).content.decode())
    assert '<option value="valbrune-2026" selected>Valbrune 2026</option>' in offered
    answer = fill(lead, address(inventory, "choices/"), CHOICES | {"referential": "valbrune-2026"})
    shown = html.unescape(opened(lead, answer.headers["Location"]))
    assert "Referential: Valbrune 2026." in shown
    with scope(organisation=belcombe.organisation):
        own, pooled = Result.objects.all()
    assert own.choices["referential"] == "valbrune-2026"
    assert own.value != pooled.value
    assert own.facts_version != pooled.facts_version


def test_the_site_and_the_terminal_compute_the_same_with_it(belcombe: Town, inventory: Inventory) -> None:
    from levier.cli.referentials import facts_for

    with scope(organisation=belcombe.organisation):
        plant_referential(belcombe.organisation)
        ours = bridge.catalogue("valbrune-2026")
    theirs, name = facts_for(str(FOLDER))
    assert name == "valbrune-2026"
    assert ours.version == theirs.version
    assert ours.factors == theirs.factors


def test_all_that_is_wrong_is_told_at_once_with_file_and_line_and_nothing_is_kept(belcombe: Town, lead: Client) -> None:
    before = set(every())
    wrong = IMPACT.replace("kgCO2e/device", "bananas/device", 2)
    status, page = drop(lead, belcombe, zipped(impact=wrong, mass="category,weight\nlaptop,2\n"))
    assert status == 422
    assert 'role="alert"' in page
    assert "cannot be used yet: 3 problems" in page
    assert "referential/impact.csv, line 2, column unit" in page
    assert "referential/mass.csv, line 1" in page
    assert "bananas/device" in page
    assert brought(belcombe) == []
    assert set(every()) == before


def test_a_table_of_g4it_becomes_a_referential_and_says_what_it_left_out(belcombe: Town, lead: Client) -> None:
    table = (
        "criterion,lifecycle_step,name,category,avg_electricity_consumption,description,level,source,tier,unit,value\n"
        "CLIMATE_CHANGE,MANUFACTURING,laptop-1,laptop,30,Laptop 14 inch,,Own,,kg CO2 eq,180\n"
        "CLIMATE_CHANGE,USING,laptop-1,laptop,30,Laptop 14 inch,,Own,,kg CO2 eq,12\n"
    )
    status, page = drop(lead, belcombe, table.encode(), "ref_item_impact.csv")
    assert status == 302
    assert "1 of 2 rows of ref_item_impact.csv kept." in page
    assert brought(belcombe)[0].name == "ref-item-impact"


def test_a_newer_version_moves_new_results_and_the_old_ones_stay(
    belcombe: Town, inventory: Inventory, lead: Client
) -> None:
    drop(lead, belcombe, zipped())
    opened(lead, fill(lead, address(inventory, "choices/"), CHOICES | {"referential": "valbrune-2026"})["Location"])
    with scope(organisation=belcombe.organisation):
        old = Result.objects.get()
    _, page = drop(lead, belcombe, zipped())
    assert "says exactly this: nothing was changed" in page
    drop(lead, belcombe, dearer())
    assert [(r.version, r.deleted_at) for r in brought(belcombe)] == [(2, None), (1, None)]
    shown = html.unescape(opened(lead, f"/o/{belcombe.organisation.public_id}/results/{old.public_id}/"))
    assert "This result stays as it was told." in shown
    assert "the facts were renewed" in shown
    renewed = lead.post(f"/o/{belcombe.organisation.public_id}/results/{old.public_id}/renew/")
    moved = html.unescape(opened(lead, renewed["Location"]))
    assert "what moved it most is the facts published" in moved
    with scope(organisation=belcombe.organisation):
        new, same = Result.objects.all()
        assert (same.pk, same.value) == (old.pk, old.value)
        assert new.value != old.value


def test_one_that_is_taken_away_is_no_longer_used_and_comes_back_as_it_was(
    belcombe: Town, inventory: Inventory, lead: Client
) -> None:
    opened(lead, address(inventory))
    drop(lead, belcombe, zipped())
    opened(lead, fill(lead, address(inventory, "choices/"), CHOICES | {"referential": "valbrune-2026"})["Location"])
    with scope(organisation=belcombe.organisation):
        own = Result.objects.first()
    assert own is not None
    row = brought(belcombe)[0]
    lead.post(page_of(belcombe, f"{row.public_id}/remove/"))
    page = html.unescape(lead.get(page_of(belcombe)).content.decode())
    assert "taken away" in page
    assert "Referential: Valbrune" not in html.unescape(opened(lead, address(inventory))), "the pooled one holds again"
    kept = html.unescape(opened(lead, f"/o/{belcombe.organisation.public_id}/results/{own.public_id}/"))
    assert "Referential: Valbrune 2026." in kept
    assert "the referential that it was computed with was taken away" in kept
    assert "renew/" not in kept
    assert lead.post(f"/o/{belcombe.organisation.public_id}/results/{own.public_id}/renew/").status_code == 302
    refused = fill(lead, address(inventory, "choices/"), CHOICES | {"referential": "valbrune-2026"})
    assert refused.status_code == 422
    lead.post(page_of(belcombe, f"{row.public_id}/restore/"))
    assert "Referential: Valbrune 2026." in html.unescape(opened(lead, address(inventory)))
    with scope(organisation=belcombe.organisation):
        assert Result.objects.count() == 2, "nothing had to be computed anew"
        assert Preference.objects.get().referential == "valbrune-2026"


def test_taking_the_newest_away_brings_back_the_version_before(belcombe: Town, lead: Client) -> None:
    drop(lead, belcombe, zipped())
    drop(lead, belcombe, dearer())
    newest = brought(belcombe)[0]
    lead.post(page_of(belcombe, f"{newest.public_id}/remove/"))
    with scope(organisation=belcombe.organisation):
        held = bridge.in_force("valbrune-2026")
    assert held is not None
    assert held.version == 1


def test_nobody_else_sees_it_chooses_it_or_computes_with_it(
    belcombe: Town, outsider: Town, imported: object, inventory: Inventory
) -> None:
    from tests.web.footprint.planting import plant_inventory

    with scope(organisation=belcombe.organisation):
        row = plant_referential(belcombe.organisation)
    with scope(organisation=outsider.organisation):
        theirs = plant_inventory(outsider.organisation)
        assert "valbrune-2026" not in bridge.referentials()
        with pytest.raises(bridge.NoReferential):
            bridge.catalogue("valbrune-2026")
    client = reading_english(outsider, "lead")
    assert "Valbrune" not in client.get(page_of(outsider)).content.decode()
    assert "Valbrune" not in client.get(address(theirs, "choices/")).content.decode()
    assert client.get(page_of(outsider, f"{row.public_id}/")).status_code == 404
    assert client.get(page_of(outsider, f"{row.public_id}/folder.zip")).status_code == 404
    chosen = fill(client, address(theirs, "choices/"), CHOICES | {"referential": "valbrune-2026"})
    assert chosen.status_code == 422


def test_two_organisations_may_bring_different_figures_under_one_name(belcombe: Town, outsider: Town) -> None:
    drop(reading_english(belcombe, "lead"), belcombe, zipped())
    drop(reading_english(outsider, "lead"), outsider, dearer())
    versions = set()
    for town in (belcombe, outsider):
        with scope(organisation=town.organisation):
            versions.add(bridge.catalogue("valbrune-2026").version)
    assert len(versions) == 2


def test_the_archive_and_the_check_of_the_site_know_its_file(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        row = plant_referential(belcombe.organisation)
    stream = io.BytesIO()
    write_archive(belcombe.organisation, stream, row.created_at)
    with zipfile.ZipFile(stream) as archive:
        told = json.loads(archive.read("tables/footprint.ownreferential.json"))
        assert told[0]["name"] == "valbrune-2026"
        kept = archive.read(f"files/referentials/{row.content}.zip")
    with zipfile.ZipFile(io.BytesIO(kept)) as folder:
        assert folder.read("referential/impact.csv").decode() == IMPACT
    name = f"referentials/{row.content}.zip"
    assert not [f for f in inspect() if name in (f.object, f.text.in_("en")) or f.object.startswith("footprint.ref")]
    local(f"referentials/{row.content}.zip").unlink()
    assert [f.code for f in inspect() if f.object == f"footprint.referential:{row.public_id}"] == ["file_missing"]


def test_the_folder_comes_back_as_it_was_dropped_and_the_empty_one_passes_the_check(
    belcombe: Town, lead: Client
) -> None:
    drop(lead, belcombe, zipped())
    row = brought(belcombe)[0]
    answer = lead.get(page_of(belcombe, f"{row.public_id}/folder.zip"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        names = {name.rsplit("/", 1)[-1] for name in folder.namelist()}
        assert names == {path.name for path in FOLDER.iterdir()}
    empty = lead.get(page_of(belcombe, "empty.zip")).content
    status, page = drop(lead, belcombe, empty, "my-referential.zip")
    assert status == 302, page
    assert "My referential" in page


# What a hostile zip may hold


def hostile(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("own/referential.yaml", (FOLDER / "referential.yaml").read_text())
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("own/impact.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def bomb() -> bytes:
    return hostile(("own/impact.csv", b"0" * (unpacking.MOST_UNPACKED + 1)))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "climbs out": (lambda: hostile(("../../evil.csv", b"x")), "would be written elsewhere"),
    "climbs out from a folder": (lambda: hostile(("own/../../evil.csv", b"x")), "would be written elsewhere"),
    "climbs out the other way": (lambda: hostile(("own\\..\\..\\evil.csv", b"x")), "would be written elsewhere"),
    "starts at the root": (lambda: hostile(("/etc/evil.csv", b"x")), "would be written elsewhere"),
    "starts at a drive": (lambda: hostile(("C:evil.csv", b"x")), "would be written elsewhere"),
    "is a link": (lambda: hostile((link(), b"/etc/passwd")), "is a link"),
    "is a bomb": (bomb, "too large once unpacked"),
    "is a crowd": (lambda: hostile(*((f"own/{i}.csv", b"") for i in range(100))), "too many files"),
    "has two cards": (lambda: hostile(("other/referential.yaml", b"id: x")), "one file referential.yaml"),
    "is cut short": (lambda: zipped()[:-30], "is not a referential"),
    "is broken inside": (lambda: zipped()[:200] + b"\xff" * 40 + zipped()[240:], "is damaged"),
    "is no zip": (lambda: b"%PDF-1.7", "is not a referential"),
    "is a table of something else": (lambda: b"a,b\n1,2\n", "alone is not a referential"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_lies_is_refused_and_leaves_nothing_behind(belcombe: Town, lead: Client, case: str) -> None:
    before = set(every())
    made, words = HOSTILE[case]
    name = "evil.csv" if case == "is a table of something else" else "evil.zip"
    status, page = drop(lead, belcombe, made(), name)
    assert status == 422
    assert words in page
    assert brought(belcombe) == []
    assert set(every()) == before


def test_unpacking_writes_nowhere_but_in_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for case, (made, _) in HOSTILE.items():
        place = inside / case.replace(" ", "-")
        place.mkdir()
        with pytest.raises(LevierError):
            unpacking.unpack(made(), "evil.zip", place, facts(), date(2026, 11, 24))
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    written = {path.name for path in inside.rglob("*") if path.is_file()}
    assert written <= {"referential.yaml", "impact.csv", *(path.name for path in FOLDER.iterdir())}


def test_what_a_referential_says_never_becomes_markup(belcombe: Town, lead: Client) -> None:
    card = (FOLDER / "referential.yaml").read_text(encoding="utf-8")
    card = card.replace('fr: "Valbrune 2026", en: "Valbrune 2026"', 'fr: "<b>{x}</b>", en: "<b>{x}</b>"')
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("own/referential.yaml", card)
    answer = lead.post(page_of(belcombe, "new/"), {"file": SimpleUploadedFile("own.zip", stream.getvalue())})
    shown = lead.get(answer.headers["Location"]).content.decode()
    assert "<b>{x}</b>" not in shown
    assert "&lt;b&gt;{x}&lt;/b&gt;" in shown


@pytest.mark.parametrize("role", ["reader", "contributor", "buyer"])
def test_who_does_not_lead_sees_and_chooses_but_does_not_bring_or_take_away(belcombe: Town, role: str) -> None:
    with scope(organisation=belcombe.organisation):
        row = plant_referential(belcombe.organisation)
    client = reading_english(belcombe, role)
    page = client.get(page_of(belcombe)).content.decode()
    assert "Valbrune 2026" in page
    assert "Bring a referential" not in page
    assert drop(client, belcombe, zipped())[0] == 403
    assert client.post(page_of(belcombe, f"{row.public_id}/remove/")).status_code == 403
