"""Attribution over the corpus of sentences: every case says which fields its figures are held to."""

CASE_FILES = (
    "tibet",
    "xinjiang",
    "east_west",
    "three_gorges",
    "donors",
    "parties",
    "times_attributed",
    "heads",
    "programmes_counted",
    "programmes_dated",
    "programmes_articles",
    "programmes_periods",
    "reports",
    "counted_things",
    "whole_texts",
    "press",
)


def test_figures_have_the_fields_of_the_case(attributed_case, misses):
    assert misses(attributed_case) == []


def test_the_corpus_is_as_large_as_promised(cases):
    assert sum(len(cases(name)) for name in CASE_FILES) >= 120


def test_a_case_can_fail(misses):
    case = {"text": "援助资金500万元。", "dated": "2021", "figures": [{"surface": "500万元", "unit": "t"}]}
    assert misses(case) == ["500万元: unit 'CNY' instead of 't'"]
