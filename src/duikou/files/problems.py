"""What is wrong with a file, and how much of one is taken."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.book import BookError

MEGABYTE = 1024 * 1024


class FileProblem(BookError):
    """A file that is not taken. `code` says why, `params` name the `path` and what the words need:

    file.missing, file.unreadable (said), file.form (known), file.too_large (most, in MB), file.not_text,
    file.empty, file.encrypted, file.damaged, file.expands (most, in MB), file.unsafe, file.pages (most),
    file.no_text_layer, file.macros, file.comments (most), file.not_written (said), file.cells (sheet, rows,
    columns, most, widest), file.sheets (most); templates: template.unreadable, template.no_body,
    template.field (name, known), template.not_alone (name); font.missing
    """

    def __init__(self, code: str, path: str, **params: object) -> None:
        super().__init__(code, "file", path=path, **params)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: bytes of the file, bytes of what is packed in it, pages of a PDF."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    pages: int = 2000
