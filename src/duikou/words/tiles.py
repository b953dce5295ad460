"""Where the counties of the reservoir area stand on a map of tiles: one square each, west to east along the
river. The positions are our own and show no boundary."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """Place code → column from the west and row from the north, both from 0."""
    text = resources.files("duikou.words").joinpath("data", "tiles.csv").read_text(encoding="utf-8")
    return {row["place"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(text.splitlines())}
