"""`duikou demo`: the sample book in an embedded file, what is in it, and its pages."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import click

from duikou.cli.options import Unusable, emit

HOST = "127.0.0.1"
IN_MEMORY = 64 * 1024 * 1024  # bytes of a request
QUESTION = "duikou sum fund --kind 无偿援助 --donor 上海市 --recipient 万州区 --to 2025-05"


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="build the book, print what is in it, and stop")
@click.option(
    "--at",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="where to build the book (else the folder duikou-demo of the user's data)",
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="a folder with the documents' originals: pages then show every figure in its sentence",
)
def command(port: int, no_serve: bool, at: Path | None, documents: Path | None) -> None:
    """Build the sample book, print what is in it, and serve it."""
    from duikou.store.opening import open_book, prepare_django

    at = at or _default_home()
    prepare_django(at)
    _use_documents(documents)
    if not no_serve:
        _refuse_taken(port)
    book = open_book(at, create=True)
    from duikou.actions.add_sample_filings import add_sample_filings
    from duikou.actions.load_sample import lay_out_articles, load_sample

    if book.head is None:
        load_sample()
    lay_out_articles(book.home)
    emit(_contents(book.home))
    emit(_accounts(book.home))
    add_sample_filings()
    if not no_serve:
        _serve(port)


def _use_documents(folder: Path | None) -> None:
    if folder is None:
        return
    from django.utils.translation import gettext as _

    if not folder.is_dir():
        raise Unusable(_("{path}: there is no such folder.").format(path=folder))
    os.environ["DUIKOU_DOCUMENTS"] = str(folder.resolve())


def _default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "duikou-demo"


def _refuse_taken(port: int) -> None:
    from django.utils.translation import gettext as _

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Unusable(
                _("Port {port} is taken; choose another: --port {other}").format(
                    port=port, other=port + 1 if port < 65535 else port - 1
                )
            ) from error


def _contents(home: Path) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.answers.overview import contents
    from duikou.book import EVERYTHING

    yield _("The sample book is at {home}").format(home=home)
    for name, number in contents(sight=EVERYTHING):
        yield f"  {number:>6}  {name}"
    yield _("Try:") + f"  {QUESTION} --at {home}"


def _accounts(home: Path) -> Iterator[str]:
    """A sample account for each role; none where the folder holds a book of somebody's own."""
    from django.utils.translation import gettext as _

    from duikou.actions.add_sample_people import OFFICES, PASSWORD_FILE, PEOPLE, add_sample_people

    if password := add_sample_people(home):
        yield _("Sample accounts, all with the password {password} (kept in {path}):").format(
            password=password, path=home / PASSWORD_FILE
        )
        names = {office.key: office.name for office in OFFICES}
        for person in PEOPLE:
            yield f"  {person.username:<10} {person.name}  {names[person.office]}"


def _serve(port: int) -> None:
    import waitress
    from django.core.wsgi import get_wsgi_application
    from django.utils.translation import gettext as _

    application = get_wsgi_application()
    from duikou.answers.warming import warm_up_beside

    emit(_("Open http://{host}:{port} in a browser; Ctrl-C stops.").format(host=HOST, port=port))
    warm_up_beside()
    # drafts that are sent stay in memory: by default larger requests go through a file
    waitress.serve(application, host=HOST, port=port, threads=8, inbuf_overflow=IN_MEMORY, _quiet=True)
