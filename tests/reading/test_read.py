"""`read`: any text gives figures whose spans lie in it; the same text gives the same figures."""

from hypothesis import given
from hypothesis import strategies as st

from duikou.reading import read, to_mark
from duikou.words import load

WORDS = st.lists(
    st.sampled_from(
        "三峡库区 三峡重庆库区 重庆市 忠县 山东省 沈阳市 广州市黄埔区 西藏 援藏 援疆 七省市 两地 "
        "该乡 花台乡 石岗乡卫生院 天津医院 投入 援建 对口支援 在 与 、 ， 。 ； ： \n 分别 其中 由 提高至 "
        "截至2024年底 2021年 去年 4年来 连续3年 “十四五”期间 力争 "
        "资金 项目 万元 3个 5.2亿元 80%以上 300人次 20户 12公里 占 增长 “ ” 上海： 二是 每年 各 等".split()
    ),
    max_size=60,
).map("".join)
CHINESE = st.text(
    alphabet="一二三十百万亿0123456789.,%元个家人次，。、：“”（）\n "
    "其中分别由提高至余多近约年月底来广东省忠县援建培训资金项目"
)


@given(st.text(max_size=200))
def test_any_text_is_taken(text):
    for figure in read(text, dated="2021-11", vocabulary=load()):
        assert text[figure.start : figure.end] == figure.surface


@given(st.one_of(CHINESE, WORDS))
def test_any_mixture_of_the_words_of_the_field_is_taken(text):
    for figure in read(text, dated="", vocabulary=load()):
        mark = to_mark(figure, load(), "x")
        assert 0 <= mark["start"] < mark["end"] <= len(text)
        assert mark["measure"] in load().measure


def test_every_field_has_a_reason():
    text = "2022年，广东省在林芝市投入援藏资金8.5亿元，实施项目62个。"
    for figure in read(text, dated="2023-01", vocabulary=load()):
        assert set(figure.because) >= {
            "measure",
            "donor",
            "recipient",
            "from",
            "to",
            "sector",
            "stage",
            "kind",
        }
        for why in figure.because.values():
            assert why.basis in ("said", "assumed")
            assert why.span is None or 0 <= why.span[0] <= why.span[1] <= len(text)


def test_the_same_text_gives_the_same_figures():
    text = "山东省、沈阳市在忠县援建学校3所，资金1.2亿元。"
    assert read(text, dated="2021-11", vocabulary=load()) == read(text, dated="2021-11", vocabulary=load())


def test_a_mark_names_places_and_lists_what_was_assumed():
    (figure,) = read("吉林省援建巫溪县项目38个。", dated="2025-07", vocabulary=load())
    mark = to_mark(figure, load(), "000")
    assert mark["id"] == "000-001"
    assert (mark["donor"], mark["recipient"]) == (["吉林省"], ["巫溪县"])
    assert "donor" in mark["said"]
    assert "from" in mark["assumed"]


def test_what_only_says_again_what_is_counted_is_no_thing():
    text = (
        "截至2024年底，福建省累计对口支援万州区，实施无偿援助项目327个，实施经济合作类项目76个，实施对口支援项目403个，"
        "培训各类人员3000余人次。"
    )
    figures = read(text, dated="2025-07", vocabulary=load())
    assert [figure.subject for figure in figures] == ["", "", "", ""]
    assert [figure.kind for figure in figures][:2] == ["grant", "cooperation"]
