"""`duikou generate`: a synthetic book of any size, marked as synthetic, for load tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from duikou.cli.options import emit


@click.command("generate")
@click.option("--entries", type=click.IntRange(1), required=True, metavar="N", help="entries to write")
@click.option("--statements", type=click.IntRange(0), required=True, metavar="M", help="statements to write")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S")
@click.option(
    "--recipients",
    type=click.IntRange(1, 800),
    default=None,
    help="how many counties receive (else as many as the entries suggest, 20 to 800)",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="a new or empty folder for the book",
)
def command(entries: int, statements: int, seed: int, recipients: int | None, output: Path) -> None:
    """Write a book of invented facts and of statements that are true of them. Same numbers, same rows."""
    from duikou.book.synthetic import Size, synthesize
    from duikou.store.opening import open_book
    from duikou.words import load

    size = Size(entries, statements, seed, recipients or 0)
    _refuse_used(output)
    open_book(output, create=True)
    from duikou.actions.generate import generate
    from duikou.store.actors import system_actor

    receipt = generate(synthesize(size, load()), actor=system_actor(), tell=_progress(entries))
    emit(_contents(output, str(receipt)))


def _refuse_used(folder: Path) -> None:
    """A folder that holds anything but a book is not ours to fill; a book with postings is refused later."""
    from duikou.store.databases import BOOK_FILE

    if folder.is_dir() and any(folder.iterdir()) and not (folder / BOOK_FILE).exists():
        raise click.BadParameter(
            f"{folder} is not empty; name a new or an empty folder", param_hint="--output"
        )


def _progress(entries: int):
    def tell(posted: int) -> None:
        click.echo(f"  {posted:>10} / {entries}", err=True)

    return tell


def _contents(home: Path, receipt: str) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.store.selectors import counts

    yield _("A synthetic book, every figure in it invented, is at {home}").format(home=home)
    for name, number in counts().items():
        if number:
            yield f"  {number:>10}  {name}"
    yield receipt
