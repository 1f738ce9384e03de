"""Figures that sources print, typed here a second time from the page named beside, against what the catalogue carries.

Impact CO2 is read in `src/data/categories/numerique.ts` (commit 0255d5ab); Base Carbone by the id of its element.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.quantity.units import yearly_energy_kwh


@cache
def facts() -> Catalogue:
    return load()


@cache
def values() -> dict[str, float]:
    """Return the figure of every fact by its id."""
    c = facts()
    found = {f.id: f.value for f in c.factors}
    found |= {i.id: i.value for i in c.intensities} | {m.id: m.value for m in c.mixes}
    found |= {p.id: p.value for p in c.parameters.values()}
    found |= {e.id: e.kwh_per_year for e in c.energies}
    found |= {x.id: x.years for x in c.lifetimes}
    return found | {m.id: m.mass_kg for m in c.masses}


class Device(NamedTuple):
    """What Impact CO2 prints of one device: stages, yearly use in kgCO2e, years."""

    fact: str
    slug: str
    manufacturing: float
    distribution: float
    end_of_life: float
    use_per_year: float
    years: float


IMPACT_CO2 = [
    Device("smartphone", "smartphone", 77, 2.27, 0.246, 0.25573725, 2.5),
    Device("desktop", "ordinateurfixeprofessionnel", 203, 1.85, 6.61, 7.956270000000001, 6),
    Device("monitor", "ecran", 64.6, 1.29, 3.95, 3.7886999999999995, 6),
    Device("tablet", "tabletteclassique", 80.5, 3.43, 0.364, 0.9471749999999999, 3),
    Device("television", "television", 325, 3.26, 11.9, 3.6939825, 8),
    Device("laptop", "ordinateurportable", 170, 12.3, 2.79, 1.50600825, 5),
    Device("smart_speaker", "enceintebluetooth", 19.5, 0.3, 0.7, 1.13661, 5),
    Device("vr_headset", "casquevr", 70.35, 0.38, 1.675, 0.037887, 5),
    Device("external_hdd", "disquedur", 11.5, 0.113, 0.287, 0.151548, 5),
    Device("external_ssd", "ssd", 135, 0.0161, 0.0796, 0.0189435, 5),
    Device("usb_stick", "clefusb", 5.16, 0.00424, 0.0153, 0.0075774, 5),
    Device("internet_box", "box", 60.8, 0.61, 1.63, 3.6371520000000004, 5),
]


@pytest.mark.parametrize("device", IMPACT_CO2, ids=lambda d: d.slug)
def test_the_stages_use_and_years_that_ademe_prints_are_ours(device: Device) -> None:
    ours, name = values(), f"ademe.{device.fact}"
    assert ours[f"{name}.gwp.manufacturing"] == device.manufacturing
    assert ours[f"{name}.gwp.distribution"] == device.distribution
    assert ours[f"{name}.gwp.end_of_life"] == pytest.approx(device.end_of_life, rel=1e-12)
    assert ours[f"{name}.kwh"] * ours["ademe.FR.2022.gwp"] == pytest.approx(device.use_per_year, rel=1e-9)
    assert ours[f"{name}.life"] == device.years


@pytest.mark.parametrize("device", IMPACT_CO2, ids=lambda d: d.slug)
def test_the_total_that_ademe_s_formula_gives_is_reached_from_our_facts(device: Device) -> None:
    """Total = manufacturing + distribution + years x W x h x 365 / 1000 x 0.0519 + end of life."""
    ours, name = values(), f"ademe.{device.fact}"
    energy = next(e for e in facts().energies if e.id == f"{name}.kwh")
    kwh = energy.kwh_per_year
    if energy.power_w is not None and energy.hours_per_day is not None:
        kwh = yearly_energy_kwh(energy.power_w, energy.hours_per_day)
    stages = math.fsum(f.value for f in facts().factors if f.id.startswith(f"{name}.gwp."))
    total = stages + ours[f"{name}.life"] * kwh * ours["ademe.FR.2022.gwp"]
    printed = device.manufacturing + device.distribution + device.end_of_life + device.years * device.use_per_year
    assert total == pytest.approx(printed, rel=1e-9)


PRINTED = [
    # Base Carbone V23.6, element by its id: manufacturing and distribution
    ("base-carbone.27002", 156, "kgCO2e/device, laptop"),
    ("base-carbone.27003", 169, "kgCO2e/device, office desktop"),
    ("base-carbone.27004", 296, "kgCO2e/device, high-performance desktop"),
    ("base-carbone.27005", 222, "kgCO2e/device, 21.5-inch monitor"),
    ("base-carbone.27006", 248, "kgCO2e/device, 23.8-inch monitor"),
    ("base-carbone.26999", 340, "kgCO2e/device, television of 30 to 40 inches"),
    ("base-carbone.27000", 371, "kgCO2e/device, television of 40 to 49 inches"),
    ("base-carbone.27001", 500, "kgCO2e/device, television over 49 inches"),
    ("base-carbone.27007", 63.2, "kgCO2e/device, tablet of 9 to 11 inches"),
    ("base-carbone.27008", 40.9, "kgCO2e/device, small tablet"),
    ("base-carbone.27009", 82.2, "kgCO2e/device, tablet with detachable keyboard"),
    ("base-carbone.27010", 16.5, "kgCO2e/device, classic mobile phone"),
    ("base-carbone.27011", 27.6, "kgCO2e/device, smartphone under 4.5 inches"),
    ("base-carbone.27012", 32.8, "kgCO2e/device, smartphone of 5 inches"),
    ("base-carbone.27013", 39.1, "kgCO2e/device, smartphone over 5.5 inches"),
    ("base-carbone.27025", 88.2, "kgCO2e/device, inkjet printer"),
    ("base-carbone.27026", 197, "kgCO2e/device, laser printer"),
    ("base-carbone.27027", 87.9, "kgCO2e/device, multifunction inkjet printer"),
    ("base-carbone.27019", 82.9, "kgCO2e/device, fibre modem"),
    ("base-carbone.27018", 61.3, "kgCO2e/device, DSL box"),
    ("base-carbone.28313", 145, "kgCO2e/device, video projector"),
    ("base-carbone.20591", 2935, "kgCO2e/device, shared photocopier"),
    ("base-carbone.20894", 600, "kgCO2e/device, server"),
    ("base-carbone.20896", 500, "kgCO2e/device, rack"),
    ("base-carbone.20895", 80.7, "kgCO2e/kg, switch, router, firewall"),
    ("base-carbone.43420", 216, "kgCO2e/kEUR, IT products, prices of 2023"),
    # Base Carbone V23.6, consumption mix of continental France
    ("base-carbone.FR.2020.gwp", 0.0599, "kgCO2e/kWh, element 28333"),
    ("base-carbone.FR.2021.gwp", 0.0569, "kgCO2e/kWh, element 37091"),
    ("base-carbone.FR.2022.gwp", 0.052, "kgCO2e/kWh, element 42513"),
    ("base-carbone.FR.2023.gwp", 0.058, "kgCO2e/kWh, element 43273"),
    ("base-carbone.FR.2024.gwp", 0.0519, "kgCO2e/kWh, element 43642"),
    # the other published readings of France
    ("owid.FR.2024.gwp", 0.0442, "kgCO2e/kWh, Our World in Data, 2024, printed 44 g"),
    ("digital4better.FR.2025.gwp", 0.0319, "kgCO2e/kWh, Digital4Better, 2025"),
    # makers' declarations
    ("pcf-medians.interactive_display.65_79.gwp", 1831, "kgCO2e/device, Dell C7520QT, 2770 less use"),
    ("pcf-medians.multifunction_printer.a3.gwp", 1399, "kgCO2e/device, Lexmark CX924dxe less use"),
    ("pcf-medians.multifunction_printer.a3.kwh", 260, "kWh a year, Lexmark CX924dxe"),
    ("pcf-medians.storage_array.kwh", 14800, "kWh a year, Seagate OneStor SP2584"),
    ("canon-jemai-2012.multifunction_printer.a3.gwp.distribution", 43, "kgCO2e/device, Canon CR-DG01-12004"),
    ("canon-jemai-2012.multifunction_printer.a3.gwp.end_of_life", 130, "kgCO2e/device, Canon CR-DG01-12004"),
    ("tcs.laptop.gwp", 230, "kgCO2e/device, device-type.ts"),
    ("tcs.monitor.gwp", 350, "kgCO2e/device, device-type.ts"),
    ("tcs.server.gwp", 1450, "kgCO2e/device, device-type.ts"),
    ("ecodiag.ip_phone.gwp", 17, "kgCO2e/device, devices.js"),
    ("ecodiag.docking_station.gwp", 26, "kgCO2e/device, devices.js"),
    # lives
    ("g4it.switch.life", 5, "years, refEquipmentType"),
    ("g4it.ip_phone.life", 8, "years, refEquipmentType"),
    ("ademe-refurbished.smartphone.second_life", 2, "years, refurbished study of 2022"),
    ("ademe-refurbished.laptop.second_life", 3, "years, refurbished study of 2022"),
    # refurbished, published by ADEME in 2022
    ("refurbished.published.smartphone.gwp_avoided", 24.6, "kgCO2e a year of use"),
    ("refurbished.published.laptop.gwp_avoided", 27, "kgCO2e a year of use"),
    ("refurbished.published.smartphone.material_avoided", 76.9, "kg of raw material a year of use"),
    ("refurbished.published.laptop.material_avoided", 127, "kg of raw material a year of use"),
    ("refurbished.published.laptop.weee_avoided", 0.314, "kg of waste a year of use"),
    # hypotheses of NumEcoEval
    ("share.byod", 0.57, "hypotheses file"),
    ("share.cope", 0.8, "hypotheses file"),
    ("pue.default", 1.75, "default of a data centre"),
]


@pytest.mark.parametrize(("fact", "printed", "page"), PRINTED, ids=[row[0] for row in PRINTED])
def test_a_printed_figure_is_ours(fact: str, printed: float, page: str) -> None:
    """The figure printed, to the digits printed."""
    digits = len(str(printed).replace(".", "").strip("0"))
    assert float(f"{values()[fact]:.{max(digits, 3)}g}") == printed, page


PARTS = [
    (27005, 213.3, 7.98),
    (27006, 239.0, 9.21),
    (26999, 319.8, 20.2),
    (27000, 350.4, 21.3),
    (27001, 473.4, 27.3),
    (27025, 75.99, 12.2),
    (27026, 172.4, 24.3),
    (27007, 50.39, 12.8),
    (28313, 139.2, 6.1),
]
"""Base Carbone prints the parts too: making and distribution of the element. They are not carried, only checked."""


@pytest.mark.parametrize(("element", "manufacturing", "distribution"), PARTS)
def test_the_parts_that_base_carbone_prints_add_up_to_the_total_that_we_carry(
    element: int, manufacturing: float, distribution: float
) -> None:
    assert manufacturing + distribution == pytest.approx(values()[f"base-carbone.{element}"], rel=0.01)


def test_refurbishing_is_the_share_of_making_that_its_study_prints() -> None:
    """2.8 kg for a device whose making is 56.9 kg: the share carried is that, rounded to the percent."""
    ours = values()
    published = ours["refurbished.published.smartphone.refurbishment"]
    making = ours["refurbished.published.smartphone.manufacturing"]
    assert round(published / making, 2) == ours["refurbish.share_of_manufacturing"]


MASS_RULE = [
    ("switch.p24", 351.4),
    ("switch.p24_poe", 477.7),
    ("switch.p48", 436.6),
    ("switch.p48_poe", 551.5),
    ("switch.dc_1u", 772.7),
    ("switch.chassis", 2397.0),
    ("router.rack", 750.4),
    ("firewall.f1u", 300.2),
    ("firewall.f2_4u", 1282.0),
    ("load_balancer", 822.0),
    ("wifi_access_point", 69.99),
]
"""Device library's median mass x Base Carbone's 80.7 kgCO2e per kg, as computed when the sources were read."""


@pytest.mark.parametrize(("device", "expected"), MASS_RULE)
def test_the_mass_rule_gives_network_equipment_its_carbon(device: str, expected: float) -> None:
    product = values()[f"device-type-library.{device}.mass"] * values()["base-carbone.20895"]
    assert product == pytest.approx(expected, rel=1e-3)


CIROTH = {
    "reliability": (1, 1.54, 1.61, 1.69, 1.69),
    "completeness": (1, 1.03, 1.04, 1.08, 1.08),
    "temporal": (1, 1.03, 1.1, 1.19, 1.29),
    "geographical": (1, 1.04, 1.08, 1.11, 1.11),
    "technological": (1, 1.18, 1.65, 2.08, 2.8),
}
"""Ciroth et al. 2016, empirical geometric standard deviations, as the package pedigree_matrix 0.2.2 carries them."""


@pytest.mark.parametrize("indicator", CIROTH)
def test_pedigree_factors_are_those_of_ciroth(indicator: str) -> None:
    ours = sorted((p.score, p.gsd) for p in facts().pedigree if p.indicator == indicator)
    assert tuple(gsd for _, gsd in ours) == CIROTH[indicator]
