"""Calls with the filings upon them: who has sent in what, what is overdue, what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duikou.answers.errors import NotFound
from duikou.answers.views import Choice
from duikou.answers.wording import listed
from duikou.book import BookError, Call
from duikou.book.filing import FILED, STATES, WITH_COUNTY, kinded, overdue
from duikou.store import filings, people, selectors
from duikou.store.wording_calls import STATE_NAMES, period_text, series_text
from duikou.store.wording_filling import label
from duikou.words import Vocabulary

EVERY = ""  # asked for as an office: all of them


@dataclass(frozen=True, slots=True)
class FilingLine:
    """One county's filing in a list. `over`: days past the deadline; `rows`: records in it."""

    call: str
    title: str
    period: str
    deadline: date
    office: str
    office_name: str
    state: str
    state_name: str
    over: int
    rows: int
    ended: bool


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call in a list. `states`: (code, name, how many filings); `over`: how many are overdue."""

    key: str
    title: str
    period: str
    deadline: date
    asked: str
    states: tuple[tuple[str, str, int], ...]
    over: int
    ended: str
    total: int


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call. `series`: what is asked for, by name; `kinds`: names, empty = all; `filings`: those that
    somebody sees."""

    line: CallLine
    first_day: date
    last_day: date
    series: tuple[str, ...]
    kinds: tuple[str, ...]
    note: str
    office: str
    filings: tuple[FilingLine, ...]


@dataclass(frozen=True, slots=True)
class CallChoices:
    """What a new call may ask for, and of whom."""

    measures: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    offices: tuple[Choice, ...]


def list_calls(today: date, office: str = EVERY) -> list[CallLine]:
    """Those that ask an office, or all: newest period first."""
    return [_call_line(call, found, today) for call, found in _grouped(office).items()]


def list_filings(
    today: date, office: str = EVERY, *, late: bool = False, waiting: bool = False
) -> list[FilingLine]:
    """Of an office, or all: by deadline; `late`: only overdue ones; `waiting`: only what is sent in and waits
    for a decision; both: either."""

    def meant(one: filings.FilingView) -> bool:
        return (
            not (late or waiting)
            or (late and overdue(one.call, one.state, today) > 0)
            or (waiting and one.state == FILED and not one.call.ended)
        )

    found = [one for one in filings.filings(office=office) if meant(one)]
    sizes = filings.sizes(one.id for one in found)
    return [_filing_line(one, sizes, today) for one in found]


def call_page(key: str, today: date, office: str = EVERY) -> CallPage:
    """Raises NotFound where there is no such call, or it does not ask the office."""
    try:
        call = filings.call(key)
    except BookError as error:
        raise NotFound("call", key) from error
    found = filings.filings(call=key, office=office)
    if not found:
        raise NotFound("call", key)
    words = selectors.vocabulary()
    sizes = filings.sizes(one.id for one in found)
    return CallPage(
        _call_line(call, list(found), today),
        call.first_day,
        call.last_day,
        tuple(series_text(one, words) for one in call.series),
        tuple(label(words.kind[code]) for code in sorted(call.kinds)),
        call.note,
        people.office_names().get(call.office, call.office),
        tuple(_filing_line(one, sizes, today) for one in found),
    )


def reminders(office: str, today: date, *, above: bool) -> tuple[int, int]:
    """(filings that wait for the office, those of them that are overdue). `above`: an office that accepts:
    filings sent in wait for it, and it is told of all that are overdue."""
    found = filings.filings(office="" if above else office, open_only=True)
    waits = sum(one.state == FILED if above else one.state in WITH_COUNTY for one in found)
    return waits, sum(bool(overdue(one.call, one.state, today)) for one in found)


def call_choices() -> CallChoices:
    """Measures in the order of the vocabulary, county offices by name."""
    words = selectors.vocabulary()
    counted = {field.measure for kind in words.activity.values() for field in kind.counted}
    counted |= {kind.counts for kind in words.activity.values() if kind.counts}
    staged = {field.stage for kind in words.activity.values() for field in kind.counted if field.stage}
    counties = [one for one in people.offices() if one.level == "county"]
    return CallChoices(
        tuple(Choice(code, label(row)) for code, row in words.measure.items() if code in counted),
        tuple(Choice(code, label(row)) for code, row in words.stage.items() if code in staged),
        tuple(Choice(code, label(row)) for code, row in words.kind.items() if row.parent),
        tuple(Choice(one.key, one.name) for one in counties),
    )


def _grouped(office: str) -> dict[Call, list[filings.FilingView]]:
    found: dict[Call, list[filings.FilingView]] = {}
    for one in filings.filings(office=office):
        found.setdefault(one.call, []).append(one)
    newest = sorted(found, key=lambda call: (call.last_day, call.first_day, call.key), reverse=True)
    return {call: found[call] for call in newest}


def _call_line(call: Call, found: list[filings.FilingView], today: date) -> CallLine:
    tally = Counter(one.state for one in found)
    return CallLine(
        call.key,
        call.title,
        period_text(call),
        call.deadline,
        asked_text(call, selectors.vocabulary()),
        tuple((state, str(STATE_NAMES[state]), tally[state]) for state in STATES if tally[state]),
        sum(bool(overdue(call, one.state, today)) for one in found),
        call.ended,
        len(found),
    )


def asked_text(call: Call, words: Vocabulary) -> str:
    """The measures that a call asks for, by name, with the kinds where only some are."""
    measures = list(dict.fromkeys(measure for measure, _, _ in call.series))
    names = [label(words.measure[code]) for code in measures]
    if call.kinds and not kinded(words).isdisjoint(measures):
        kinds = listed(label(words.kind[code]) for code in sorted(call.kinds))
        return f"{listed(names)} · {kinds}"
    return listed(names)


def _filing_line(one: filings.FilingView, sizes: Mapping[int, int], today: date) -> FilingLine:
    return FilingLine(
        one.call.key,
        one.call.title,
        period_text(one.call),
        one.call.deadline,
        one.office,
        one.office_name,
        one.state,
        str(STATE_NAMES[one.state]),
        overdue(one.call, one.state, today),
        sizes.get(one.id, 0),
        bool(one.call.ended),
    )
