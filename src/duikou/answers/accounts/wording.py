"""The words of an account: numbers as papers print them, days, and a clause for each thing counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duikou.answers.evidence import Evidence
from duikou.answers.phrases import day_text
from duikou.answers.wording import chinese
from duikou.book import Scope, Window, parse_day
from duikou.book.printing import WAN, YI, Print
from duikou.words import Unit

_MEASURE_WORDS = {
    "enterprise.count": "家",
    "team.count": "个",
    "patent.count": "项",
    "award.count": "项",
    "medical.technique": "项",
    "medical.research": "项",
    "medical.surgery": "例",
    "activity.count": "场",
    "exchange.batch": "批",
}
_SCHOOLS = re.compile(r"(?:学校|小学|中学|幼儿园|医院|卫生院|福利院|敬老院|院)$")

# (measure, kind) → clause; {n}: the printed figure. Whatever is not here is named by its measure.
_CLAUSES: Mapping[tuple[str, str, str], object] = {
    ("fund", "", "arrived"): gettext_lazy("{n} of funds of all kinds arrived"),
    ("fund", "grant", "arrived"): gettext_lazy("{n} of grant funds arrived"),
    ("fund", "cooperation", "arrived"): gettext_lazy("{n} of economic-cooperation funds arrived"),
    ("fund", "donation", "arrived"): gettext_lazy("{n} of social donations arrived"),
    ("fund", "investment", "arrived"): gettext_lazy("{n} of social investment arrived"),
    ("fund", "", "agreed"): gettext_lazy("{n} of funds of all kinds were agreed"),
    ("fund", "grant", "agreed"): gettext_lazy("{n} of grant funds were agreed"),
    ("fund", "cooperation", "agreed"): gettext_lazy("{n} of economic-cooperation funds were agreed"),
    ("fund", "", "disbursed"): gettext_lazy("{n} of funds of all kinds were paid out"),
    ("fund", "grant", "disbursed"): gettext_lazy("{n} of grant funds were paid out"),
    ("fund", "cooperation", "disbursed"): gettext_lazy("{n} of economic-cooperation funds were paid out"),
    ("fund", "", "spent"): gettext_lazy("{n} of funds of all kinds were spent"),
    ("fund", "grant", "spent"): gettext_lazy("{n} of grant funds were spent"),
    ("fund", "cooperation", "spent"): gettext_lazy("{n} of economic-cooperation funds were spent"),
    ("investment", "", "agreed"): gettext_lazy("{n} of enterprise investment was agreed"),
    ("investment", "", "arrived"): gettext_lazy("{n} of enterprise investment arrived"),
    ("project.count", "", "arrived"): gettext_lazy("{n} projects of all kinds were carried out"),
    ("project.count", "grant", "arrived"): gettext_lazy("{n} grant projects were carried out"),
    ("project.count", "cooperation", "arrived"): gettext_lazy(
        "{n} economic-cooperation projects were carried out"
    ),
    ("training.person_time", "", ""): gettext_lazy("{n} were trained"),
    ("training.class", "", ""): gettext_lazy("{n} of training were held"),
    ("exchange.secondee", "", ""): gettext_lazy("{n} of officials were seconded"),
    ("exchange.expert", "", ""): gettext_lazy("{n} of experts were sent"),
    ("exchange.batch", "", ""): gettext_lazy("experts were sent in {n}"),
    ("beneficiary.person", "", ""): gettext_lazy("{n} benefit"),
    ("beneficiary.household", "", ""): gettext_lazy("{n} benefit (households)"),
    ("job.person", "", ""): gettext_lazy("{n} of jobs were provided"),
    ("enterprise.count", "", ""): gettext_lazy("{n} enterprises were introduced"),
    ("medical.rescue", "", ""): gettext_lazy("{n} of emergency rescues"),
    ("medical.surgery", "", ""): gettext_lazy("{n} operations were carried out"),
    ("medical.technique", "", ""): gettext_lazy("{n} new techniques and projects were introduced"),
    ("facility.area", "", ""): gettext_lazy("{n} of facilities were built"),
    ("logistics.train", "", ""): gettext_lazy("{n} trains were run"),
    ("logistics.teu", "", ""): gettext_lazy("{n} of containers were carried"),
    ("cargo_value", "", ""): gettext_lazy("cargo worth {n}"),
    ("output_value", "", ""): gettext_lazy("output worth {n}"),
    ("visitor.person", "", ""): gettext_lazy("{n} of visitors were received"),
    ("revenue", "", ""): gettext_lazy("operating revenue of {n}"),
    ("student.person", "", ""): gettext_lazy("{n} of students"),
    ("sales", "", ""): gettext_lazy("sales of {n}"),
}


def clause(scope: Scope) -> str:
    """What is counted, with `{n}` where the figure goes."""
    if scope.measure == "facility.count" and scope.subjects:
        return "{n}"
    kind = next(iter(scope.kinds), "") if len(scope.kinds) < 2 else "?"
    found = _CLAUSES.get((scope.measure, kind, scope.stage))
    return str(found) if found else ""


def clause_of(scope: Scope, book: Evidence) -> str:
    """The same, else by the names of measure, kind and stage."""
    if text := clause(scope):
        return text
    label = "zh" if chinese() else "en"
    words = book.vocabulary
    kinds = "、".join(getattr(words.kind[code], label) for code in sorted(scope.kinds))
    stage = getattr(words.stage[scope.stage], label) if scope.stage else ""
    name = getattr(words.measure[scope.measure], label)
    if chinese():
        return f"{stage}{kinds}{name}{{n}}"
    return " ".join(part for part in ("{n} of", kinds, name, stage) if part)


def measure_word(scope: Scope, book: Evidence) -> str:
    """The word behind a count in Chinese, "" for the unit's own."""
    if not chinese() or scope.unit != "count":
        return ""
    names = [book.subjects[key].name for key in scope.subjects if key in book.subjects]
    if scope.measure == "facility.count" and names and _SCHOOLS.search(names[0]):
        return "所"
    return _MEASURE_WORDS.get(scope.measure, "")


def printed_text(shown: Print, unit: Unit, word: str = "") -> str:
    """A number in print: `9.92亿元`, `3000余人次`, `不少于1.2亿元`, `2.1亿元至2.7亿元`."""
    figure = shown.figure
    if not chinese():
        return _in_english(shown, unit)
    name = word or unit.zh
    scale = {1: "", WAN: "万", YI: "亿"}[shown.power]
    number = _mantissa(figure.value, shown, unit)
    plain = f"{number}{scale}{name}"
    if figure.upper is not None:
        return f"{plain}至{_mantissa(figure.upper, shown, unit)}{scale}{name}"
    if figure.qualifier == "over":
        return f"超过{plain}" if "." in number else f"{number}余{scale}{name}"
    before = {"nearly": "近", "about": "约", "at_least": "不少于", "at_most": "不超过"}
    return before.get(figure.qualifier, "") + plain


def _mantissa(value: int, shown: Print, unit: Unit) -> str:
    """Digits down to the last one that counts."""
    figure, whole = shown.figure, shown.power * unit.scale
    last = figure.last if figure.qualifier == "exact" else figure.round
    places = max(0, len(str(whole)) - len(str(last))) if last < whole else 0
    return f"{Decimal(value) / whole:.{places}f}"


def _in_english(shown: Print, unit: Unit) -> str:
    figure = shown.figure
    money = unit.code.startswith("CNY")
    size, power = (
        (1_000_000_000, " billion") if figure.value >= 10**9 * unit.scale else (1_000_000, " million")
    )
    if figure.value < 10**6 * unit.scale or (unit.whole and figure.last < 10**5 * unit.scale):
        size, power = 1, ""
    last = figure.last if figure.qualifier == "exact" else figure.round
    whole = size * unit.scale
    places = max(0, len(str(whole)) - len(str(last))) if last < whole else 0

    def amount(value: int) -> str:
        number = f"{Decimal(value) / whole:,.{places}f}{power}"
        name = unit.en.removeprefix("yuan").strip() if money else unit.en
        name = "" if unit.code == "count" else name
        return " ".join(part for part in ("CNY" if money else "", number, name) if part)

    if figure.upper is not None:
        return _("{low} to {high}").format(low=amount(figure.value), high=amount(figure.upper))
    text = {
        "over": _("more than {value}"),
        "nearly": _("nearly {value}"),
        "about": _("about {value}"),
        "at_least": _("at least {value}"),
        "at_most": _("at most {value}"),
    }.get(figure.qualifier, "{value}")
    return text.format(value=amount(figure.value))


def first_day_text(day: date) -> str:
    """A first day as one says it: `2021年`, `2022年10月`."""
    if (day.month, day.day) == (1, 1):
        return f"{day.year}年" if chinese() else str(day.year)
    if day.day == 1:
        return f"{day.year}年{day.month}月" if chinese() else f"{day:%Y-%m}"
    return day_text(day)


def when_text(window: Window) -> str:
    """A period as a sentence begins with it: `截至2025年5月`, `2024年`, `2021年至2025年7月`."""
    start, end = window.start, window.end
    assert end is not None
    if start is None:
        return _("As of {day}").format(day=day_text(end))
    if start == date(end.year, 1, 1) and end == date(end.year, 12, 31):
        return _("In {year}").format(year=end.year)
    if start.day == 1 and parse_day(f"{start:%Y-%m}", last=True) == end:
        return _("In {day}").format(day=day_text(end))
    if start.year == end.year and start.day == 1 and parse_day(f"{end:%Y-%m}", last=True) == end:
        first = f"{start.year}年{start.month}月" if chinese() else f"{start:%Y-%m}"
        last = f"{end.month}月" if chinese() else f"{end:%Y-%m}"
        return _("From {start} to {end}").format(start=first, end=last)
    last = _("the end of {year}").format(year=end.year) if end == date(end.year, 12, 31) else day_text(end)
    if chinese() and end == date(end.year, 12, 31):
        last = f"{end.year}年"
    return _("From {start} to {end}").format(start=first_day_text(start), end=last)
