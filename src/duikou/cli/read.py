"""`duikou read`: the figures of a text, with who, to whom, since when, as of when; and which rules fail
most."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duikou.cli.options import at_option, emit, format_option, json_text

if TYPE_CHECKING:
    from duikou.answers.corrections import RuleRow

dated_option = click.option(
    "--dated",
    default="",
    metavar="DATE",
    help="when the text speaks: 2025-07; 去年 and 截至目前 are taken from it",
)


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@dated_option
@format_option("table", "jsonl", "json")
@click.option(
    "--report-corrections",
    is_flag=True,
    help="instead: how often people corrected each rule of the reader, in the book's reviews (table or json)",
)
@at_option
def command(file: Path | None, dated: str, fmt: str, report_corrections: bool, at: Path | None) -> None:
    """Read the figures in FILE (.txt .md .html .docx .pdf)."""
    if report_corrections == (file is not None):
        raise click.UsageError("Name a FILE, or ask for --report-corrections.")
    if report_corrections:
        report(fmt, at)
    else:
        assert file is not None
        read_file(file, dated, fmt)


def read_file(file: Path, dated: str, fmt: str) -> None:
    """Print the figures of a file."""
    from duikou.book import parse_day
    from duikou.files import load_text
    from duikou.reading import read, to_mark
    from duikou.words import load

    parse_day(dated, "dated")
    vocabulary = load()
    figures = read(load_text(file).text, dated=dated, vocabulary=vocabulary)
    for mark in (to_mark(figure, vocabulary, _key(file)) for figure in figures):
        click.echo(json.dumps(mark, ensure_ascii=False) if fmt.startswith("json") else _line(mark))


def report(fmt: str, at: Path | None) -> None:
    """Print what was corrected in the reviews of a book."""
    from duikou.store.opening import open_book

    open_book(at)
    from duikou.answers.corrections import correction_report

    rows = correction_report()
    if fmt == "table":
        emit(_report_lines(rows))
    else:
        emit(json_text([report_json(row) for row in rows]))


def report_json(row: RuleRow) -> dict[str, object]:
    """One rule's record as documented in docs/reference/commands.md."""
    return {
        "field": row.field,
        "rule": row.rule,
        "basis": row.basis,
        "confirmed": row.confirmed,
        "corrected": row.corrected,
        "examples": [
            {
                "statement": one.statement,
                "surface": one.surface,
                "read": one.read,
                "said": one.said,
                "by": one.actor,
                "office": one.office,
                "at": one.at.isoformat(timespec="seconds"),
            }
            for one in row.examples
        ],
    }


def _report_lines(rows: Sequence[RuleRow]) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.answers.rules import field_name, rule_text

    if not rows:
        yield _("Nothing has been decided in review yet.")
        return
    yield "\t".join((_("field"), _("rule"), _("confirmed"), _("corrected"), _("share"), _("examples")))
    for row in rows:
        examples = "; ".join(f"{one.statement} {one.read or '-'} → {one.said or '-'}" for one in row.examples)
        rule = f"{rule_text(row.rule)} [{row.rule}]" if row.rule else "-"
        counts = (str(row.confirmed), str(row.corrected), f"{row.share:.0%}")
        yield "\t".join((field_name(row.field), rule, *counts, examples)).rstrip()


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
