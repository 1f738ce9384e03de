"""A need gets criteria that fit it, that meet its duties, and of which none counts a thing twice."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from levier.tender.library.model import Concern, Kind, Library, Purchase
from levier.tender.library.proposal import SMALL, Duties, Item, Need, propose, twice
from levier.wording.errors import BadOption

ALL_DUE = Duties(environmental_award=True, environmental_condition=True, social_condition=True)
NONE_DUE = Duties(environmental_award=False, environmental_condition=False, social_condition=False)
SEGMENTS = ("office", "mobile", "displays", "printing", "networks", "infrastructure", "cloud", "software", "services")


def need(*segments: str, buyer: str = "local_authority", duties: Duties = ALL_DUE, ways: str = "mixed") -> Need:
    return Need(segments, frozenset(Purchase(w) for w in ways.split()), buyer, duties)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [i.criterion.id for i in items]


def test_a_town_that_buys_new_and_refurbished_laptops_gets_five_criteria_that_meet_its_duties(library: Library) -> None:
    found = propose(need("office", ways="buy refurbished"), library)
    assert len(found.small) == SMALL
    assert [i.criterion.kind for i in found.small[:3]] == [
        Kind.AWARD_CRITERION,
        Kind.PERFORMANCE_CONDITION,
        Kind.PERFORMANCE_CONDITION,
    ]
    assert Concern.SOCIAL in found.small[2].criterion.concerns
    assert found.unmet == ()
    assert any(i.criterion.segment == "refurbished" for i in found.complete)


@pytest.mark.parametrize(("segment", "ways"), list(product(SEGMENTS, ("buy", "rent", "refurbished", "mixed"))))
def test_no_kit_counts_a_thing_twice(library: Library, segment: str, ways: str) -> None:
    found = propose(need(segment, ways=ways), library)
    pairs = combinations([i.criterion for i in found.complete], 2)
    assert [(a.id, b.id, twice(a, b)) for a, b in pairs if twice(a, b)] == []


def test_kilowatt_hours_are_never_both_in_a_life_cycle_cost_and_in_a_mark(library: Library) -> None:
    marks = [
        i.criterion
        for i in propose(need("office"), library).complete
        if i.criterion.kind is Kind.AWARD_CRITERION and "energy_use" in i.criterion.measures
    ]
    assert len(marks) == 1
    assert twice(library.criteria["BUR-12"], library.criteria["BUR-13"]) == {"energy_use"}


WAYS = ("buy", "rent", "refurbished", "mixed")
CHOICES = [" ".join(chosen) for n in range(1, len(WAYS) + 1) for chosen in combinations(WAYS, n)]
MEANT = {"mixed": {"buy", "refurbished"}}
BROUGHT = {"rent": "leasing", "refurbished": "refurbished"}


@pytest.mark.parametrize("chosen", CHOICES)
def test_nothing_is_proposed_for_a_way_or_a_segment_that_was_not_chosen(library: Library, chosen: str) -> None:
    meant = set().union(*(MEANT.get(way, {way}) for way in chosen.split()))
    segments = sorted(id_ for kind, id_ in library.terms if kind == "segment")
    in_kits = {(k.segment, k.criterion) for k in library.kits}
    for segment in segments:
        fitting = {segment, "transverse", *(BROUGHT[way] for way in meant if way in BROUGHT)}
        for item in propose(need(segment, ways=chosen), library).complete:
            one = item.criterion
            assert {way.value for way in one.purchases} & meant, (segment, one.id)
            assert one.segment in fitting or any((s, one.id) in in_kits for s in fitting), (segment, one.id)


def test_new_and_refurbished_goods_bring_no_lease(library: Library) -> None:
    found = propose(need("office", "printing", "networks"), library)
    assert not {"LOC-03", "IMP-07", "RES-06"} & set(ids(found.complete))
    told = {x.criterion.id: str(x.reason) for x in found.left_out}
    assert (told["IMP-07"], told["RES-06"]) == ("it is for another way of buying",) * 2
    assert "LOC-03" in ids(propose(need("office", ways="mixed rent"), library).complete)


def test_what_was_left_out_says_why(library: Library) -> None:
    told = {x.criterion.id: str(x.reason) for x in propose(need("office", ways="buy"), library).left_out}
    rented = {x.criterion.id: str(x.reason) for x in propose(need("office", ways="rent"), library).left_out}
    assert rented["LOC-06"] == "its text is not written yet"
    assert "BUR-13" in told["BUR-12"] or "BUR-12" in told["BUR-13"]


def test_everything_of_the_segments_is_proposed_or_left_out(library: Library) -> None:
    found = propose(need("office", "printing", ways="mixed rent"), library)
    told = {*ids(found.complete), *(x.criterion.id for x in found.left_out)}
    wanted = {"office", "printing", "refurbished", "leasing", "transverse"}
    assert {c.id for c in library.criteria.values() if c.segment in wanted} == told


def test_a_company_gets_no_rule_of_public_law(library: Library) -> None:
    found = propose(need("printing", buyer="company", duties=NONE_DUE, ways="rent"), library)
    assert not {"TRV-03", "TRV-04", "TRV-09", "TRV-15", "TRV-18"} & set(ids(found.complete))
    assert len(found.small) == SMALL


def test_renting_brings_the_free_extension_and_the_second_life(library: Library) -> None:
    rented = ids(propose(need("displays", buyer="hospital", ways="rent"), library).complete)
    bought = ids(propose(need("displays", buyer="hospital", ways="buy"), library).complete)
    assert {"LOC-01", "LOC-02"} <= set(rented)
    assert not [i for i in bought if i.startswith("LOC")]


def test_inclusion_hours_are_asked_for_once(library: Library) -> None:
    found = ids(propose(need("services", ways="buy"), library).complete)
    assert len({"PRE-04", "TRV-08"} & set(found)) == 1


def test_the_small_kit_is_within_the_complete_one(library: Library) -> None:
    found = propose(need("cloud", ways="buy"), library)
    assert set(ids(found.small)) <= set(ids(found.complete))


@pytest.mark.parametrize("segment", [*SEGMENTS, "end_of_life"])
def test_the_duties_of_each_segment_can_be_met(library: Library, segment: str) -> None:
    assert [str(t) for t in propose(need(segment), library).unmet] == []


def test_an_unknown_segment_is_refused_with_those_that_exist(library: Library) -> None:
    with pytest.raises(BadOption, match="office"):
        propose(need("furniture"), library)
