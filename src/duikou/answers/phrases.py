"""Message codes of the pure rooms → sentences in the active language, amounts and names filled in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, interval_text
from duikou.answers.evidence import Evidence
from duikou.answers.questions import scope_text
from duikou.answers.wording import chinese, listed
from duikou.book import Interval, Scope, Statement
from duikou.checks import Amount, Assumption, Message, Verdict, Word
from duikou.checks.sentences import ASSUMPTIONS, SENTENCES

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
            return spoken(scope_text(value, book.vocabulary, book.subjects))
        case date():
            return day_text(value)
        case Word():
            row = getattr(book.vocabulary, value.table).get(value.code)
            return (row.zh if chinese() else row.en) if row else value.code
        case Assumption():
            return assumption_text(value, book)
        case tuple() | list() | frozenset():
            known = [book.statements[key] for key in value if key in book.statements] if name in KEYS else ()
            return (
                listed(map(surface, known)) if known else listed(_param(name, part, book) for part in value)
            )
        case str() if name in QUOTED:
            return quoted(value)
    return str(value)
