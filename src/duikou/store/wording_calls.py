"""States and steps of filings, periods and series of calls, in words."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from duikou.book import Call
from duikou.book.filing import MONTH, QUARTER, Series
from duikou.store.wording_filling import label
from duikou.words import Vocabulary

STATE_NAMES = {
    "open": pgettext_lazy("state of a filing", "not begun"),
    "draft": pgettext_lazy("state of a filing", "being filled in"),
    "filed": pgettext_lazy("state of a filing", "sent in"),
    "returned": pgettext_lazy("state of a filing", "returned"),
    "accepted": pgettext_lazy("state of a filing", "accepted"),
}
VERB_NAMES = {
    "put": pgettext_lazy("step of a filing", "changed records"),
    "explain": pgettext_lazy("step of a filing", "explained doubts"),
    "file": pgettext_lazy("step of a filing", "sent it in"),
    "recall": pgettext_lazy("step of a filing", "took it back"),
    "return": pgettext_lazy("step of a filing", "returned it"),
    "accept": pgettext_lazy("step of a filing", "accepted it"),
}
_QUARTERS = ("一", "二", "三", "四")


def period_text(call: Call) -> str:
    """2026年第三季度, 2026年9月, 2026年; Q3 2026, September as 2026-09, 2026."""
    year, month = call.first_day.year, call.first_day.month
    chinese = (get_language() or "zh").startswith("zh")
    if call.period == QUARTER:
        nth = (month + 2) // 3
        return f"{year}年第{_QUARTERS[nth - 1]}季度" if chinese else f"Q{nth} {year}"
    if call.period == MONTH:
        return f"{year}年{month}月" if chinese else f"{year}-{month:02}"
    return f"{year}年" if chinese else str(year)


def series_text(series: Series, words: Vocabulary) -> str:
    """资金·到位, 培训人次（人次）, 培训人数（人）: measure, stage, and the unit where it is not money."""
    measure, unit, stage = series
    name = label(words.measure[measure].counting(unit))
    if stage:
        name += f"·{label(words.stage[stage])}"
    return (
        name
        if unit.startswith("CNY")
        else _("{name} ({unit})").format(name=name, unit=label(words.unit[unit]))
    )
