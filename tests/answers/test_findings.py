"""Findings of the sample book in words, and the filters."""

from __future__ import annotations

import pytest

from duikou.answers.findings import ORDER, findings
from duikou.book import BookError
from duikou.words import UnknownCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_gravest_come_first() -> None:
    ranks = [ORDER.index(one.kind) for one in findings()]
    assert ranks == sorted(ranks)
    assert "contradiction" not in {one.kind for one in findings()}, "no newspaper is accused without proof"


def test_projects_that_exceed_their_whole_are_doubted_with_the_arithmetic() -> None:
    (found,) = [one for one in findings() if set(one.statements) == {"000-002", "000-005", "000-006"}]
    assert found.kind == "doubt"
    assert found.arithmetic == "29 + 30 = 59 > 38"
    assert "unless at least 21 items are counted in more than one part" in found.sentence
    assert found.documents == ("000",)
    assert found.assuming
    assert {proof.key for proof in found.because} == set(found.statements)


def test_whole_things_add_up_to_whole_things() -> None:
    (found,) = [one for one in findings() if one.arithmetic.startswith("29 + 30 = 59")]
    assert [(bar.role, bar.least, bar.most) for bar in found.bars][2] == ("sum", "59", "59")


def test_what_adds_up_is_told_too() -> None:
    (found,) = [one for one in findings(kind="agreement") if "004-073" in one.statements]
    assert found.arithmetic == "3.05 + 88.02 = 91.07"


def test_a_remainder_is_named_with_its_size() -> None:
    (found,) = [one for one in findings(kind="remainder") if "004-064" in one.statements]
    assert "CNY 6 million remain" in found.sentence


def test_kinds_part_the_whole() -> None:
    parts = [one for kind in ORDER for one in findings(kind=kind)]
    assert parts == list(findings())
    for kind in ORDER:
        assert {one.kind for one in findings(kind=kind)} <= {kind}


@pytest.mark.parametrize("document", ["000", "002", "003", "004"])
def test_by_document(document: str) -> None:
    chosen = findings(document=document)
    assert chosen
    assert list(chosen) == [one for one in findings() if document in one.documents]


def test_by_donor_and_recipient() -> None:
    assert {one.statements for one in findings(donor="吉林", recipient="巫溪县")} == {
        one.statements for one in findings(recipient="巫溪县")
    }
    assert findings(donor="沈阳市") == findings(donor="山东省")
    assert not [one for one in findings(donor="辽宁省") if "003-020" in one.statements]
    assert findings(donor="上海市", recipient="巫溪县") == ()


def test_names_that_nothing_bears_are_refused() -> None:
    with pytest.raises(UnknownCode):
        findings(donor="上海省")
    with pytest.raises(UnknownCode):
        findings(recipient="万州县")
    with pytest.raises(BookError) as caught:
        findings(document="999")
    assert caught.value.code == "unknown.document"


@pytest.mark.usefixtures("in_chinese")
def test_in_chinese() -> None:
    for one in findings():
        assert not one.sentence.isascii()
        assert all(not assumption.text.isascii() for assumption in one.assuming)
