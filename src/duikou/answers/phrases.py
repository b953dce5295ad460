"""Message codes of the pure rooms → sentences in the active language, amounts and names filled in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, interval_text
from duikou.answers.evidence import Evidence
from duikou.answers.questions import UNKNOWN, counted, donor_names, window_text
from duikou.answers.wording import chinese, listed
from duikou.book import Interval, Scope, Statement, Subject, Window
from duikou.checks import Amount, Assumption, Message, Verdict, Word
from duikou.checks.sentences import ASSUMPTIONS, SENTENCES
from duikou.words import Vocabulary

ANYTHING = frozenset({"other", "context"})  # measures whose names say nothing
QUOTED = ("said", "surface", "before", "after")  # params that are words of a text
KEYS = ("parts", "wholes", "because", "statements")  # params that are keys of statements


def message_text(message: Message, book: Evidence) -> str:
    """A message of the reckoning in words."""
    return _(SENTENCES[message.code]).format(**_params(message.params, book))


def verdict_text(verdict: Verdict, book: Evidence) -> str:
    """A verdict in words, and that its limits may be wider than need be where only parts and wholes were
    looked at."""
    told = message_text(verdict.sentence, book)
    return message_text(Message("verdict.nested", {"text": told}), book) if verdict.nested else told


def assumption_text(assumption: Assumption, book: Evidence) -> str:
    """What is taken for granted, in words, with the figure whose text leaves it unsaid."""
    text = bare_assumption(assumption, book)
    if row := book.statements.get(assumption.statement):
        return _("{surface}: {text}").format(surface=surface(row), text=text)
    return text


def bare_assumption(assumption: Assumption, book: Evidence) -> str:
    """The same without the figure."""
    return _(ASSUMPTIONS[assumption.code]).format(**_params(assumption.params, book))


def surface(row: Statement) -> str:
    """The figure's own words on one line, without the marks of bold type."""
    return quoted(row.surface)


def quoted(words: str) -> str:
    """Words of a text on one line, without the marks of bold type."""
    return "".join(words.replace("*", "").split())


def spoken(heading: str) -> str:
    """A scope's line as it is read out: 上海市对万州区, not 上海市 → 万州区."""
    return heading.replace(" → ", _(" to "))


def told_scope(scope: Scope, vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> str:
    """A scope as it is read out in a sentence: `吉林省对巫溪县的无偿援助资金（到位）`. What has no donors is
    nobody's in particular, what counts anything is left to its number."""
    label = "zh" if chinese() else "en"
    named = [code for code in sorted(scope.subjects) if not code.startswith(UNKNOWN)]
    places = listed(vocabulary.places[code].name for code in sorted(scope.recipients))
    donors = donor_names(scope.donors, vocabulary)
    whose = _("{donors} for {places}").format(donors=donors, places=places) if donors and places else ""
    things = listed(subjects[code].name if code in subjects else code for code in named)
    sectors = listed(getattr(vocabulary.sector[code], label) for code in sorted(scope.sectors))
    where = [
        whose or donors or places,
        _("“{things}”").format(things=things) if things else "",
        _("({sectors})").format(sectors=sectors) if sectors else "",
        told_window(scope.window),
    ]
    kind, measure = counted(scope, vocabulary, label)
    what = ("" if chinese() else " ").join(filter(None, (kind, measure)))
    if scope.measure in ANYTHING:
        what = kind
    told = ("" if chinese() else " ").join(part for part in where if part)
    if not told or not what:
        return told or what
    return _("{what} of {whose}").format(whose=told, what=what)


def told_window(window: Window) -> str:
    """A period as it is read out: `2025年`, `2025年1月至5月`, `2021年至2024年底`."""
    start, end = window.start, window.end
    if not chinese() or not start or not end or start.day != 1:
        return window_text(window)
    last = day_text(end)
    if start.year != end.year:
        return f"{start.year}年{'' if start.month == 1 else f'{start.month}月'}至{last}"
    if (start.month, end.month, end.day) == (1, 12, 31):
        return f"{end.year}年"
    if start.month == end.month and not last.endswith("日"):
        return last
    return f"{start.year}年{start.month}月至{last.removeprefix(f'{end.year}年')}"


def day_text(day: date) -> str:
    """A day as one says it: `2019年底`, `2021年11月`, `2025年5月8日`; `the end of 2019`, `2021-11`."""
    if (day.month, day.day) == (12, 31):
        return _("the end of {year}").format(year=day.year)
    whole = day.day == monthrange(day.year, day.month)[1]
    if not chinese():
        return f"{day:%Y-%m}" if whole else day.isoformat()
    return f"{day.year}年{day.month}月" if whole else f"{day.year}年{day.month}月{day.day}日"


def dated_text(dated: str) -> str:
    """The ISO date of a document, of whatever precision, as one says it."""
    if not chinese() or not dated:
        return dated
    return "".join(f"{int(part)}{word}" for part, word in zip(dated.split("-"), "年月日", strict=False))


def _params(params: Mapping[str, object], book: Evidence) -> dict[str, str]:
    return {name: _param(name, value, book) for name, value in params.items()}


def _param(name: str, value: object, book: Evidence) -> str:
    """One parameter in words: amounts, intervals and scopes in official style, lists joined."""
    match value:
        case Amount():
            return amount_text(value.value, book.vocabulary.unit[value.unit])
        case (Interval() as interval, str(unit)):
            return interval_text(interval, book.vocabulary.unit[unit])
        case Scope():
            return told_scope(value, book.vocabulary, book.subjects)
        case date():
            return day_text(value)
        case Word():
            row = getattr(book.vocabulary, value.table).get(value.code)
            return (row.zh if chinese() else row.en) if row else value.code
        case Assumption():
            return assumption_text(value, book)
        case (Assumption() as first, *more) if name == "unless" and more:
            text = assumption_text(first, book)
            return _("{first}; and {count} more").format(first=text, count=len(more))
        case tuple() | list() | frozenset():
            known = [book.statements[key] for key in value if key in book.statements] if name in KEYS else ()
            return (
                listed(map(surface, known)) if known else listed(_param(name, part, book) for part in value)
            )
        case str() if name in QUOTED:
            return quoted(value)
    return str(value)
