"""The acts of a procedure: each is read as the library reads a file, kept with its version and told in the journal."""

from __future__ import annotations

import pytest
from django_scopes import scope

from levier.web.bids.actions import act, procedure_of
from levier.web.bids.bridge import case_of, record_of
from levier.web.bids.models import Marking
from levier.web.house.meanwhile import ChangedMeanwhile
from levier.web.journal.models import Entry
from levier.wording.errors import UnusableFile
from tests.web.bids.planting import plant_publication
from tests.web.conftest import Town

pytestmark = pytest.mark.django_db
OPENING = {"recorded_on": "2027-01-19", "by": "Commission d’appel d’offres"}


def test_an_act_is_kept_with_its_version_and_its_line_in_the_journal(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_publication(belcombe.organisation).tender
        found = act(tender, belcombe.people["buyer"], "opening", {"opening": OPENING}, {})
        assert (found.record, found.version) == ({"opening": OPENING}, 2)
        assert record_of(found).opening is not None
        assert Entry.objects.filter(action="bids.act", organisation=belcombe.organisation.public_id).count() == 1
        assert act(tender, None, "opening", {"opening": OPENING}, {}).version == 2, "the same act again is none"


def test_an_act_that_the_library_does_not_understand_is_not_kept(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_publication(belcombe.organisation).tender
        with pytest.raises(UnusableFile) as caught:
            act(tender, None, "opening", {"opening": {"recorded_on": "soon", "by": "nobody"}}, {})
        assert caught.value.place is not None
        assert caught.value.place.column == "opening.recorded_on"
        assert procedure_of(tender).record == {}


def test_two_acts_on_the_same_part_are_never_mixed_unseen(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_publication(belcombe.organisation).tender
        act(tender, None, "opening", {"opening": OPENING}, {"opening": None})
        with pytest.raises(ChangedMeanwhile):
            act(tender, None, "opening", {"opening": {**OPENING, "by": "Another"}}, {"opening": None})


def test_marks_of_assessors_join_the_record(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_publication(belcombe.organisation).tender
        told = {"criterion": "service", "alias": "A", "level": 1, "reason": "cinq jours", "function": "Acheteuse"}
        Marking.objects.create(
            organisation=belcombe.organisation, tender=tender, assessor=belcombe.people["buyer"], **told
        )
        [mark] = record_of(procedure_of(tender)).marks
        assert (mark.assessor, mark.level) == ("Acheteuse", 1)


def test_a_publication_is_the_case_that_bids_are_judged_by(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        publication = plant_publication(belcombe.organisation)
        case = case_of(publication)
        assert case.lock is not None
        assert case.lock.hash == publication.hash == case.published
        assert case.vat == "included"
