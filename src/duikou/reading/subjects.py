"""What a figure is about: the thing's own name, else the plain kind of thing."""

from __future__ import annotations

import re

from duikou.reading.attribute import Attribution
from duikou.reading.heads import Head
from duikou.reading.outline import Outline
from duikou.reading.types import Because
from duikou.reading.zones import Zones

_TRIM = re.compile(
    r"^(?:其中|的|了|共|有|个|各类|实施|新建|修建|新添了?|建成了?|已|累计|开展|举办|完成|引进|投入|安排|援建|打造|建设|种植|组织|先后)+"
)
_TAIL = re.compile(
    r"(?:扩大到|增加到|提高到|扩大至|达到|达|为|共计|共|各|约|近|超过|超|逾|累计|总计|合计|面积|有|了|突破|数量|总数|数)+$"
)
_VERB = re.compile(
    r"(?:成功|有效|受益|参训|入驻|覆盖|就业|增收|落户|参加|参与|以上|以下|左右|赴|到|在|为|用于|进行|获得|得到|实现|建设|投入|，).*$"
)
_PLACE = re.compile(
    "^[\u4e00-\u9fff]{1,24}(?:省|市(?!场)|县|区(?!域)|州|乡(?!村)|镇|街道)(?=[\u4e00-\u9fff]{2,})"
)
KINDS = (
    "facility.",
    "enterprise.",
    "training.",
    "project.",
    "brand.",
    "crop.",
    "goods.",
    "employ.",
    "resettle.",
)
PLAIN = ("项目", "工程", "资金", "企业", "群众", "居民")
# 对口支援项目, 无偿援助类项目, 培训各类人员 say again what is counted, or what kind of it, and name no thing
_AGAIN = re.compile(
    r"(?:对口支援|无偿(?:援助|公益)?|社会?公益|公益|经济(?:合作|建设)|援助|援建|各类|类|培训)*(?:项目|人员|人次|)"
)


def subject(outline: Outline, zones: Zones, head: Head, where: Attribution) -> tuple[str, Because]:
    """The subject's words and why; "" for figures about the whole programme."""
    text = outline.text
    if head.measure.startswith("facility."):
        noun, span = _noun(text, zones)
        if noun:
            return noun, Because("said", "noun", span)
    if where.thing and not _AGAIN.fullmatch(where.thing):
        return where.thing, Because("said", "thing", where.thing_span)
    if head.measure.startswith(KINDS):
        noun, span = _noun(text, zones)
        if noun and noun not in PLAIN and not _AGAIN.fullmatch(noun):
            return noun, Because("said", "noun", span)
    return "", Because("assumed", "no-subject")


def _noun(text: str, zones: Zones) -> tuple[str, tuple[int, int] | None]:
    """The noun after the measure word, else the one that leads up to the number."""
    start, end = zones.after
    after = _VERB.sub("", _TRIM.sub("", text[start:end]))
    if len(after) >= 2:
        at = text.find(after, start)
        return after, (at, at + len(after))
    start, end = zones.before
    before = _TAIL.sub("", text[start:end])
    before = _TRIM.sub("", _PLACE.sub("", before[before.rfind("的") + 1 :]))
    if 2 <= len(before) <= 14:
        at = text.find(before, start)
        return before, (at, at + len(before))
    return "", None
