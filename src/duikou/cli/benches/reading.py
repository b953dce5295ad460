"""`duikou bench reading`: quality, speed and growth of reading, ours beside others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from duikou.cli.benches.draft import write_draft
from duikou.cli.benches.measuring import (
    MISSING,
    Outcome,
    Report,
    Table,
    apart,
    growth,
    machine,
    megabytes,
    seconds,
    timed,
)
from duikou.cli.benches.rivals import MONEY, RIVALS, Tool, ours, ours_quantities
from duikou.cli.benches.scoring import Marked, Score, load_marked, score, total
from duikou.words import load

PACKAGES = ("jionlp", "recognizers-text-suite", "emoji", "chinese2digits")
OURS: dict[str, Callable[[], Tool]] = {
    "duikou": lambda: ours(load()),
    "duikou, quantities only": lambda: ours_quantities(load()),
}
SPEED_GOAL = 5.0
BYTES_A_CHARACTER = 3  # in UTF-8
# Short enough for the slowest, long enough for the clock.
SPEED_CHARACTERS = 20_000
TOOLS: dict[str, Callable[[], Tool]] = {**OURS, **RIVALS}


def measure(
    documents: Path | None,
    figures: Path | None,
    sizes: Sequence[int],
    budget: float,
    say: Callable[[str], None],
) -> Report:
    """Quality where marked documents are given, then speed and growth. Every tool in processes of its own.

    Raises click.BadParameter for folders that do not fit together.
    """
    report = Report("reading", machine(*PACKAGES))
    marked = load_marked(documents, figures) if documents and figures else []
    ready = _ready(report, say)
    if marked:
        say("quality …")
        report.tables += [_quality(ready, marked, budget)]
    text = "\n\n".join(one.text for one in marked) or write_draft(5_000, 100)
    say("speed …")
    report.tables.append(_speed(ready, text, marked[0].dated if marked else "", budget))
    say("growth …")
    report.tables.append(_growth(ready, text, sizes, budget))
    return report


def _ready(report: Report, say: Callable[[str], None]) -> list[str]:
    """Tools that can be loaded here; the others are named with the reason."""
    missing = []
    for name, make in RIVALS.items():
        say(f"loading {name} …")
        outcome = apart(partial(_loads, make), 120)
        if outcome.trouble:
            missing.append((name, outcome.trouble))
    if missing:
        note = "The group `bench` holds them: uv sync --group bench"
        report.tables.append(Table("Left out", ("tool", "why"), tuple(missing), (note,)))
    return [name for name in TOOLS if name not in dict(missing)]


def _loads(make: Callable[[], Tool]) -> str:
    return make().name


def _quality(ready: Sequence[str], marked: Sequence[Marked], budget: float) -> Table:
    rows: list[tuple[object, ...]] = []
    mappings = []
    for name in ready:
        outcome = apart(partial(_scores, name, marked), budget * len(marked))
        if outcome.value is None:
            rows.append((name, *(MISSING,) * 8, outcome.trouble))
            continue
        found, mapping = outcome.value
        mappings.append(f"{name}: {mapping}.")
        rows += [_quality_row(name, what, one) for what, one in found.items()]
    columns = ("tool", "marks", "marked", "precision", "recall", "F1", "value", "unit", "qualifier", "note")
    return Table(
        f"Quality against the marks of {len(marked)} documents",
        columns,
        tuple(rows),
        (
            "value, unit, qualifier: share of the pairs; — where the tool gives none.",
            "Marks `money`: those of sums of money alone, for a tool that is made for these.",
            "The marks hold no times of their own, so finding times is only timed.",
            *mappings,
        ),
    )


def _scores(name: str, marked: Sequence[Marked]) -> tuple[dict[str, Score], str]:
    """The tool's scores by marks it is held against, and how it was mapped."""
    tool = TOOLS[name]()
    found = [(one.marks, tool.read(one.text, one.dated)) for one in marked]
    against = {"money": MONEY} if tool.only else {"all": frozenset(), "money": MONEY}
    scores = {
        what: total(score(marks, read, units) for marks, read in found) for what, units in against.items()
    }
    return scores, tool.mapping


def _quality_row(name: str, what: str, found: Score) -> tuple[object, ...]:
    pairs = found.pairs or 1
    shares = [
        f"{share / pairs:.3f}" if share else MISSING for share in (found.value, found.unit, found.qualifier)
    ]
    return (
        name,
        what,
        found.marked,
        f"{found.precision:.3f}",
        f"{found.recall:.3f}",
        f"{found.f1:.3f}",
        *shares,
        "",
    )


def _speed(ready: Sequence[str], text: str, dated: str, budget: float) -> Table:
    sample = _length(text, SPEED_CHARACTERS)
    rates: dict[str, float] = {}
    rows = []
    for name in ready:
        outcome = apart(partial(_timings, name, sample, dated), budget)
        if outcome.value is None:
            rows.append((name, *(MISSING,) * 4, outcome.trouble))
            continue
        reading, times = outcome.value
        rates[name] = len(sample) / reading.wall
        beside = f"{rates['duikou'] / rates[name]:.3g}×" if "duikou" in rates else MISSING
        both = seconds(times.wall) if times else MISSING
        rows.append((name, f"{rates[name]:,.0f}", seconds(reading.cpu), both, beside, ""))
    goal = "not measured"
    if "recognizers-text" in rates and "duikou" in rates:
        ratio = rates["duikou"] / rates["recognizers-text"]
        goal = f"{ratio:.3g}×, {'met' if ratio >= SPEED_GOAL else 'missed'}"
    return Table(
        f"Speed over the same {len(sample):,} characters",
        ("tool", "characters/s", "processor", "times alone", "ours is", "note"),
        tuple(rows),
        (
            f"Goal: the whole pipeline at least {SPEED_GOAL:.0f}× recognizers-text: {goal}.",
            "Loading and first use are not timed. `times alone`: what finding times takes by itself.",
        ),
    )


def _timings(name: str, text: str, dated: str) -> tuple[Outcome[int], Outcome[int] | None]:
    tool = TOOLS[name]()
    tool.read(text[:300], dated)
    reading = timed(lambda: len(tool.read(text, dated)))
    finder = tool.times
    return reading, timed(lambda: finder(text)) if finder else None


def _growth(ready: Sequence[str], text: str, sizes: Sequence[int], budget: float) -> Table:
    """Microseconds of the processor a character and peak memory at each size, until one exceeds `budget`."""
    rows = []
    for name in ready:
        points: list[tuple[float, float]] = []
        cells: list[str] = []
        for size in sizes:
            longer = _length(text, size * 1_000 // BYTES_A_CHARACTER)
            if points and points[-1][1] * len(longer) / points[-1][0] > budget:
                cells.append(f"over {budget:.0f} s expected")
                break
            outcome = apart(partial(_once, name, longer), budget * 2 + 60)
            if outcome.value is None:
                cells.append(outcome.trouble)
                break
            points.append((len(longer), outcome.value))
            cells.append(f"{outcome.value / len(longer) * 1e6:.3g} µs, {megabytes(outcome.peak)}")
        exponent = growth(points)
        shown = f"{exponent:.2f}" if exponent is not None else MISSING
        rows.append((name, *cells, *(MISSING,) * (len(sizes) - len(cells)), shown))
    return Table(
        "Cost of a character and peak memory as the text grows",
        ("tool", *(f"{size:,} kB" for size in sizes), "exponent"),
        tuple(rows),
        ("Processor time. Exponent 1.00 = the cost of a character stays the same.",),
    )


def _once(name: str, text: str) -> float:
    tool = TOOLS[name]()
    tool.read(text[:300], "")
    return timed(lambda: len(tool.read(text, ""))).cpu


def _length(text: str, characters: int) -> str:
    """The text repeated, or cut off, to so many characters."""
    text += "\n\n"
    return (text * (characters // len(text) + 1))[:characters]
