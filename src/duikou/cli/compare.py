"""`duikou compare`: what changed from an older document to a newer one, and whether it adds up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from duikou.cli.check import CONTRADICTED
from duikou.cli.options import at_option, emit, format_option, indented, json_text


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--old-dated", default="", metavar="DATE", help="when OLD speaks: 2024-07")
@click.option("--new-dated", default="", metavar="DATE", help="when NEW speaks: 2025-07")
@format_option("table", "json")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="write there instead")
@at_option
def command(
    old: Path, new: Path, old_dated: str, new_dated: str, fmt: str, output: Path | None, at: Path | None
) -> None:
    """Figures of the same thing in two documents. Exit status 0: nothing contradicted, 1: something is, 2: a
    file is unusable."""
    from duikou.files import load_text
    from duikou.store.opening import open_book

    loaded = [load_text(file).text for file in (old, new)]
    open_book(at)
    from duikou.answers.comparisons import Sent, compare
    from duikou.book import EVERYTHING

    dates = (old_dated, new_dated)
    sent = [Sent(text, dated, file.stem) for text, dated, file in zip(loaded, dates, (old, new), strict=True)]
    compared = compare(*sent, sight=EVERYTHING)
    emit(json_text(comparison_json(compared)) if fmt == "json" else _table(compared), output)
    if compared.counts.get("contradicted"):
        sys.exit(CONTRADICTED)


def comparison_json(compared) -> dict[str, object]:
    """The comparison as documented in docs/reference/commands.md."""
    sides = {
        name: {"title": s.title, "dated": s.dated}
        for name, s in (("old", compared.old), ("new", compared.new))
    }
    return {**sides, "counts": compared.counts, "rows": [asdict(row) for row in compared.rows]}


def _table(compared) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.answers.comparisons import STATUSES
    from duikou.answers.wording import STATUS_NAMES, VERDICTS

    yield f"{compared.old.title} → {compared.new.title}"
    names = STATUS_NAMES | VERDICTS
    yield "  ".join(f"{names[name]} {compared.counts[name]}" for name in names if name in compared.counts)
    for status in STATUSES:
        rows = [row for row in compared.rows if row.status == status]
        if rows:
            yield f"\n{STATUS_NAMES[status]}"
        for row in rows:
            verdict = f"[{VERDICTS[row.verdict]}] " if row.verdict else ""
            yield f"  {verdict}{row.scope_text}"
            sides = (_side(side) for side in (row.old, row.new))
            change = " ".join(part for part in (row.change, f"({row.ratio})" if row.ratio else "") if part)
            yield "    " + " → ".join(sides) + (_(": {change}").format(change=change) if change else "")
            yield from (indented(note, "      ") for note in row.notes)


def _side(side) -> str:
    """A figure with its period; a dash where a document has none."""
    if side is None:
        return "—"
    return f"{side.surface} ({side.period})" if side.period else str(side.surface)
