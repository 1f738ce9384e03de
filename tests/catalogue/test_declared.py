"""Boavizta's table of makers' footprints, in its French and US layouts; makers and figures here are invented."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from levier.catalogue.declared import ImportReport, import_boavizta, read_declared, report_day, write_declared
from levier.catalogue.loading import load
from levier.catalogue.makers import category_of
from levier.catalogue.model import Catalogue, DeclaredModel, Status
from levier.wording.errors import BadFact, UnusableFile

ON = date(2026, 11, 24)
HEADER = (
    "manufacturer;name;category;subcategory;gwp_total;gwp_use_ratio;yearly_tec;lifetime;use_location;report_date;"
    "sources;sources_hash;gwp_error_ratio;gwp_manufacturing_ratio;weight;assembly_location;screen_size;server_type;"
    "hard_drive;memory;number_cpu;height;added_date;add_method;gwp_transport_ratio;gwp_eol_ratio;"
    "gwp_electronics_ratio;gwp_battery_ratio;gwp_hdd_ratio;gwp_ssd_ratio;gwp_othercomponents_ratio;comment"
)


def line(name: str, sub: str, total: str, use: str, **more: str) -> str:
    cells = dict.fromkeys(HEADER.split(";"), "")
    cells |= {"manufacturer": "Durandal", "name": name, "category": "Workplace", "subcategory": sub}
    cells |= {"gwp_total": total, "gwp_use_ratio": use, "sources": f"https://durandal.example/{sub}.pdf", **more}
    return ";".join(cells.values())


ROWS = [
    line(
        *("Sept (1,1GHz) 14", "Laptop", "240,5", "0,2"),
        yearly_tec="19,5",
        lifetime="4",
        report_date="November 2020",
        gwp_error_ratio="0,25",
        weight="1,42",
        screen_size="14",
    ),
    line(
        "Tour Cinq All-in-One", "Desktop", "600", "0,4", report_date="2019", screen_size="0", gwp_error_ratio="0,0000"
    ),
    line("Tour Cinq Micro Form Factor", "Desktop", "300", "0,5", added_date="27-05-2022", weight="0"),
    line("Lame", "Server", "3000", "0,7", server_type="Blade", screen_size="12"),
    line("Sans usage", "Laptop", "240", ""),
    line("Disque", "Hard drive", "150", "0,9"),
    line("Sans total", "Monitor", "", "0,3"),
    line("Double", "Monitor", "400", "0,3", report_date="2022-2-6"),
    line("Double", "Monitor", "500", "0,3", report_date="September 7 2019"),
    "Durandal;Coupée;Workplace;Laptop;200",
]
FRENCH = HEADER + "\r\n" + "\r\n".join(ROWS) + "\r\n"


def american(french: str) -> str:
    """Write the same table as the US file does: commas between cells, points in numbers."""
    return french.replace(",", ".").replace(";", ",").replace("\r\n", "\n")


@cache
def shipped() -> Catalogue:
    return load()


def imported(folder: Path, content: bytes) -> tuple[dict[str, DeclaredModel], ImportReport]:
    path = folder / "boavizta-data.csv"
    path.write_bytes(content)
    models, report = import_boavizta(path, shipped(), ON)
    return {m.model: m for m in models}, report


@pytest.fixture
def french(tmp_path: Path) -> tuple[dict[str, DeclaredModel], ImportReport]:
    return imported(tmp_path, ("\ufeff" + FRENCH).encode())


def test_what_a_maker_declares_without_use_is_total_times_the_rest(
    french: tuple[dict[str, DeclaredModel], ImportReport],
) -> None:
    laptop = french[0]["Sept (1.1GHz) 14"]
    assert laptop.embodied_gwp_kgco2e == pytest.approx(240.5 * 0.8)
    assert (laptop.category, laptop.relative_error, laptop.kwh_per_year) == ("laptop", 0.25, 19.5)
    assert (laptop.lifetime_years, laptop.mass_kg, laptop.screen_inches) == (4.0, 1.42, 14.0)
    assert laptop.provenance.page == "https://durandal.example/Laptop.pdf"
    assert laptop.provenance.valid_from == date(2020, 11, 1)
    assert (laptop.provenance.licence, laptop.provenance.status) == ("odbl-1.0", Status.DERIVED)
    assert laptop.provenance.checked_on == ON < laptop.provenance.review_by


def test_a_zero_of_the_table_is_not_told_rather_than_nothing(
    french: tuple[dict[str, DeclaredModel], ImportReport],
) -> None:
    models = french[0]
    assert models["Tour Cinq All-in-One"].relative_error is None
    assert models["Tour Cinq All-in-One"].screen_inches is None
    assert models["Tour Cinq Micro Form Factor"].mass_kg is None


def test_a_screen_is_kept_only_where_the_device_has_one(
    french: tuple[dict[str, DeclaredModel], ImportReport],
) -> None:
    assert french[0]["Lame"].screen_inches is None


def test_every_row_is_kept_or_counted_with_its_reason(
    french: tuple[dict[str, DeclaredModel], ImportReport],
) -> None:
    models, report = french
    assert report.read == len(ROWS) == report.kept + sum(s.rows for s in report.skipped)
    assert report.kept == len(models) == sum(report.by_category.values())
    assert {str(s.reason).split(",")[0]: s.lines for s in report.skipped} == {
        "a line that cannot be read": (11,),
        "no share of use": (6,),
        "a kind of product that Levier does not count as a device of its own": (7,),
        "no total footprint": (8,),
        "a model told twice: the newest report is kept": (10,),
    }
    assert models["Double"].embodied_gwp_kgco2e == pytest.approx(400 * 0.7)


def test_the_french_and_the_us_files_say_the_same(
    tmp_path: Path, french: tuple[dict[str, DeclaredModel], ImportReport]
) -> None:
    us, _ = imported(tmp_path, american(FRENCH).encode())
    assert us == french[0]


def test_what_is_kept_reads_back_the_same_with_its_notice(
    tmp_path: Path, french: tuple[dict[str, DeclaredModel], ImportReport]
) -> None:
    target = tmp_path / "home" / "declared" / "boavizta.csv"
    write_declared(french[0].values(), target)
    assert read_declared(target) == tuple(french[0].values())
    assert "ODbL" in target.with_suffix(".NOTICE.txt").read_text(encoding="utf-8")


def test_a_kept_file_that_somebody_broke_is_refused_with_its_line(
    tmp_path: Path, french: tuple[dict[str, DeclaredModel], ImportReport]
) -> None:
    target = tmp_path / "boavizta.csv"
    write_declared(french[0].values(), target)
    target.write_text(target.read_text(encoding="utf-8").replace("192.4", "lots"), encoding="utf-8")
    with pytest.raises(BadFact, match="embodied_gwp_kgco2e") as caught:
        read_declared(target)
    assert caught.value.place is not None
    assert caught.value.place.line == 2


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\0\0"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnusableFile):
        imported(tmp_path, content)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("November 2020", date(2020, 11, 1)),
        ("September 7 2022", date(2022, 9, 7)),
        ("2022-2-6", date(2022, 2, 6)),
        ("27-05-2022", date(2022, 5, 27)),
        ("2020", date(2020, 1, 1)),
        ("Février 2020", date(2020, 1, 1)),
        ("2020-13-45", date(2020, 1, 1)),
        ("", None),
        ("soon", None),
    ],
)
def test_the_day_of_a_report_is_read_in_all_its_spellings(raw: str, day: date | None) -> None:
    assert report_day(raw) == day


@pytest.mark.parametrize(
    ("subcategory", "name", "category"),
    [
        ("Laptop", "Latitude 7430", "laptop"),
        ("Thin client", "Wyse 3030", "thin_client"),
        ("Desktop", "OptiPlex 7780 All-in-One Desktop", "all_in_one"),
        ("Desktop", "24-inch iMac with 4.5K Retina display", "all_in_one"),
        ("Desktop", "ThinkCentre M900z", "all_in_one"),
        ("Desktop", "OptiPlex 3090 Micro Form Factor", "mini_pc"),
        ("Desktop", "ThinkCentre M75 Nano Fanless", "mini_pc"),
        ("Desktop", "Precision Tower 5810", "workstation"),
        ("Desktop", "Precision 5570", "laptop"),
        ("Desktop", "Chromebook 3100", "laptop"),
        ("Desktop", "OptiPlex 3000 Tower", "desktop"),
        ("Printer", "B3340dw", "printer"),
        ("Printer", "C3224dw", "printer"),
        ("Printer", "CX924dxe", "multifunction_printer"),
        ("Printer", "MB3442adwe", "multifunction_printer"),
        ("IoT", "Nest Learning Thermostat", None),
        ("Hard drive", "Exos X12", None),
        ("Gaming", "Stadia Controller", None),
    ],
)
def test_a_row_finds_its_category_by_its_name_where_the_subcategory_is_too_wide(
    subcategory: str, name: str, category: str | None
) -> None:
    assert category_of(subcategory, name) == category
