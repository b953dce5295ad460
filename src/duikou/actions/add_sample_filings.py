"""One call with filings in several states, on the sample book alone, so that the pages show something.

Nothing of it is in the book: the filings stay unaccepted, their records say that they are examples, and what
they count is nothing that the sample's own figures speak of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from duikou.actions.add_people import add_office
from duikou.actions.fill_filing import put_records
from duikou.actions.hand_in_filing import hand_in_filing
from duikou.actions.make_call import make_call
from duikou.actions.return_filing import return_filing
from duikou.book import DOUBT, Activity, Call, FiledRow, natural_key
from duikou.checks.filing import check_filing
from duikou.store import filings, selectors
from duikou.store.actors import Actor, system_actor
from duikou.store.filing_ground import ground_of
from duikou.store.models import Office

ABOVE = "demo-municipal"
MEASURES = ("sales", "goods.weight", "training.person_time")
ALL = frozenset({"enter", "review", "approve"})


@dataclass(frozen=True, slots=True)
class County:
    """`state`: how far its filing is brought."""

    office: str
    name: str
    place: str
    donor: str
    state: str


COUNTIES = (
    County("demo-wanzhou", "万州区对口支援办（示例）", "500101", "310000", "draft"),
    County("demo-zhongxian", "忠县对口支援办（示例）", "500233", "370000", "filed"),
    County("demo-fengjie", "奉节县对口支援办（示例）", "500236", "210000", "returned"),
    County("demo-wushan", "巫山县对口支援办（示例）", "500237", "440000", "open"),
)


def add_sample_filings() -> None:
    """Where this is the sample book with its sample accounts, and nobody has called for filings yet."""
    first = selectors.postings(1)
    offices = set(Office.objects.values_list("key", flat=True))
    if not first or first[0].action != "load_sample" or ABOVE not in offices or filings.calls():
        return
    system = system_actor()
    for county in COUNTIES:
        if county.office not in offices:
            add_office(county.office, county.name, "county", actor=system, place=county.place)
    period, deadline = _last_quarter(timezone.localdate())
    municipal = Actor(system.user, ABOVE, ALL)
    keys = [county.office for county in COUNTIES]
    title = f"示例：{period[:4]}年第{'一二三四'[int(period[-1]) - 1]}季度报送"
    call = make_call(title, period, deadline, keys, MEASURES, actor=municipal, note="仅供演示，不计入台账。")
    for county in COUNTIES:
        _bring(county, call, Actor(system.user, county.office, ALL), municipal)


def _bring(county: County, call: Call, own: Actor, municipal: Actor) -> None:
    """A filing to the state that it shows."""
    if county.state == "open":
        return
    rows = _records(county, call)
    put_records([FiledRow(row) for row in rows], call.key, county.office, actor=own)
    if county.state == "draft":
        return
    filing = filings.filing(call.key, county.office)
    found = check_filing(ground_of(filing, filings.lines(filing.id), timezone.localdate()))
    said = {one.mark: "已核实（示例）" for one in found if one.severity == DOUBT}
    hand_in_filing(
        call.key, county.office, actor=own, seen=filing.version, words="请审核（示例）", explanations=said
    )
    if county.state == "returned":
        seen = filings.filing(call.key, county.office).version
        remarks = {rows[0].key: "销售额与重量不匹配，请核对（示例）"}
        return_filing(
            call.key, county.office, actor=municipal, seen=seen, words="请更正后再报（示例）", remarks=remarks
        )


def _records(county: County, call: Call) -> Sequence[Activity]:
    day = call.last_day - timedelta(days=20)

    def record(kind: str, title: str, *values: tuple[str, str]) -> Activity:
        key = natural_key("A", kind, title, county.donor, county.place, day.isoformat())
        donors = frozenset({county.donor})
        return Activity(key, kind, title, day, day, donors, county.place, values=tuple(sorted(values)))

    sale = record("consumption", "农产品专柜（示例）", ("sales", "360000"), ("weight", "12"))
    training = record("training", "电商培训（示例）", ("persons", "40"), ("person_times", "120"))
    return (sale, training) if county.state != "returned" else (sale,)


def _last_quarter(today: date) -> tuple[str, date]:
    """The quarter that ended last, and the tenth of the month after it."""
    began = date(today.year, today.month - (today.month - 1) % 3, 1)
    ended = began - timedelta(days=1)
    return f"{ended.year}Q{(ended.month + 2) // 3}", began.replace(day=10)
