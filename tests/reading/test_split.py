"""Split: what kind each line is, its label, its sentences and clauses."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.clean import clean
from duikou.reading.split import split

ARTICLE = """# 携手共建新家园

某省对口支援某县结硕果

近年来，某省持续投入；截至目前，已建成学校3所。“我们都搬进了新房！”村民说。群众满意……

补齐短板

某省援建小学三所，投入资金一千万元。

某省援建的某县中心小学

- 学校3所
1. 道路5公里
"""


def pieces(text):
    cleaned = clean(text)
    return [(piece, cleaned.text[piece.start : piece.end]) for piece in split(cleaned)]


def test_the_kind_of_every_line():
    assert [(piece.kind, words[:8]) for piece, words in pieces(ARTICLE)] == [
        ("heading", "携手共建新家园"),
        ("heading", "某省对口支援某县"),
        ("paragraph", "近年来，某省持续"),
        ("heading", "补齐短板"),
        ("paragraph", "某省援建小学三所"),
        ("caption", "某省援建的某县中"),
        ("list_item", "学校3所"),
        ("list_item", "道路5公里"),
    ]


def test_sentences_and_clauses():
    text = clean(ARTICLE).text
    paragraph = pieces(ARTICLE)[2][0]
    assert [text[s.start : s.end] for s in paragraph.parts] == [
        "近年来，某省持续投入；截至目前，已建成学校3所。",
        "“我们都搬进了新房！”",
        "村民说。",
        "群众满意……",
    ]
    assert [text[c.start : c.end] for c in paragraph.parts[0].parts] == [
        "近年来，", "某省持续投入；", "截至目前，", "已建成学校3所。",
    ]  # fmt: skip


def test_donors_as_labels_on_lines_of_their_own():
    text = "上海:截至今年5月,累计到位资金43.3亿元。\n\n天津:截至去年12月,援助项目228个。"
    assert [(piece.kind, piece.label) for piece, _ in pieces(text)] == [
        ("list_item", "上海"),
        ("list_item", "天津"),
    ]


def test_donors_as_labels_run_together_in_one_paragraph():
    text = (
        "成效如下。上海：累计到位资金4亿元，项目8个。培训20人。天津：援助项目228个；江苏（暨南京）：学校3所。"
    )
    assert [(piece.kind, piece.label, words) for piece, words in pieces(text)] == [
        ("paragraph", "", "成效如下。"),
        ("list_item", "上海", "上海：累计到位资金4亿元，项目8个。培训20人。"),
        ("list_item", "天津", "天津：援助项目228个；"),
        ("list_item", "江苏（暨南京）", "江苏（暨南京）：学校3所。"),
    ]


def test_speech_and_lead_ins_are_no_labels():
    text = "县水利局负责人说：项目很好。主要做法包括：建设学校3所。其中：无偿资金5万元。"
    assert [(piece.kind, piece.label) for piece, _ in pieces(text)] == [("paragraph", "")]


def test_the_names_of_authors_and_photographers_are_captions():
    text = (
        "某省援建小学三所，投入资金一千万元，学生上学不再难。\n\n刘某某 吴某某 罗某\n\n图片由某县水利局提供"
    )
    assert [piece.kind for piece, _ in pieces(text)] == ["paragraph", "caption", "caption"]


@given(st.text(alphabet="学校三所，。；、：“”（）\n #-|1.！？…上海：", max_size=200))
def test_pieces_cover_the_text_in_order(text):
    cleaned = clean(text)
    found = split(cleaned)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for piece in found:
        assert piece.start <= piece.end
        for whole in (piece, *piece.parts):
            if whole.parts:
                assert (whole.parts[0].start, whole.parts[-1].end) == (whole.start, whole.end)
                assert all(a.end == b.start for a, b in pairwise(whole.parts))
    covered = sum(piece.end - piece.start for piece in found)
    assert covered >= len(cleaned.text.replace("\n", "")) - 8 * len(found)
