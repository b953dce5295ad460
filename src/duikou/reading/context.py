"""The words before a place in the text, never far, so that every step stays linear."""

from __future__ import annotations

CLAUSE = "，。；：！？\n"
SENTENCE = "。！？\n"
REACH = 80


def clause_before(text: str, position: int, reach: int = REACH) -> str:
    """The words before `position` in its clause, `reach` characters at most."""
    return _back(text, position, CLAUSE, reach)


def sentence_before(text: str, position: int, reach: int = REACH) -> str:
    """The words before `position` in its sentence, `reach` characters at most."""
    return _back(text, position, SENTENCE, reach)


def sentence_around(text: str, start: int, end: int, reach: int = REACH) -> str:
    """The sentence about [start, end), `reach` characters at most on each side."""
    after = text[end : end + reach]
    cuts = [cut for sign in SENTENCE if (cut := after.find(sign)) >= 0]
    return _back(text, start, SENTENCE, reach) + text[start:end] + after[: min(cuts, default=reach)]


def _back(text: str, position: int, stops: str, reach: int) -> str:
    near = text[max(0, position - reach) : position]
    return near[max(near.rfind(sign) for sign in stops) + 1 :]
