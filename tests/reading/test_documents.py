"""The real documents against their marks, with floors that only rise."""

import csv
import importlib.util
import json

import pytest

from duikou.reading import read, to_mark
from duikou.words import load

pytestmark = pytest.mark.documents

WHOLE = {"000": 0.92, "001": 0.88, "002": 0.78, "003": 0.89, "004": 0.85}
MEANS = {
    "measure": 0.95,
    "donor": 0.95,
    "recipient": 0.97,
    "from": 0.93,
    "to": 0.90,
    "sector": 0.85,
    "stage": 0.95,
    "nature": 0.95,
}


@pytest.fixture(scope="module")
def scores(shared_dir):
    """The output of score.py for each document."""
    spec = importlib.util.spec_from_file_location("score", shared_dir / "figures" / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    found = {}
    with open(shared_dir / "figures" / "documents.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = (shared_dir / "seeds" / row["file"]).read_bytes().decode("utf-8")
            figures = read(text, dated=row["dated"], vocabulary=load())
            marks = [json.loads(json.dumps(to_mark(figure, load(), row["doc"]))) for figure in figures]
            marked = score.load(shared_dir / "figures" / f"{row['doc']}.jsonl")
            found[row["doc"]] = score.score(marked, marks)[0]
    return found


@pytest.mark.parametrize("document", sorted(WHOLE))
def test_whole_figures(scores, document):
    assert scores[document]["whole"]["f1"] >= WHOLE[document]


@pytest.mark.parametrize("field", sorted(MEANS))
def test_mean_of_a_field(scores, field):
    assert sum(one["fields"][field] for one in scores.values()) / len(scores) >= MEANS[field]


def test_spans_give_the_surface(shared_dir):
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for figure in read(text, dated="2021", vocabulary=load()):
            assert text[figure.start : figure.end] == figure.surface
