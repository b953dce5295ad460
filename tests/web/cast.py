"""The cast: one named person for each role, and a small book in which each sees something else.

Wanzhou and Wuxi are counties; Shanghai gave to both, Jilin to Wuxi alone. One paper is published, one of each
county is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duikou.book import Activity, Document, Entry, FiledRow, Project, Step, Subject


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    name: str
    office: str
    duties: tuple[str, ...]


OFFICES = (
    ("city", "重庆市水利局", "municipal", {}),
    ("wanzhou", "万州区水利局", "county", {"place": "500101"}),
    ("wuxi", "巫溪县水利局", "county", {"place": "500238"}),
    ("shanghai", "上海市合作交流办", "donor", {"party": "310000"}),
    ("builder", "平湖建设公司", "implementer", {"firm": "firm-pinghu"}),
    ("reader", "三峡研究会", "public", {}),
    ("rooms", "系统管理", "municipal", {}),
)
CAST = {
    person.username: person
    for person in (
        Person("lifang", "李芳", "wanzhou", ("enter",)),
        Person("wangqiang", "王强", "wuxi", ("enter", "review")),
        Person("zhaomin", "赵敏", "city", ("enter", "approve")),
        Person("chenjing", "陈静", "shanghai", ("read",)),
        Person("liuyang", "刘洋", "builder", ("read",)),
        Person("hemei", "何梅", "reader", ("read",)),
        Person("sunlei", "孙磊", "rooms", ("audit",)),
        Person("zhoujie", "周杰", "rooms", ("administer",)),
        Person("wuxia", "吴霞", "rooms", ("secure",)),
    )
}
NOBODY = ""
EVERYBODY = (NOBODY, *CAST)
PASSWORD = "Pinghu-An-Lan-7"

DOCUMENTS = (
    Document("news-1", "平湖日报：万州", dated="2024-05", form="newspaper"),
    Document("voucher-wanzhou", "万州拨款单", dated="2024-05-02", form="voucher"),
    Document("voucher-wuxi", "巫溪拨款单", dated="2024-05-03", form="voucher"),
)
SUBJECTS = (
    Subject("firm-pinghu", "平湖建设公司", form="firm"),
    Subject("secret-wuxi", "巫溪未公开事项", place="500238"),
)
# key → who sees it, besides the city and the auditor
PROJECTS = {
    "p-open": Project("p-open", "公开项目", frozenset({"310000"}), "500101", published=True),
    "p-wanzhou": Project(
        "p-wanzhou",
        "万州内部项目",
        frozenset({"310000"}),
        "500101",
        implementers=frozenset({"firm-pinghu"}),
        steps=(Step("plan", "2024-01"), Step("agreement", "2024-02-01", "voucher-wanzhou")),
    ),
    "p-wuxi": Project(
        "p-wuxi",
        "巫溪内部项目",
        frozenset({"220000"}),
        "500238",
        steps=(Step("plan", "2024-01", "voucher-wuxi"),),
    ),
}
_DAY = date(2024, 5, 1)


def _entry(amount: int, donor: str, recipient: str, document: str, project: str = "") -> Entry:
    return Entry(
        "fund",
        "CNY",
        "arrived",
        amount,
        _DAY,
        _DAY,
        kind="grant",
        donors=frozenset({donor}),
        recipient=recipient,
        document=document,
        project=project,
    )


ENTRIES = (
    _entry(100, "310000", "500101", "news-1"),
    _entry(1_000, "310000", "500101", "voucher-wanzhou", "p-wanzhou"),
    _entry(10_000, "310000", "500238", "voucher-wuxi"),
    _entry(100_000, "220000", "500238", "voucher-wuxi", "p-wuxi"),
)


CALL = "2026Q3"
SALE = Activity(
    "A-sale", "consumption", "平湖专柜", _DAY, _DAY, frozenset({"310000"}), "500101", values=(("sales", "1"),)
)


def put_on_stage() -> None:
    """Make offices, people and the book; inside the caller's transaction."""
    from duikou.actions.add_people import add_office, add_user
    from duikou.actions.gather import gathering
    from duikou.store.actors import system_actor

    system = system_actor()
    with gathering(actor=system, action="post") as basket:
        basket.documents(DOCUMENTS)
        basket.subjects(SUBJECTS)
        basket.projects(PROJECTS.values())
        basket.entries(ENTRIES)
    for key, name, level, own in OFFICES:
        add_office(key, name, level, actor=system, **own)
    for person in CAST.values():
        add_user(
            person.username,
            PASSWORD,
            actor=system,
            name=person.name,
            duties={person.office: person.duties},
            must_change=False,
        )
    _call_for_filings()


def _call_for_filings() -> None:
    """Both counties are called upon; Wanzhou has put a record in."""
    from duikou.actions.fill_filing import put_records
    from duikou.actions.make_call import make_call
    from duikou.store.actors import actor_of

    counties = ["wanzhou", "wuxi"]
    make_call("三季度报送", CALL, date(2026, 10, 10), counties, ["sales"], actor=actor_of("zhaomin"))
    put_records([FiledRow(SALE)], CALL, "wanzhou", actor=actor_of("lifang"))
