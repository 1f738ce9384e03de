"""Two buyers weigh criteria, write ladders and sub-criteria, and say how marks become a ranking."""

from __future__ import annotations

import pytest

from levier.tender.scoring.announced import announced
from levier.web.tender.file.bridge import tender_of
from tests.web.conftest import Town
from tests.web.reading import markup
from tests.web.sending import carried, fill
from tests.web.tender.test_kit import address, begun, english, now, planted

pytestmark = pytest.mark.django_db
LADDER = {
    "name": "Réparabilité",
    "kind": "environment",
    "weight": "50",
    "formula": "quality-ladder",
    "points-0": "0",
    "level-0": "Rien n’est garanti.",
    "points-1": "100",
    "level-1": "Pièces pendant sept ans.",
}


def test_weights_are_typed_in_per_cent_and_a_wrong_sum_is_told_and_kept(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    assert "The weights add up to 100%" in markup(client.get(address("award", tender)))
    seen = carried(client, address("award", tender))
    sent = seen | {"weight-price": "57,5", "weight-repair": "30 %"}
    answer = client.post(address("weigh", tender), sent, follow=True)
    assert [c["weight"] for c in now(tender)["criteria"]] == [0.575, 0.3]
    assert "The weights add up to 88% instead of 100%" in markup(answer)
    assert "Kept as a draft" in markup(answer)
    assert 'value="57.5"' in markup(answer)
    refused = client.post(address("weigh", tender), carried(client, address("award", tender)) | {"weight-price": "x"})
    assert refused.status_code == 422
    assert "is not a number" in markup(refused)


def test_of_two_buyers_the_second_sees_both_weights(belcombe: Town) -> None:
    tender, one, other = planted(belcombe), english(belcombe), english(belcombe, "administrator")
    seen = carried(one, address("award", tender))
    one.post(address("weigh", tender), seen | {"weight-price": "60", "weight-repair": "40"})
    answer = other.post(address("weigh", tender), seen | {"weight-price": "70", "weight-repair": "30"})
    assert answer.status_code == 409
    assert "Stands there now" in markup(answer)
    assert [c["weight"] for c in now(tender)["criteria"]] == [0.6, 0.4]


def test_two_buyers_who_change_two_criteria_do_not_disturb_each_other(belcombe: Town) -> None:
    tender, one, other = planted(belcombe), english(belcombe), english(belcombe, "administrator")
    price, repair = address("award_criterion", tender, "price"), address("award_criterion", tender, "repair")
    seen = carried(other, repair)
    fill(one, price, {"name": "Prix", "kind": "price", "weight": "60", "formula": "anchored-linear", "setting-n": "3"})
    assert other.post(repair, seen | LADDER).status_code == 302
    document = now(tender)
    assert document["criteria"][0]["parameters"] == {"n": 3}
    assert document["criteria"][1]["ladder"][-1] == {"points": 1, "text": "Pièces pendant sept ans."}


def test_a_ladder_that_falls_or_lacks_words_is_told_where(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    page = address("award_criterion", tender, "repair")
    answer = fill(client, page, LADDER | {"points-2": "40", "level-2": "", "points-3": "30", "level-3": "Trois ans."})
    assert answer.status_code == 422
    assert "Say in words what earns this level." in markup(answer)
    assert "from the least to the most points" in markup(answer)
    wrong = fill(client, page, LADDER | {"setting-n": "3"})
    assert "The formula that you chose does not use this." in markup(wrong)
    missing = fill(client, page, LADDER | {"formula": "estimate-distance"})
    assert "estimate" in markup(missing)
    assert missing.status_code == 422


def test_a_criterion_of_one_s_own_with_sub_criteria_can_be_published(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    new = address("new_award_criterion", tender)
    fill(client, new, {"name": "Service après-vente", "kind": "service", "weight": "0"})
    for name in ("Délai", "Prêt d’un appareil"):
        sent = {"name": name, "kind": "service", "weight": "10", "formula": "quality-ladder"}
        assert client.post(new, {**sent, "part_of": "service-apres-vente"}).status_code == 302
    seen = carried(client, address("award", tender))
    weights = {"weight-price": "50", "weight-repair": "30", "weight-service-apres-vente": "20"}
    parts = {"weight-delai": "15", "weight-pret-dun-appareil": "5"}
    answer = client.post(address("weigh", tender), seen | weights | parts, follow=True)
    assert "The weights add up to 100%" in markup(answer)
    marked = announced(tender_of(now(tender)), "tender.yaml").rules[""].criteria
    assert {one.id: one.weight for one in marked} == {
        "price": 0.5,
        "repair": 0.3,
        "delai": 0.15,
        "pret-dun-appareil": 0.05,
    }
    assert fill(client, new, {"name": "x", "kind": "price", "id": "delai"}).status_code == 422


def test_a_removed_criterion_takes_its_clause_and_its_place_among_ties_with_it(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    client.post(address("take_criteria", tender), {"take": ["BUR-02", "BUR-10"], "price": "1"})
    fill(client, address("ranking", tender), {"tie-0": "bur-02", "tie-1": "price", "decimals": "2", "out_of": "20"})
    assert now(tender)["ties"] == ["bur-02", "price"]
    assert (now(tender)["rounding"], now(tender)["out_of"]) == ({"decimals": 2}, 20)
    client.post(address("remove_award_criterion", tender, "bur-02"))
    document = now(tender)
    assert ([c["id"] for c in document["criteria"]], document["ties"]) == (["price"], ["price"])
    assert [c["id"] for c in document["clauses"]] == ["BUR-10"]


def test_a_method_without_version_is_asked_for_it(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    assert fill(client, address("ranking", tender), {"method": "ISO 14067"}).status_code == 422
    fill(client, address("ranking", tender), {"method": "ISO 14067", "version": "2018"})
    assert now(tender)["footprint"] == {"method": "ISO 14067", "version": "2018"}
