"""`duikou findings`: contradictions, doubts, remainders and agreements over the whole book."""

from __future__ import annotations

from collections.abc import Iterator

import click

from duikou.cli.options import at_option, emit, format_option, indented, json_text
from duikou.cli.sum import proof_line


@click.command("findings")
@click.option("--document", default="", help="only findings with a figure of this document")
@click.option(
    "--kind",
    default="",
    type=click.Choice(["", "contradiction", "doubt", "remainder", "coincidence", "agreement"]),
)
@click.option("--donor", default="")
@click.option("--recipient", default="")
@format_option("table", "json")
@at_option
def command(document: str, kind: str, donor: str, recipient: str, fmt: str, at) -> None:
    """What does not fit together in the book, what nearly does, and what remarkably does."""
    from duikou.store.opening import open_book

    open_book(at)
    from duikou.answers.as_json import finding_json
    from duikou.answers.findings import findings
    from duikou.book import EVERYTHING

    found = findings(document, kind, donor, recipient, sight=EVERYTHING)
    if fmt == "json":
        emit(json_text([finding_json(one) for one in found]))
    else:
        emit(line for one in found for line in finding_lines(one))


def finding_lines(one) -> Iterator[str]:
    """A finding as a short block of lines."""
    from duikou.answers.wording import KINDS

    yield f"[{KINDS[one.kind]}] {' '.join(one.statements)}  {one.arithmetic}"
    yield indented(one.sentence, "  ")
    yield from (indented(proof_line(proof), "    - ") for proof in one.because)
