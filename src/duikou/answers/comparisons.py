"""Two documents side by side: what changed from the older to the newer, by how much, does it add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from duikou.answers import texts
from duikou.answers.adding_up import Check
from duikou.answers.amounts import interval_text
from duikou.answers.drafts import statements_of
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.figures import fields
from duikou.answers.matching import Match, match
from duikou.answers.phrases import surface
from duikou.answers.questions import scope_text, window_text
from duikou.answers.wording import chinese, listed
from duikou.book import PUBLIC, Interval, Sight, Statement, Window, parse_day
from duikou.checks.arithmetic import write_comparison
from duikou.reading import read
from duikou.words import Reading, Unit, Vocabulary

OLD, NEW = "old", "new"
STATUSES = ("changed", "differs", "new", "gone")


@dataclass(frozen=True, slots=True)
class Sent:
    """A document to compare: its text, the ISO date it speaks as of ("" = not known), and what to call it."""

    text: str
    dated: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SideView:
    """A figure of one of the documents: its words, its period and its sentence."""

    key: str
    surface: str
    period: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RowView:
    """One thing that a document states a figure of.

    `status`: changed (both do, `relation` says how), differs (both do, but not of one definition), new, gone.
    `verdict`: contradicted, doubtful, holds, or "" where there is nothing to hold it against. `change`: by
    how much, in words, with what rounding leaves open; `ratio`: of the printed numbers. `notes`: what was
    found.
    """

    status: str
    scope_text: str
    old: SideView | None
    new: SideView | None
    relation: str = ""
    verdict: str = ""
    change: str = ""
    ratio: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """`counts`: rows by status, and by verdict."""

    old: Sent
    new: Sent
    rows: tuple[RowView, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def compare(old: Sent, new: Sent, *, sight: Sight = PUBLIC) -> ComparisonView:
    """Both documents read and their figures matched. The book lends its words and subjects, it is no evidence
    here. Raises BookError for an impossible date."""
    book = evidence(sight=sight)
    read_old, read_new = _statements(old, OLD, book), _statements(new, NEW, book)
    single = {key for key, subject in book.subjects.items() if subject.single}
    matches = match(read_old, read_new, book.vocabulary, single)
    beside = {row.key: row for row in (*read_old, *read_new)}
    rows = sorted((_row(one, old, new, beside, book) for one in matches), key=_rank)
    counts = Counter(row.status for row in rows) + Counter(row.verdict for row in rows if row.verdict)
    return ComparisonView(old, new, tuple(rows), dict(counts))


def _statements(sent: Sent, key: str, book: Evidence) -> list[Statement]:
    parse_day(sent.dated, "dated")
    figures = read(sent.text, dated=sent.dated, vocabulary=book.vocabulary)
    return statements_of(figures, key, book, sent.text)


def _rank(row: RowView) -> tuple[int, int]:
    """What does not fit first, then as the newer document has it."""
    doubts = ("contradicted", "doubtful")
    return (0 if row.verdict in doubts else 1, STATUSES.index(row.status))


def _row(one: Match, old: Sent, new: Sent, beside: Mapping[str, Statement], book: Evidence) -> RowView:
    about = one.new or one.old
    assert about
    undated = replace(about.scope, window=Window())
    sides = (_side(one.old, old), _side(one.new, new))
    text = scope_text(undated, book.vocabulary, book.subjects)
    if one.old is None or one.new is None:
        return RowView("new" if one.new else "gone", text, *sides)
    if one.differs:
        notes = (_differ(one, book),)
        return RowView("differs", text, *sides, relation=one.relation, notes=notes)
    unit = book.vocabulary.unit[about.scope.unit]
    return RowView(
        "changed",
        text,
        *sides,
        relation=one.relation,
        verdict=_verdict(one.checks),
        change=_change(one.old, one.new, unit, book),
        ratio=_ratio(one.old, one.new),
        notes=tuple(_notes(one, beside, unit, book.vocabulary)),
    )


def _side(row: Statement | None, sent: Sent) -> SideView | None:
    if row is None:
        return None
    sentence = texts.sentence_at(sent.text, row.start, row.end)
    return SideView(row.key, surface(row), window_text(row.scope.window), sentence, row.start, row.end)


def _verdict(checks: Sequence[Check]) -> str:
    """The gravest; that a total did not fall is no proof of it."""
    said = {check.verdict for check in checks}
    for verdict in ("contradicted", "doubtful"):
        if verdict in said:
            return verdict
    return "holds" if any(check.code in ("restated", "adds_up") for check in checks) else ""


# ------------------------------------------------------------------ in words


def _change(old: Statement, new: Statement, unit: Unit, book: Evidence) -> str:
    """By how much the newer figure is more or less, and what the rounding of both leaves of that."""
    if old.figure is None or new.figure is None:
        return ""
    before, after = (one.interval(Reading.NATURAL, book.vocabulary) for one in (old, new))
    change, printed = after - before, new.figure.value - old.figure.value
    if printed == 0:
        return _("unchanged") if old.figure == new.figure else _("the same number in other words")
    word = _("{amount} more") if printed > 0 else _("{amount} less")
    text = word.format(amount=_amount(Interval.exactly(abs(printed)), unit))
    within = change if printed > 0 else -change
    if within.least == within.most:
        return text
    if within.least is not None and within.least < 0:
        return _("{text}, which may be rounding").format(text=text)
    # where both may just touch, half-open bounds leave one unit in ten thousand
    rounded = Interval(None if within.least and within.least <= 1 else within.low, within.high)
    return _("{text} ({bounds} with rounding)").format(text=text, bounds=_amount(rounded, unit))


def _amount(change: Interval, unit: Unit) -> str:
    text = interval_text(change, unit)
    return _("{number} points").format(number=text.replace("%", "")) if unit.code == "percent" else text


def _ratio(old: Statement, new: Statement) -> str:
    """The change of the printed numbers in hundredths of the older; "" for rates and from nothing."""
    if old.figure is None or new.figure is None or old.nature == "rate" or old.figure.value <= 0:
        return ""
    if old.figure.value == new.figure.value:
        return ""
    return f"{float(Fraction(new.figure.value - old.figure.value, old.figure.value) * 100):+.1f}%"


def _notes(one: Match, beside: Mapping[str, Statement], unit: Unit, words: Vocabulary) -> Iterator[str]:
    assert one.old
    assert one.new
    for check in one.checks:
        if check.code == "keeps" and check.verdict == "holds":
            continue
        text = _says(check).format(
            old=surface(one.old),
            new=surface(one.new),
            between=listed(surface(beside[key]) for key in check.between),
            expected=interval_text(check.expected, unit),
            sum=_arithmetic(one.old, [beside[key] for key in check.between], one.new, words),
        )
        if check.verdict == "doubtful" and one.relation == "running":
            text += " " + _("This takes both totals to count from the same start.")
        yield text


def _arithmetic(old: Statement, between: Sequence[Statement], new: Statement, words: Vocabulary) -> str:
    """`9.5 + 0.38 = 9.88 < 9.92`, of the printed numbers."""
    left, right = (
        [(s.figure.value, Fraction(1)) for s in side if s.figure] for side in ((old, *between), (new,))
    )
    return write_comparison(left, right, new.scope.unit, words).text


def _says(check: Check) -> str:
    holds = check.verdict == "holds"
    return {
        "restated": _("The same figure as in the older document.")
        if holds
        else _("The older document says {old} of the very same thing and time, the newer {new}."),
        "keeps": _("A running total does not fall: {old} before, {new} now."),
        "adds_up": _("It adds up, rounding considered: {sum}.")
        if holds
        else _("It does not add up: {sum}; {old} and {between} since make {expected}."),
        "at_least": _("{old} and {between} in a part of the time since leave room: {expected}.")
        if holds
        else _("{old} and {between} in a part of the time since make {expected}, but {new} is stated."),
        "at_most": _("{old} and {between}, which is for no less than the time since, leave room: {expected}.")
        if holds
        else _("{old} and {between}, which is for no less than the time since, make {expected}, not {new}."),
    }[check.code]


def _differ(one: Match, book: Evidence) -> str:
    """Why two figures are not to be compared."""
    assert one.old
    assert one.new
    names = {
        "unit": _("unit"),
        "stage": _("stage"),
        "kind": _("kind"),
        "donor": _("donor"),
        "subject": _("subject"),
    }
    parts = []
    for code in one.differs:
        before, after = (_coordinate(row, code, book) for row in (one.old, one.new))
        parts.append(
            _("{name}: {before} before, {after} now").format(name=names[code], before=before, after=after)
        )
    return _("Not comparable, the definition differs ({differences}).").format(differences=listed(parts))


def _coordinate(row: Statement, code: str, book: Evidence) -> str:
    """One coordinate of a figure in words."""
    if code == "unit":
        unit = book.vocabulary.unit[row.scope.unit]
        return unit.zh if chinese() else unit.en
    return next((f.value for f in fields(row, book) if f.name == code), _("not said"))
