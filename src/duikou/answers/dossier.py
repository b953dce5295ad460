"""A scope's full evidence, to be taken away and checked elsewhere: the answer, every entry and statement that
bears on it, their papers, and the postings that brought them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duikou.answers.as_json import total_json
from duikou.answers.dossier_texts import page_of, readme
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.phrases import surface
from duikou.answers.questions import Question, donor_names, scope_text, understand
from duikou.answers.totals import total
from duikou.answers.views import TotalView
from duikou.answers.wording import chinese
from duikou.book import (
    PUBLIC,
    BookError,
    Document,
    Entry,
    Receipt,
    Scope,
    Sight,
    Statement,
    describe_fields,
    format_amount,
)
from duikou.book.sight import owns_activity, owns_entry, owns_project
from duikou.checks.claims import NATURAL
from duikou.files.csv_text import csv_bytes
from duikou.files.dossier import safe_name
from duikou.store import selectors
from duikou.store.papers import paper
from duikou.store.tracing import Link, Stored, links, manifest, stored
from duikou.words import UnknownCode

MOST_ROWS = 50_000  # entries, and statements, of one dossier
MOST_BYTES = 100 * 1024 * 1024  # of papers
CERTAIN, POSSIBLE, PROOF = "certain", "possible", "proof"


@dataclass(frozen=True, slots=True)
class Dossier:
    """`name`: of the file. `parts`: (path, content), each made when it is asked for."""

    name: str
    parts: Iterable[tuple[str, bytes]]


def dossier(question: Question, *, sight: Sight = PUBLIC) -> Dossier:
    """All that bears on a question, as far as `sight` reaches.

    Raises `UnknownCode` and BookError as `ask`, BookError `dossier.too_large` for a scope with more rows than
    anybody would check.
    """
    book = evidence(question.known_at, sight=sight)
    asked = understand(question, book.vocabulary, book.subjects.values())
    making = _Making(book, sight, asked.scope, total(asked.scope, book, asked.notes))
    return Dossier(f"duikou-{safe_name(asked.scope.measure)}-{book.number}.zip", making.parts())


class _Making:
    """What was found for one scope."""

    def __init__(self, book: Evidence, sight: Sight, scope: Scope, answer: TotalView) -> None:
        self.book = book
        self.sight = sight
        self.scope = scope
        self.answer = answer
        self.roles: dict[str, str] = dict(_entry_roles(scope, answer, book))
        self.statements = dict(_statement_roles(scope, answer, book))
        if max(len(self.roles), len(self.statements)) > MOST_ROWS:
            raise BookError("dossier.too_large", "scope", most=MOST_ROWS)
        self.entries = [book.entries[key] for key in sorted(self.roles, key=_posted)]
        self.own = {row.key for row in self.entries if self._owns(row)}

    def parts(self) -> Iterator[tuple[str, bytes]]:
        receipt = Receipt(selectors.book_id(), self.book.number, selectors.digest_of(self.book.number))
        rows = list(self._stored())
        postings = links(row.posting for row in rows)
        files = self._files()
        yield "README.txt", readme(self.answer, str(receipt), len(self.entries), len(self.statements))
        yield "answer.html", page_of(self.answer, self.entries, self.own, files, self.book)
        yield (
            "answer.json",
            _json({"book": receipt.book, "posting": receipt.number, **total_json(self.answer)}),
        )
        yield "entries.csv", csv_bytes(_entry_heads(), map(self._entry, self.entries))
        yield "statements.csv", csv_bytes(_statement_heads(), self._statement_rows())
        yield "documents.csv", csv_bytes(_document_heads(), self._document_rows(files))
        yield "postings.csv", csv_bytes(_posting_heads(), map(self._posting, postings.values()))
        yield "rows.jsonl", "".join(map(self._row, rows)).encode("utf-8")
        yield "receipt.txt", f"{receipt}\n".encode()
        if self.sight.whole:
            for number in postings:
                yield f"manifests/{number}.json", manifest(number).encode("utf-8")
        for key, path in files.items():
            content = paper(self.book.documents[key].digest)
            if content is not None:
                yield path, content

    def _owns(self, row: Entry) -> bool:
        return owns_entry(self.sight, row, self.book.vocabulary, self.book.projects.get(row.project))

    def _stored(self) -> Iterator[Stored]:
        number = self.book.number
        yield from stored("document", self._documents(), number)
        yield from stored("statement", self.statements, number)
        yield from stored("entry", self.roles, number)

    def _documents(self) -> list[str]:
        """Keys of the documents that rows name, in order, as far as they may be seen."""
        named = {row.document for row in self.entries}
        named |= {self.book.statements[key].document for key in self.statements}
        named |= set(self._papers())
        return sorted(named & self.book.documents.keys())

    def _papers(self) -> Iterator[str]:
        """Keys of the papers that may be handed out: those of own entries, and of their own records and
        projects."""
        book, words = self.book, self.book.vocabulary
        for row in self.entries:
            if row.key in self.own:
                yield row.document
            project = book.projects.get(row.project)
            if project and owns_project(self.sight, project, words):
                yield from (step.paper for step in project.steps)
            record = book.activities.get(row.activity)
            if record and owns_activity(self.sight, record, words):
                yield from record.papers

    def _files(self) -> dict[str, str]:
        """Key of a document → where its file lies in the dossier; what would be too much is left out."""
        found: dict[str, str] = {}
        size = 0
        for key in sorted(set(self._papers()) & self.book.documents.keys()):
            row = self.book.documents[key]
            content = paper(row.digest) if row.digest else None
            if content is not None and size + len(content) <= MOST_BYTES:
                size += len(content)
                suffix = (
                    safe_name(PurePath(row.file_name).suffix) if PurePath(row.file_name).suffix else "bin"
                )
                found[key] = f"papers/{safe_name(key)}-{row.digest[:8]}.{suffix}"
        return found

    def _entry(self, row: Entry) -> list[str]:
        words, unit = self.book.vocabulary, self.book.vocabulary.unit[row.unit]
        own = row.key in self.own
        return [
            row.key,
            _role(self.roles[row.key]),
            format_amount(row.amount, unit.scale),
            _label(unit),
            format_amount(row.rounding, unit.scale) if row.rounding else "",
            _label(words.measure[row.measure]),
            _label(words.stage[row.stage]) if row.stage in words.stage else row.stage,
            _label(words.kind[row.kind]) if row.kind in words.kind else row.kind,
            donor_names(row.donors, words),
            self._place(row.recipient),
            _label(words.sector[row.sector]) if row.sector in words.sector else row.sector,
            row.first_day.isoformat(),
            row.last_day.isoformat(),
            row.subject if row.subject in self.book.subjects else "",
            row.project if row.project in self.book.projects else "",
            row.activity if row.activity in self.book.activities else "",
            row.document if row.document in self.book.documents else "",
            row.statement if row.statement in self.book.statements else "",
            row.note if own else "",
        ]

    def _place(self, code: str) -> str:
        try:
            return self.book.vocabulary.places[code].name if code else ""
        except UnknownCode:
            return code

    def _statement_rows(self) -> Iterator[list[str]]:
        for key, role in sorted(self.statements.items()):
            row = self.book.statements[key]
            yield [
                key,
                _role(role),
                surface(row),
                scope_text(row.scope, self.book.vocabulary, self.book.subjects),
                json.dumps(describe_fields(row.scope), ensure_ascii=False, sort_keys=True),
                row.document,
                f"{row.start}-{row.end}" if row.end else "",
                row.form,
            ]

    def _document_rows(self, files: dict[str, str]) -> Iterator[list[str]]:
        for key in self._documents():
            row: Document = self.book.documents[key]
            yield [key, row.title, row.dated, row.publisher, row.form, row.digest, files.get(key, "")]

    def _posting(self, one: Link) -> list[str]:
        who = "" if self.sight == PUBLIC else one.actor
        when = one.recorded_at.isoformat(timespec="microseconds")
        return [str(one.number), when, who, one.office, one.action, str(one.rows), one.previous, one.digest]

    def _row(self, one: Stored) -> str:
        """A line for a row; what is hashed only where nothing in it could be another's business."""
        shown: dict[str, object] = {
            "table": one.table,
            "key": one.key,
            "posting": one.posting,
            "line": one.line,
        }
        if one.table != "entry" or one.key in self.own:
            shown |= {"head": one.head, "payload": one.payload}
        return json.dumps(shown | {"digest": one.digest}, ensure_ascii=False) + "\n"


def _entry_roles(scope: Scope, answer: TotalView, book: Evidence) -> Iterator[tuple[str, str]]:
    """Entries of the proof, those that may lie in the scope, and, over both, those that surely do."""
    for bound in (answer.natural, answer.strict):
        yield from ((one.key, PROOF) for one in bound.because if one.kind == "entry")
    (found,) = book.table.sums([scope])
    yield from ((key, POSSIBLE) for key in found.possible_keys)
    yield from ((key, CERTAIN) for key in found.keys)


def _statement_roles(scope: Scope, answer: TotalView, book: Evidence) -> Iterator[tuple[str, str]]:
    reader = book.reckoner.reader
    here = reader.box(scope)
    for row in book.statements.values():
        if row.scope.series == scope.series and _bears(row, here, reader):
            yield row.key, POSSIBLE
    for bound in (answer.natural, answer.strict):
        for one in (*bound.because, *bound.aside):
            if one.kind == "statement":
                yield one.key, PROOF


def _bears(row: Statement, here, reader) -> bool:
    if row.form == "published" and row.figure:
        return bool(reader.claim(row, NATURAL).hull.meets(here))
    return bool(reader.box(row.scope).meets(here))


def _posted(key: str) -> tuple[int, int]:
    posting, _dash, line = key[1:].partition("-")
    return int(posting), int(line)


def _role(code: str) -> str:
    names = {
        CERTAIN: _("surely in the scope"),
        POSSIBLE: _("may bear on it"),
        PROOF: _("in the proof"),
    }
    return names[code]


def _label(row: object) -> str:
    return str(getattr(row, "zh" if chinese() else "en"))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _entry_heads() -> list[str]:
    first = [pgettext("column", "key"), _("Role"), _("Amount"), _("Unit"), _("Rounding"), _("Measure")]
    where = [_("Stage"), _("Kind of funds"), _("Donor"), _("Recipient"), _("Sector")]
    when = [_("First day"), _("Last day"), _("Subject"), _("Project"), _("Record")]
    return [*first, *where, *when, _("Document"), _("Statement"), _("Note")]


def _statement_heads() -> list[str]:
    first = [pgettext("column", "key"), _("Role"), _("In the words of the text"), _("Scope")]
    return [*first, _("Scope as codes"), _("Document"), _("Characters"), _("Form")]


def _document_heads() -> list[str]:
    first = [pgettext("column", "key"), _("Title"), _("Dated"), _("Publisher"), _("Form")]
    return [*first, "SHA-256", _("File in this dossier")]


def _posting_heads() -> list[str]:
    return [
        _("Number"), _("When"), _("Who"), _("Office"), _("What"), _("Rows"), _("Digest before it"),
        _("Digest"),
    ]  # fmt: skip
