"""Templates: ordinary Word documents with fields between double braces, which an office edits in Word.

A field of one line may stand anywhere in a paragraph, header or footer; a field of blocks stands in a
paragraph of its own, which gives way to what it stands for. What is put in wears the template's own styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from duikou.files.problems import FileProblem

LINES = {
    "title": ("标题", "title"),
    "subtitle": ("副标题", "subtitle"),
    "as_of": ("截止日", "as_of"),
    "digest": ("校验码", "digest"),
    "book": ("台账号", "book"),
}
BLOCKS = {"body": ("正文", "body"), "remarks": ("说明", "remarks")}
FIELDS: Mapping[str, tuple[str, ...]] = {**LINES, **BLOCKS}
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
MOST_BYTES = 20_000_000


def shipped_template() -> bytes:
    """The template of our own making; `tools/build_account_template.py` makes it."""
    return resources.files("duikou.files.accounts").joinpath("account.docx").read_bytes()


def open_template(raw: bytes, name: str) -> Any:
    """The template as a python-docx document. Raises FileProblem `template.unreadable`, `template.no_body`,
    `template.field`."""
    from docx import Document

    if len(raw) > MOST_BYTES:
        raise FileProblem("template.unreadable", name)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            if sum(member.file_size for member in archive.infolist()) > 10 * MOST_BYTES:
                raise FileProblem("template.unreadable", name)
        document = Document(BytesIO(raw))
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileProblem("template.unreadable", name) from error
    except Exception as error:  # lxml and python-docx have no common root
        if isinstance(error, FileProblem):
            raise
        raise FileProblem("template.unreadable", name) from error
    _look_through(document, name)
    return document


def _look_through(document: Any, name: str) -> None:
    found = set()
    known = {word: key for key, words in FIELDS.items() for word in words}
    for paragraph in paragraphs(document):
        for word in _FIELD.findall(paragraph.text):
            if word not in known:
                raise FileProblem(
                    "template.field", name, name=word, known="、".join(w[0] for w in FIELDS.values())
                )
            found.add(known[word])
            if known[word] in BLOCKS and _FIELD.fullmatch(paragraph.text.strip()) is None:
                raise FileProblem("template.not_alone", name, name=word)
    if "body" not in found:
        raise FileProblem("template.no_body", name)


def paragraphs(document: Any) -> Iterator[Any]:
    """Paragraphs of the body, of tables, headers and footers."""
    from docx.text.paragraph import Paragraph

    roots = [document.element.body]
    for section in document.sections:
        ends = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        roots += [part._element for part in ends if not part.is_linked_to_previous]
    for root in roots:
        for element in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
            yield Paragraph(element, document)


def fill_lines(document: Any, values: Mapping[str, str]) -> None:
    """Put the fields of one line in; their runs keep the look of the field's first character."""
    known = {word: values[key] for key, words in LINES.items() for word in words}
    for paragraph in paragraphs(document):
        if "{{" in paragraph.text:
            _fill(paragraph, known)


def _fill(paragraph: Any, known: Mapping[str, str]) -> None:
    for match in reversed(list(_FIELD.finditer(paragraph.text))):
        if match[1] not in known:
            continue
        at, first = 0, True
        for run in paragraph.runs:
            start, end = at, at + len(run.text)
            at = end
            a, b = max(start, match.start()), min(end, match.end())
            if a >= b:
                continue
            words = known[match[1]] if first else ""
            run.text = run.text[: a - start] + words + run.text[b - start :]
            first = False


def place_of(document: Any, key: str) -> Any | None:
    """The paragraph that stands for a field of blocks."""
    for paragraph in document.paragraphs:
        match = _FIELD.fullmatch(paragraph.text.strip())
        if match and match[1] in BLOCKS[key]:
            return paragraph
    return None
