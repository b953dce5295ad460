"""Time grows with the text and not faster, whatever the text is made of."""

import time

import pytest

from duikou.reading import read
from duikou.reading.clean import clean
from duikou.reading.quantities import quantities
from duikou.reading.split import split
from duikou.reading.times import times
from duikou.words import load

UNITS = {
    "digits": "1",
    "余": "余",
    "brackets": "（",
    "closing brackets": "）",
    "分别": "分别",
    "万": "万",
    "一": "一",
    "years": "2021年",
    "digits of years": "2021",
    "numbers": "5个",
    "spaced digits": "1 ",
    "thousands": "1,111,",
    "decimals": ".1",
    "quotes": "“一",
    "titles": "《",
    "fractions": "一分之",
    "rows of numbers": "5、",
    "ranges": "5—6—",
    "ordinals": "第一、",
    "runs": "连续3年",
    "since": "以来",
    "labels": "上海：",
    "bars": "|1",
    "rows of a table": "|县|资金|\n",
    "line ends": "\n",
    "spaces": " ",
    "stars": "*",
    "square brackets": "[a](",
    "tags": "<a",
    "short lines": "字字字字字字字字字字\n",
    "captions": "图片说明文字\n\n",
    "unfinished sentences": "这是一个没有结束的很长的句子，它一直继续下去没有停止也不打算停止的\n\n",
    "a sentence without end": "援助资金500万元和项目38个，",
}


def seconds(text):
    began = time.process_time()
    cleaned = clean(text)
    pieces = split(cleaned)
    quantities(cleaned, pieces, load())
    times(cleaned, pieces, "2025-07", load())
    return time.process_time() - began


@pytest.mark.parametrize("name", UNITS)
def test_time_grows_with_the_text(name):
    short, long = (UNITS[name] * (size // len(UNITS[name])) for size in (10_000, 40_000))
    seconds(short)
    first = min(seconds(short), seconds(short))
    assert seconds(long) < 4 * first * 2.2 + 0.3


PARTIES = {
    "pairs": "上海援助万州区资金5万元。",
    "rows dealt out": "上海、天津分别支援万州区、忠县5个、6个，",
    "home and counted places": "我市投入两县5万元，",
    "articles": "上海援助万州\n\n上海援助万州区5万元。\n\n辽宁援助奉节\n\n辽宁援助奉节县5万元。\n\n",
}


@pytest.mark.parametrize("name", PARTIES)
def test_attribution_grows_with_the_text(name):
    def spent(size):
        began = time.process_time()
        read(PARTIES[name] * (size // len(PARTIES[name])), dated="2025-07", vocabulary=load())
        return time.process_time() - began

    spent(500)
    assert spent(6_000) < 4 * spent(1_500) * 2.2 + 0.3


def test_as_many_places_as_there_are_do_not_slow_it_down():
    names = [name for name, known in load().places.names.items() if len(name) > 2][:1500]
    text = "。".join(f"{name}投入5万元" for name in names)
    began = time.process_time()
    read(text, dated="2025-07", vocabulary=load())
    assert time.process_time() - began < 15  # a second on a quiet machine


def test_articles_are_read_at_a_good_pace():
    article = (
        "截至2024年底，甲省累计投入援助资金4.05亿元，实施项目468个，惠及群众近20万人。2024年，乙县引进企业36家，"
        "协议投资34.4亿元，带动就业1200余人，人均增收3000元以上，农产品销售额同比增长12.5%。\n\n"
    )
    text = article * 500
    assert seconds(text) < 15  # some two seconds on a quiet machine
