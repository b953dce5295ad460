"""What is counted: the word lists are sound, and a row of them speaks."""

import pytest

from duikou.reading import read
from duikou.reading.lists import rows
from duikou.words import load


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("heads", "measure"),
        ("measure_units", "measure"),
        ("measure_rules", "measure"),
        ("classifiers", "measure"),
    ],
)
def test_word_lists_name_measures_that_exist(table, column):
    assert {row[column] for row in rows(table)} <= set(load().measure)


def test_word_lists_name_sectors_that_exist():
    known = {*load().sector, ""}
    assert {row["sector"] for row in rows("heads")} <= known
    assert {row["sector"] for row in rows("sector_words")} <= known
    assert {row["sector"] for row in rows("measure_rules")} <= known


def test_every_measure_that_a_unit_can_belong_to_has_its_rules():
    assert {row["measure"] for row in rows("measure_units")} <= {
        row["measure"] for row in rows("measure_rules")
    }


def test_the_deciding_words_are_told():
    text = "新建水池4座。"
    (figure,) = read(text, dated="2021", vocabulary=load())
    why = figure.because["measure"]
    assert (why.basis, text[slice(*why.span)]) == ("said", "水池")


def test_money_is_a_grant_only_where_that_is_said():
    said = read("无偿援助资金500万元。", dated="2021", vocabulary=load())
    unsaid = read("援助资金500万元。", dated="2021", vocabulary=load())
    assert [f.measure for f in (*said, *unsaid)] == ["fund.grant", "fund.total"]
    assert [f.kind for f in (*said, *unsaid)] == ["grant", ""]
