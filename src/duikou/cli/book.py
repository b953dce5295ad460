"""`duikou receipt`, `verify`, `backup`, `restore`, `upgrade`: the book as a whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from duikou.cli.options import at_option, emit, format_option, json_text

BROKEN = 1


@click.command("receipt")
@at_option
def receipt(at) -> None:
    """Print the receipt of the last posting; keep it outside the book for `verify --receipt`."""
    from duikou.book import BookError
    from duikou.store.opening import open_book

    book = open_book(at)
    if book.head is None:
        raise BookError("receipt.none", "book")
    emit(str(book.head))


@click.command("verify")
@click.option(
    "--receipt",
    "given",
    default="",
    metavar="R",
    help="a receipt kept from earlier: its text, or a file with it",
)
@format_option("table", "json")
@at_option
def verify_command(given: str, fmt: str, at) -> None:
    """Recompute the chain and every row; name what was changed, removed, inserted or cut off.

    Exit status: 0 whole, 1 broken, 2 unusable.
    """
    from duikou.store.opening import open_book

    receipt = _receipt(given) if given else None
    open_book(at)
    from duikou.store.verification import verify

    report = verify(receipt)
    emit(json_text(report_json(report)) if fmt == "json" else _lines(report, given != ""))
    if not report.whole:
        sys.exit(BROKEN)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@at_option
def backup_command(file: Path, at) -> None:
    """Write the whole book to FILE. The copy holds people's names: keep it as safe as the book."""
    from duikou.store.opening import open_book

    open_book(at)
    from django.utils.translation import gettext as _

    from duikou.store.copies import write_copy

    copy = write_copy(file)
    emit(
        _("{rows} rows and {papers} papers written to {file}").format(
            rows=copy.rows, papers=copy.papers, file=file
        )
    )
    if copy.receipt:
        emit(str(copy.receipt))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@at_option
def restore_command(file: Path, at) -> None:
    """Load FILE into a new or empty book and verify it; a book with postings is never overwritten."""
    from duikou.store.opening import open_book, prepare_django

    prepare_django(at)
    from django.utils.translation import gettext as _

    from duikou.store.copies import look_at_copy, restore_copy

    look_at_copy(file)
    open_book(at, create=True)
    copy = restore_copy(file)
    emit(
        _("{rows} rows and {papers} papers restored from {file}; the chain is whole.").format(
            rows=copy.rows, papers=copy.papers, file=file
        )
    )
    if copy.receipt:
        emit(str(copy.receipt))


@click.command("upgrade")
@at_option
def upgrade(at) -> None:
    """Bring the tables up to this version, or make them: in a new folder, in an empty PostgreSQL database."""
    from duikou.store.opening import open_book

    book = open_book(at, create=True)
    from duikou.store.activity_index import renew

    renew()
    from django.utils.translation import gettext as _

    emit(str(book.head) if book.head else _("An empty book is ready."))


def _receipt(given: str):
    """From the words themselves, else from the file of that name. Raises BookError `receipt.unreadable`."""
    from duikou.book import BookError, Receipt

    try:
        return Receipt.parse(given)
    except BookError:
        path = Path(given)
        if not path.is_file():
            raise
        return Receipt.parse(path.read_text(encoding="utf-8", errors="replace"))


def report_json(report) -> dict[str, object]:
    """What `verify` found, as documented in docs/reference/storage.md."""
    return {
        "whole": report.whole,
        "receipt": str(report.head) if report.head else None,
        "postings": report.postings,
        "rows": report.rows,
        "faults": [
            {"code": f.code, "posting": f.posting, "table": f.table, "key": f.key, **dict(f.params)}
            for f in report.faults
        ],
    }


def _lines(report, receipt_given: bool) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.store.wording import say_fault

    for f in report.faults:
        yield say_fault(f.code, posting=f.posting, table=f.table, key=f.key, **dict(f.params))
    counted = {"postings": report.postings, "rows": report.rows}
    if not report.whole:
        yield _("Broken: {faults} faults in {postings} postings with {rows} rows.").format(
            faults=len(report.faults), **counted
        )
        return
    yield _("Whole: {postings} postings with {rows} rows, every digest recomputed.").format(**counted)
    if not receipt_given:
        yield _("Only with a receipt kept outside the book is a tail that was cut off found.")
    if report.head:
        yield str(report.head)
