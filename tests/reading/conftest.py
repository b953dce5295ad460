"""The corpus of the upper half of reading (`cases/*.toml`), and how a case is held against `read`."""

import tomllib
from pathlib import Path

import pytest

from duikou.reading import read, to_mark
from duikou.words import load

CASES = Path(__file__).parent / "cases"


def cases(name):
    """The cases of `cases/NAME.toml`: text, dated, title, figures (surface and the fields it is held to)."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def misses(case):
    """What differs, one line a field; empty where all of the case holds."""
    figures = read(case["text"], dated=case.get("dated", ""), vocabulary=load(), title=case.get("title", ""))
    marks = [to_mark(figure, load()) for figure in figures]
    found = []
    for expected in case["figures"]:
        at = next((m for m in marks if m["surface"] == expected["surface"]), None)
        if at is None:
            found.append(f"{expected['surface']}: not read")
            continue
        marks.remove(at)
        for field, value in expected.items():
            if (set(at[field]) != set(value)) if isinstance(value, list) else at[field] != value:
                found.append(f"{expected['surface']}: {field} {at[field]!r} instead of {value!r}")
    return found


def pytest_generate_tests(metafunc):
    """A test that asks for `attributed_case` gets every case of the files its module names in CASE_FILES."""
    if "attributed_case" in metafunc.fixturenames:
        every = [case for name in metafunc.module.CASE_FILES for case in cases(name)]
        metafunc.parametrize("attributed_case", every, ids=[case["text"][:24] for case in every])


@pytest.fixture(name="misses", scope="session")
def misses_of_a_case():
    return misses


@pytest.fixture(name="cases", scope="session")
def cases_of_a_file():
    return cases
