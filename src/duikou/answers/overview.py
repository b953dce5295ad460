"""The overview: what the book holds, who gave how much to whom as of when, year by year, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from duikou.answers.amounts import decimal_bounds, interval_text
from duikou.answers.documents import list_documents
from duikou.answers.evidence import Evidence, evidence, remember
from duikou.answers.findings import ORDER, views
from duikou.answers.proofs import bound_view
from duikou.answers.questions import donor_list
from duikou.answers.views import FindingView, Overview, PairingCell, TotalRow, YearBar
from duikou.answers.wording import chinese, listed
from duikou.book import PUBLIC, Pairing, Scope, Sight, Window
from duikou.words import Reading

NEWEST = 8  # findings on the first page
YEARS = 12  # of the yearly chart


@remember
def overview(*, sight: Sight = PUBLIC) -> Overview:
    """Everything that the first page shows, from one state of the book."""
    book = evidence(sight=sight)
    programme = book.programme()
    label = "zh" if chinese() else "en"
    as_of = max((d.dated for d in book.documents.values() if d.form != "sample"), default="")
    return Overview(
        programme=getattr(programme, label) if programme else "",
        as_of=as_of,
        counts=book.counts(),
        totals=tuple(_totals(book)),
        years=tuple(_years(book)),
        pairings=tuple(_cell(pairing, donor, recipient, book) for pairing in book.pairings
                       for donor in sorted(pairing.donors) for recipient in sorted(pairing.recipients)),
        findings=newest(book),
        documents=list_documents(sight=sight),
    )  # fmt: skip


def contents(*, sight: Sight = PUBLIC) -> tuple[tuple[str, int], ...]:
    """What the book holds, by name: documents, articles for demonstration, statements, pairings …"""
    book = evidence(sight=sight)
    counts = book.counts()
    samples = sum(row.form == "sample" for row in book.documents.values())
    return (
        (_("documents"), counts["documents"] - samples),
        (_("articles written for demonstration"), samples),
        (_("statements"), counts["statements"]),
        (_("pairings"), counts["pairings"]),
        (_("entries"), counts["entries"]),
        (_("projects"), counts["projects"]),
        (_("subjects"), counts["subjects"]),
        (_("postings"), book.number),
    )


def newest(book: Evidence) -> tuple[FindingView, ...]:
    """The gravest findings, those of the latest documents first."""
    return newest_first(views((one for one in book.findings() if one.kind != "agreement"), book), book)[
        :NEWEST
    ]


def newest_first(found: Iterable[FindingView], book: Evidence) -> tuple[FindingView, ...]:
    """Contradictions, then doubts, then remainders; of each those of the latest documents first."""
    dated = {key: row.dated for key, row in book.documents.items()}
    latest = sorted(
        found, key=lambda one: max((dated.get(d, "") for d in one.documents), default=""), reverse=True
    )
    latest.sort(key=lambda one: ORDER.index(one.kind))
    return tuple(latest)


def _totals(book: Evidence) -> Iterable[TotalRow]:
    """Grants arrived since the start, for every donor and recipient of which something is stated."""
    asked: dict[tuple[frozenset[str], frozenset[str]], date] = {}
    for row in book.statements.values():
        scope = row.scope
        if scope.measure != "fund" or scope.kinds != {"grant"} or row.nature != "flow" or not scope.donors:
            continue
        if row.form == "published" and not scope.subjects and not scope.sectors and scope.window.end:
            pair = (scope.donors, scope.recipients)
            if scope.window.start is None or "from" in row.assumed:
                asked[pair] = max(asked.get(pair, scope.window.end), scope.window.end)
    for (donors, recipients), end in sorted(
        asked.items(), key=lambda item: (sorted(item[0][1]), sorted(item[0][0]))
    ):
        yield _total_row(donors, recipients, end, book)


def _total_row(donors: frozenset[str], recipients: frozenset[str], end: date, book: Evidence) -> TotalRow:
    words = book.vocabulary
    scope = Scope(
        "fund", "CNY", "arrived", frozenset({"grant"}), donors, recipients, window=Window(None, end)
    )
    bounds = book.reckoner.bounds(scope, Reading.NATURAL)
    view = bound_view(bounds, words.unit["CNY"], book)
    donor = donor_list(donors, words)
    recipient = [words.places[code].name for code in sorted(recipients)]
    query = urlencode(
        {
            "measure": "fund",
            "kind": "grant",
            "donor": donor,
            "recipient": recipient,
            "until": end.isoformat(),
        },
        doseq=True,
    )
    return TotalRow(
        label=listed(donor),
        donor=listed(donor),
        recipient=listed(recipient),
        as_of=end.isoformat(),
        shown=view.shown,
        bounds=view.bounds,
        query=query,
    )


def _years(book: Evidence) -> Iterable[YearBar]:
    """Assistance arrived in each single year: what statements and entries prove, naturally read."""
    ends = [row.scope.window.end.year for row in book.statements.values() if row.scope.window.end]
    if not ends:
        return
    unit = book.vocabulary.unit["CNY"]
    for year in range(max(ends) - YEARS + 1, max(ends) + 1):
        scope = Scope("fund", "CNY", "arrived", window=Window(date(year, 1, 1), date(year, 12, 31)))
        least, most = decimal_bounds(book.reckoner.bounds(scope, Reading.NATURAL).interval, unit)
        yield YearBar(year, least or "0.00", most)


def _cell(pairing: Pairing, donor: str, recipient: str, book: Evidence) -> PairingCell:
    words = book.vocabulary
    scope = Scope("fund", "CNY", "arrived", frozenset({"grant"}), frozenset({donor}), frozenset({recipient}))
    bounds = book.reckoner.bounds(scope, Reading.NATURAL)
    names = {"donor": words.parties[donor].name, "recipient": words.places[recipient].name}
    known = bounds.interval.least
    return PairingCell(
        **names,
        since=pairing.start,
        level=pairing.level,
        source=pairing.source,
        shown=interval_text(bounds.interval, words.unit["CNY"]) if known else "",
        query=urlencode({"measure": "fund", "kind": "grant", **names}),
    )
