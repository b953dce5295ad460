"""`duikou findings`: the JSON's shape, the filters, the table."""

from __future__ import annotations

import json
from typing import Any

import pytest

KINDS = ("contradiction", "doubt", "remainder", "coincidence", "agreement")


def found(ask: Any, *words: str) -> list[dict[str, Any]]:
    result = ask("findings", "--format", "json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_json_has_the_fields_of_the_reference(ask: Any) -> None:
    for one in found(ask):
        assert list(one) == ["kind", "statements", "assuming", "arithmetic", "sentence", "because"]
        assert one["kind"] in KINDS
        assert one["statements"]
        assert one["sentence"]
        assert {proof["statement"] for proof in one["because"] if "statement" in proof} <= set(
            one["statements"]
        )


def test_the_doubtful_sum_of_the_sample(ask: Any) -> None:
    (one,) = [one for one in found(ask) if "000-005" in one["statements"]]
    assert one["kind"] == "doubt"
    assert one["arithmetic"] == "29 + 30 = 59 > 38"
    assert one["assuming"]


def test_filters(ask: Any) -> None:
    everything = found(ask)
    for kind in KINDS:
        assert found(ask, "--kind", kind) == [one for one in everything if one["kind"] == kind]
    assert found(ask, "--document", "000") == [
        one for one in everything if any(key.startswith("000-") for key in one["statements"])
    ]
    assert found(ask, "--donor", "沈阳市", "--recipient", "忠县")
    assert found(ask, "--donor", "上海市", "--recipient", "忠县") == []


def test_the_table_has_kind_statements_arithmetic_and_sentence(ask: Any) -> None:
    lines = ask("findings", "--kind", "doubt", "--document", "000").stdout.splitlines()
    assert any(line.startswith("[doubt]") and line.endswith("29 + 30 = 59 > 38") for line in lines)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--recipient", "万洲区"), "Unknown place: 万洲区. Did you mean 万州区"),
        (("--document", "999"), "Unknown document: 999."),
        (("--kind", "joke"), "Invalid value for '--kind'"),
    ],
)
def test_what_cannot_be_understood(ask: Any, words: tuple[str, ...], line: str) -> None:
    result = ask("findings", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert line in result.stderr
