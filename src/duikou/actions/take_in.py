"""Take a document in: it becomes a source of the book, its figures as read become proposals to be
reviewed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from django.db import IntegrityError, transaction

from duikou.actions.gather import gathering
from duikou.book import BookError, Document, parse_day
from duikou.files import LoadedText
from duikou.reading import read
from duikou.review import proposals
from duikou.store import reviews, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import DocumentRow, DocumentText, ProposalRow
from duikou.store.payload import canonical

LONGEST_TEXT = 1_000_000  # characters
_OWN_KEY = re.compile(r"D(\d+)")


def take_in(document: Document, loaded: LoadedText, *, actor: Actor) -> str:
    """Post `document` and keep the text of its file with the figures read in it; returns its key.

    `document.key` "" = the next free `D001`; `document.digest`: SHA-256 of the file; its date is what the
    text is read by. Raises BookError `document.taken`, `document.same_text` (both name the document that is
    there), `review.no_figures`, `review.too_long`, and as `gathering`.
    """
    actor.must("enter")
    parse_day(document.dated, "dated")
    if len(loaded.text) > LONGEST_TEXT:
        raise BookError("review.too_long", "file", most=LONGEST_TEXT)
    if "\0" in loaded.text:
        raise BookError("text.unreadable", "file")
    digest = hashlib.sha256(loaded.text.encode("utf-8")).hexdigest()
    _must_be_new(document.digest, digest)
    vocabulary = selectors.vocabulary()
    figures = read(loaded.text, dated=document.dated, vocabulary=vocabulary, title=document.title)
    if not figures:
        raise BookError("review.no_figures", "file", title=document.title)
    row = document if document.key else replace(document, key=_free_key())
    try:
        with clear_faults(), transaction.atomic():
            with gathering(actor=actor, action="take_in") as basket:
                basket.documents([row])
            kept = DocumentText.objects.create(
                document=row.key,
                form=loaded.form,
                text=loaded.text,
                digest=digest,
                passages=_passages(loaded),
                actor_id=actor.user,
                office_id=actor.office,
            )
            ProposalRow.objects.bulk_create(
                ProposalRow(text=kept, number=one.number, payload=reviews.proposal_payload(one))
                for one in proposals(figures, vocabulary)
            )
    except IntegrityError as error:
        raise BookError("key.taken", "document", key=row.key) from error
    return row.key


def _must_be_new(file: str, text: str) -> None:
    standing = {row.key: row for row in selectors.documents()}
    for row in standing.values():
        if file and row.digest == file:
            raise BookError("document.taken", "file", key=row.key, title=row.title)
    for key in reviews.documents_with_text(text):
        if key in standing:
            raise BookError("document.same_text", "file", key=key, title=standing[key].title)


def _free_key() -> str:
    """The first `D…` after the highest that any document ever had."""
    ever = DocumentRow.objects.filter(key__startswith="D").values_list("key", flat=True)
    numbers = [int(found[1]) for key in ever if (found := _OWN_KEY.fullmatch(key))]
    return f"D{max(numbers, default=0) + 1:03d}"


def _passages(loaded: LoadedText) -> str:
    return canonical(
        [[start, place.kind, list(place.numbers), place.character] for start, place in loaded.passages]
    )
