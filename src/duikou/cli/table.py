"""`duikou table`: a measure by two axes, as the page of statistics shows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from duikou.cli.options import Unusable, at_option, emit, format_option, json_text, write_whole

AXES = ("donor", "recipient", "sector", "kind", "stage", "year", "period")


@click.command("table")
@click.argument("measure")
@click.option("--rows", type=click.Choice(AXES), default="donor", show_default=True)
@click.option(
    "--columns", type=click.Choice((*AXES, "none")), default="year", show_default=True,
    help="none = totals of the rows alone",
)  # fmt: skip
@click.option("--kind", default="", help="无偿援助, 经济合作 … or a code")
@click.option("--stage", default="", help="协议, 到位, 拨付, 支出; 到位 where none is named")
@click.option("--donor", "donors", multiple=True, help="may be repeated: all of them together")
@click.option("--recipient", "recipients", multiple=True, help="may be repeated: all of them together")
@click.option("--sector", default="")
@click.option("--subject", default="")
@click.option("--unit", default="", help="a unit code where the measure is counted in several")
@click.option("--from", "since", default="", metavar="DATE", help="2021, 2021-03 or 2021-03-01")
@click.option("--to", "until", default="", metavar="DATE", help="2025-05 means through 31 May")
@click.option(
    "--known-at", default="", metavar="DATE", help="the book as it was known at the end of that day"
)
@click.option(
    "--basis",
    type=click.Choice(("entries", "statements")),
    default=None,
    help="what is counted: entries alone, or all that statements prove too; whichever the book has more of",
)
@click.option("--share", is_flag=True, help="with each line's share of the total")
@click.option("--growth", is_flag=True, help="with the growth over the last two years or periods")
@format_option("table", "json", "csv", "xlsx")
@click.option("-o", "output", type=click.Path(path_type=Path), default=None, help="the file to write")
@at_option
def command(
    measure, rows, columns, donors, recipients, since, until, known_at, basis, share, growth, fmt, output, at,
    **limits,
) -> None:  # fmt: skip
    """MEASURE (fund, project.count, training.person_time …) by two axes.

    Each number is counted for itself: totals are never made of cells, and nothing is added that must not be.
    """
    if fmt == "xlsx" and output is None:
        raise Unusable("--format xlsx needs -o FILE")
    from duikou.store.opening import open_book

    open_book(at)
    from duikou.answers.pivot_sheet import sheet, table_json
    from duikou.answers.pivot_views import TableQuestion
    from duikou.answers.pivots import table
    from duikou.answers.questions import Question
    from duikou.book import EVERYTHING
    from duikou.files.sheets import write_csv, write_xlsx

    when = {"since": since, "until": until, "known_at": _day(known_at)}
    question = Question(measure, donors=donors, recipients=recipients, **when, **limits)
    columns = "" if columns == "none" else columns
    found = table(TableQuestion(question, rows, columns, basis or "", share, growth), sight=EVERYTHING)
    if fmt in ("csv", "xlsx"):
        content = write_csv(sheet(found)) if fmt == "csv" else write_xlsx([sheet(found)])
        if output is None:
            click.echo(content, nl=False)
        else:
            write_whole(output, content)
        return
    emit(json_text(table_json(found)) if fmt == "json" else _text(found), output)


def _day(text: str) -> date | None:
    from duikou.book import parse_day

    return parse_day(text, "known-at", last=True)


def _text(found) -> Iterator[str]:
    from duikou.answers.pivot_sheet import cells, head, source

    yield found.title
    yield " · ".join(source(found))
    yield ""
    lines = [[line.label, *(_shown(cell) for cell in cells(line, found))] for line in found.lines]
    grid = [list(head(found)), *lines]
    widths = [max(map(_width, column)) for column in zip(*grid, strict=True)]
    for row in grid:
        first, *rest = row
        words = [first + " " * (widths[0] - _width(first))]
        words += [" " * (width - _width(text)) + text for text, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join(words).rstrip()
    yield ""
    yield from (f"- {note}" for note in (*found.notes, found.definition))


def _shown(cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters are two wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
