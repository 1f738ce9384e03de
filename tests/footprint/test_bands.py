from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from levier.footprint.bands import Draws, Freed, Streams
from levier.footprint.trace import trace
from tests.footprint.estates import computed, device, estate_of, shipped


def test_the_same_seed_gives_the_same_band_and_another_seed_another() -> None:
    estate = estate_of([device("laptop", 100), device("monitor", 120)])
    first, again = computed(estate).baseline.totals[0], computed(estate).baseline.totals[0]
    assert first == again
    other = computed(estate, seed=7).baseline.totals[0]
    assert other.value == first.value
    assert other.low != first.low


def test_rows_of_one_category_are_one_draw_and_not_many() -> None:
    """A thousand rows of one category are no surer than one: independence would show 1/31 of the true spread."""
    one = computed(estate_of([device("monitor", 1000)])).baseline.totals[0]
    many = computed(estate_of([device("monitor", 1, site=f"s{i}") for i in range(1000)])).baseline.totals[0]
    assert many.low == pytest.approx(one.low)
    assert many.high == pytest.approx(one.high)
    assert one.high is not None
    assert one.low is not None
    assert math.log(one.high / one.low) > 1.0


def test_a_family_moves_all_its_categories_together() -> None:
    result = computed(estate_of([device("laptop"), device("monitor")]), referential="ademe")
    draws = Draws(result.evaluated, result.choices)
    factor = draws.factor("gwp", Freed(True, False, False, False, False))
    assert np.corrcoef(np.log(factor[:, 0]), np.log(factor[:, 1]))[0, 1] == pytest.approx(1.0)


def test_each_family_of_a_category_has_one_vote() -> None:
    result = computed(estate_of([device("monitor")]), draws=4000)
    draws = Draws(result.evaluated, result.choices)
    families = draws.facts[0].factors["gwp"].pooled.families
    drawn = draws.factor("gwp", Freed(True, False, False, False, False))[:, 0]
    ademe = next(f for f in families if f.family == "ademe-negaoctet-2022")
    near = np.abs(np.log(drawn / ademe.value)) < math.log(2)
    assert near.mean() == pytest.approx(1 / len(families), abs=0.06)


def test_sixty_known_models_are_surer_than_one_unknown() -> None:
    unknown = computed(estate_of([device("laptop", 60)])).baseline.totals[0]
    known = computed(estate_of([device("laptop", 1, model_raw=f"model {i}") for i in range(60)])).baseline.totals[0]
    assert known.value == unknown.value
    assert known.high is not None
    assert known.low is not None
    assert unknown.high is not None
    assert unknown.low is not None
    assert known.high / known.low < unknown.high / unknown.low


def test_bands_do_not_move_the_value() -> None:
    figure = computed(estate_of([device("monitor", 10)]), referential="ademe").baseline.totals[0]
    fewer = computed(estate_of([device("monitor", 10)]), referential="ademe", draws=50).baseline.totals[0]
    assert figure.value == fewer.value


def test_every_figure_tells_where_its_value_stands_in_its_band() -> None:
    result = computed(estate_of([device("monitor", 10), device("server", 2, acquired_on=date(2020, 1, 1))]))
    for figure in (*result.baseline.totals, *result.baseline.by_category):
        if figure.value is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= (figure.median or 0) <= figure.high
            assert 0 <= (figure.value_percentile or 0) <= 100


def test_narrowing_explains_about_all_of_the_variance_largest_first() -> None:
    b = computed(estate_of([device("laptop", 50), device("monitor", 80), device("server", 4)])).baseline
    shares = [n.share_of_variance for n in b.narrowing]
    assert shares == sorted(shares, reverse=True)
    assert 0.7 < sum(shares) < 1.3
    assert any(n.fact.startswith("life/") for n in b.narrowing)


def test_what_is_known_no_longer_needs_narrowing() -> None:
    told = device("server", 4, annual_kwh=2000.0, lifetime_years=6.0)
    facts = {n.fact: n.share_of_variance for n in computed(estate_of([told])).baseline.narrowing}
    assert "energy/server" not in facts


def test_named_streams_do_not_depend_on_the_order_of_asking() -> None:
    one, two = Streams(1, 8), Streams(1, 8)
    a, b = one.normal("a"), one.normal("b")
    assert (two.normal("b") == b).all()
    assert (two.normal("a") == a).all()


@pytest.mark.parametrize("view", ["accounting", "annual"])
def test_drawn_lives_at_their_centre_charge_what_the_value_charges(view: str) -> None:
    """The bands' rule of charge and the value's are the same rule, written for two shapes."""
    estate = estate_of(
        [device("laptop", q, acquired_on=date(y, 4, 2)) for q, y in ((3, 2016), (5, 2021), (2, 2024), (9, 2026))]
        + [device("laptop", 4)]
    )
    result = computed(estate, view=view, year=2026 if view == "accounting" else None)
    still = {
        key: replace(f, life=None if f.life is None else replace(f.life, sigma=0.0))
        for key, f in result.evaluated.tables.facts.items()
    }
    tables = replace(result.evaluated.tables, facts=still)
    draws = Draws(replace(result.evaluated, tables=tables), result.choices)
    assert draws.activity()[0] == pytest.approx(draws.central_activity)


def test_all_shipped_categories_with_a_factor_have_a_finite_band() -> None:
    devices = [device(c.id, 2) for c in shipped().categories.values() if c.counted]
    for figure in computed(estate_of(devices)).baseline.by_category:
        if figure.value is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert math.isfinite(figure.high)
            assert figure.high >= figure.low >= 0


def test_over_a_whole_life_the_years_of_use_are_uncertain_too() -> None:
    """Two estates differ by their electricity alone, that was measured: only the life can spread its impact."""
    told = device("server", 4, annual_kwh=5000.0, datacentre=False)
    result = computed(estate_of([told]), view="lifetime")
    draws = Draws(result.evaluated, result.choices)
    only_lives = Freed(False, False, True, False, False)
    use = draws.use("gwp", only_lives)[:, 0]
    life = result.evaluated.tables.facts[draws.keys[0]].life
    assert life is not None
    assert np.log(use).std() == pytest.approx(life.sigma, rel=0.1)
    assert np.median(use) == pytest.approx(next(f.value for f in result.baseline.by_stage if f.stage == "use"), rel=0.1)


def test_a_trace_names_what_its_percentiles_were_drawn_from() -> None:
    result = computed(estate_of([device("laptop", 10)]), draws=50, seed=7)
    told = trace(result.baseline, result.evaluated, result.catalogue, result.choices)["percentiles"]
    assert (told["draws"], told["seed"]) == (50, 7)
    names = {name.split(":")[0] for name in told["spreads"]}
    assert names == {"family", "model", "life", "hours", "mass", "mix"}
    totals = {f["key"]: (f["low"], f["high"]) for f in told["figures"]}
    first = result.baseline.totals[0]
    assert totals["totals/gwp"] == (first.low, first.high)
