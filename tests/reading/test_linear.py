"""Time grows with the text and not faster, whatever the text is made of."""

import time

import pytest

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


def test_articles_are_read_at_a_good_pace():
    article = (
        "截至2024年底，甲省累计投入援助资金4.05亿元，实施项目468个，惠及群众近20万人。2024年，乙县引进企业36家，"
        "协议投资34.4亿元，带动就业1200余人，人均增收3000元以上，农产品销售额同比增长12.5%。\n\n"
    )
    text = article * 500
    assert seconds(text) < 15  # some two seconds on a quiet machine
