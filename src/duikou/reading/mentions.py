"""Places and parties in a text: full, short and former names, townships by their ending, institutions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from duikou.reading.geography import inside, path
from duikou.reading.lexicon import Hit, Scanner, scanner, split_cell
from duikou.reading.lists import any_of, rows, words
from duikou.reading.pairings import near_takers
from duikou.reading.surroundings import STOP, part_of
from duikou.reading.types import Clean, Mention
from duikou.words import PlaceName, Vocabulary

BELOW = ("township", "village")
_LOWER = re.compile(
    r"(?:街道|(?<![乡村城小])镇(?![域区])|(?<![城下苗侗藏瑶彝侨茶水橙柚桃药牧酒瓷果梦])乡(?![村镇亲情土愁贤间味])|(?<![乡农])村(?![容民庄级委落寨道干集口医])|社区(?!卫生))"
)
_NOT_NAMES = re.compile(
    r"^(?:全|各|该|本|每|多|某|新|老|小|大|贫困|移民|山|农|渔|城|家|故|同|下|回|外|他|返|归|进|入|还|美丽|示范|重点|乡镇|村镇|特色|边境|牧|民族|自然|行政|"
    r"[一二三四五六七八九十百千两几数\d]+个?)*$"
)
_VERBS = words("cues", use="before a township")


@lru_cache(maxsize=4)
def name_scanner(vocabulary: Vocabulary) -> Scanner[PlaceName]:
    """Finds the names of places; abbreviations of one character are left to `compounds`."""
    named = vocabulary.places.names
    entries = [(name, row) for name, known in named.items() if len(name) > 1 for row in known]
    return Scanner(entries)


@lru_cache(maxsize=4)
def body_scanner(vocabulary: Vocabulary) -> Scanner[str]:
    """Finds the names of firms and ministries that give, the longest at one place."""
    return Scanner(vocabulary.parties.bodies.items(), nested=False)


@lru_cache(maxsize=4)
def abbreviations(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """One-character names (吉, 渝, 甬) and the places they stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for name, known in vocabulary.places.names.items():
        if len(name) == 1:
            found[name] = tuple(dict.fromkeys(row.code for row in known))
    return found


def mentions(clean: Clean, vocabulary: Vocabulary, title: str = "") -> tuple[Mention, ...]:
    """Mentions of places in reading order, not overlapping; `codes` are the candidates, best first.

    A short name of a county (巫溪), or one of two characters (忠县), counts only where its full name stands
    in text or title too, or its province or a party known to help it is named, or where it begins a clause
    or follows another place or a word of assistance at least once (`完成县城` names no 成县).
    """
    text = clean.text
    hits = _settled(_outermost(name_scanner(vocabulary).scan(text)))
    full = {
        row.code
        for hit in hits
        for row in hit.value
        if (row.kind == "full" and len(hit.word) > 2) or _is_ranked(row, text, hit.end)
    }
    full |= {row.code for hit in name_scanner(vocabulary).scan(title) for row in hit.value}
    bounded = _bounded(text, hits)
    home = _provinces(text, hits, full, vocabulary)
    home |= {m.codes[0][:2] for m in _compounds(text, (), vocabulary) if m.inside == "compound"}  # 浙川协作
    found: list[Mention] = []
    for hit in hits:
        codes = _candidates(hit.value, vocabulary, full, hit.word in bounded)
        led = text.endswith(_LEADS, max(0, hit.start - 4), hit.start)
        if not led and len(hit.word) < 3 and all(row.kind != "full" for row in hit.value):
            codes = tuple(
                c
                for c in codes
                if c in full or c[:2] in home or _upper(c, vocabulary) or _paired(c, full, vocabulary)
            )
        if all(row.kind != "full" for row in hit.value) and text[hit.end : hit.end + 1] in tuple("镇乡村"):
            codes = ()
        if hit.word in _ordinary() or (len(hit.word) == 2 and _TOWNS_LISTED.match(text, hit.end)):
            codes = ()
        if codes:
            end = _fuller_end(text, hit.start, hit.end, vocabulary, codes)
            part = part_of(text, hit.start, end)
            found.append(_mention(hit.start, end, text[hit.start : end], codes, part, vocabulary))
            if not part and _upper(codes[0], vocabulary) and _CONFERENCE.match(text, end):
                found[-1] = replace(found[-1], inside="programme")
    found.extend(list(_compounds(text, found, vocabulary)))
    found.extend(
        Mention((hit.start, hit.end), hit.word, (hit.value[0],), inside="body")
        for hit in body_scanner(vocabulary).scan(text)
    )
    found.extend(
        Mention((hit.start, hit.end), hit.word, (), inside="home")
        for hit in scanner("pronouns").scan(text)
        if hit.value[0]["role"] == "home"
    )
    programmes = [
        Mention((hit.start, hit.end), hit.word, (hit.value[0]["place"],), inside="programme")
        for hit in scanner("programme_words").scan(text)
    ]
    found = _with_reservoirs(found, programmes, vocabulary)
    waters = {mention.span[1] for mention in found if mention.inside == "water"}
    found.extend(mention for mention in programmes if mention.span[0] not in waters)
    found = _apart(found)
    found.extend(_lower_places(text, found))
    return tuple(sorted(_apart(found), key=lambda mention: mention.span))


def _is_ranked(row: PlaceName, text: str, end: int) -> bool:
    """Whether a usual short form with its rank (`塔什库尔干县`) is as sure as the full name."""
    ranked = row.kind == "other" and len(row.name) > 2 and row.name.endswith(("县", "州", "旗"))
    return ranked and text[end : end + 1] not in tuple("域级委政")


def _outermost(hits: Sequence[Hit[tuple[PlaceName, ...]]]) -> list[Hit[tuple[PlaceName, ...]]]:
    """Without names inside longer ones (`重庆` in `三峡重庆库区`)."""
    kept: list[Hit[tuple[PlaceName, ...]]] = []
    for hit in hits:
        if not kept or hit.end > max(before.end for before in kept[-4:]):
            kept.append(hit)
    return kept


def _alone(hits: Sequence[Hit[tuple[PlaceName, ...]]]) -> set[str]:
    """Codes of the names that stand somewhere without another name over them."""
    found: set[str] = set()
    reach = 0
    for number, hit in enumerate(hits):
        follows = hits[number + 1].start if number + 1 < len(hits) else hit.end
        if reach <= hit.start and hit.end <= follows:
            found.update(row.code for row in hit.value)
        reach = max(reach, hit.end)
    return found


def _settled(hits: Sequence[Hit[tuple[PlaceName, ...]]]) -> list[Hit[tuple[PlaceName, ...]]]:
    """Of names that overlap, full ones before others, then longer ones (`其中山南市` names no 中山)."""
    kept: list[Hit[tuple[PlaceName, ...]]] = []
    cluster: list[Hit[tuple[PlaceName, ...]]] = []
    reach = 0
    alone = _alone(hits)
    for hit in (*hits, None):
        if hit is None or hit.start >= reach:
            cluster.sort(
                key=lambda h: (
                    h.value[0].code not in alone,
                    all(row.kind != "full" for row in h.value),
                    h.start - h.end,
                    h.start,
                )
            )
            chosen: list[Hit[tuple[PlaceName, ...]]] = []
            for one in cluster:
                if all(one.end <= other.start or other.end <= one.start for other in chosen):
                    chosen.append(one)
            kept.extend(sorted(chosen, key=lambda h: h.start))
            cluster = []
        if hit is not None:
            cluster.append(hit)
            reach = max(reach, hit.end)
    return kept


_GOING_TO = tuple("去来往")
_LEADS = words("cues", use="before a short name")


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Names of places that are everyday words first (`比如`)."""
    return frozenset(word for row in rows("ordinary_words") for word in split_cell(row["words"]))


def _upper(code: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.places[code].level in ("province", "prefecture", "union", "country")


def _provinces(
    text: str, hits: Sequence[Hit[tuple[PlaceName, ...]]], full: set[str], vocabulary: Vocabulary
) -> set[str]:
    """First two digits of the provinces of which something is named for sure, or that a programme is for."""
    places = vocabulary.places
    sure = full | {row.code for hit in hits for row in hit.value if row.code.endswith("00")}
    sure |= {hit.value[0]["place"] for hit in scanner("programme_words").scan(text)}
    return {member[:2] for code in sure if code in places for member in places.members(code)}


def _with_reservoirs(
    found: Sequence[Mention], programmes: Sequence[Mention], vocabulary: Vocabulary
) -> list[Mention]:
    """The mentions; of `丹江口库区` the place, which lies in no programme of that word, names the water."""
    behind = {m.span[0]: m.codes[0] for m in programmes if m.text == "库区"}
    return [
        replace(m, inside="water")
        if m.codes and m.span[1] in behind and not inside(vocabulary, m.codes[0], behind[m.span[1]])
        else m
        for m in found
    ]


def _paired(code: str, full: set[str], vocabulary: Vocabulary) -> bool:
    """Whether a party that is named in full is known to help a county, or the prefecture it lies in."""
    around = set(path(vocabulary, code))
    return any(around & near_takers(vocabulary, giver) for giver in full)


def _bounded(text: str, hits: Sequence[Hit[tuple[PlaceName, ...]]]) -> set[str]:
    """Names that stand at least once where a word must begin."""
    ends = {hit.end for hit in hits}
    found: set[str] = set()
    for hit in hits:
        if hit.word in found:
            continue
        at = hit.start
        if len(hit.word) == 2 and text[hit.end : hit.end + 1] in tuple("城域级委政"):
            continue
        begins = at == 0 or text[at - 1] in STOP or text[at - 1] in _GOING_TO
        if begins or at in ends or text.endswith(_LEADS, max(0, at - 4), at):
            found.add(hit.word)
    return found


def _candidates(
    known: Sequence[PlaceName], vocabulary: Vocabulary, full: set[str], bounded: bool
) -> tuple[str, ...]:
    places = vocabulary.places
    ranked: list[tuple[int, int, str]] = []
    rank = {"full": 0, "short": 1, "former": 2}
    order = {"union": 0, "province": 0, "prefecture": 1, "county": 2, "township": 3, "village": 4}
    today = [row for row in known if places[row.code].current]
    for row in today or known:
        place = places[row.code]
        lower = place.level in ("county", *BELOW)
        short = row.kind != "full" and place.level == "prefecture" and len(row.name) == 2
        if (lower or short) and row.code not in full and not bounded:
            continue
        if row.kind != "full" and place.level in BELOW:
            continue
        code = row.code if place.level == "union" else places.canonical(row.code)
        sure = 0 if row.code in full else 1
        ranked.append((sure * 10 + rank.get(row.kind, 3), order.get(place.level, 0), code))
    return tuple(dict.fromkeys(code for _, _, code in sorted(ranked)))


def _fuller_end(text: str, start: int, end: int, vocabulary: Vocabulary, codes: Sequence[str]) -> int:
    """A short name with its rank behind it (`奉节县` where only 奉节 is listed) ends after the rank."""
    for rank in ("自治区", "自治州", "地区", "省", "市", "县", "区"):
        if text.startswith(rank, end) and any(
            vocabulary.places[c].name == text[start:end] + rank for c in codes
        ):
            return end + len(rank)
    return end


def _mention(
    start: int, end: int, text: str, codes: tuple[str, ...], part: str, vocabulary: Vocabulary
) -> Mention:
    place = vocabulary.places[codes[0]]
    if place.level not in BELOW:
        return Mention((start, end), text, codes, inside=part)
    county = tuple(dict.fromkeys(vocabulary.places.county_of(code) for code in codes))
    return Mention((start, end), text, county, site=text)


_COMPOUND_AFTER = words("cues", use="behind abbreviations")


# its name says for what programme it is, not of which part a text tells (对口支援三峡库区工作座谈会)
_CONFERENCE = re.compile(f"(?:工作|协作|合作)?(?:{any_of(words('cues', use='conference'))})")
_TOWNS_LISTED = re.compile(
    "(?:、[\u4e00-\u9fff]{2,4}){0,6}等?\\d*[一二三四五六七八九十]*个?(?:乡镇|镇街|乡|镇|村|街道)(?!村)"
)
_GOING = re.compile(
    "[赴来入援在驻]([\u4e00-\u9fff])(?=挂职|锻炼|学习|培训|考察|跟岗|务工|就业|进修|交流|参|干部|工作队|医疗队|企业|人才|专家|教师)"
)


_FIRMS_OF = re.compile("([京津沪粤浙苏闽鲁辽])[企商](?![业务品贸店场人])")  # 京企, 浙商


def _compounds(text: str, named: Sequence[Mention], vocabulary: Vocabulary) -> Iterator[Mention]:
    """Abbreviations joined into one word (渝甬班列, 浙吉合作): a mention for each that is known."""
    known = abbreviations(vocabulary)
    either = set(known) | {mention.text[0] for mention in named if len(mention.text) > 1}
    for word in _COMPOUND_AFTER:
        at = text.find(word, 2)
        while at >= 0:
            pair = text[at - 2 : at]
            if pair in _ordinary():
                at = text.find(word, at + 1)
                continue
            first = [code for char in pair for code in known.get(char, ())]
            if all(char in either for char in pair) and any(code.endswith("0000") for code in first):
                for offset, char in enumerate(pair):
                    if char in known:
                        start = at - 2 + offset
                        yield Mention((start, start + 1), char, known[char], inside="compound")
            at = text.find(word, at + 1)
    for match in _GOING.finditer(text):
        if match.group(1) in known:
            yield Mention(match.span(1), match.group(1), known[match.group(1)])
    for match in _FIRMS_OF.finditer(text):
        if match.group(1) in known:
            yield Mention(match.span(1), match.group(1), known[match.group(1)], inside="compound")


def _lower_places(text: str, upper: Sequence[Mention]) -> Iterator[Mention]:
    """Townships, streets and villages by their ending, where the words before can be a name."""
    ends = {mention.span[1] for mention in upper}
    covered = {place for mention in upper for place in range(*mention.span)}
    for match in _LOWER.finditer(text):
        if match.start() in covered:
            continue
        start, sure = match.start(), False
        while start > 0 and match.start() - start < 5 and text[start - 1] not in STOP:
            if start in ends or start - 1 in covered:
                break
            start -= 1
        sure = start in ends or start == 0 or text[start - 1] in STOP
        stem = text[start : match.start()]
        for verb in _VERBS:
            at = stem.rfind(verb)
            if at >= 0:
                stem, sure = stem[at + len(verb) :], True
        if not sure or len(stem) > 4:
            stem = stem[-2:]
        quoted = text[start - 1 : start] == "“" and text[match.end() : match.end() + 1] == "”"
        if quoted or "第" in stem or len(stem) < 2 or _NOT_NAMES.match(stem):
            continue
        start = match.start() - len(stem)
        yield Mention((start, match.end()), text[start : match.end()], (), site=text[start : match.end()])


def _apart(found: Sequence[Mention]) -> list[Mention]:
    """Without mentions that overlap an earlier or longer one."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.span[0], -m.span[1])):
        if not kept or mention.span[0] >= kept[-1].span[1]:
            kept.append(mention)
    return kept
