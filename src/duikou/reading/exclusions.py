"""Which numbers with units are no figures: ordinals, articles, idioms, slogans, names, mere periods."""

from __future__ import annotations

import re
from functools import cache

from duikou.reading.context import clause_before
from duikou.reading.found import Found
from duikou.reading.lists import any_of, rows, words
from duikou.reading.types import Span
from duikou.reading.units import UnitWord, money_before
from duikou.words import Vocabulary

_HAN = "一二两三四五六七八九十百千万亿"
_WORDS = re.compile(
    r"(?<!分)之一|(?<!\d)1[\u4e00-\u9fff]1[\u4e00-\u9fff]|(?<!\d)\d对\d(?!\d)|(?<!\d)\d{1,6}\+\d{1,6}(?:\+[\dNnX]{1,6}){0,8}"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》|https?[^\s\u3400-\u9fff]{1,300}")
# A quoted row of short phrases that each begin with a number (“一亩田、百斤虾”), or one such name (“三下乡”).
_PHRASE = rf"(?:[{_HAN}双多零全半]|\d{{1,2}})[\u4e00-\u9fff]{{1,5}}"
_SLOGAN = re.compile(
    rf"[“‘「『](?:{_PHRASE}(?:[、，；]?{_PHRASE}){{1,7}}|[{_HAN}]{{1,2}}[\u4e00-\u9fff]{{1,5}}(?:[{_HAN}][\u4e00-\u9fff]{{1,4}})*)[”’」』]"
)
# 一村一品, 一个又一个: two ones with a word each.
_PAIR = re.compile(r"一[\u4e00-\u9fff]{1,2}[又接对比带]?[着]?一[\u4e00-\u9fff]")
_NAME_AFTER = re.compile(r"镇|乡(?![镇村土亲])|村(?![级卫医小庄民居道组])|街道|社区|小区")
_NAME_UNITS = frozenset("元家门台道块里户堂层口眼片双对")
_ORDINAL = re.compile(
    r"(?:第(?:[一二三四五六七八九十\d]{1,3}[、和至—-]){0,5}|首|排名前|排名|全国前|全省前|(?<![目此以之当年日])前|名列|位列|位居|[＋+])$"
)
_RANKED = ("名", "位", "强", "家", "所", "个")
_END = re.compile(r"[、，。；！？）”’…\n]|$|(?:以及|及|和|与)[\u4e00-\u9fff]")
_ONE_AFTER_NOUN = frozenset("所座栋幢台辆个条间套处部艘项批名")
_FIRM_BEFORE = re.compile(r"(?:企业|公司|医院|合作社|基地|机构|酒店|超市|门店|工厂|车间|农场|[店厂社])$")
# A bare multiplier before these is a loose number (万亩脆李); before others mostly a manner of speaking.
_LOOSE_UNITS = frozenset({"亩", "吨", "公斤", "平方米"})
_ARE_NAMED = re.compile(r"[\u4e00-\u9fff][、和与][^，。；、和与的\d]{2,10}$")
_NAMED = re.compile("企业|公司|集团|单位|医院|学校|高校|省|市|县|区|州|地")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_BASES = frozenset({"亩", "斤", "公斤", "吨"})  # what a price or a yield is reckoned by
_ONE_A_DAY = re.compile(r"每[天日]$")
_ONE_AFTER_EACH = re.compile(r"各$")
_NO_NOUN_BEFORE = re.compile(
    r"(?:[的了这那每某同任另唯有是其第上下前后哪又为成一之如作当像到在于着把被将进没无不任]|唯一|不止|[仅只]有|合为|融为)$"
)
_PERIOD_AFTER = re.compile(
    r"(?:之?内|后|前(?!往)|来|里|以来|间|时间|左右后|一|的时间|[的集封][培学交考行活课中闭]|期限|倒计时|一次|工作制|[\u4e00-\u9fff]{0,4}圈|不间断|值[守班]|在线|热线|待命|轮[班流]|营业|开放)"
)
_PERIOD_BEFORE = re.compile(
    r"(?:历时|历经|为期|经过|连续|每隔|每|持续|不到|会期|展期|假期|奋战|苦战|度过|过去|最近|近|前|后|头|第|整整|全天|这|那|几)$"
)
_RESULT_BEFORE = re.compile(
    r"缩短|压缩|减少|提前|提速|节省|节约|平均|用时|只需|仅需|仅用|降[至到为]|延长|提高|增加|从|由|时间|时长|时效|住院日"
)
# Counts of the parties of a pairing are no figures, nor are rows of superlatives.
_PARTIES = re.compile(
    r"(?:(?:东部|西部|援[藏疆青建助]|对口支援|对口|支援|兄弟|协作|结对|帮扶|沿海|发达|经济|其他|有关|相关|的|承担|任务)*)"
    r"(?:省（|省[、区份市]|直辖市|大城市|大中城市|百分百|百分之百|100%)"
)
_TOWNS = ("县城", "城市", "小城", "县市")  # 四座县城: counted parties too
_CLASSES = re.compile(r"培训|研修|班|讲座|举办|开办|办了")
_SCHOOL_CLASS = re.compile(r"(?:年级|[高初][一二三]|级)[（(]?$")
_SORTED = re.compile(r"[分共等这有及盖为成]$|包括$")
_FEW = frozenset("一二两三四五六七八九十半")


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(any_of(words("not_figures")))


@cache
def _abstract() -> re.Pattern[str]:
    return re.compile(any_of(words("abstract_nouns")))


@cache
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    units = any_of(row["word"] for row in rows("unit_words"))
    numbered = re.compile(rf"[{_HAN}](?:{units})")
    chosen = [name for name in names if len(name) > 2 and numbered.search(name)]
    return re.compile(any_of(chosen)) if chosen else None


def masks(text: str, vocabulary: Vocabulary) -> list[Span]:
    """Spans in which no figure stands: titles, idioms, slogans in quotes, place names with numbers."""
    names = _names(tuple(vocabulary.places.names))
    patterns = (_WORDS, _TITLE, _SLOGAN, _idioms(), _PAIR, names)
    return [match.span() for pattern in patterns if pattern for match in pattern.finditer(text)]


def is_figure(text: str, found: Found) -> bool:
    """Whether the number with its unit states a quantity."""
    number, unit = found.number, found.unit
    start, end = number.start, found.unit_span[1]
    before = clause_before(text, start, 12)
    if before[-1:].isascii() and before[-1:].isalpha() and not _is_after_letters(unit, before):
        return False
    if unit.word == "届" and _A_YEAR.fullmatch(number.text):  # 2020届毕业生
        return False
    if unit.kind == "grade" or text.startswith("级", end) or _is_ordinal(text, found, before):
        return False
    if number.bare_scale and number.code == "" and found.qualifier == "exact":
        return unit.word in _LOOSE_UNITS or before.endswith("达") or _is_loose_sum(text, found)
    if unit.word == "班" and _SCHOOL_CLASS.search(before):
        return False
    if unit.word == "个" and _PARTIES.match(text, end):
        return False
    if unit.word == "层" and number.han and text.startswith(("小楼", "楼", "小洋楼", "别墅"), end):
        return False  # 二层小楼
    if unit.word == "件" and number.han and text.startswith("事", end):
        return False  # 三件事
    if unit.word == "座" and number.han and text.startswith(_TOWNS, end):
        return False
    if unit.kind == "duration":
        return _is_result(text, found)
    if number.text == "一" and unit.word in _BASES and found.high is None:  # 一亩地能收入七八千元
        return False
    if unit.kind not in ("counter", "elided") or not number.han or found.qualifier != "exact":
        return True
    if text[end : end + 1] == unit.word[-1:] and unit.word:  # 一座座
        return False
    if len(number.text) == 1 and _ARE_NAMED.search(before) and _NAMED.match(text, end):
        return False  # 宝武、中化两家企业
    if number.text == "一":
        return _is_counted_one(text, found, before)
    if unit.word == "期" and len(number.text) == 1 and not _CLASSES.search(before):  # 二期、三期 of a project
        return False
    if unit.word == "类" and len(number.text) == 1 and not _SORTED.search(before):  # 二类区, 三类医院
        return False
    if unit.word in _NAME_UNITS and _NAME_AFTER.match(text, end):
        return False
    return not (len(number.text) == 1 and _abstract().match(text, end))


def _is_after_letters(unit: UnitWord, before: str) -> bool:
    """`GDP1200亿元`, `CT2台`; not `G318`, `B12个`."""
    return unit.kind in ("money", "share") or before.endswith(("CT", "GDP", "LED", "ECMO", "VR"))


def _is_loose_sum(text: str, found: Found) -> bool:
    """`投资千万元`: a bare multiplier after a word for money."""
    return found.unit.kind == "money" and money_before(text, found.start)


def _is_ordinal(text: str, found: Found, before: str) -> bool:
    if text.startswith("+", found.end):
        return True
    match = _ORDINAL.search(before)
    if match is None:
        return False
    return match[0] != "前" or found.unit.word in _RANKED


def _is_counted_one(text: str, found: Found, before: str) -> bool:
    """`一` is an article (`一所小学`) except after its noun (`小学一所、`) and after 各."""
    if found.high is not None:
        return True
    if _ONE_AFTER_EACH.search(before) or (found.unit.word in "班趟列架次" and _ONE_A_DAY.search(before)):
        return True
    if found.unit.word == "家":
        return bool(_END.match(text, found.end) and _FIRM_BEFORE.search(before))
    if not _END.match(text, found.end) or found.unit.word not in _ONE_AFTER_NOUN:
        return False
    return bool(before) and before[-1].isalnum() and not _NO_NOUN_BEFORE.search(before)


def _is_result(text: str, found: Found) -> bool:
    """Whether a duration is a result (57小时) and not the period of something else (3天内, 为期5天)."""
    before = clause_before(text, found.start, 16)
    if _RESULT_BEFORE.search(before):
        return not _PERIOD_AFTER.match(text, found.end) or found.unit.word.endswith("小时")
    if _PERIOD_AFTER.match(text, found.end) or _PERIOD_BEFORE.search(before):
        return False
    return not (found.number.han and all(sign in _FEW for sign in found.number.text))
