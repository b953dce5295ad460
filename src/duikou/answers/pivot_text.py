"""Tables of statistics in words: names of lines, amounts in one unit for the whole table, why sums differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duikou.answers.amounts import MONEY, ROUND, decimal_bounds, interval_text, settled_value
from duikou.answers.views import Bounds
from duikou.answers.wording import chinese
from duikou.book import Interval
from duikou.rollups import Note
from duikou.rollups.lines import PERIOD, STAGE, YEAR
from duikou.words import Unit, Vocabulary

if TYPE_CHECKING:
    from duikou.answers.pivots import Made

AXES = {
    "donor": gettext_lazy("Donor"),
    "recipient": gettext_lazy("Recipient"),
    "sector": gettext_lazy("Sector"),
    "kind": gettext_lazy("Kind of funds"),
    "stage": gettext_lazy("Stage"),
    "year": gettext_lazy("Year"),
    "period": gettext_lazy("Five-year period"),
}
MOST_PLACES, OF_BOUNDS = 8, 2


def axis_name(axis: str) -> str:
    """The name of an axis, "" for none."""
    return str(AXES[axis]) if axis else ""


def line_name(axis: str, code: str, words: Vocabulary) -> str:
    """The name of a line."""
    label = "zh" if chinese() else "en"
    named: dict[str, Callable[[], str]] = {
        "donor": lambda: words.parties[code].name,
        "recipient": lambda: words.places[code].name,
        "sector": lambda: getattr(words.sector[code], label),
        "kind": lambda: getattr(words.kind[code], label),
        STAGE: lambda: getattr(words.stage[code], label),
        YEAR: lambda: code,
        PERIOD: lambda: _period(code, words),
    }
    return str(named[axis]())


def _period(code: str, words: Vocabulary) -> str:
    """`“十三五”` in Chinese, its years elsewhere."""
    first, last = words.period[code].start[:4], words.period[code].end[:4]
    return f"“{code}”" if chinese() else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of a whole table: `divisor` scaled integers make one of `label`; all of its numbers have
    `places` decimals, as many as the finest needs."""

    divisor: int
    label: str
    places: int


def scale_of(unit: Unit, intervals: Iterable[Interval]) -> Scale:
    """Money in 万元 (English: CNY million), everything else in its own unit. No digit of an exact value is
    lost; bounds are shown to the hundredth, the least rounded down and the most up."""
    divisor, label = unit.scale, unit.zh if chinese() else unit.en
    if unit.code.startswith(MONEY):
        tail = unit.code.removeprefix(MONEY)
        per = label.removeprefix("元").removeprefix("yuan")
        divisor *= 10_000 if chinese() else 1_000_000
        label = f"万元{per}" if chinese() else f"CNY million{per or tail}"
    places = 0
    for interval in intervals:
        ends = _ends(interval, unit)
        most_places = MOST_PLACES if ends[0] == ends[1] else OF_BOUNDS
        for end in ends:
            while end is not None and places < most_places and end * 10**places % divisor:
                places += 1
    return Scale(divisor, label, places)


def _ends(interval: Interval, unit: Unit) -> tuple[int | None, int | None]:
    """What is shown of an interval: the value it settles, else its ends, rid of the one 分 by which
    half-open bounds miss a round amount."""
    least, most = interval.least, interval.most
    if least is not None and most is not None and least != most:
        value = settled_value(least, most)
        if value is not None:
            return value, value
    end = _round(most, unit)
    return (end if least == most else _round(least, unit)), end


def _round(amount: int | None, unit: Unit) -> int | None:
    if amount is None or not unit.code.startswith(MONEY) or abs(amount) <= ROUND:
        return amount
    near = round(amount / ROUND) * ROUND
    return near if abs(near - amount) == 1 else amount


def figure(interval: Interval, unit: Unit, scale: Scale) -> tuple[str, str, str, Bounds]:
    """(tone, text, number, bounds) of an interval, see `pivot_views.CellView`."""
    bounds = decimal_bounds(interval, unit)
    least, most = _ends(interval, unit)
    if most is None:
        if not least:
            return "open", "…", "", bounds
        return "least", f"≥{_grouped(least, scale, ROUND_FLOOR)}", "", bounds
    if least == most:
        text, number = _texts(_scaled(most, scale, ROUND_HALF_UP), scale.places)
        return ("exact" if most else "none"), (text if most else "—"), number, bounds
    if not least:
        return "most", f"≤{_grouped(most, scale, ROUND_CEILING)}", "", bounds
    low, high = _grouped(least, scale, ROUND_FLOOR), _grouped(most, scale, ROUND_CEILING)
    return "range", f"{low}–{high}", "", bounds


def _scaled(amount: int, scale: Scale, rounding: str) -> int:
    """An amount in units of the last decimal that is shown."""
    whole, rest = divmod(abs(amount) * 10**scale.places, scale.divisor)
    away = {ROUND_FLOOR: amount < 0, ROUND_CEILING: amount > 0, ROUND_HALF_UP: 2 * rest >= scale.divisor}
    whole += bool(rest) and away[rounding]
    return whole if amount >= 0 else -whole


def _texts(scaled: int, places: int) -> tuple[str, str]:
    """A number with as many decimals: in groups of three digits, and plain."""
    whole, part = divmod(abs(scaled), 10**places)
    sign, tail = "-" if scaled < 0 else "", f".{part:0{places}d}" if places else ""
    return f"{sign}{whole:,}{tail}", f"{sign}{whole}{tail}"


def _grouped(amount: int, scale: Scale, rounding: str) -> str:
    return _texts(_scaled(amount, scale, rounding), scale.places)[0]


def rate(found: tuple[Fraction, Fraction] | None, signed: bool = False) -> str:
    """A share or a growth in percent with one place, or between which ones; "—" where it is not known."""
    if found is None:
        return "—"
    low, high = (_percent(one, signed) for one in found)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _percent(part: Fraction, signed: bool) -> str:
    shown = Decimal(round(part * 1000)).scaleb(-1)
    return f"{shown:+.1f}%" if signed else f"{shown:.1f}%"


def notes_text(made: Made) -> Iterator[str]:
    """Why there is no total, and why lines and totals differ."""
    layout, unit = made.pivot.layout, made.book.vocabulary.unit[made.pivot.layout.scope.unit]
    axes = (layout.rows, layout.columns)
    if STAGE in axes:
        yield _("Agreed, arrived, paid out and spent are stages of the same money: they are never added.")
    if "kind" in axes:
        yield _("Kinds differ in nature: their total stands for “all kinds” and for none of them.")
    if made.basis == "statements":
        yield _(
            "Each cell and total is what entries and published figures together prove of it, naturally read; "
            "totals are not made of cells. What is told of several donors together stands in no single row."
        )
        if made.unsettled:
            yield ngettext(
                "{count} cell was not worked out in time; narrow the table to have it.",
                "{count} cells were not worked out in time; narrow the table to have them.",
                made.unsettled,
            ).format(count=made.unsettled)
        return
    yield _("Counted from the entries of the book; what nobody has entered is not in it.")
    for note in made.pivot.notes:
        yield _note(note, unit, made.book.vocabulary)


REASONS = {
    "joint": gettext_lazy(
        "{amount} (entries: {count}) was given by several donors together without shares: it stands in no "
        "donor's row for sure, may be in each of theirs, and counts once in the total."
    ),
    "unsaid": gettext_lazy("{amount} (entries: {count}) names no {axis}: it stands in the total alone."),
    "coarse": gettext_lazy(
        "{amount} (entries: {count}) names the {axis} only in a wider sense than the lines: it stands in the "
        "total alone."
    ),
    "long": gettext_lazy(
        "{amount} (entries: {count}) runs over several lines of {axis}: it stands in the total alone."
    ),
}
COUNTED = {
    "unsaid": gettext_lazy("{count} entries name no {axis}: they stand in the total alone."),
    "coarse": gettext_lazy(
        "{count} entries name the {axis} only in a wider sense than the lines: they stand in the total alone."
    ),
}


def _note(note: Note, unit: Unit, words: Vocabulary) -> str:
    axis = axis_name(note.axis) if chinese() else axis_name(note.axis).lower()

    def shown(interval: Interval) -> str:
        text = interval_text(interval, unit)
        if not note.scope.stage:
            return text
        stage = words.stage[note.scope.stage]
        of_stage = _("({stage})").format(stage=stage.zh if chinese() else stage.en)
        return f"{text}{'' if chinese() else ' '}{of_stage}"

    if note.code == "union":
        return _(
            "Each is counted once: added up, the lines of {axis} would come to {lines}, but together they "
            "are {amount}; the same one may stand in several lines, and one that names no {axis} in none."
        ).format(axis=axis, lines=shown(note.lines), amount=shown(note.amount))
    known = COUNTED if note.code in COUNTED and note.amount == Interval.exactly(0) else REASONS
    return str(known[note.code]).format(amount=shown(note.amount), count=note.count, axis=axis)
