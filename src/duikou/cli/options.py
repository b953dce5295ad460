"""Options and printing that commands share."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click


class Unusable(click.ClickException):
    """Input that cannot be used: one line, exit status 2, nothing written."""

    exit_code = 2


at_option = click.option(
    "--at",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="the folder of the book (else DUIKOU_DATABASE_URL, DUIKOU_HOME or the user's own)",
)


def format_option(*names: str) -> Callable[[Any], Any]:
    """`--format` with the first name as default, passed on as `fmt`."""
    return click.option("--format", "fmt", type=click.Choice(names), default=names[0], show_default=True)


def json_text(value: object) -> str:
    """UTF-8 JSON, readable by people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def emit(lines: str | Iterable[str], output: Path | None = None) -> None:
    """Print lines, or write them to a file."""
    text = (lines if isinstance(lines, str) else "\n".join(lines)).rstrip("\n") + "\n"
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in whole or not at all: what was there is replaced only by what is complete. Raises
    FileProblem `file.not_written`."""
    from duikou.files import FileProblem

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        raise FileProblem("file.not_written", str(path), said=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)


def indented(text: str, indent: str) -> str:
    """A line under an indent; line breaks in it keep the indent."""
    return indent + text.replace("\n", "\n" + " " * len(indent))
