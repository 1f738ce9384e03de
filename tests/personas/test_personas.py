"""Three whole organisations, with what a buyer would expect to read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from levier.cli.main import levier
from tests.personas.inventories import TOWN_HALL, company, hospital


def baseline(file: Path, *more: str) -> dict[str, Any]:
    arguments = ["baseline", str(file), "--on", "2026-09-30", "--json", "-", *more]
    done = CliRunner().invoke(levier, arguments, env={"LEVIER_HOME": "/nonexistent"})
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def quantities(result: dict[str, Any]) -> dict[str, int]:
    return {f["category"]: f["quantity"] for f in result["by_category"] if f["criterion"] == "gwp"}


def aside(result: dict[str, Any]) -> dict[str, int]:
    return {s["reason"]: s["lines"] for s in result["set_aside"]}


@pytest.fixture(scope="module")
def vaubrun(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return baseline(hospital(tmp_path_factory.mktemp("hospital")))


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return baseline(company(tmp_path_factory.mktemp("company")), "--people", "3000")


class TestHospital:
    """A workbook with titles, subtotals and several sheets."""

    def test_its_devices_are_those_that_its_staff_would_count(self, vaubrun: dict[str, Any]) -> None:
        assert quantities(vaubrun) == {
            "desktop": 730,
            "thin_client": 150,
            "laptop": 180,
            "tablet": 45,
            "handheld_scanner": 210,
            "monitor": 960,
            "printer": 60,
            "multifunction_printer": 22,
        }
        assert vaubrun["devices"] == 730 + 150 + 180 + 45 + 210 + 960 + 60 + 22

    def test_totals_retired_screens_and_toner_are_set_aside_and_named(self, vaubrun: dict[str, Any]) -> None:
        assert aside(vaubrun)["total_line"] == 2
        assert aside(vaubrun)["retired"] == 1
        assert aside(vaubrun)["consumable"] == 1
        lines = vaubrun["lines"]
        assert lines["read"] == lines["counted"] + lines["set_aside"]

    def test_the_impact_of_the_scanners_is_unknown_and_not_zero(self, vaubrun: dict[str, Any]) -> None:
        assert [u["quantity"] for u in vaubrun["unknown"]] == [210]

    def test_screens_and_computers_weigh_most(self, vaubrun: dict[str, Any]) -> None:
        first = [f["category"] for f in vaubrun["by_category"] if f["criterion"] == "gwp"][:2]
        assert set(first) == {"desktop", "monitor"}

    def test_its_total_is_within_what_published_figures_allow(self, vaubrun: dict[str, Any]) -> None:
        """730 desktops of 170 to 400 kg over six years, 960 screens of 65 to 350 kg over six, the rest beside."""
        total = vaubrun["totals"][0]
        least = 730 * 170 / 6 + 960 * 65 / 6
        most = 730 * 400 / 5 + 960 * 370 / 5 + 2000 * 60
        assert least < total["value"] < most
        assert total["low"] < total["value"] < total["high"]


class TestCompany:
    """A device export of 3,000 lines with the names of people in it."""

    def test_machine_types_are_read_as_laptops(self, enterprise: dict[str, Any]) -> None:
        assert quantities(enterprise) == {"laptop": 2500, "smartphone": 400}
        assert enterprise["devices"] == 2960

    def test_virtual_machines_and_the_device_exported_twice_are_set_aside(self, enterprise: dict[str, Any]) -> None:
        assert aside(enterprise) == {"virtual_machine": 40, "duplicate_serial": 1}

    def test_people_stay_out_of_it(self, enterprise: dict[str, Any]) -> None:
        assert "Primary user UPN" in enterprise["personal_columns"]
        assert "entreprise.example" not in json.dumps(enterprise)

    def test_what_nobody_recognises_is_listed(self, enterprise: dict[str, Any]) -> None:
        assert [(u["quantity"], u["category"]) for u in enterprise["unknown"]] == [(60, "")]

    def test_devices_and_carbon_per_person(self, enterprise: dict[str, Any]) -> None:
        profile = enterprise["profile"]
        assert profile["devices_per_person"] == pytest.approx(2960 / 3000)
        assert 20 < profile["per_person_kgco2e"] < 120


class TestTownHall:
    """The GLPI export that ships as the example."""

    def test_it_reads_in_both_languages(self) -> None:
        for lang, start in (("fr", "L’empreinte de votre parc"), ("en", "The footprint of your equipment")):
            arguments = ["baseline", str(TOWN_HALL), "--on", "2026-09-30", "--lang", lang]
            done = CliRunner().invoke(levier, arguments, env={"LEVIER_HOME": "/nonexistent"})
            assert done.exit_code == 0
            assert done.stdout.startswith(start)
