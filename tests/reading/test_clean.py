"""Clean: one writing for every sign, lines joined that belong together, and a map back that holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.clean import clean

LAYOUT = st.text(alphabet="学校三所，。；、：“”（）\n　 #*-123.五六年月日援建资金摄/图\r", max_size=200)


def surface(text, words):
    """The original text from which the cleaned `words` come."""
    cleaned = clean(text)
    start = cleaned.text.index(words)
    return text[cleaned.origin[start] : cleaned.origin[start + len(words) - 1] + 1]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("投入３，５００万元，占１０％", "投入3,500万元，占10%"),
        ("投入1,250万元,项目38,29个", "投入1,250万元，项目38，29个"),
        ("項目38個、資金5億元、受益群眾2萬餘人", "项目38个、资金5亿元、受益群众2万余人"),
        ("实施项目**852**个(其中：**19**个)", "实施项目852个（其中：19个）"),
        ("惠及近 20 万 人,上午9:30开会", "惠及近20万 人，上午9:30开会"),
        ("总投资1 200万元、总长 12 km", "总投资1200万元、总长12km"),
        ("见[报告](http://example.com/2023/100个)说", "见报告说"),
        ("网址https://example.com/5 投入3万元", "网址 投入3万元"),
        ("\ufeff援建\u200b项目\u00ad3个\r\n", "援建项目3个"),
        ("# 标题\n\n- 学校3所\n- 道路5公里", "# 标题\n- 学校3所\n- 道路5公里"),
        ("增长１．５％～２．０％", "增长1.5%~2.0%"),
        ("\u2f00所\u2f29学、2\u2f08", "一所小学、2人"),
        ("", ""),
        ("\n\n \n", ""),
    ],
)
def test_one_writing(text, cleaned):
    assert clean(text).text == cleaned


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        ("无偿援助资金 4.05\n亿元，援建项目468个。", "4.05亿元", "4.05\n亿元"),
        ("实施项目**852**个", "852个", "852**个"),
        ("惠及群众近 20 万\n人。", "近20万人", "近 20 万\n人"),
        ("投入３，５００萬元", "3,500万元", "３，５００萬元"),
    ],
)
def test_spans_lead_back_to_the_original(text, words, original):
    assert surface(text, words) == original


WRAPPED = """二〇二一年，某省对口支援某县，共
投入援助资金一千二百万元，建成小学
三所，解决了三百名学生上学难问题。
与此同时，还选派医生五十名。"""


def test_wrapped_lines_are_joined_and_paragraphs_kept():
    assert clean(WRAPPED).text.split("\n") == [
        "二〇二一年，某省对口支援某县，共投入援助资金一千二百万元，建成小学三所，"
        "解决了三百名学生上学难问题。与此同时，还选派医生五十名。"
    ]
    apart = WRAPPED.replace("学难问题。\n与此同时", "学难。\n与此同时")
    assert len(clean(apart).text.split("\n")) == 2


def test_a_blank_line_inside_a_sentence_does_not_end_it():
    text = (
        "该县同各支援省市来往日益密切、彼此取长补短，近几年先后通过项目共建、市场互通、招商引"
        "\n\n企等方式，不断拓宽协作之路。"
    )
    assert clean(text).text == text.replace("\n", "")


def test_captions_that_interrupt_a_sentence_come_after_it():
    text = (
        "在外地专家的指导下，医院的管理水平和技术水平大幅提升，平均住院日由\n\n某县柑橘基地 摄/张三\n\n"
        "南京援建的中学，学生在上课 摄/李四\n\n9.64天下降到8.27天，病人满意。\n\n下一段写别的事情。"
    )
    assert clean(text).text.split("\n") == [
        "在外地专家的指导下，医院的管理水平和技术水平大幅提升，平均住院日由9.64天下降到8.27天，病人满意。",
        "某县柑橘基地 摄/张三",
        "南京援建的中学，学生在上课 摄/李四",
        "下一段写别的事情。",
    ]
    assert surface(text, "9.64天") == "9.64天"


def test_titles_and_lists_are_not_run_into_the_text():
    text = "补齐基础设施短板\n\n某省援建小学三所，投入资金一千万元。\n\n建成学校\n修通公路\n架设电线"
    assert clean(text).text.split("\n") == [
        "补齐基础设施短板", "某省援建小学三所，投入资金一千万元。", "建成学校", "修通公路", "架设电线",
    ]  # fmt: skip


def test_a_title_in_two_lines_is_one():
    text = "集中式项目推进基础\n设施建设\n\n某县草堂镇建成福利院一座，投资2000万元。"
    assert clean(text).text.split("\n")[0] == "集中式项目推进基础设施建设"


@given(st.text(max_size=300))
def test_every_character_has_its_origin(text):
    text = text.replace("|", "")  # heads of tables are said anew in every row
    cleaned = clean(text)
    assert len(cleaned.origin) == len(cleaned.text) + 1
    assert cleaned.origin[-1] == len(text)
    assert all(0 <= at < len(text) for at in cleaned.origin[:-1])
    kept = [at for at, sign in zip(cleaned.origin, cleaned.text, strict=False) if sign != "\n"]
    assert len(set(kept)) == len(kept)


@given(LAYOUT)
def test_no_digit_is_lost_or_doubled(text):
    assert sorted(filter(str.isdigit, clean(text).text)) == sorted(filter(str.isdigit, text))


@pytest.mark.documents
def test_documents_keep_their_characters(documents_dir):
    for path in sorted(documents_dir.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        cleaned = clean(text)
        kept = {at for at, sign in zip(cleaned.origin, cleaned.text, strict=False) if not sign.isspace()}
        lost = {text[at] for at in range(len(text)) if at not in kept} - set("*#")
        assert all(sign.isspace() for sign in lost), path.name
