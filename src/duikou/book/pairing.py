"""Pairings (结对): who supports whom, since when, at which level."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.book.errors import BookError

LEVELS = ("province", "city", "district", "department", "township", "institution")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Many donors to many recipients, dated where known ("" = not known, never a guess).

    `start`/`end`: ISO of any precision. `form`: single, joint (several donors together), multi-party
    (three-party cooperation, `partners` are the further parties).
    """

    key: str
    donors: frozenset[str]
    recipients: frozenset[str]
    start: str = ""
    end: str = ""
    level: str = "province"
    form: str = "single"
    partners: frozenset[str] = frozenset()
    programme: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `pairing.empty`, `pairing.level`."""
        if not self.donors or not self.recipients:
            raise BookError("pairing.empty", "donors" if not self.donors else "recipients", key=self.key)
        if self.level not in LEVELS:
            raise BookError("pairing.level", "level", level=self.level)
