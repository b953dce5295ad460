"""Reading: Chinese text → figures with their fields and the words that decided each.

Stages, each a module of its own: clean → split → quantities, times → mentions, topics → heads → attribution.
Word lists and grammars are `data/*.csv`.
"""

from duikou.reading.abbreviations import Abbreviation, abbreviations, spells
from duikou.reading.comparisons import Relations, comparisons
from duikou.reading.counted import CountedList, counted_lists, plain_list
from duikou.reading.expressions import read_expression
from duikou.reading.marks import to_mark
from duikou.reading.read import read
from duikou.reading.types import Because, ReadFigure

__all__ = [
    "Abbreviation",
    "Because",
    "CountedList",
    "ReadFigure",
    "Relations",
    "abbreviations",
    "comparisons",
    "counted_lists",
    "plain_list",
    "read",
    "read_expression",
    "spells",
    "to_mark",
]
