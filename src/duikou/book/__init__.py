"""The book's types: frozen, documented, with the rules that hold for one of them alone.

Amounts are integers inside (分; ten-thousandths of other units), days are `datetime.date`.
"""

from duikou.book.activity import Activity, entries_of, natural_key
from duikou.book.amount import format_amount, parse_amount
from duikou.book.box import AXES, Axes, Box, EntryGroup, EntrySums
from duikou.book.closing import ClosedRegisters, closings_of
from duikou.book.document import Document
from duikou.book.entry import Entry, Posting, Receipt, Reversal, figure_of
from duikou.book.errors import BookError
from duikou.book.filing import Call, FiledRow, asks
from duikou.book.filling import Filled, fill, filling_of, inherited
from duikou.book.interval import Interval
from duikou.book.pairing import Pairing
from duikou.book.period import Window, parse_day, parse_period
from duikou.book.problem import DOUBT, ERROR, NOTE, SEVERITIES, Problem, problem
from duikou.book.project import LIFE_CYCLE, WHOLE_SHARE, Output, Project, Share, Step
from duikou.book.scope import Scope, describe_fields
from duikou.book.sight import EVERYTHING, PUBLIC, Seen, Sight
from duikou.book.statement import ASSUMABLE, FORMS, NATURES, Figure, Region, Statement
from duikou.book.subject import Subject

__all__ = [
    "ASSUMABLE",
    "AXES",
    "DOUBT",
    "ERROR",
    "EVERYTHING",
    "FORMS",
    "LIFE_CYCLE",
    "NATURES",
    "NOTE",
    "PUBLIC",
    "SEVERITIES",
    "WHOLE_SHARE",
    "Activity",
    "Axes",
    "BookError",
    "Box",
    "Call",
    "ClosedRegisters",
    "Document",
    "Entry",
    "EntryGroup",
    "EntrySums",
    "Figure",
    "FiledRow",
    "Filled",
    "Interval",
    "Output",
    "Pairing",
    "Posting",
    "Problem",
    "Project",
    "Receipt",
    "Region",
    "Reversal",
    "Scope",
    "Seen",
    "Share",
    "Sight",
    "Statement",
    "Step",
    "Subject",
    "Window",
    "asks",
    "closings_of",
    "describe_fields",
    "entries_of",
    "figure_of",
    "fill",
    "filling_of",
    "format_amount",
    "inherited",
    "natural_key",
    "parse_amount",
    "parse_day",
    "parse_period",
    "problem",
]
