"""An account as a file of one of the known forms."""

from __future__ import annotations

import os
from pathlib import Path

from duikou.answers.accounts.papers import paper_of
from duikou.book.account import Account, account_text, lines
from duikou.files import read_file
from duikou.files.accounts import excel, pdf, shipped_template, word
from duikou.store.databases import home_of

TEMPLATE = "templates/account.docx"  # in the folder of the book: an office's own
FORMS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
}


def account_file(account: Account, form: str, template: bytes, name: str) -> bytes:
    """`form`: one of `FORMS`. Raises FileProblem for an unusable template and for a missing font."""
    if form == ".json":
        return account_text(account).encode("utf-8")
    if form == ".md":
        return ("\n\n".join(lines(account)) + "\n").encode("utf-8")
    paper = paper_of(account)
    if form == ".xlsx":
        return excel(paper)
    return pdf(paper) if form == ".pdf" else word(paper, template, name)


def template_for(given: Path | None = None) -> tuple[bytes, str]:
    """The template to use and its name: the one given, else the office's own, else the shipped one. Raises
    FileProblem for a file that cannot be read."""
    own = home_of(os.environ) / TEMPLATE
    path = given or (own if own.is_file() else None)
    return (read_file(path), str(path)) if path else (shipped_template(), "account.docx")
