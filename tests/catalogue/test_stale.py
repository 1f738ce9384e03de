"""What should be looked at again, the longest overdue first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.catalogue.stale import all_facts, stale_facts
from levier.report.facts import stale_document, write_stale


@cache
def shipped() -> Catalogue:
    return load()


def last_day() -> date:
    return max(f.provenance.review_by for f in all_facts(shipped()))


def test_a_fact_is_good_on_its_review_date_and_stale_the_day_after() -> None:
    due = date(2026, 3, 31)
    fact = shipped().masses[0]
    old = replace(fact, provenance=replace(fact.provenance, review_by=due))
    catalogue = replace(shipped(), masses=(old,))
    assert stale_facts(catalogue, due) == []
    (found,) = stale_facts(catalogue, due + timedelta(days=1))
    assert (found.source, found.due, found.facts) == (fact.provenance.source, due, (fact.id,))


def test_in_the_end_every_fact_is_stale_once_and_the_longest_overdue_comes_first() -> None:
    found = stale_facts(shipped(), last_day() + timedelta(days=1))
    ids = [fact for source in found for fact in source.facts]
    assert sorted(ids) == sorted(f.id for f in all_facts(shipped()))
    assert [s.due for s in found] == sorted(s.due for s in found)


def test_every_fact_that_the_loader_counted_is_looked_at() -> None:
    referentials = len(shipped().referentials)
    assert len(list(all_facts(shipped()))) + referentials == sum(shipped().facts_by_file.values())


def test_it_is_told_in_both_languages() -> None:
    day = last_day() + timedelta(days=1)
    found = stale_facts(shipped(), day)
    assert "Past their review date on" in write_stale(found, day, "en")
    assert "Date de revue dépassée" in write_stale(found, day, "fr")
    assert write_stale([], date(2026, 11, 24), "fr") == "Aucun fait n’a dépassé sa date de revue au 24 novembre 2026.\n"
    assert stale_document(found, day)["sources"][0]["review_by"] == found[0].due.isoformat()
