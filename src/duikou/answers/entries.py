"""One entry with everything that it stands on: its posting, its project or record, its document and paper."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from duikou.answers.amounts import amount_text
from duikou.answers.errors import NotFound
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.papers import file_of
from duikou.answers.proofs import entry_scope
from duikou.answers.questions import donor_names, window_text
from duikou.answers.totals import definition
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, BookError, Document, Entry, Sight, Window, format_amount
from duikou.book.entry import place_of_entry
from duikou.book.sight import owns_entry
from duikou.store import selectors
from duikou.store.papers import kept
from duikou.store.tracing import Link, links, reversal_of
from duikou.words import UnknownCode


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the book that an entry names, and that whoever asks may see."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry. Coordinates in words, "" where not known. `exact`: the amount in base units to the last
    digit; `rounding`: how far the true one may lie from it, "" for a voucher's. `query`: the question that
    this entry answers. `reversed_by`, `reverses`: key of the other entry or "", with the reason.

    What it names and whoever asks may not see is left out; so are notes and reasons where the entry is not
    their own. `standing`: whether it counts. `paper`: whether they may have the file.
    """

    key: str
    measure: str
    stage: str
    kind: str
    amount: str
    exact: str
    rounding: str
    donors: str
    recipient: str
    sector: str
    subject: str
    period: str
    as_of: str
    definition: str
    query: str
    posting: Link
    document: Document | None
    statement: str
    paper: bool
    project: Named | None
    record: Named | None
    reverses: str
    reversed_by: str
    reason: str
    note: str

    @property
    def standing(self) -> bool:
        return not self.reverses and not self.reversed_by


def entry_view(key: str, *, sight: Sight = PUBLIC) -> EntryView:
    """Raises NotFound where it is not to be seen: one that was taken back, and the one that did so, are seen
    by who would see the entry if it stood."""
    book = evidence(sight=sight)
    row = seen_entry(key, book, sight)
    taken_back = reversal_of(key)
    scope = entry_scope(row)
    words = book.vocabulary
    unit = words.unit[row.unit]
    place = place_of_entry(key)
    assert place is not None
    own = owns_entry(sight, row, words, book.projects.get(row.project))
    return EntryView(
        key=row.key,
        measure=_label(words.measure[row.measure]),
        stage=_label(words.stage[row.stage]) if row.stage in words.stage else row.stage,
        kind=_label(words.kind[row.kind]) if row.kind in words.kind else row.kind,
        amount=amount_text(row.amount, unit),
        exact=f"{_grouped(format_amount(row.amount, unit.scale))} {_label(unit)}",
        rounding=amount_text(row.rounding, unit) if row.rounding else "",
        donors=donor_names(row.donors, words),
        recipient=_place(row.recipient, book),
        sector=_label(words.sector[row.sector]) if row.sector in words.sector else row.sector,
        subject=book.subjects[row.subject].name if row.subject in book.subjects else "",
        period=window_text(Window(row.first_day, row.last_day)),
        as_of=row.last_day.isoformat(),
        definition=definition(scope, book),
        query=_query(row, book),
        posting=links([place[0]])[place[0]],
        document=book.documents.get(row.document),
        statement=row.statement if row.statement in book.statements else "",
        paper=own and _has_file(book.documents.get(row.document)),
        project=_project(row, book),
        record=_record(row, book),
        reverses=row.reverses,
        reversed_by=taken_back.key if taken_back else "",
        reason=_reason(row, taken_back) if own else "",
        note=row.note if own and not row.reverses else "",
    )


def seen_entry(key: str, book: Evidence, sight: Sight) -> Entry:
    """Raises NotFound where it is not to be seen."""
    if key in book.entries:
        return book.entries[key]
    try:
        row = selectors.entry(key)
    except BookError as error:
        raise NotFound("entry", key) from error
    document = book.documents.get(row.document)
    published = document is not None and document.public
    if not published and not owns_entry(sight, row, book.vocabulary, book.projects.get(row.project)):
        raise NotFound("entry", key)
    return row


def paper_of_entry(key: str, *, sight: Sight = PUBLIC) -> tuple[Document, bytes]:
    """The file behind an entry. Papers hold names and accounts: they go to whom the entry is its own, not to
    whoever may see it. Raises NotFound."""
    book = evidence(sight=sight)
    row = seen_entry(key, book, sight)
    document = book.documents.get(row.document)
    if document is None or not owns_entry(sight, row, book.vocabulary, book.projects.get(row.project)):
        raise NotFound("document", row.document)
    return file_of(document)


def _has_file(document: Document | None) -> bool:
    return document is not None and kept(document.digest)


def _reason(row: Entry, taken_back: Entry | None) -> str:
    return taken_back.note if taken_back else row.note if row.reverses else ""


def _project(row: Entry, book: Evidence) -> Named | None:
    found = book.projects.get(row.project)
    return Named(found.key, found.name) if found else None


def _record(row: Entry, book: Evidence) -> Named | None:
    found = book.activities.get(row.activity)
    return Named(found.key, found.title) if found else None


def _query(row: Entry, book: Evidence) -> str:
    """The question about this entry's own coordinates and days."""
    words = book.vocabulary
    pairs = [("measure", row.measure), ("kind", row.kind), ("stage", row.stage), ("unit", row.unit)]
    pairs += [("donor", words.parties[code].name) for code in sorted(row.donors)]
    pairs += [("recipient", _place(row.recipient, book)), ("sector", row.sector)]
    pairs += [("from", row.first_day.isoformat()), ("to", row.last_day.isoformat())]
    return urlencode([(name, value) for name, value in pairs if value])


def _place(code: str, book: Evidence) -> str:
    try:
        return book.vocabulary.places[code].name if code else ""
    except UnknownCode:
        return code


def _label(row: object) -> str:
    return str(getattr(row, "zh" if chinese() else "en"))


def _grouped(decimal: str) -> str:
    whole, point, rest = decimal.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "") else decimal
