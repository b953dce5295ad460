"""First stage: one writing for every sign, no marks or breaks inside sentences and numbers.

After it the text has ASCII digits, letters, `%` and number points; Chinese punctuation (，：；！？（）)
except inside numbers (`4,715`, `9:30`); simplified characters for the words of this field; no bold marks; no
space beside a digit; and one line (`\\n` between) for each heading, paragraph, caption and list item. Heading
marks (`#`), list marks (`- `, `1. `) and table bars stay for `split`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

from duikou.reading.draft import Draft
from duikou.reading.layout import lines_in_order
from duikou.reading.lists import rows
from duikou.reading.tables import Literal, Part
from duikou.reading.types import Clean

_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = str.maketrans(
    "．％＋－／～〜﹣−·•　\u00a0\u2002\u2003\u2009\u202f\t＃＊＜＞［］＿", ".%+-/~~--··       #*<>[]_"
)
# Radicals and compatibility forms that PDF files have in place of the characters that look the same.
_LOOKALIKES = {
    code: same
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFAFF))
    if len(same := unicodedata.normalize("NFKC", chr(code))) == 1
}
_VARIANTS = {ord(row["variant"]): row["simple"] for row in rows("variants")}
_ONE_WRITING: dict[int, int | str] = {**_LOOKALIKES, **_HALF, **_SIGNS, **_VARIANTS}
_WIDE_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE_END = re.compile(r"\r(?=\n)")
_LONE_RETURN = re.compile(r"\r")
_PUNCTUATION = re.compile(r"(?P<number>(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)|(?<=\d):(?=\d))|[,:;!?()]")
_TO_CHINESE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_MARKS = re.compile(
    r"!?\[(?P<keep>[^\[\]\n]{0,300})\](?:（[^（）\n]{0,600}）)"
    r"|https?：?:?//[^\s，。；：（）“”<>\u3400-\u9fff]+"
    r"|</?[a-zA-Z][^<>\n]{0,300}>"
    r"|\*{2,}|(?<=\S)\*|\*(?=\S)|__+|`+|\\(?=[*_#\[\]])"
)
_HAN = r"\u3400-\u9fff"
_SPACE_BESIDE_DIGIT = re.compile(
    rf"(?<=[{_HAN}，。；：、（）“”])[ ]+(?=\d)"
    rf"|(?<=\d)[ ]+(?=[{_HAN}，。；：、（）%‰℃~—-])"
    r"|(?<=\d)[ ]+(?=(?:km|kg|m2|m²|㎡|MW|kW|TEU|t)(?![A-Za-z]))"
    r"|(?<=[~—-])[ ]+(?=\d)"
    r"|(?<=(?<!\d)\d)[ ]+(?=\d{3}(?!\d))|(?<=(?<!\d)\d\d)[ ]+(?=\d{3}(?!\d))"
    r"|(?<=(?<!\d)\d{3})[ ]+(?=\d{3}(?!\d))"
)


def clean(text: str) -> Clean:
    """The cleaned text with its map back. Any string is taken; the empty one gives an empty text.

    The map rises except where a caption that stood inside a sentence was moved behind it.
    """
    draft = Draft(text)
    draft.swap(_WIDE_THOUSANDS, ",")
    draft.text = draft.text.translate(_ONE_WRITING)
    draft.delete(_LINE_END)
    draft.swap(_LONE_RETURN, "\n")
    draft.delete(_INVISIBLE)
    draft.swap(_PUNCTUATION, lambda m: m[0] if m["number"] else _TO_CHINESE[m[0]])
    draft.delete(_MARKS)
    spans = lines_in_order(draft.text)
    _lay_out(draft, spans)
    draft.delete(_SPACE_BESIDE_DIGIT)
    draft.origin.append(len(text))
    return Clean(draft.text, draft.origin)


def _lay_out(draft: Draft, lines: list[list[Part]]) -> None:
    """Each line's parts run together, lines parted by a line break that stands for the one it replaces."""
    texts: list[str] = []
    origin = array("I")
    for parts in lines:
        for part in parts:
            if isinstance(part, Literal):
                texts.append(part.words)
                origin.extend([draft.origin[part.at]] * len(part.words))
            else:
                texts.append(draft.text[slice(*part)])
                origin.extend(draft.origin[slice(*part)])
        spans = [part for part in parts if not isinstance(part, Literal)]
        if spans:
            texts.append("\n")
            end = spans[-1][1]
            origin.append(draft.origin[end if end < len(draft.origin) else end - 1])
    draft.text = "".join(texts)[:-1]
    draft.origin = origin[:-1]
