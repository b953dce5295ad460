"""Numbers that count what the text lists beside them: 八省市 after nine names."""

from __future__ import annotations

from collections.abc import Sequence

from duikou.book import Statement
from duikou.checks.claims import Reader
from duikou.checks.terms import Amount, Assumption, Finding, Message

LIST_COMPLETE = "list_complete"


def compare_lists(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """An agreement for each whole number that is the length of its list, a doubt for each that is not."""
    found = []
    for statement in statements:
        figure = statement.figure
        if not statement.listed or figure is None or figure.qualifier != "exact" or figure.upper is not None:
            continue
        unit = statement.scope.unit
        scale = reader.words.unit[unit].scale
        named = statement.listed * scale
        same = named == figure.value
        params = {
            "value": Amount(figure.value, unit),
            "named": statement.listed,
            "surface": statement.surface,
            "scope": statement.scope,
        }
        text = f"{statement.listed} {'=' if same else '≠'} {figure.value // scale}"
        kind = "agreement" if same else "doubt"
        assuming = () if same else (Assumption(LIST_COMPLETE, statement.key),)
        message = Message(f"{kind}.list", params)
        gap = abs(named - figure.value)
        found.append(Finding(kind, (statement.key,), message, text, unit, 1, assuming, gap=gap))
    return found
