"""The grammar of time expressions, over the words of `data/time_words.csv`."""

from __future__ import annotations

import re

from duikou.reading.lists import any_of, words

FOUR = r"(?<![\d.])(?:19|20)\d\d(?!\d)|[一二][九〇零][〇零一二三四五六七八九]{2}"
COUNT = r"(?<![\d.])\d{1,3}|[一二两三四五六七八九十百]{1,4}"
MONTH = r"(?<![\d.])(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]"
SEP = r"(?:[-—–~]{1,2}|至|到)"


def _of(*kinds: str) -> str:
    return any_of(word for kind in kinds for word in words("time_words", kind=kind))


_PARTS = _of("part", "feast")
_EDGE = rf"(?:{_of('edge')})(?![中级步小心衷])"
_RELATIVE = _of("year", "named_year")


def _month(name: str) -> str:
    day = r"[12]\d|3[01]|0?[1-9]"
    return (
        rf"(?P<{name}m>{MONTH})月(?:份)?"
        rf"(?:(?P<{name}d>{day})[日号]|(?P<{name}e>{_EDGE})|[上中下]旬)?"
    )


def _end(name: str) -> str:
    return rf"(?:(?P<{name}m>\d{{1,2}})月(?:份)?(?:(?P<{name}d>\d{{1,2}})日)?|(?P<{name}e>{_EDGE}))?"


_ALTERNATIVES = (
    rf"(?P<range>(?P<ay>{FOUR})(?:年(?:度)?{_end('a')})?{SEP}(?P<by>{FOUR})年(?:度)?{_end('b')})",
    rf"(?P<open>{_of('open_since')})",
    rf"(?P<listed>(?P<y1>{FOUR})(?=(?:[、和及](?:19|20)\d\d){{1,8}}年))",
    rf"(?P<months>(?:(?P<ny>{FOUR})年|(?P<nr>{_RELATIVE}))?的?(?P<nm>{MONTH})(?:月(?:份)?)?{SEP}"
    r"(?P<nn>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?)",
    rf"(?P<opening>(?:(?P<oy>{FOUR})年|(?P<or>{_RELATIVE}))?的?[前头](?P<on>{COUNT})个?月(?!来|里|内|份|\d))",
    r"(?P<iso>(?<![\d.-])(?P<iy>(?:19|20)\d\d)(?P<is>[-./])(?P<im>0?[1-9]|1[0-2])(?P=is)"
    r"(?P<id>[12]\d|3[01]|0?[1-9])(?![\d.]))",
    rf"(?P<point>(?:(?P<py>{FOUR})(?:年(?:度)?|学年)|(?P<pr>{_RELATIVE}))"
    rf"(?P<same>同期)?(?:的?(?:{_month('p')}|(?P<pp>{_PARTS})|(?P<pg>{_EDGE})))?)",
    rf"(?P<lone>{_month('l')})",
    rf"(?P<part>{_PARTS})",
    r"(?P<era>(?P<century>上|本|20|19|21|二十|二十一)世纪(?P<decade>[1-9]0|[一二三四五六七八九]十)年代)",
    rf"(?P<run>连续(?P<run_n>{COUNT})(?:余|多)?个?年(?:度)?)",
    rf"(?P<ago>(?:近|过去|这|前)?(?P<ago_n>{COUNT})(?:余|多)?(?P<ago_u>年|个月|载)多?以?来)",
    rf"(?P<recent>(?:近|过去的?|最近)(?P<recent_n>{COUNT})(?:余|多)?(?P<recent_u>年|个月)[间里内中]?)",
    rf"(?P<ahead>(?:未来|今后)的?(?P<ahead_n>{COUNT})年)",
    rf"(?P<stretch>(?P<stretch_n>{COUNT})(?:余|多)?(?P<stretch_u>年)多?(?:间(?!接|隔|距)|就|便|时间里?|累计|共(?!同)|(?=投入|援助|选派|派出|帮扶|巡诊|培训)))",
    rf"(?P<duration>(?:历时|为期|历经|经过|耗时)?(?:{COUNT}|[几数半多])(?:余|多)?"
    r"(?:年|载|个月|个多月|周年|周岁|岁|周|星期|学年|学期)[多半]?)",
    r"(?P<clock>(?<!\d)[012]?\d(?::|：)[0-5]\d(?!\d)|(?<!\d)[012]?\d时[0-5]?\d分|(?<=[午晨晚上])\d{1,2}[时点](?:半|许)?)",
    rf"(?P<now>(?:{_of('now')})(?!年))",
    rf"(?P<each>{_of('each')})",
    rf"(?P<vague>{_of('recent', 'first_year')}|同期)",
)
_FIRST = "".join(
    sorted(
        {w[0] for w in words("time_words")}
        | set("0123456789一二两三四五六七八九十百上本连近过这前历为经耗几数半多最同的未今")
    )
)
TIME = re.compile(rf"(?=[{_FIRST}])(?<!\d(?=\d))(?:" + "|".join(_ALTERNATIVES) + ")")

SINCE_BEFORE = re.compile(r"(?:自从|自|始于|从)$")
UNTIL_BEFORE = re.compile(
    r"(?:截止到|截至到|截止至|截至|截止|直到|直至|(?<![降升高长增加少提达扩大展缩涨回])[到至])$"
)
BASE_BEFORE = re.compile(r"(?:相比|比|较|相较于|[好高低优多少快大强]于|超过|同)$")
MULTIPLE_AFTER = re.compile(r"的(?:约|近|超过|将近)?(?:\d[\d.]*|[一二两三四五六七八九十百]+)[多余]?倍")
BASE_AFTER = re.compile(r"(?:同期|全年|底|末)?(?:相比|相较|的水平)")
# The date of a report, not of what it reports: 7月7日电, 记者8日获悉, （2023年3月23日）讯.
TOLD_BEFORE = re.compile(r"(?:[讯电][（(]|(?:日期|时间|发布|来源)[：:]\s?)$")
TOLD_AFTER = re.compile(
    r"[）)]?(?:电(?![力网商子话])|讯|消息|来源|[^，。；\d]{0,12}(?:获悉|了解到|发布会|通报|报道|透露|披露))"
)
LINE_AFTER = re.compile(r"[）)]?\s*(?:来源|作者|记者|\n|$)")
SINCE_AFTER = re.compile(
    r"(?:以来|来(?!自|到|了|看|说|源|访|宾|往)|起(?!到|草|点|步|源)|开始|至今|到现在|到目前|以后)"
)
UNTIL_AFTER = re.compile(rf"(?:前(?![往来线期沿景三后夕列]|所|{COUNT})|以前|之前|为止|止)")
LATER_SINCE = re.compile(r"[^，。；：！？\n]{0,30}?以来")
EVENT_SINCE = re.compile(r"[^，。；：！？\s]{0,16}以来")
