"""`findings`: contradictions, doubts, remainders and agreements over the book, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from duikou.answers.amounts import interval_text
from duikou.answers.evidence import Evidence, evidence, remember
from duikou.answers.phrases import message_text, surface, told_scope
from duikou.answers.pictures import bars
from duikou.answers.proofs import assumptions, proofs, statement_proof, with_sources
from duikou.answers.views import FindingView
from duikou.book import PUBLIC, BookError, Interval, Sight, Window
from duikou.checks import Finding, Repair
from duikou.checks.findings import KINDS

COMPARING = ("growth", "share")  # their scope is that of the figures they compare
SUSPECTS = 3  # so many are named as what may be wrong
ORDER = KINDS


@remember
def findings(
    document: str = "", kind: str = "", donor: str = "", recipient: str = "", *, sight: Sight = PUBLIC
) -> tuple[FindingView, ...]:
    """All findings, gravest first; limited to those that touch a document, a kind of finding, a donor or a
    recipient (names or codes). Raises `UnknownCode` for a name that the vocabulary does not know, BookError
    `unknown.document`."""
    book = evidence(sight=sight)
    if document and document not in book.documents:
        raise BookError("unknown.document", "document", value=document)
    wanted_donor = book.vocabulary.parties.resolve(donor).code if donor else ""
    wanted_recipient = book.vocabulary.places.resolve(recipient).code if recipient else ""
    chosen = []
    for finding in book.findings():
        scopes = [book.statements[key].scope for key in finding.statements if key in book.statements]
        if kind and finding.kind != kind:
            continue
        if document and document not in {book.statements[k].document for k in finding.statements}:
            continue
        if wanted_donor and not any(wanted_donor in scope.donors for scope in scopes):
            continue
        if wanted_recipient and not any(wanted_recipient in scope.recipients for scope in scopes):
            continue
        chosen.append(finding)
    return views(chosen, book)


def views(found: Iterable[Finding], book: Evidence) -> tuple[FindingView, ...]:
    """Findings of the reckoning in words, gravest first; each set of statements once."""
    once = {(one.kind, frozenset(one.statements)): one for one in found}
    ranked = sorted(once.values(), key=lambda one: (ORDER.index(one.kind), one.statements))
    return tuple(_view(one, book) for one in ranked)


def _sentence(finding: Finding, book: Evidence) -> str:
    """What was found, opening with whom and what it is about: fit to be read out on the telephone."""
    text = with_sources(message_text(finding.sentence, book), finding.statements, book)
    known = [book.statements[key] for key in finding.statements if key in book.statements]
    about = next((row for row in reversed(known) if row.scope.measure not in COMPARING), None)
    if about is None or not (about.scope.donors or about.scope.recipients):
        return text
    undated = replace(about.scope, window=Window())
    heading = told_scope(undated, book.vocabulary, book.subjects)
    return _("{about}: {text}").format(about=heading, text=text)


def _repair(repair: Repair, book: Evidence) -> str:
    """At which value one statement alone would make the rest fit."""
    row = book.statements[repair.statement]
    unit = book.vocabulary.unit[row.scope.unit]
    fits = Interval(max(0, repair.interval.low or 0), repair.interval.high)
    return _("{statement} ({surface}) would fit at: {value}").format(
        statement=row.key, surface=surface(row), value=interval_text(fits, unit)
    )


def _view(finding: Finding, book: Evidence) -> FindingView:
    known = [key for key in finding.statements if key in book.statements]
    because = proofs(finding.because, book)
    shown = {proof.key for proof in because}
    rest = tuple(statement_proof(key, "", book) for key in known if key not in shown)
    return FindingView(
        kind=finding.kind,
        statements=finding.statements,
        documents=tuple(sorted({book.statements[key].document for key in known})),
        arithmetic=finding.arithmetic,
        sentence=_sentence(finding, book),
        assuming=assumptions(finding.assuming, book),
        because=because + rest,
        bars=bars(finding, book),
        repairs=tuple(_repair(one, book) for one in finding.repairs[:SUSPECTS] if one.statement in known),
    )
