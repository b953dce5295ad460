"""The first page's answers: counts, totals, years, pairings, newest findings."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from duikou.answers.overview import NEWEST, YEARS, contents, overview
from duikou.answers.questions import Question
from duikou.answers.totals import ask
from duikou.store import selectors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_contents_are_counted_by_name() -> None:
    counts = dict(contents())
    assert counts["documents"] == 5
    assert counts["articles written for demonstration"] == 2
    assert counts["statements"] == 291
    assert counts["pairings"] == len(selectors.pairings())
    assert counts["entries"] == len(selectors.entries())
    assert counts["postings"] == 1


def test_the_programme_and_its_day() -> None:
    page = overview()
    assert page.programme
    assert page.as_of == "2025-07"
    everything = selectors.counts()
    assert {"documents", "statements", "entries", "pairings", "projects", "subjects"} <= set(page.counts)
    assert page.counts == {name: everything[name] for name in page.counts}
    assert [row.key for row in page.documents if row.form != "sample"] == ["000", "001", "002", "003", "004"]


def test_a_total_is_what_its_link_leads_to() -> None:
    """The link's parameters, asked as a question, give the very bounds that the row shows."""
    rows = overview().totals
    assert {"上海市", "山东省, 沈阳市"} <= {row.donor for row in rows}
    for row in rows:
        asked = parse_qs(row.query)
        (measure,), (kind,), (until,) = asked["measure"], asked["kind"], asked["until"]
        answer = ask(
            Question(
                measure,
                kind=kind,
                donors=tuple(asked["donor"]),
                recipients=tuple(asked["recipient"]),
                until=until,
            )
        )
        assert answer.natural.bounds == row.bounds, row.query
        assert answer.as_of == row.as_of


def test_years_are_consecutive_and_their_bounds_in_order() -> None:
    bars = overview().years
    assert [bar.year for bar in bars] == list(range(bars[-1].year - YEARS + 1, bars[-1].year + 1))
    assert all(bar.most is None or Decimal(bar.least) <= Decimal(bar.most) for bar in bars)
    by_year = {bar.year: bar.least for bar in bars}
    assert Decimal(by_year[2020]) >= Decimal("17995000"), "1800万元 of 山东省 and 沈阳市 in 2020"


def test_every_pairing_has_its_cell() -> None:
    cells = {(cell.donor, cell.recipient) for cell in overview().pairings}
    expected = {(d, r) for row in selectors.pairings() for d in row.donors for r in row.recipients}
    assert len(cells) == len(expected)
    assert ("沈阳市", "忠县") in cells
    assert all(cell.source for cell in overview().pairings)


def test_agreements_are_not_news() -> None:
    found = overview().findings
    assert 0 < len(found) <= NEWEST
    assert "agreement" not in {one.kind for one in found}


@pytest.mark.usefixtures("in_chinese")
def test_in_chinese() -> None:
    page = overview()
    assert page.programme == "对口支援三峡库区" or "三峡" in page.programme
    assert "山东省、沈阳市" in {row.donor for row in page.totals}
    assert [name for name, _ in contents()][:2] == ["文献", "自撰演示短文"]
