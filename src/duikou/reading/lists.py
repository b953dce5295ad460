"""The word lists of reading (`reading/data/*.csv`), read once."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `reading/data/{name}.csv`, column → cell. Raises ValueError where a row does not fit."""
    text = resources.files("duikou.reading").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.reader(text.splitlines())
    head = next(reader)
    found = []
    for number, cells in enumerate(reader, start=2):
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != len(head):
            raise ValueError(f"{name}.csv, row {number}: {len(cells)} cells, {len(head)} expected")
        found.append(dict(zip(head, cells, strict=True)))
    return tuple(found)


def words(name: str, **where: str) -> tuple[str, ...]:
    """The first column of a list, for the rows whose other columns have the values in `where`."""
    table = rows(name)
    first = next(iter(table[0]))
    return tuple(row[first] for row in table if all(row[key] == value for key, value in where.items()))


def any_of(choices: Iterable[str]) -> str:
    """A pattern for any of the plain words, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(choices), key=lambda w: (-len(w), w)))
