"""What all bids are costed with is set once, from facts with their source or from the buyer's own contract."""

from __future__ import annotations

import pytest

from levier.cost.facts import COST, parameters, source
from levier.tender.bids.costing import setting
from levier.tender.scoring.announced import announced
from levier.web.tender.file.bridge import tender_of
from tests.web.conftest import Town
from tests.web.reading import markup
from tests.web.sending import fill
from tests.web.tender.test_kit import address, english, now, planted

pytestmark = pytest.mark.django_db


def test_what_is_proposed_is_filled_in_with_its_source_and_costs_can_be_told_with_it(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    page = client.get(address("parameters", tender) + "?proposed=1")
    assert 'value="3.2"' in markup(page)
    assert source(parameters(COST)["carbon.value.fr.2026"].provenance.source).title in markup(page)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(address("parameters", tender), sent | {"value-years": "5"})
    locked = {p["id"]: p for p in now(tender)["parameters"]}
    rate = parameters(COST)["discount.rate.fr"].value
    assert locked["discount_rate"]["value"] == rate
    assert "unit" not in locked["discount_rate"], "a share, not per cent"
    assert locked["carbon_eur_per_tonne"]["value"] == parameters(COST)["carbon.value.fr.2026"].value
    assert all(p["source"] for name, p in locked.items() if name != "years")
    rules = announced(tender_of(now(tender)), "tender.yaml").rules[""]
    found = setting(rules.parameters, "excluded", 24, "", 1.2).parameters
    assert found is not None
    assert (found.discount_rate, found.years) == (rate, 5)
    assert found.electricity_eur_per_kwh == parameters(COST)["electricity.price.fr.business"].value


def test_a_reader_reads_what_is_locked_and_changes_nothing(belcombe: Town) -> None:
    locked = [{"id": "electricity_eur_per_kwh", "value": 0.21, "source": "Contrat d’électricité"}]
    tender, reader = planted(belcombe, parameters=locked), english(belcombe, "reader")
    page = reader.get(address("parameters", tender) + "?proposed=1")
    assert "Contrat d’électricité" in markup(page)
    assert '<td data-label="Value">0.21</td>' in markup(page)
    assert 'name="value-' not in markup(page), "nothing to type into"
    sent = {"value-electricity_eur_per_kwh": "0.3", "source-electricity_eur_per_kwh": "x"}
    assert reader.post(address("parameters", tender), sent).status_code == 403
    assert now(tender)["parameters"] == locked


def test_lives_by_category_and_parameters_of_a_file_stay_and_an_emptied_line_is_no_longer_locked(
    belcombe: Town,
) -> None:
    own = [{"id": "grid_losses", "value": 7, "unit": "%"}, {"id": "years", "value": 6, "unit": "ans"}]
    tender, client = planted(belcombe, parameters=own), english(belcombe)
    sent = {"value-grid_losses": "7", "value-years": "", "value-lifetime_years.laptop": "6", "value-discount_rate": "3"}
    fill(client, address("parameters", tender), sent)
    assert now(tender)["parameters"] == [
        {"id": "grid_losses", "value": 7, "unit": "%"},
        {"id": "discount_rate", "value": 0.03},
        {"id": "lifetime_years.laptop", "value": 6, "unit": "year"},
    ]
    refused = fill(client, address("parameters", tender), {"value-years": "six"})
    assert (refused.status_code, "is not a number" in markup(refused)) == (422, True)
