"""Rules that hold for a measure whatever the text: sector, donors, dates (`data/measure_rules.csv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from duikou.reading.lists import rows
from duikou.reading.outline import Outline
from duikou.reading.zones import Zones

OWN = re.compile(
    "全县|全区|全市|全州|全地区|全省|全域|生产总值|固定资产投资|财政收入|消费品零售|经济指标"
)  # words for a recipient's whole economy


ECOMMERCE = re.compile("电商|电子商务|网络零售|网店|网商|线上|直播|营业额")


def near_ecommerce(outline: Outline, zones: Zones) -> bool:
    """Whether the sentence up to the figure, or the one before it, speaks of trade on the net."""
    if ECOMMERCE.search(outline.text, zones.whole.start, zones.quantity.end):
        return True
    before = outline.before_in_block(zones.whole, 1)
    return any(ECOMMERCE.search(outline.text, one.start, one.end) for one in before)


@cache
def measure_rules() -> Mapping[str, Mapping[str, str]]:
    """The rows of measure_rules.csv by measure."""
    return {row["measure"]: row for row in rows("measure_rules")}
