"""`duikou bench` and `duikou generate` on small sizes: what they measure is right, how fast is theirs."""

from __future__ import annotations

import json
import math
import time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from duikou.book.synthetic import Size, make_scopes, synthesize
from duikou.cli import main
from duikou.cli.benches import rivals, sums
from duikou.cli.benches.draft import write_draft
from duikou.cli.benches.judging import Judging, judge_sizes
from duikou.cli.benches.measuring import Report, Table, apart, growth, lines, seconds
from duikou.cli.benches.rivals import Found
from duikou.cli.benches.scoring import Mark, load_marked, score
from duikou.rollups import EntryTable
from duikou.words import load

pytestmark = pytest.mark.once


def run(*words: str):
    return CliRunner().invoke(main, words, catch_exceptions=False)


def table(report: dict, start: str) -> dict:
    return next(table for table in report["tables"] if table["title"].startswith(start))


class TestMeasuring:
    def test_growth_is_the_exponent(self) -> None:
        assert growth([(10, 100.0), (100, 10_000.0), (1000, 1_000_000.0)]) == pytest.approx(2.0)
        assert growth([(10, 1.0)]) is None

    def test_seconds_are_short_and_readable(self) -> None:
        assert [seconds(x) for x in (0.01234, 15_100.4, math.nan)] == ["0.0123 s", "15,100 s", "—"]

    def test_work_apart_gives_its_value_time_and_memory(self) -> None:
        outcome = apart(lambda: bytearray(60_000_000) and "done", 60)
        assert (outcome.value, outcome.trouble) == ("done", "")
        assert outcome.peak > 60
        assert outcome.wall > 0

    def test_work_apart_is_ended_at_its_limit(self) -> None:
        start = time.perf_counter()
        outcome = apart(lambda: time.sleep(60), 0.2)
        assert outcome.trouble == "not finished in 0 s"
        assert math.isnan(outcome.cpu)
        assert time.perf_counter() - start < 30

    def test_trouble_is_told(self) -> None:
        outcome = apart(lambda: {}["nothing"], 60)
        assert outcome.value is None
        assert outcome.trouble == "KeyError: 'nothing'"

    def test_tables_line_up(self) -> None:
        report = Report("x", {"python": "3"}, [Table("T", ("tool", "n"), (("万州", 1), ("a", 20)))])
        assert lines(report)[-4:] == ["  tool  n", "  ----  --", "  万州  1", "  a     20"]


class TestSums:
    @pytest.mark.parametrize("engine", ["duckdb", "polars"])
    def test_other_engines_give_the_same_sums(self, engine: str) -> None:
        pytest.importorskip(engine)
        words = load()
        book = synthesize(Size(entries=600, statements=0, seed=6), words)
        entries, scopes = list(book.entries()), make_scopes(book, 60)
        make = {"duckdb": sums.duckdb_engine, "polars": sums.polars_engine}[engine]
        found = apart(lambda: make(sums.flatten(entries, words))(scopes), 120)
        ours = sums.our_engine(EntryTable.build(entries, words), ())(scopes)
        assert [tuple(map(int, row)) for row in found.value or ()] == ours
        assert len({row[2] for row in ours}) > 10

    def test_what_is_not_asked_is_extrapolated(self) -> None:
        words = load()
        book = synthesize(Size(entries=300, statements=0), words)
        scopes = make_scopes(book, 100)
        done = sums.run(lambda: sums.our_engine(EntryTable.build(book.entries(), words), ()), scopes, 0.0)
        assert done.scopes == sums.STEPS[0]
        assert done.whole(100) == pytest.approx(done.wall * 10)


def test_new_statements_are_of_articles_that_the_book_does_not_hold() -> None:
    words = load()
    book = synthesize(Size(entries=300, statements=40), words)
    judging = Judging(book, EntryTable.build(book.entries(), words), words, 60)
    news = judging._news(40)
    assert len(news) == 2
    assert not {row.document for row, _ in news} & {row.document for row in book.statements}
    assert [document.key for _, document in news] == [row.document for row, _ in news]
    assert judging.of_size(40).statements == book.statements


def test_verdicts_that_do_not_end_are_counted_as_far_as_they_came(monkeypatch) -> None:
    words = load()
    book = synthesize(Size(entries=300, statements=0), words)

    class Slow:
        def verdict(self, statement, seconds):
            time.sleep(0 if statement.key.endswith("1-001") else 60)
            return SimpleNamespace(verdict="holds", settled=True)

    monkeypatch.setattr("duikou.cli.benches.judging.GRACE", 0.5)
    monkeypatch.setattr(Judging, "reckoner", lambda self, book: Slow())
    found = judge_sizes(Judging(book, EntryTable.build(book.entries(), words), words, 0.5), [4])
    (row,) = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    assert (row["judged"], row["note"]) == (1, "not finished in 1 s")


def test_reckoning_measures_every_part_asked_for() -> None:
    small = ("--entries", "300", "--scopes", "12", "--statements", "3,6", "--budget", "1", "--limit", "60")
    ended = run("bench", "reckoning", *small, "--only", "sums,verdicts,added", "--format", "json")
    assert ended.exit_code == 0
    report = json.loads(ended.stdout)
    assert {"processor", "cores", "load", "python", "duikou"} <= report["machine"].keys()
    ours = table(report, "Sums")["rows"][0]
    assert (ours["engine"], ours["same sums"]) == ("duikou", "12 of 12")
    for other in table(report, "Sums")["rows"][1:]:
        assert other["same sums"] == "12 of 12" or "No module named" in other["note"]
    verdicts = table(report, "Verdicts")["rows"]
    assert [(row["statements"], row["judged"]) for row in verdicts] == [(3, 3), (6, 6)]
    assert not any("contradicted" in row["verdicts"] for row in verdicts)
    assert table(report, "One statement")["rows"][0]["met"] in ("yes", "no")


def test_a_draft_has_the_length_and_figures_asked_for() -> None:
    from duikou.reading import read

    text = write_draft(5_000, 100)
    assert text == write_draft(5_000, 100)
    assert 4_500 < len(text) < 5_500
    assert 90 <= len(read(text, dated="2025-07", vocabulary=load())) <= 110


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reckoning", "--only", "sum"), "sum: known are added, draft, sums, verdicts"),
        (("reckoning", "--statements", "10,x"), "10,x: write whole numbers"),
        (("reading", "--documents", "."), "--documents and --figures go together"),
    ],
)
def test_unusable_input_is_one_line(words: tuple[str, ...], said: str) -> None:
    ended = run("bench", *words)
    assert ended.exit_code == 2
    assert said in ended.stderr


class TestScoring:
    MARKS = (
        Mark(0, 5, Decimal(100), "CNY", "exact", False),
        Mark(10, 14, Decimal(3), "count", "over", False),
        Mark(20, 24, Decimal(7), "count", "exact", True),
    )

    def test_pairs_are_counted_and_their_fields_compared(self) -> None:
        found = [
            Found(1, 5, Decimal(100), "CNY", None),
            Found(11, 14, Decimal(3), None, "over"),
            Found(30, 33, Decimal(1), "count", None),
        ]
        got = score(self.MARKS, found, frozenset())
        assert (got.marked, got.found, got.pairs) == (2, 3, 2)
        assert (got.value, got.unit, got.qualifier) == (2, 1, 1)
        assert got.precision == pytest.approx(2 / 3)
        assert got.recall == 1.0

    def test_marks_of_one_unit_alone(self) -> None:
        found = [Found(0, 5, Decimal(1), "CNY", None), Found(10, 14, Decimal(3), "count", None)]
        got = score(self.MARKS, found, frozenset({"CNY"}))
        assert (got.marked, got.found, got.pairs, got.value) == (1, 1, 1, 0)

    def test_a_mark_is_paired_once_with_what_overlaps_it_most(self) -> None:
        found = [Found(0, 2, Decimal(1), None, None), Found(2, 5, Decimal(100), None, None)]
        got = score(self.MARKS, found, frozenset())
        assert (got.pairs, got.value, got.found) == (1, 1, 2)


class TestRivals:
    def test_strings_without_places_are_looked_up_in_order(self) -> None:
        text = "5个项目，15%，15个"
        placed = list(rivals._placed(text, [("5", "5"), ("15%", "0.15"), ("15", "15")]))
        assert [(one.start, one.value, one.unit) for one in placed] == [
            (0, Decimal(5), None),
            (5, Decimal("15.00"), "percent"),
            (9, Decimal(15), None),
        ]

    @pytest.mark.parametrize(
        ("definition", "num", "qualifier"),
        [("accurate", "80.00", "exact"), ("blur-", "80.00", "nearly"), ("blur", ["80", "90"], "over")],
    )
    def test_money_of_jionlp(self, definition: str, num: object, qualifier: str) -> None:
        found = rivals._jionlp_money(
            {"offset": [3, 6], "detail": {"num": num, "case": "元", "definition": definition}}
        )
        assert (found.start, found.end, found.value, found.unit) == (3, 6, Decimal(80), "CNY")
        assert found.qualifier == qualifier


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    text = "截至2024年底，上海市累计向万州区投入资金近140万元，实施项目36个。"
    (tmp_path / "000_a.txt").write_text(text, encoding="utf-8")
    rows = [("近140万元", "1400000", "CNY", "nearly"), ("36个", "36", "count", "exact")]
    with (tmp_path / "000.jsonl").open("w", encoding="utf-8") as file:
        for surface, value, unit, qualifier in rows:
            start = text.index(surface)
            row = {"start": start, "end": start + len(surface), "value": value, "unit": unit}
            file.write(json.dumps(row | {"qualifier": qualifier}) + "\n")
    return tmp_path


def test_reading_is_scored_timed_and_grown(marked: Path) -> None:
    folders = ("--documents", str(marked), "--figures", str(marked))
    ended = run("bench", "reading", *folders, "--sizes", "1,2", "--budget", "60", "--format", "json")
    assert ended.exit_code == 0
    report = json.loads(ended.stdout)
    rows = {(row["tool"], row["marks"]): row for row in table(report, "Quality")["rows"]}
    ours = rows["duikou", "all"]
    assert (ours["marked"], ours["F1"], ours["value"], ours["qualifier"]) == (2, "1.000", "1.000", "1.000")
    tools = {row["tool"] for row in table(report, "Speed")["rows"]}
    missing = [row["tool"] for one in report["tables"] if one["title"] == "Left out" for row in one["rows"]]
    assert tools | set(missing) == {"duikou", "duikou, quantities only", *rivals.RIVALS}
    grown = {row["tool"]: row for row in table(report, "Cost")["rows"]}
    assert "µs" in grown["duikou"]["2 kB"]
    assert float(grown["duikou"]["exponent"]) < 3


def test_marks_without_their_text_are_refused(marked: Path, tmp_path: Path) -> None:
    (tmp_path / "000_a.txt").unlink()
    with pytest.raises(click.BadParameter, match=r"no \.txt or \.md for 000\.jsonl"):
        load_marked(marked, marked)
