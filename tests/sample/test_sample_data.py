"""The tables of the sample book: complete, resolvable, true to the marks, without foreign sentences."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from duikou.actions.sample import rows
from duikou.book import FORMS, NATURES, Statement
from duikou.words import Reading, Vocabulary, load

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "duikou" / "actions" / "sample"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load()


@pytest.fixture(scope="module")
def statements(vocabulary: Vocabulary) -> dict[str, Statement]:
    return {row.key: row for row in rows.statements(vocabulary)}


@pytest.fixture(scope="module")
def marks(figures_dir: Path) -> dict[str, dict[str, object]]:
    lines = [line for path in sorted(figures_dir.glob("*.jsonl")) for line in path.open("rb")]
    return {mark["id"]: mark for mark in map(json.loads, lines)}


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_sample", ROOT / "tools" / "build_sample.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ statements


def test_all_figures_are_there_with_their_ids(statements: dict[str, Statement]) -> None:
    assert len(statements) == 291
    assert Counter(key[:3] for key in statements) == {"000": 20, "001": 33, "002": 66, "003": 80, "004": 92}
    assert all(row.document == key[:3] for key, row in statements.items())


@pytest.mark.documents
def test_ids_places_and_words_equal_the_marks(marks: dict[str, dict[str, object]]) -> None:
    stated = {row["key"]: row for row in rows.table("statements")}
    assert stated.keys() == marks.keys()
    for key, mark in marks.items():
        row = stated[key]
        for column in ("start", "end", "surface", "value", "hi", "unit", "qualifier", "nature", "part_of"):
            assert row[column] == str(mark[column]), f"{key}: {column}"


@pytest.mark.documents
def test_documents_have_the_digest_of_their_file(documents_dir: Path) -> None:
    real = [row for row in rows.documents() if row.form == "newspaper"]
    assert [row.key for row in real] == ["000", "001", "002", "003", "004"]
    for row in real:
        assert row.digest == hashlib.sha256((documents_dir / row.file_name).read_bytes()).hexdigest()
        assert row.title
        assert row.dated


@pytest.mark.documents
def test_every_figure_stands_at_its_place(documents_dir: Path, statements: dict[str, Statement]) -> None:
    texts = {}
    for row in rows.documents():
        if row.form == "newspaper":
            with (documents_dir / row.file_name).open(encoding="utf-8", newline="") as file:
                texts[row.key] = file.read()
    for row in statements.values():
        assert texts[row.document][row.start : row.end] == row.surface, row.key


def test_words_read_to_the_stated_value(builder: ModuleType) -> None:
    for row in rows.table("statements"):
        number = builder.printed_number(row["surface"])
        read = builder.plain(number.value), builder.plain(number.hi)
        assert read == (row["value"], row["hi"]), row["key"]


@pytest.mark.parametrize(
    ("surface", "value", "last", "rounded"),
    [
        ("8300余万元", "83000000", "10000", "1000000"),
        ("5.48亿元", "548000000", "1000000", "1000000"),
        ("1千余人", "1000", "1000", "1000"),
        ("近 20 万\n人", "200000", "10000", "100000"),
        ("上千万元", "10000000", "10000000", "10000000"),
        ("万余人次", "10000", "10000", "10000"),
        ("16.47千米", "16.47", "0.01", "0.01"),
        ("5083**万元", "50830000", "10000", "10000"),
        ("1/3", "33.33", "0.01", "0.01"),
        ("一公里", "1", "1", "1"),
        ("13.5%", "13.5", "0.1", "0.1"),
        ("2700人", "2700", "1", "100"),
    ],
)
def test_last_and_round_come_from_the_words(
    builder: ModuleType, surface: str, value: str, last: str, rounded: str
) -> None:
    number = builder.printed_number(surface)
    assert [builder.plain(x) for x in (number.value, number.last, number.round)] == [value, last, rounded]


def test_words_without_a_number_are_refused(builder: ModuleType) -> None:
    with pytest.raises(builder.Unreadable, match="若干"):
        builder.printed_number("若干项目")


def test_every_code_is_in_the_vocabulary(vocabulary: Vocabulary, statements: dict[str, Statement]) -> None:
    for row in statements.values():
        scope = row.scope
        measure = vocabulary.measure[scope.measure]
        assert not measure.base, f"{row.key}: {scope.measure} is no base measure"
        assert scope.unit in vocabulary.unit, row.key
        assert not scope.stage or scope.stage in vocabulary.stage, row.key
        assert scope.kinds <= set(vocabulary.kinds), row.key
        assert scope.sectors <= set(vocabulary.sectors), row.key
        assert row.figure
        assert row.figure.qualifier in vocabulary.qualifier, row.key
        assert all(vocabulary.parties[code] for code in scope.donors), row.key
        assert all(vocabulary.places[code] for code in scope.recipients), row.key


def test_lower_places_lie_in_their_county(vocabulary: Vocabulary) -> None:
    sites = 0
    for row in rows.table("statements"):
        if row["site"]:
            sites += 1
            assert vocabulary.places[row["site"]].level in ("township", "village"), row["key"]
            assert vocabulary.places.inside(row["site"], row["recipients"]), row["key"]
    assert sites > 50


def test_part_of_relations_and_subjects_exist(statements: dict[str, Statement]) -> None:
    subjects = {row.key: row for row in rows.subjects()}
    for row in statements.values():
        assert not row.part_of or row.part_of in statements, row.key
        assert row.scope.subjects <= subjects.keys(), row.key
        for relation, key in row.relations:
            assert relation in ("growth_of", "share_of", "per", "same_as"), row.key
            assert key in statements, row.key
            assert key != row.key
    assert all(not row.part_of or row.part_of in subjects for row in subjects.values())


def test_intervals_are_never_empty(vocabulary: Vocabulary, statements: dict[str, Statement]) -> None:
    for row in statements.values():
        assert row.figure
        for reading in Reading:
            interval = row.interval(reading, vocabulary)
            assert not interval.empty, f"{row.key} {reading}"
        natural, strict = (row.interval(r, vocabulary) for r in (Reading.NATURAL, Reading.STRICT))
        assert natural.within(strict), row.key
        assert 0 < row.figure.last <= row.figure.round, row.key


def test_stage_and_kind_are_set_where_the_measure_has_them(
    vocabulary: Vocabulary, statements: dict[str, Statement]
) -> None:
    cells = {row["key"]: row for row in rows.table("statements")}
    for row in statements.values():
        assert row.form in FORMS
        assert row.nature in NATURES
        if vocabulary.measure[row.scope.measure].staged:
            assert row.scope.stage, f"{row.key}: no stage"
        if row.scope.measure in ("fund", "project.count"):
            assert cells[row.key]["kind"] or row.form == "target", f"{row.key}: no kind"
        assert (row.form == "target") == (row.scope.stage == "planned"), row.key


def test_a_flow_without_a_start_says_that_the_start_is_assumed(statements: dict[str, Statement]) -> None:
    for row in statements.values():
        if row.nature == "flow" and row.form == "published" and row.scope.window.start is None:
            assert "from" in row.assumed, row.key
        if row.scope.window.start_latest:
            assert "from" not in row.assumed, f"{row.key}: a start that is said only to a range is still said"


@pytest.mark.parametrize(
    ("key", "kinds", "stage", "assumed"),
    [
        ("004-057", {"grant"}, "arrived", {"from"}),
        ("004-055", set(), "arrived", {"from"}),
        ("004-061", {"grant"}, "arrived", {"from"}),
        ("004-091", {"grant"}, "arrived", {"to"}),
        ("004-090", set(), "arrived", {"stage", "kind", "to"}),
        ("004-018", set(), "agreed", {"sector", "from", "to"}),
        ("003-008", {"grant"}, "planned", {"donor", "recipient"}),
        ("000-005", {"grant"}, "arrived", {"stage", "kind", "sector", "from"}),
        ("003-071", set(), "agreed", {"sector", "from", "to"}),
        ("003-028", set(), "arrived", {"stage", "to"}),
    ],
)
def test_said_and_assumed_are_told_apart(
    statements: dict[str, Statement], key: str, kinds: set[str], stage: str, assumed: set[str]
) -> None:
    row = statements[key]
    assert (set(row.scope.kinds), row.scope.stage, set(row.assumed)) == (kinds, stage, assumed)


def test_four_years_leave_the_day_of_their_start_open(statements: dict[str, Statement]) -> None:
    window = statements["004-091"].scope.window
    assert (str(window.start), str(window.start_latest), str(window.end)) == (
        "2021-01-01",
        "2021-12-31",
        "2025-07-31",
    )


def test_what_two_documents_name_is_one_subject(statements: dict[str, Statement]) -> None:
    for one, other in [
        ("000-004", "changchun-school"),
        ("002-035", "003-047"),
        ("002-054", "003-033"),
        ("002-003", "004-016"),
    ]:
        found = statements[one].scope.subjects
        assert found == (statements[other].scope.subjects if other in statements else {other})
    names = {row.key: row.names for row in rows.subjects()}
    assert {"夔江红豆杉", "宽甸县红豆杉加工企业项目"} <= set(names["kuijiang-yew"])
    assert {"厦门冠音泰公司", "厦门冠音泰科技有限公司"} <= set(names["guanyintai"])


# ------------------------------------------------------------------ the other tables

# DOMAIN.md, "Pairings known"
PAIRINGS = {
    "万州区": "上海市 黄浦区 天津市 福建省 江苏省 南京市 宁波市 厦门市",
    "涪陵区": "浙江省",
    "忠县": "山东省 沈阳市",
    "奉节县": "辽宁省",
    "巫溪县": "吉林省",
    "巫山县": "广东省",
    "云阳县": "江苏省",
    "丰都县": "河北省",
    "武隆区": "云南省 江西省",
    "石柱土家族自治县": "云南省",
    "开州区": "四川省",
    "夷陵区": "上海市 静安区",
    "秭归县": "江苏省 武汉市",
    "兴山县": "湖南省 大连市",
    "巴东县": "北京市",
}


def test_every_known_pairing_is_there_and_none_invented(vocabulary: Vocabulary) -> None:
    found: dict[str, set[str]] = {}
    for row in rows.pairings():
        for place in row.recipients:
            found.setdefault(vocabulary.places[place].name, set()).update(
                vocabulary.parties[code].name for code in row.donors
            )
    assert found == {name: set(donors.split()) for name, donors in PAIRINGS.items()}


def test_pairings_say_their_source_and_only_known_starts() -> None:
    pairings = {row.key: row for row in rows.pairings()}
    assert all(row.source for row in pairings.values())
    started = {key: row.start for key, row in pairings.items() if row.start}
    assert started == {"PR-wanzhou": "1992", "PR-zhongxian": "1992", "PR-fengjie": "1993", "PR-wuxi": "1992"}
    assert pairings["PR-zhongxian"].form == "joint"
    assert pairings["PR-wanzhou-huangpu"].level == "district"
    assert pairings["PR-wuxi-three"].partners == {"330000"}


def test_entries_are_single_exact_facts(vocabulary: Vocabulary, statements: dict[str, Statement]) -> None:
    projects = {row.key for row in rows.projects()}
    found = rows.entries(vocabulary)
    assert len(found) > 15
    for row in found:
        source = statements[row.statement]
        assert source.figure
        assert source.figure.qualifier == "exact", row.statement
        assert row.amount == source.figure.value
        assert row.recipient, row.statement
        assert vocabulary.places.inside(row.recipient, "CN")
        assert row.document == row.statement[:3]
        assert not row.project or row.project in projects
        assert row.note, f"{row.statement}: say why it is a single fact"
        assert bool(row.stage) == vocabulary.measure[row.measure].staged, row.statement


def test_money_is_never_entered_twice(vocabulary: Vocabulary, statements: dict[str, Statement]) -> None:
    entered = {row.statement for row in rows.entries(vocabulary)}
    assert len(entered) == len(rows.entries(vocabulary))
    for key in entered:
        whole = statements[key].part_of
        while whole:
            assert whole not in entered, f"{key} lies inside {whole}, which is entered too"
            whole = statements[whole].part_of


def test_rounding_is_half_of_the_last_printed_unit(vocabulary: Vocabulary) -> None:
    found = {row.statement: row for row in rows.entries(vocabulary)}
    assert found["003-048"].rounding == 5_000 * 100  # 1790万元: half of 1万元, in 分
    assert found["003-020"].rounding == 0  # 675人: a whole count
    assert found["003-051"].rounding == 50  # 16.47千米: half of 0.01, in ten-thousandths


def test_projects_name_what_is_there(vocabulary: Vocabulary) -> None:
    projects = {row.key: row for row in rows.projects()}
    subjects = {row.key for row in rows.subjects()}
    for row in projects.values():
        assert row.recipient
        assert vocabulary.places[row.recipient]
        assert not row.subject or row.subject in subjects, row.key
        assert not row.programme or row.programme in projects, row.key
        assert row.sectors <= set(vocabulary.sectors)
        assert all(vocabulary.parties[code] for code in row.donors)
        assert row.targets <= set(vocabulary.target)
    assert projects["P-liyushan-bridge"].steps[-1].date == "2019-05"
    assert projects["P-pepper-town"].programme == "P-fengjie-towns"


# ------------------------------------------------------------------ our own articles


def test_articles_are_of_the_length_of_a_newspaper_piece() -> None:
    for article in rows.articles():
        assert 900 <= len("".join(article.text.split())) <= 1300, article.key
        assert article.dated == "2025-07"


def test_planted_errors_stand_in_the_article() -> None:
    text = next(article.text for article in rows.articles() if article.key == "A2")
    clean = next(article.text for article in rows.articles() if article.key == "A1")
    found = rows.planted()
    assert len(found) >= 8
    assert len({row["kind"] for row in found}) >= 8
    for row in found:
        assert text.count(row["surface"]) >= int(row["occurrence"]), row["surface"]
        if row["kind"] not in ("wrong_as_of", "persons_for_person_times"):
            assert row["surface"] not in clean, row["surface"]


def test_planted_errors_name_what_contradicts_them(statements: dict[str, Statement]) -> None:
    for row in rows.planted():
        assert set(row["contradicted_by"].split(";")) <= statements.keys(), row["surface"]


def test_the_clean_article_agrees_with_the_statements_it_restates(
    builder: ModuleType, vocabulary: Vocabulary, statements: dict[str, Statement]
) -> None:
    text = next(article.text for article in rows.articles() if article.key == "A1")
    for row in rows.table("articles/clean"):
        assert row["surface"] in text, row["surface"]
        scope, figure = statements[row["statement"]].scope, statements[row["statement"]].figure
        assert figure
        scale = vocabulary.unit_of(scope.measure, scope.unit).scale
        number = builder.printed_number(row["surface"])
        value, rounded = int(number.value * scale), int(number.round * scale)
        if row["surface"].startswith("近"):
            assert value - min(rounded, value // 10) <= figure.value < value, row["surface"]
        else:
            assert value == figure.value, row["surface"]


def test_the_parts_in_the_clean_article_add_up(statements: dict[str, Statement]) -> None:
    figures = {row["statement"]: row["surface"] for row in rows.table("articles/clean")}
    assert {"004-073", "004-074", "004-075"} <= figures.keys()
    whole, grants, cooperation = (statements[f"004-{n}"].figure for n in ("073", "074", "075"))
    assert whole
    assert grants
    assert cooperation
    assert grants.value + cooperation.value == whole.value


# ------------------------------------------------------------------ nothing that is not ours

LONGEST_RUN = 19


@pytest.mark.documents
def test_no_sentence_of_the_documents_is_shipped(documents_dir: Path) -> None:
    """No run of 20 or more characters of a document, line breaks and blanks aside."""
    runs = set()
    for path in documents_dir.glob("*.txt"):
        text = "".join(path.read_text("utf-8").split())
        runs |= {text[i : i + LONGEST_RUN + 1] for i in range(len(text) - LONGEST_RUN)}
    titles = {"".join(row.title.split()) for row in rows.documents()}
    files = [p for folder in (PACKAGE, ROOT / "tools" / "sample") for p in folder.rglob("*.*")]
    assert len(files) > 10
    for path in files:
        if path.suffix in (".csv", ".md", ".py"):
            for cell in _cells(path):
                if cell not in titles:
                    shared = [cell[i : i + LONGEST_RUN + 1] for i in range(len(cell) - LONGEST_RUN)]
                    assert not runs.intersection(shared), f"{path.name}: {cell[:60]}"


def _cells(path: Path) -> list[str]:
    if path.suffix != ".csv":
        return ["".join(path.read_text("utf-8").split())]
    with path.open(encoding="utf-8", newline="") as file:
        return ["".join(cell.split()) for row in csv.reader(file) for cell in row]


@pytest.mark.documents
def test_the_shipped_tables_are_what_the_builder_makes(
    builder: ModuleType, shared_dir: Path, vocabulary: Vocabulary
) -> None:
    assert builder.statement_rows(shared_dir / "figures", vocabulary) == rows.table("statements")
    assert builder.document_rows(shared_dir) == rows.table("documents")
    for name in ("subjects", "pairings", "projects", "entries"):
        assert builder.coded_rows(name, vocabulary) == rows.table(name), name


def test_the_page_about_the_sample_counts_what_is_there() -> None:
    page = (ROOT / "docs" / "explanation" / "sample-programme.md").read_text("utf-8")
    for name in ("statements", "pairings", "projects", "subjects", "entries"):
        assert f"| {name} | {len(rows.table(name))} |" in page, name
    assert len(rows.documents()) == 7
