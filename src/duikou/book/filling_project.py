"""The parts of a project that a cell holds as a list: shares of the donors and physical outputs.

As canonical texts of a filling: shares `310000:60;320000:40` (code and percent), outputs `道路:125000:km;…`
(name, amount in ten-thousandths, unit).
"""

from __future__ import annotations

from duikou.book.amount import format_amount, parse_amount
from duikou.book.project import Output, Project, Share

_HUNDRED = 100  # hundredths of a percent
_PLAIN = str.maketrans({":": "：", ";": "；", "\n": " "})


def shares_text(row: Project) -> str:
    return ";".join(f"{one.donor}:{format_percent(one.part)}" for one in row.shares)


def read_shares(text: str) -> tuple[Share, ...]:
    """Raises BookError `amount.…`, `project.share`."""
    found = []
    for part in filter(None, text.split(";")):
        donor, _, percent = part.partition(":")
        found.append(Share(donor, parse_amount(percent, _HUNDRED, "shares")))
    return tuple(found)


def format_percent(part: int) -> str:
    """Hundredths of a percent → percent: 6050 → `60.5`."""
    whole = format_amount(part, _HUNDRED)
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def outputs_text(row: Project) -> str:
    """Signs that part a list are made plain in names."""
    return ";".join(f"{one.name.translate(_PLAIN)}:{one.amount}:{one.unit}" for one in row.outputs)


def read_outputs(text: str) -> tuple[Output, ...]:
    """Raises BookError `project.output`, `amount.unreadable`."""
    found = []
    for part in filter(None, text.split(";")):
        name, _, rest = part.partition(":")
        amount, _, unit = rest.partition(":")
        found.append(Output(name, parse_amount(amount, 1, "outputs"), unit))
    return tuple(found)
