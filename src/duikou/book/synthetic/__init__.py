"""Synthetic books for load tests: a hidden truth, part of it recorded, statements made truthfully from it.

Everything is a function of `Size`: the same size gives the same rows on every machine. Places, donors and
sectors are real codes; every amount is invented. Documents have the form `synthetic` and say so in their
titles, and all keys begin with `syn-`.
"""

from duikou.book.synthetic.questions import make_scopes
from duikou.book.synthetic.synthesis import Size, SyntheticBook, synthesize
from duikou.book.synthetic.truth import Fact

__all__ = ["Fact", "Size", "SyntheticBook", "make_scopes", "synthesize"]
