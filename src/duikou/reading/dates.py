"""Dates as GUIDE.md writes them (`2021`, `2021-05`, `2021-05-14`) and what is reckoned from them."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.reading.numerals import parse


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of a document: `text` as given; year and month 0 where it has none."""

    text: str
    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Dated:
        """From `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or "". Raises ValueError for anything else."""
        parts = text.split("-") if text else []
        if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(f"{text!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD is expected")
        numbers = [int(part) for part in parts]
        if numbers and not (1 <= numbers[0] <= 9999 and (len(numbers) < 2 or 1 <= numbers[1] <= 12)):
            raise ValueError(f"{text!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD is expected")
        return cls(text, numbers[0] if numbers else 0, numbers[1] if len(numbers) > 1 else 0)

    def years_back(self, count: int) -> str:
        """The year `count` years before, "" where the document has no date."""
        return f"{self.year - count:04d}" if self.year > count else ""

    def months_back(self, count: int) -> str:
        """The month `count` months before, or its year where the document has no month."""
        if not self.month:
            return self.years_back(count // 12)
        months = self.year * 12 + self.month - 1 - count
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if months > 0 else ""

    def year_of_month(self, month: int) -> int:
        """The year of a month named without one: the last such month not after the document's."""
        return self.year - 1 if self.month and month > self.month else self.year


def number(text: str) -> int | None:
    """The whole number written as `text`, None where it is none or too large for a count of years."""
    numeral = parse(text)
    if numeral is None or numeral.value != int(numeral.value) or numeral.value > 9999:
        return None
    return int(numeral.value)


def written(year: int, month: int | None = None, day: int | None = None) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; what is out of range is left out."""
    text = f"{year:04d}"
    if month and 1 <= month <= 12:
        text += f"-{month:02d}"
        if day and 1 <= day <= 31:
            text += f"-{day:02d}"
    return text
