"""`duikou check`: each figure of a draft held against the book and against the others of the draft."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from duikou.cli.findings import finding_lines
from duikou.cli.options import at_option, emit, format_option, indented, json_text, write_whole
from duikou.cli.read import dated_option
from duikou.cli.sum import proof_line

CONTRADICTED = 1  # exit status


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@dated_option
@format_option("table", "json", "docx")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="write there instead")
@click.option(
    "--comment",
    type=click.Choice(("all", "flagged")),
    default="all",
    show_default=True,
    help="docx: at every figure, or only at those that do not fit",
)
@at_option
def command(file: Path, dated: str, fmt: str, output: Path | None, comment: str, at: Path | None) -> None:
    """Each figure's verdict. Exit status 0: nothing contradicted, 1: something is, 2: FILE is unusable."""
    from duikou.files import load_bytes, read_file
    from duikou.store.opening import open_book

    if fmt == "docx":
        _refuse_output(file, output)
    raw = read_file(file)
    loaded = load_bytes(raw, str(file))
    open_book(at)
    from duikou.answers.drafts import check_text
    from duikou.book import EVERYTHING

    checked = check_text(loaded.text, dated, sight=EVERYTHING)
    if fmt == "docx":
        from duikou.answers.remarks import commented_docx

        assert output is not None
        write_whole(output, commented_docx(raw, str(file), loaded, checked, comment == "flagged"))
        emit(_written(file, output, checked))
    else:
        emit(json_text(check_json(checked)) if fmt == "json" else _table(checked), output)
    if checked.counts.get("contradicted"):
        sys.exit(CONTRADICTED)


def _refuse_output(file: Path, output: Path | None) -> None:
    """A Word file needs a name of its own."""
    if output is None or output.suffix.lower() != ".docx":
        raise click.UsageError("--format docx needs -o NAME.docx")
    if output.exists() and file.exists() and output.samefile(file):
        raise click.UsageError(f"{output} is the draft itself: name another file")


def _written(file: Path, output: Path, checked) -> Iterator[str]:
    """What was written, and from what."""
    from django.utils.translation import gettext as _

    from duikou.answers.remarks import is_word

    if not is_word(file.name):
        yield _("{file} is no Word document: its text is laid out anew.").format(file=file)
    yield f"{output}  {_counts(checked)}"


def _counts(checked) -> str:
    from duikou.answers.wording import VERDICTS

    return "  ".join(
        f"{VERDICTS[name]} {checked.counts[name]}" for name in VERDICTS if name in checked.counts
    )


def check_json(checked) -> dict[str, object]:
    """The checked draft as documented in docs/reference/commands.md."""
    from duikou.answers.as_json import finding_json

    return {
        "title": checked.title,
        "dated": checked.dated,
        "counts": checked.counts,
        "figures": [figure_json(figure) for figure in checked.figures],
        "findings": [finding_json(one) for one in checked.findings],
    }


def figure_json(figure) -> dict[str, object]:
    """One figure with its verdict; `bounds`: what all the rest allows it to be."""
    from duikou.answers.as_json import bound_json, proof_json

    return {
        "id": figure.key,
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface,
        "value": figure.value,
        "unit": figure.unit,
        "scope": figure.scope_text,
        "fields": [{"name": f.name, "value": f.value, "said": f.said} for f in figure.fields],
        "stated": {"strict": list(figure.strict), "natural": list(figure.natural)},
        "verdict": figure.verdict,
        "reading": figure.reading,
        "sentence": figure.sentence,
        "leeway": figure.leeway,
        "right": figure.right,
        **bound_json(figure.allowed),
        "because": [proof_json(proof) for proof in figure.because],
    }


def _table(checked) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.answers.wording import VERDICTS

    yield f"{checked.title} ({checked.dated or _('not dated')})"
    yield _counts(checked) + "\n"
    for figure in checked.figures:
        yield f"[{VERDICTS[figure.verdict]}] {figure.surface}  {figure.scope_text}"
        yield indented(figure.sentence, "    ")
        if figure.right:
            yield indented(_("Would be right: {right}").format(right=figure.right), "    ")
        if figure.verdict in ("contradicted", "doubtful"):
            yield from (indented(proof_line(proof), "      - ") for proof in figure.because)
    yield ""
    for one in checked.findings:
        yield from finding_lines(one)
