"""Documents: where statements and entries come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A source. `dated`: ISO day, month or year it speaks as of; "" where not known.

    `digest`: SHA-256 (hex) of the file as received, "" where no file is at hand. `copy_of`: key of the
    document it reprints; a copy is never evidence for the original. `form`: newspaper, press, report,
    voucher, plan, draft, sample or synthetic. `topic_*`: what the whole document is about, codes.
    """

    key: str
    title: str
    dated: str = ""
    publisher: str = ""
    form: str = "newspaper"
    digest: str = ""
    file_name: str = ""
    copy_of: str = ""
    source: str = ""
    note: str = ""
