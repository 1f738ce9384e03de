"""A tender is kept whole: every change is a version, two people overwrite nothing, nothing leaves its scope."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from levier.web.house.meanwhile import ChangedMeanwhile
from levier.web.people.models import Organisation
from levier.web.tender import queries
from levier.web.tender.file import actions
from levier.web.tender.file.bridge import document_from, file_of, tender_of
from levier.web.tender.models import Tender, TenderVersion
from levier.wording.errors import UnusableFile
from tests.web.tender.planting import laptops, plant_tender

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Organisation:
    return Organisation.objects.create(name="Belcombe", kind=Organisation.Kind.LOCAL_AUTHORITY)


def test_every_change_is_a_version_and_any_comes_back(town: Organisation) -> None:
    with scope(organisation=town):
        tender = plant_tender(town)
        changed = actions.change(tender, None, "frame", {"duration": {"months": 36}}, {"duration": {"months": 24}})
        assert (changed.version, changed.document["duration"]) == (2, {"months": 36})
        again = actions.restore(changed, None, 1)
        assert (again.version, again.document) == (3, laptops())
        assert [v.part for v in TenderVersion.objects.all()] == ["brought_back", "frame", "begun"]


def test_who_sends_second_overwrites_nothing(town: Organisation) -> None:
    with scope(organisation=town):
        tender = plant_tender(town)
        seen = {"duration": {"months": 24}}
        actions.change(tender, None, "frame", {"duration": {"months": 36}}, seen)
        with pytest.raises(ChangedMeanwhile) as refused:
            actions.change(tender, None, "frame", {"duration": {"months": 48}}, seen)
        assert refused.value.now == {"duration": {"months": 36}}
        assert Tender.objects.get().version == 2


def test_a_change_that_no_tender_can_hold_is_refused_with_its_place(town: Organisation) -> None:
    with scope(organisation=town):
        tender = plant_tender(town)
        with pytest.raises(UnusableFile) as refused:
            actions.change(tender, None, "frame", {"lots": [{"id": "1"}]}, {})
        assert refused.value.place is not None
        assert refused.value.place.column == "lots[1]"
        assert Tender.objects.get().version == 1


def test_what_is_emptied_is_no_longer_told(town: Organisation) -> None:
    with scope(organisation=town):
        tender = actions.change(plant_tender(town), None, "frame", {"duration": {"months": None}}, laptops())
        assert "duration" not in tender.document


def test_the_file_of_a_tender_reads_back_as_the_same_tender() -> None:
    written = file_of(laptops())
    assert document_from(written, "tender.yaml") == laptops()
    assert tender_of(laptops()).criteria[1].ladder[1].points == 0.5


def test_the_file_of_a_tender_has_one_order_whatever_the_database_kept() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in sorted(value, reverse=True)}
        return [turned(inner) for inner in value] if isinstance(value, list) else value

    assert file_of(turned(laptops())) == file_of(laptops())


def test_the_site_ships_the_example_of_the_library() -> None:
    shipped = (resources.files("levier.web.tender") / "example.yaml").read_bytes()
    assert shipped == Path("examples/belcombe-laptops.yaml").read_bytes()
    assert tender_of(document_from(shipped, "example.yaml")).lots


def test_tenders_are_asked_for_inside_their_organisation_alone(town: Organisation) -> None:
    other = Organisation.objects.create(name="Valbrune", kind=Organisation.Kind.COMPANY)
    with scope(organisation=town):
        tender = plant_tender(town)
        assert list(queries.tenders()) == [tender]
    with scope(organisation=other):
        assert list(queries.tenders()) == []
    with pytest.raises(ScopeError):
        queries.tenders()
