"""A document's text cut into paragraphs of plain runs and figures, ready for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duikou.answers.views import DocumentView, FigureView

HEADING_LENGTH = 40
SENTENCE_END = tuple("。；！？，、：:;,.!?")
RULE = re.compile(r"[|\s:\-]+")
BOLD_MARKS = re.compile(r"\*\*|^#{1,6}\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text, or a figure's expression as printed in the text (`figure` set)."""

    text: str
    figure: FigureView | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of runs, or a row of a table with runs in each of its `cells`."""

    runs: tuple[Run, ...]
    heading: bool
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def row(self) -> bool:
        return bool(self.cells)


def paragraphs(text: str, figures: Iterable[FigureView]) -> tuple[Paragraph, ...]:
    """Cut `text` at its line ends; a line end inside a figure does not count.

    Figures that lie outside the text, or in one another, are left to the list beside it. Signs of
    Markdown (bold, headings) are not shown.
    """
    found: list[Paragraph] = []
    runs: list[Run] = []
    for run in _runs(text, figures):
        if run.figure is not None:
            runs.append(run)
            continue
        first, *more = run.text.split("\n")
        _add(runs, first)
        for line in more:
            _close(found, runs)
            runs = []
            _add(runs, line)
    _close(found, runs)
    return tuple(found)


def _runs(text: str, figures: Iterable[FigureView]) -> Iterator[Run]:
    place = 0
    for figure in sorted(figures, key=lambda f: (f.start, f.end)):
        if not place <= figure.start < figure.end <= len(text):
            continue
        yield Run(_tidy(text[place : figure.start]))
        yield Run(re.sub(r"\s*\n\s*", "", _tidy(text[figure.start : figure.end])), figure)
        place = figure.end
    yield Run(_tidy(text[place:]))


def _tidy(text: str) -> str:
    return BOLD_MARKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _add(runs: list[Run], text: str) -> None:
    shown = text if runs else text.lstrip(" \u3000\t")
    if shown:
        runs.append(Run(shown))


def _close(found: list[Paragraph], runs: list[Run]) -> None:
    whole = "".join(run.text for run in runs).strip()
    if len(whole) > 2 and whole.startswith("|") and whole.endswith("|"):
        if not RULE.fullmatch(whole):
            found.append(Paragraph((), False, _cells(runs)))
    elif whole:
        heading = len(whole) <= HEADING_LENGTH and not whole.endswith(SENTENCE_END)
        found.append(Paragraph(tuple(runs), heading))


def _cells(runs: Iterable[Run]) -> tuple[tuple[Run, ...], ...]:
    """The runs between the bars of a row."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        first, *more = [run.text] if run.figure else run.text.split("|")
        cells[-1].append(Run(first, run.figure))
        cells += ([Run(text)] for text in more)
    return tuple(tuple(cell) for cell in cells[1:-1])


def verdict_counts(document: DocumentView, order: Iterable[str]) -> list[tuple[str, int]]:
    """(verdict, number of figures) in `order`, counted from the figures themselves where they are at hand."""
    if not document.figures:
        return [(code, document.counts[code]) for code in order if document.counts.get(code)]
    verdicts = [figure.verdict for figure in document.figures]
    return [(code, verdicts.count(code)) for code in order if code in verdicts]
