"""A verdict in words, with all that it owes to how it was found."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from duikou.answers.evidence import evidence
from duikou.answers.figures import figure_view
from duikou.checks import Reckoner, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

WIDER = {"en": "may be wider than need be", "zh-hans": "可能偏宽"}


@pytest.mark.parametrize("language", WIDER)
def test_a_verdict_by_parts_and_wholes_alone_says_so(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = evidence()
    every = ((row, book.reckoner.verdict(row)) for row in book.statements.values())
    row, plain = next((row, verdict) for row, verdict in every if verdict.verdict == "holds")
    monkeypatch.setattr(problem, "MANY_ENTRIES", -1)
    as_if_large = Reckoner(book.vocabulary, book.statements.values(), book.documents.values(), (), book.table)
    nested = as_if_large.verdict(row)
    with override(language):
        assert WIDER[language] not in figure_view(row, plain, book).sentence
        assert WIDER[language] in figure_view(row, nested, book).sentence
