"""Rules that hold for a measure whatever the text: sector, donors, dates (`data/measure_rules.csv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from duikou.reading.lists import rows

OWN = re.compile(
    "全县|全区|全市|全州|全地区|我县|我区|我市|我州|全省|全域"
)  # words for a recipient's whole economy


@cache
def measure_rules() -> Mapping[str, Mapping[str, str]]:
    """The rows of measure_rules.csv by measure."""
    return {row["measure"]: row for row in rows("measure_rules")}
