"""What other libraries find in a text, in the terms of the marks; and ours in the same form."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from duikou.words import Vocabulary

MONEY = frozenset({"CNY", "CNY/a", "CNY/mu", "CNY/jin"})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, `start`..`end` in characters. `unit`, `qualifier`: codes of the marks; None where the
    tool does not give it."""

    start: int
    end: int
    value: Decimal | None
    unit: str | None
    qualifier: str | None


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool made ready. `read(text, dated)` finds quantities; `only`: the units it is made for, empty =
    all; `times` finds times, None where it does not."""

    name: str
    read: Callable[[str, str], list[Found]]
    only: frozenset[str] = frozenset()
    mapping: str = ""
    times: Callable[[str], int] | None = None


def ours(words: Vocabulary) -> Tool:
    """The whole pipeline, attribution and all."""
    from duikou.reading import read

    def find(text: str, dated: str) -> list[Found]:
        return [
            Found(one.start, one.end, _decimal(one.value), one.unit, one.qualifier)
            for one in read(text, dated=dated, vocabulary=words)
        ]

    return Tool("duikou", find, mapping="as `duikou read` prints them")


def ours_quantities(words: Vocabulary) -> Tool:
    """Only the first stages: numbers, units and qualifiers, without who, whom and when."""
    from duikou.reading.clean import clean
    from duikou.reading.quantities import quantities
    from duikou.reading.split import split

    def find(text: str, _dated: str) -> list[Found]:
        cleaned = clean(text)
        origin = cleaned.origin
        return [
            Found(origin[one.start], origin[one.end - 1] + 1, _decimal(one.value), one.unit, one.qualifier)
            for one in quantities(cleaned, split(cleaned), words)
        ]

    return Tool("duikou, quantities only", find, mapping="the stages before attribution")


# What jionlp says of a sum of money, beside the digits.
_JIONLP = {"accurate": "exact", "blur-": "nearly", "blur+": "over"}


def jionlp() -> Tool:
    with _quiet():
        library = importlib.import_module("jionlp")
        library.ner.extract_money("一元")

    def find(text: str, _dated: str) -> list[Found]:
        return [_jionlp_money(one) for one in library.ner.extract_money(text, with_parsing=True)]

    def times(text: str) -> int:
        return len(library.ner.extract_time(text, time_base=time.time(), with_parsing=True))

    mapping = (
        "extract_money: case 元 = CNY; accurate = exact, blur- = nearly, blur+ = over, "
        "blur = over where it gives two amounts, else about"
    )
    return Tool("jionlp", find, MONEY, mapping, times)


def _jionlp_money(one: dict[str, Any]) -> Found:
    detail = one["detail"]
    amounts = detail["num"] if isinstance(detail["num"], list) else [detail["num"]]
    loose = "over" if len(amounts) > 1 else "about"
    start, end = one["offset"]
    unit = "CNY" if detail["case"] == "元" else detail["case"]
    return Found(start, end, _decimal(amounts[0]), unit, _JIONLP.get(detail["definition"], loose))


# Units of Recognizers-Text as the marks have them; others count as wrong.
_RECOGNIZERS = {
    "Chinese yuan": "CNY",
    "Kilometer": "km",
    "Meter": "m",
    "Square kilometer": "km2",
    "Square meter": "m2",
    "Ton": "t",
    "Metric ton": "t",
    "Catty": "jin",
    "Jin": "jin",
    "Chinese mu": "mu",
    "Mu": "mu",
    "Hour": "hour",
    "Day": "day",
}


def recognizers() -> Tool:
    suite = importlib.import_module("recognizers_suite")
    chinese = importlib.import_module("recognizers_text").Culture.Chinese
    with_unit = [suite.recognize_currency, suite.recognize_dimension, suite.recognize_percentage]
    models = [*with_unit, suite.recognize_number, suite.recognize_datetime]
    for model in models:
        model("一", chinese)  # its patterns are compiled on first use

    def find(text: str, _dated: str) -> list[Found]:
        said = [_recognized(one) for model in with_unit for one in model(text, chinese)]
        bare = [_recognized(one) for one in suite.recognize_number(text, chinese)]
        dates = [(one.start, one.end + 1) for one in suite.recognize_datetime(text, chinese)]
        taken = [(one.start, one.end) for one in said]
        return said + list(_outside(bare, [*taken, *dates]))

    def times(text: str) -> int:
        return len(suite.recognize_datetime(text, chinese))

    mapping = (
        "currency, dimension and percentage, then numbers outside these and outside its own dates; "
        "no qualifiers"
    )
    return Tool("recognizers-text", find, mapping=mapping, times=times)


def _recognized(one: Any) -> Found:
    resolution = one.resolution or {}
    value = str(resolution.get("value") or "")
    unit = resolution.get("unit")
    if value.endswith("%"):
        value, unit = value[:-1], "percent"
    code = _RECOGNIZERS.get(unit, unit) if unit else None
    return Found(one.start, one.end + 1, _decimal(value), code, None)


def _outside(found: Iterable[Found], spans: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """Those that meet none of `spans`; linear in the length of the text."""
    held = {place for start, end in spans for place in range(start, end)}
    return (one for one in found if not any(place in held for place in range(one.start, one.end)))


def chinese2digits() -> Tool:
    library = importlib.import_module("chinese2digits")

    def find(text: str, _dated: str) -> list[Found]:
        taken = library.takeNumberFromString(text)
        pairs = zip(taken["CHNumberStringList"], taken["digitsStringList"], strict=True)
        return list(_placed(text, pairs))

    mapping = "takeNumberFromString: strings looked up in order; % = percent; no other units, no qualifiers"
    return Tool("chinese2digits", find, mapping=mapping)


def _placed(text: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Found]:
    at = 0
    for surface, digits in pairs:
        start = text.find(surface, at)
        if start < 0:
            continue
        at = start + len(surface)
        value, unit = _decimal(digits), None
        if surface.endswith(("%", "％")) or surface.startswith("百分之"):
            value, unit = (value * 100 if value is not None else None), "percent"
        yield Found(start, at, value, unit, None)


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Some libraries print when they are loaded and log what they cannot parse."""
    logging.disable(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()):
        yield


RIVALS: dict[str, Callable[[], Tool]] = {
    "jionlp": jionlp,
    "recognizers-text": recognizers,
    "chinese2digits": chinese2digits,
}
