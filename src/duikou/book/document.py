"""Documents: where statements and entries come from."""

from __future__ import annotations

from dataclasses import dataclass

# What was printed for everybody, written as an example, or made up for load tests.
PUBLIC_FORMS = frozenset({"newspaper", "press", "sample", "synthetic"})


@dataclass(frozen=True, slots=True)
class Document:
    """A source. `dated`: ISO day, month or year it speaks as of; "" where not known.

    `digest`: SHA-256 (hex) of the file as received, "" where no file is at hand. `copy_of`: key of the
    document it reprints; a copy is never evidence for the original. `form`: newspaper, press, report,
    contract, voucher, plan, draft, sample or synthetic. `published`: open to everybody although its form
    does not say so, such as a report that was put on a website.
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
    published: bool = False

    @property
    def public(self) -> bool:
        """Whether anybody may read it, and what rests on it."""
        return self.published or self.form in PUBLIC_FORMS
