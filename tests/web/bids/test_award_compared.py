"""The page that a committee reads: the same figures as the terminal prints, each with its way, none too early."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.urls import reverse
from django_scopes import scope

from levier.cli.main import levier
from levier.web.bids.actions import act
from levier.web.bids.award.actions import close_marking
from levier.web.bids.models import Offer, Procedure
from levier.web.tender.file.bridge import file_of
from levier.web.tender.models import Publication, Tender
from levier.wording.numbers import write_count
from tests.web.bids.award_planting import plant_bids, workbooks
from tests.web.conftest import Founder, Town
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(found_organisation: Founder) -> Town:
    return found_organisation("Belcombe")


def page(town: Town, tender: Tender, name: str = "compared", *more: str, by: str = "reader", **query: str) -> Any:
    address = reverse(f"bids:{name}", args=[town.organisation.public_id, tender.public_id, *more])
    return town.client(by).get(address, query, headers={"accept-language": "en"})


AGREED = [
    {"criterion": "service", "alias": alias, "level": level, "reason": "as promised"}
    for alias, level in (("A", 1), ("B", 2), ("C", 2))
]


def test_the_page_and_the_terminal_tell_the_same_figures(town: Town, tmp_path: Path) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
        act(tender, None, "agreed", {"agreed": AGREED}, {})
        close_marking(tender, None)
        procedure = Procedure.objects.get(tender=tender)
        publication = Publication.objects.get()
        (tmp_path / "record.json").write_text(json.dumps({"schema": "levier.record/1", **procedure.record}))
    (tmp_path / "tender.yaml").write_bytes(file_of(publication.document))
    (tmp_path / "lock.json").write_text(json.dumps(publication.lock[""]), encoding="utf-8")
    names = []
    for name, (data, _, _) in workbooks(publication.document["deadline"]).items():
        (tmp_path / name).write_bytes(data)
        names.append(str(tmp_path / name))
    told = ["--record", str(tmp_path / "record.json"), "--lock", str(tmp_path / "lock.json"), "--json", "-"]
    outcome = CliRunner().invoke(levier, ["tender", "score", str(tmp_path / "tender.yaml"), *names, *told])
    assert outcome.exit_code == 0, outcome.output
    printed = {bid["bid"]: bid for bid in json.loads(outcome.stdout)["bids"]}
    shown = page(town, tender)
    text = words(shown)
    assert "Rebond SCIC stands first, 22.9 points ahead of Neuf SA." in text
    assert "Rules verified: nothing moved since publication" in text
    rows = {row.bid: row for row in shown.context["shown"].rows}
    assert set(rows) == set(printed)
    for name, row in rows.items():
        bid = printed[name]
        assert row.rank == ("–" if bid["rank"] is None else str(bid["rank"]))
        assert [cell.points for cell in row.cells] == [
            write_count(bid["points"][head.id], "en") if bid["points"] else "–" for head in shown.context["shown"].heads
        ]
        assert row.total == ("–" if bid["total"] is None else write_count(bid["total"], "en"))
        costs = {label.message: written for label, written in row.costs}
        for label, key in (("Price", "price_eur"), ("LCC", "lcc_eur"), ("EAC", "eac_eur")):
            assert costs[label] == ("–" if bid[key] is None else f"{write_count(float(round(bid[key])), 'en')}\u00a0€")
            assert costs[label] in unescape(shown.content.decode())


def test_every_figure_leads_to_where_it_is_explained(town: Town) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
    shown = page(town, tender).content.decode()
    links = set(re.findall(r'href="([^"]*/comparison/bids/[^"]*)"', shown))
    assert any(link.endswith("#costs") for link in links)
    assert any(link.endswith("#c-carbon") for link in links)
    detail = page(town, tender, "scored_bid", "A")
    text = words(detail)
    assert "Rebond SCIC is not ranked: figures are missing" in text
    assert "Service après-vente: no level agreed by the assessors" in text
    assert "equivalent annual cost" in text
    assert "discount_rate" in text
    assert page(town, tender, "scored_bid", "Z").status_code == 404
    anchors = set(re.findall(r'id="([^"]+)"', detail.content.decode()))
    assert {link.partition("#")[2] for link in links if "#" in link} <= anchors


def test_what_is_missing_is_the_heading_until_a_bid_is_ranked(town: Town) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
    text = words(page(town, tender))
    assert "No bid can be ranked yet: 7 figures are missing." in text
    assert "The assessors still mark apart" in text
    assert "Record the decision" not in text


def test_nothing_is_shown_before_the_bids_are_opened_and_read(town: Town) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
        Offer.objects.update(state=Offer.State.CLOSED)
    assert "No bid was read yet." in words(page(town, tender))
    with scope(organisation=town.organisation):
        act(tender, None, "opening", {"opening": None}, Procedure.objects.get(tender=tender).record)
    text = words(page(town, tender))
    assert "Bids stay closed until their opening is recorded." in text
    assert "Neuf SA" not in text


def test_a_rejected_price_and_an_irregular_bid_stand_apart_with_their_reason(town: Town) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
        irregular = {"bid": "Vite SARL", "status": "irregular", "reason": "ni durée de vie ni empreinte"}
        act(tender, None, "qualifications", {"qualifications": [irregular]}, {})
    text = words(page(town, tender))
    assert "Out of the comparison Vite SARL Irregular bid: ni durée de vie ni empreinte" in text
    assert "Vite SARL is out of the comparison" in words(page(town, tender, "scored_bid", "D"))


def test_another_organisation_finds_nothing(town: Town, found_organisation: Founder) -> None:
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation)
    other = found_organisation("Valbrune")
    own = reverse("bids:compared", args=[other.organisation.public_id, tender.public_id])
    assert other.client("buyer").get(own).status_code == 404
