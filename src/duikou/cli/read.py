"""`duikou read`: the figures of a text, with who, to whom, since when, as of when."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from duikou.cli.options import format_option

dated_option = click.option(
    "--dated",
    default="",
    metavar="DATE",
    help="when the text speaks: 2025-07; 去年 and 截至目前 are taken from it",
)


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@dated_option
@format_option("table", "jsonl")
def command(file: Path, dated: str, fmt: str) -> None:
    """Read the figures in FILE (.txt .md .html .docx)."""
    from duikou.book import parse_day
    from duikou.files import load_text
    from duikou.reading import read, to_mark
    from duikou.words import load

    parse_day(dated, "dated")
    vocabulary = load()
    figures = read(load_text(file).text, dated=dated, vocabulary=vocabulary)
    for mark in (to_mark(figure, vocabulary, _key(file)) for figure in figures):
        click.echo(json.dumps(mark, ensure_ascii=False) if fmt == "jsonl" else _line(mark))


def _key(file: Path) -> str:
    """What ids begin with: the number that the file's name begins with, else the name."""
    number = re.match(r"\d+", file.stem)
    return number[0] if number else file.stem


def _line(mark) -> str:
    surface = "".join(mark["surface"].replace("*", "").split())
    givers = "、".join(mark["donor"] + mark["bodies"]) or "-"
    pair = f"{givers}→{'、'.join(mark['recipient']) or '-'}{mark['site']}"
    period = f"{mark['from']}～{mark['to']}".strip("～")
    names = ("measure", "stage", "subject", "sector")
    return "\t".join((mark["id"], surface, pair, *(mark[name] for name in names), period))
