"""Originals of documents, where they lie at hand: found by digest, never by name alone.

Looked for in the folder `documents` beside the book and in the one that `--documents DIR` names.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from duikou.book import Document
from duikou.store.databases import home_of

ENVIRONMENT = "DUIKOU_DOCUMENTS"


def original(document: Document) -> str:
    """The text of a document, "" where no file with its digest lies in the folder of originals."""
    if not document.digest:
        return ""
    for folder in (home_of(os.environ) / "documents", os.environ.get(ENVIRONMENT)):
        if folder and (text := _by_digest(str(folder)).get(document.digest)):
            return text
    return ""


@lru_cache(maxsize=4)
def _by_digest(folder: str) -> dict[str, str]:
    texts = {}
    for path in sorted(Path(folder).glob("*.txt")) + sorted(Path(folder).glob("*.md")):
        raw = path.read_bytes()
        try:
            texts[hashlib.sha256(raw).hexdigest()] = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue  # not a text that statements could have been read from
    return texts


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around characters start..end, line breaks inside it taken out."""
    first = max(text.rfind(stop, 0, start) for stop in "。！？") + 1
    first = max(first, text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0)
    ends = [at for stop in "。！？" if (at := text.find(stop, end)) >= 0]
    last = min(ends, default=len(text) - 1) + 1
    paragraph = text.find("\n\n", end)
    if 0 <= paragraph < last:
        last = paragraph
    return "".join(text[first:last].split())
