"""Answers made up for tests of the pages: every verdict, open ends, unknown starts, a text and none.

The sentences are our own; names and numbers are like those of the sample book.
"""

from __future__ import annotations

from duikou.answers.errors import NotFound
from duikou.answers.questions import Question
from duikou.answers.views import (
    AssumptionView,
    BandPoint,
    BoundView,
    Choice,
    Choices,
    CourseRow,
    CourseView,
    DocumentView,
    FieldView,
    FigureView,
    FindingBar,
    FindingView,
    Overview,
    PairingCell,
    ProofView,
    TotalRow,
    TotalView,
    YearBar,
)
from duikou.words import UnknownCode

SENTENCE = "截至2025年5月，上海市累计无偿援助万州区9.92亿元，"
TEXT = (
    "携手同心谱新篇\n\n"
    + SENTENCE
    + "实施项目326个，\n其中教育项目29个、医疗卫生项目30个，\n两类共38个。\n\n"
    + "培训各类人员**675**人次，近8300余\n万元用于乡村振兴。<b>平湖</b>安澜。\n"
)
START = AssumptionView("start", {}, "累计自1992年起算")

PROOF = ProofView(
    "statement",
    "004-057",
    "004",
    "携手同心谱新篇",
    "2025-07",
    "9.92亿元",
    "上海市 → 万州区 · 无偿援助资金（到位）",
    "限定下限",
    (30, 36),
    SENTENCE,
)
ENTRY = ProofView("entry", "e-0007", "003", "两地情深", "2021-11", "1200万元", "沈阳市 → 忠县", "限定下限")
OPEN = BoundView((None, None), "不详", open_because="下端未定：账内没有限制它的依据。")


def _figure(key: str, surface: str, verdict: str, **rest) -> FigureView:
    start = TEXT.index(surface)
    row = {
        "value": "29",
        "unit": "count",
        "scope_text": "上海市 → 万州区 · 项目数 · 截至2025-05",
        "fields": (
            FieldView("donor", "支援方", "上海市", True),
            FieldView("period", "期间", "1992至2025-05", False),
        ),
        "strict": ("29", "29"),
        "natural": ("29", "29"),
        "reading": "natural",
        "sentence": "",
        "allowed": OPEN,
        "leeway": "",
    }
    row |= rest
    shown = surface.replace("*", "").replace("\n", "")
    return FigureView(key, start, start + len(surface), shown, verdict=verdict, **row)


FIGURES = (
    _figure(
        "004-001",
        "9.92亿元",
        "holds",
        value="992000000",
        unit="CNY",
        strict=("991500000.00", None),
        natural=("991500000.00", "992499999.99"),
        allowed=BoundView(
            ("975000000.00", None), "不少于9.75亿元", (PROOF, ENTRY), open_because="上端未定。"
        ),
        sentence="与两份文献一致：分项合计9.75亿元，未超出。",
        because=(PROOF, ENTRY),
        leeway="可再少1650万元，再多任意数额，均不致矛盾。",
    ),
    _figure("004-002", "326个", "open", value="326", strict=("326", "326"), natural=("326", "326")),
    _figure(
        "004-003", "29个", "doubtful", sentence="29 + 30 = 59，多于38。", assuming=(START,), because=(PROOF,)
    ),
    _figure("004-004", "30个", "doubtful", sentence="29 + 30 = 59，多于38。", assuming=(START,)),
    _figure(
        "004-005",
        "38个",
        "contradicted",
        reading="strict",
        value="38",
        strict=("38", "38"),
        natural=("38", "38"),
        sentence="两类共38个，而分项之和为59个，相差21个。",
        allowed=BoundView(("59", "59"), "59个", (PROOF,)),
        because=(PROOF,),
        right="59个",
    ),
    _figure("004-006", "**675**人次", "open", unit="person_time"),
    _figure("004-007", "近8300余\n万元", "open", unit="CNY"),
)
FINDING = FindingView(
    "doubt",
    ("004-003", "004-004", "004-005"),
    ("004",),
    "29 + 30 = 59 > 38",
    "教育29个、医疗卫生30个，合计59个，多于两类共38个：除非21个项目两边都计。",
    (START,),
    (PROOF,),
    bars=(
        FindingBar("29个", "004-003", "part", "0", "29", "29", "29个"),
        FindingBar("30个", "004-004", "part", "29", "30", "30", "30个"),
        FindingBar("合计", "", "sum", "0", "59", "59", "59个"),
        FindingBar("38个", "004-005", "whole", "0", "38", None, "不少于38个"),
    ),
    repairs=("004-005（38个）若为不少于59个即可相符",),
)
AGREEMENT = FindingView(
    "agreement", ("004-001", "003-002"), ("003", "004"), "3.05 + 88.02 = 91.07", "各分项相加与总数吻合。"
)
DOCUMENTS = (
    DocumentView("003", "两地情深", "2021-11", "", "", "ab" * 32, "", (), counts={"statements": 57}),
    DocumentView("004", "携手同心谱新篇", "2025-07", "某报", "", "cd" * 32, "", (), counts={"statements": 7}),
)


def overview(**_: object) -> Overview:
    """Three donors, two recipients; one start known; a gap among the years; one open end."""
    query = "measure=fund&kind=grant&donor=%E4%B8%8A%E6%B5%B7%E5%B8%82&recipient=%E4%B8%87%E5%B7%9E%E5%8C%BA"
    cell = ("province", "文献004")
    return Overview(
        programme="全国对口支援三峡库区",
        as_of="2025-07",
        counts={
            "documents": 5,
            "statements": 291,
            "entries": 60,
            "pairings": 3,
            "projects": 20,
            "subjects": 167,
        },
        totals=(
            TotalRow(
                "上海市",
                "上海市",
                "万州区",
                "2025-05-31",
                "9.92亿元",
                ("991500000.00", "992499999.99"),
                query,
            ),
            TotalRow(
                "山东省、沈阳市",
                "山东省、沈阳市",
                "忠县",
                "2021-10-31",
                "不少于5.1亿元",
                ("510000000.00", None),
                query,
            ),
        ),
        years=(YearBar(2019, "120000000.00", "300000000.00"), YearBar(2021, "80000000.00", None)),
        pairings=(
            PairingCell("上海市", "万州区", "1992", *cell, "9.92亿元", query),
            PairingCell("山东省", "忠县", "", *cell),
            PairingCell("沈阳市", "忠县", "", "city", "文献003"),
        ),
        findings=(FINDING, AGREEMENT),
        documents=DOCUMENTS,
    )


def list_documents(**_: object) -> tuple[DocumentView, ...]:
    return DOCUMENTS


def document(key: str, **_: object) -> DocumentView:
    """004 has its text at hand, 003 has not."""
    if key not in ("003", "004"):
        raise NotFound("document", key)
    text = TEXT if key == "004" else ""
    row = next(row for row in DOCUMENTS if row.key == key)
    return DocumentView(key, row.title, row.dated, row.publisher, "", row.digest, text, FIGURES, (FINDING,))


def ask(question: Question, **_: object) -> TotalView:
    """The same answer to every question, with the question's names in its scope."""
    if "万洲区" in question.recipients:
        raise UnknownCode("place", "万洲区", ["万州区"])
    natural = BoundView(("991500000.00", "992499999.99"), "9.92亿元", (PROOF, ENTRY), (START,))
    strict = BoundView(
        ("991500000.00", None), "不少于9.915亿元", (PROOF,), (), "上端未定：累计的起点未载明。"
    )
    names = "、".join(question.donors) + " → " + "、".join(question.recipients)
    return TotalView(
        {"measure": question.measure},
        f"{names} · 无偿援助资金（到位）",
        "CNY",
        "2025-05-31",
        "援助资金：联合援助在总数中只计一次。",
        strict,
        natural,
        ("未指明阶段，按到位口径。",),
    )


def choices(**_: object) -> Choices:
    return Choices(
        measures=(Choice("fund", "援助资金"), Choice("project.count", "项目数")),
        kinds=(Choice("all", "各类"), Choice("grant", "无偿援助")),
        stages=(Choice("agreed", "协议"), Choice("arrived", "到位")),
        donors=tuple(Choice(name, name) for name in ("上海市", "山东省", "沈阳市")),
        recipients=tuple(Choice(name, name) for name in ("万州区", "忠县")),
        sectors=(Choice("multi", "综合"), Choice("education", "教育")),
    )


def findings(
    document: str = "", kind: str = "", donor: str = "", recipient: str = "", **_: object
) -> tuple[FindingView, ...]:
    if donor == "上海是":
        raise UnknownCode("party", donor, ["上海市"])
    found = (FINDING, AGREEMENT)
    return tuple(f for f in found if kind in ("", f.kind) and (not document or document in f.documents))


def check_text(text: str, dated: str = "", title: str = "", **_: object) -> DocumentView:
    """The figures of `TEXT` where the draft is that text, else none."""
    figures = FIGURES if text.startswith("携手同心谱新篇") else ()
    return DocumentView("draft", title, dated, "", "draft", "", text, figures)


def course(question: Question, **_: object) -> CourseView:
    if question.recipients == ("月亮县",):
        raise UnknownCode("place", "月亮县")
    if question.measure == "job.person":
        return CourseView("奉节县 · 就业岗位", "person", (), ())
    row = CourseRow(
        "004-057",
        "004",
        "携手同心谱新篇",
        "2025-07",
        "9.92亿元",
        "截至2025-05",
        "2025-05-31",
        True,
        ("991500000.00", "992499999.99"),
        "9.92亿元",
    )
    span = CourseRow(
        "004-058",
        "004",
        "",
        "2025-07",
        "5083万元",
        "2025",
        "2025-05-31",
        False,
        ("50825000.00", None),
        "5083万元",
    )
    band = (
        BandPoint("2019-12-31", (None, "942000000.00"), "不超过9.42亿元"),
        BandPoint("2025-05-31", ("991500000.00", None), "不少于9.915亿元"),
    )
    return CourseView("上海市 → 万州区 · 无偿援助资金（到位）", "CNY", (row, span), band)
