"""Options and printing that commands share."""

from __future__ import annotations

import json
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
    text = lines if isinstance(lines, str) else "\n".join(lines)
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as stream:
        stream.write(text.rstrip("\n") + "\n")


def indented(text: str, indent: str) -> str:
    """A line under an indent; line breaks in it keep the indent."""
    return indent + text.replace("\n", "\n" + " " * len(indent))
