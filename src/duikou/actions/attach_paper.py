"""Attach a paper to a record: the file is kept, the record's next version names it."""

from __future__ import annotations

from dataclasses import replace

from duikou.actions.gather import gathering
from duikou.actions.save_project import Upload
from duikou.book import Document, Receipt
from duikou.store import selectors
from duikou.store.actors import Actor
from duikou.store.papers import keep_paper, paper_key


def attach_paper(key: str, seen: int, upload: Upload, *, actor: Actor) -> Receipt:
    """One posting: the paper as a document, and the record with it. Entries of a record without a paper so
    far are posted anew, so that they rest on it.

    `seen`: the version that was looked at. Raises BookError `paper.…`, `unknown.activity`, `row.meanwhile`,
    and as `gathering`.
    """
    actor.must("enter")
    row = selectors.activity(key)
    title = upload.title.strip() or upload.name
    digest = keep_paper(upload.name, upload.content)
    paper = paper_key(digest)
    document = Document(
        paper, title, row.last_day.isoformat(), form="voucher", digest=digest, file_name=upload.name[-100:]
    )
    known = selectors.keys("document", [paper])
    papers = row.papers if paper in row.papers else (*row.papers, paper)
    with gathering(actor=actor, action="attach_paper") as basket:
        basket.documents([] if known else [document])
        basket.activities([replace(row, papers=papers)], replace=True, reason=title, expected={key: seen})
    assert basket.receipt is not None
    return basket.receipt
