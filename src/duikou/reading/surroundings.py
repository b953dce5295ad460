"""What the name of a place is part of: an institution, a newspaper, a venue, where somebody comes from."""

from __future__ import annotations

import re
from functools import cache

from duikou.reading.lexicon import split_cell
from duikou.reading.lists import rows

STOP = (
    "、，。；：！？,;:（）()“”‘’\"'《》〈〉【】[]·…—- \n\t"
    "的地得在于为了和与及等对向从到赴是有该各每这那两把被将由以并也又至即其个所"
)
_RUN = re.compile(f"[^{re.escape(STOP)}]{{0,14}}")
_ACTS = re.compile(
    r"\d|支援|援建|援助|投入|投资|选派|派出|帮扶|支持|帮助|捐|引进|组织|安排|协作|合作|在|县|区|两地|双方|实施|建设|启动|新建|建成|修建|扩建|改建"
)
_SPEAKER = re.compile("[^，。；、\n]{0,12}(?:局长|负责人|主任|书记|市长|省长|县长|区长|专员|处长|州长|盟长)")
_DATELINE = re.compile("(?:本报|新华社|中新社|中新网|央广网|人民网|记者|[^，。；\n]{0,4}讯)[^，。；\n]{0,4}$")
_DATED = re.compile(r"[（(]?\d{1,2}月\d{1,2}日(?:[电讯]|[（(]|消息)|[电讯][ 　（(]")
_ORIGIN = re.compile("籍(?!贯)")
_MEETING = re.compile(
    "(?:[\u4e00-\u9fff]{1,4}[市区县州])?(?:成功|隆重|顺利|共同|联合|正式)*(?:召开|举行|开幕|闭幕|揭牌|签约|签署|表示|发布|会见|会面|举办(?=[，。；！]))"
)
NEAR = 4  # so far behind a place the name of a newspaper begins, at most


@cache
def _institutions() -> tuple[tuple[str, str], ...]:
    found = [(word, row["kind"]) for row in rows("institutions") for word in split_cell(row["words"])]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def part_of(text: str, start: int, end: int) -> str:
    """The kind of thing of whose name or description the place at [start, end) is a part, else "".

    A kind of institutions.csv; `press` (dateline, newspaper), `origin` (浙江籍), `venue` (在昆明召开) or
    `agency` (its official speaks).
    """
    if _ORIGIN.match(text, end):
        return "origin"
    if _DATED.match(text, end) or _DATELINE.search(text, max(0, start - 10), start):
        return "press"
    if text[start - 1 : start] == "在" and _MEETING.match(text, end):
        return "venue"
    return _institution(text, end) or ("agency" if _SPEAKER.match(text, end) else "")


def _institution(text: str, end: int) -> str:
    match = _RUN.match(text, end)
    run = match.group(0) if match else ""
    for word, kind in _institutions():
        at = run.find(word)
        if at >= 0 and not _ACTS.search(run[:at]) and (kind != "press" or at <= NEAR):
            return kind
    return ""
