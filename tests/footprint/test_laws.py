"""The laws that no estate, view or referential may break."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levier.footprint.document import document
from levier.footprint.product import sums
from levier.footprint.trace import recompute, trace
from tests.footprint.estates import computed, device, estate_of, gwp, shipped

KNOWN = ("laptop", "desktop", "monitor", "smartphone", "tablet", "server", "printer", "switch")
VIEWS = ("annual", "accounting", "purchase", "lifetime")
DEVICES = st.lists(
    st.builds(
        device,
        st.sampled_from(KNOWN),
        st.integers(1, 50),
        acquired_on=st.one_of(st.none(), st.dates(date(2012, 1, 1), date(2026, 6, 1))),
        condition=st.sampled_from([None, "new", "refurbished"]),
        status=st.sampled_from([None, "in_use", "stock"]),
        ownership=st.sampled_from([None, "owned", "leased", "byod"]),
        country=st.sampled_from(["FR", "DE", "RE"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(DEVICES, st.sampled_from(VIEWS), st.sampled_from(["pooled", "ademe", "base-carbone", "pcf-medians"]))
def test_every_printed_value_can_be_recomputed_from_its_trace(
    devices: list[dict[str, object]], view: str, ref: str
) -> None:
    result = computed(estate_of(devices), view=view, referential=ref, year=2025 if view != "annual" else None, draws=20)
    told = trace(result.baseline, result.evaluated, result.catalogue, result.choices)
    again = recompute(told)
    figures = (*result.baseline.totals, *result.baseline.by_stage, *result.baseline.by_category)
    printed = {f.key: f.value for f in figures if f.value is not None}
    assert set(again) == set(printed)
    for key, value in printed.items():
        assert again[key] == pytest.approx(value, rel=1e-9, abs=1e-12), key


@settings(max_examples=20, deadline=None)
@given(DEVICES, st.sampled_from(VIEWS))
def test_stages_and_categories_add_up_to_the_total(devices: list[dict[str, object]], view: str) -> None:
    b = computed(estate_of(devices), view=view, draws=20).baseline
    total = b.totals[0].value
    assert sum(f.value or 0 for f in b.by_stage if f.criterion == "gwp") == pytest.approx(total)
    assert sum(f.value or 0 for f in b.by_category if f.criterion == "gwp") == pytest.approx(total)


@settings(max_examples=15, deadline=None)
@given(DEVICES, DEVICES)
def test_two_estates_together_are_the_sum_of_each(one: list[dict[str, object]], two: list[dict[str, object]]) -> None:
    apart = gwp(computed(estate_of(one), draws=20)) + gwp(computed(estate_of(two), draws=20))
    both = gwp(computed(estate_of([*one, *two]), draws=20))
    # devices of one purchase year share their mean age, which matters only past the planned life
    assert both == pytest.approx(apart, rel=0.05)


@pytest.mark.parametrize("category", KNOWN)
def test_more_devices_never_weigh_less(category: str) -> None:
    few = gwp(computed(estate_of([device(category, 10)]), draws=20))
    many = gwp(computed(estate_of([device(category, 11)]), draws=20))
    assert many == pytest.approx(few * 1.1)


@pytest.mark.parametrize("category", KNOWN)
def test_keeping_longer_is_never_worse_per_year(category: str) -> None:
    lives = [gwp(computed(estate_of([device(category, lifetime_years=y)]), draws=20)) for y in (2.0, 4.0, 8.0)]
    assert lives == sorted(lives, reverse=True)


@pytest.mark.parametrize("life", [2.5, 4.0, 5.0, 6.3])
def test_the_yearly_shares_of_an_account_add_up_to_all_of_the_making(life: float) -> None:
    bought = [device("laptop", 7, acquired_on=date(2020, 5, 1), lifetime_years=life, status="stock")]
    whole = gwp(computed(estate_of(bought), view="lifetime", draws=20))
    yearly = [gwp(computed(estate_of(bought), view="accounting", year=y, draws=20)) for y in range(2019, 2032)]
    assert sum(yearly) == pytest.approx(whole)
    assert yearly[0] == 0.0
    assert yearly[-1] == 0.0


def test_an_early_exit_writes_off_the_rest() -> None:
    stays = device("laptop", 7, acquired_on=date(2020, 5, 1), status="stock")
    leaves = device("laptop", 7, acquired_on=date(2020, 5, 1), retired_on=date(2022, 3, 1), status="retired")
    other = [device("monitor", 1, acquired_on=date(2026, 1, 1), status="stock")]
    whole = gwp(computed(estate_of([stays]), view="lifetime", draws=20))
    kept = [gwp(computed(estate_of([stays]), view="accounting", year=y, draws=20)) for y in (2020, 2021)]
    gone = gwp(computed(estate_of(other, retired=[leaves]), view="accounting", year=2022, draws=20))
    assert sum(kept) + gone == pytest.approx(whole)


def test_no_device_is_charged_more_than_its_making_over_its_service() -> None:
    whole = gwp(computed(estate_of([device("laptop", status="stock")]), view="lifetime", draws=20))
    for bought in range(2014, 2026):
        line = device("laptop", acquired_on=date(bought, 9, 30), status="stock")
        result = computed(estate_of([line]), draws=20)
        service = result.evaluated.strata["service_years"][0]
        assert gwp(result) * service == pytest.approx(whole)


def test_stock_carries_its_making_and_not_its_use() -> None:
    stages = {f.stage: f.value for f in computed(estate_of([device("laptop", status="stock")])).baseline.by_stage}
    assert stages["use"] == 0.0
    assert (stages["manufacturing"] or 0) > 0


def test_what_nobody_knows_is_unknown_and_never_zero() -> None:
    b = computed(estate_of([device("laptop", 3), device("badge_reader", 5), device("", 2, model_raw="ZX-9")])).baseline
    assert sum(u.quantity for u in b.unknown) == 7
    lost = next(f for f in b.by_category if f.criterion == "gwp" and f.category == "badge_reader")
    assert lost.value is None
    assert lost.reason is not None
    assert b.devices == 10


def test_a_measured_device_is_not_counted_at_the_default() -> None:
    measured = computed(estate_of([device("server", annual_kwh=1000.0, datacentre=False)])).baseline
    use = next(f.value for f in measured.by_stage if f.stage == "use")
    mix = next(m for m in shipped().mixes if m.zone == "FR" and m.set == "base-carbone" and m.year == 2024)
    assert use == pytest.approx(1000.0 * mix.value)


def mix_of_france() -> float:
    return next(m.value for m in shipped().mixes if m.zone == "FR" and m.set == "base-carbone" and m.year == 2024)


@pytest.mark.parametrize(("told", "pue"), [(None, 1.75), (True, 1.75), (False, 1.0)])
def test_a_server_stands_in_a_data_centre_unless_told_otherwise(told: bool | None, pue: float) -> None:
    b = computed(estate_of([device("server", annual_kwh=1000.0, datacentre=told)])).baseline
    assert next(f.value for f in b.by_stage if f.stage == "use") == pytest.approx(1000.0 * mix_of_france() * pue)
    assert any(a.code == "pue_default" for a in b.assumptions) == (pue > 1)


def test_the_losses_of_a_ups_in_a_data_centre_are_not_counted_a_second_time() -> None:
    server = device("server", annual_kwh=1000.0)
    alone = computed(estate_of([server])).baseline
    fed = computed(estate_of([server, device("ups", 2, datacentre=True)])).baseline
    uses = [next(f.value for f in b.by_stage if f.stage == "use") for b in (alone, fed)]
    assert uses[0] == uses[1]
    assert any(a.code == "power_in_pue" for a in fed.assumptions)
    office = computed(estate_of([device("ups", 2)])).baseline
    assert (next(f.value for f in office.by_stage if f.stage == "use") or 0) > 0


def test_the_electricity_of_a_device_of_unknown_making_enters_no_sum() -> None:
    """A total is what its categories add up to: a device whose impact is unknown adds nothing, and that is told."""
    lines = [device("laptop", 3), device("badge_reader", 5, annual_kwh=40.0), device("", 2, annual_kwh=300.0)]
    b = computed(estate_of(lines)).baseline
    assert b.totals[0].value == computed(estate_of(lines[:1])).baseline.totals[0].value
    assert b.totals[0].value == pytest.approx(sum(f.value or 0 for f in b.by_category if f.criterion == "gwp"))
    assert any(a.code == "unknown_with_electricity" for a in b.assumptions)
    assert sum(u.quantity for u in b.unknown) == 7


def test_the_life_of_a_refurbished_device_is_the_sum_of_two_in_its_trace() -> None:
    result = computed(estate_of([device("laptop", 4, condition="refurbished")]), draws=20)
    nodes = trace(result.baseline, result.evaluated, result.catalogue, result.choices)["nodes"]
    both = [n for n in nodes if n["label"]["en"] == "First and second life"]
    assert [(n["op"], len(n["args"])) for n in both] == [("+", 2)]


def test_every_value_of_a_trace_names_a_source_that_exists() -> None:
    lines = [device("laptop", 4, condition="refurbished", ownership="byod"), device("server", datacentre=True)]
    result = computed(estate_of(lines), draws=20)
    known = {"inventory", "assumption", *result.catalogue.sources}
    for node in trace(result.baseline, result.evaluated, result.catalogue, result.choices)["nodes"]:
        if node["op"] == "value":
            assert set(node["source"].split(" + ")) <= known, node
            assert set(node["source"].split(" + ")) <= {
                "inventory",
                "assumption",
                *(s.id for s in result.baseline.sources),
            }
            assert node["source"] != "assumption" or node["text"]["fr"] != node["text"]["en"]


def _town(n: int) -> list[dict[str, object]]:
    """Return devices whose ages, prices and kWh are no round numbers, so that their sums depend on their order."""
    return [
        device(
            KNOWN[i % len(KNOWN)],
            1 + i % 7,
            manufacturer_raw=f"Maker {i % 5}",
            model_raw=f"Model {i % 2}",
            acquired_on=date(2020, 1 + i % 12, 1 + i % 28),
            price_eur=100.1 * (1 + i % 13) / 3,
            annual_kwh=None if i % 3 else 33.3 + i / 7,
        )
        for i in range(n)
    ]


def test_a_sum_by_group_has_the_same_last_bit_in_any_order() -> None:
    rows = [{"group": i % 3, "value": 10.0 ** (i % 9) / 7} for i in range(3_000)]
    first = sums(pl.DataFrame(rows), ("group",), ("value",))
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert sums(pl.DataFrame(shuffled), ("group",), ("value",)).rows() == first.rows()


def test_the_order_of_the_lines_moves_no_bit_of_the_result() -> None:
    devices = _town(2_000)
    retired = [{**d, "retired_on": date(2026, 1, 1)} for d in devices[:300]]
    first = document(computed(estate_of(devices, retired), draws=50))
    for seed in range(3):
        shuffled, gone = random.Random(seed).sample(devices, len(devices)), retired[::-1]
        assert document(computed(estate_of(shuffled, gone), draws=50)) == first
