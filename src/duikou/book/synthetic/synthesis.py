"""A whole synthetic book from its size and seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from duikou.book.document import Document
from duikou.book.entry import Entry
from duikou.book.errors import BookError
from duikou.book.pairing import Pairing
from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.book.statement import Statement
from duikou.book.synthetic.cast import FIRST_YEAR, LAST_YEAR, Cast, gather_cast
from duikou.book.synthetic.record import register_key, write_entries
from duikou.book.synthetic.tell import Article, Teller
from duikou.book.synthetic.truth import FUND, PROJECTS, Fact, Truth, happen
from duikou.words import Vocabulary

FEWEST_RECIPIENTS, MOST_RECIPIENTS = 20, 800
ENTRIES_A_RECIPIENT = 5_000
CLOSINGS_AMONG = 50  # one statement in so many says that a register is complete


@dataclass(frozen=True, slots=True)
class Size:
    """How large a book. `recipients` 0: as many as the entries suggest, 20 to 800."""

    entries: int
    statements: int
    seed: int = 0
    recipients: int = 0

    def __post_init__(self) -> None:
        """Raises BookError `synthetic.size`."""
        for name, least in (("entries", 1), ("statements", 0), ("seed", 0), ("recipients", 0)):
            if getattr(self, name) < least:
                raise BookError("synthetic.size", name, least=least, given=getattr(self, name))

    @property
    def places(self) -> int:
        suggested = self.recipients or self.entries // ENTRIES_A_RECIPIENT
        return min(MOST_RECIPIENTS, max(FEWEST_RECIPIENTS if not self.recipients else 1, suggested))

    @property
    def source(self) -> str:
        return f"duikou generate --entries {self.entries} --statements {self.statements} --seed {self.seed}"


class SyntheticBook:
    """The rows of one synthetic book; what is hidden from it is `facts()`."""

    def __init__(self, size: Size, truth: Truth, words: Vocabulary) -> None:
        """Made by `synthesize`."""
        self.size = size
        self.truth = truth
        self._words = words

    @property
    def cast(self) -> Cast:
        return self.truth.cast

    def facts(self) -> Iterator[Fact]:
        """Everything that really happened, by day."""
        return self.truth.facts()

    def entries(self) -> Iterator[Entry]:
        """Exactly `size.entries` entries, by day, keys "": made as they are asked for."""
        return write_entries(self.truth, self.size.seed, self._words)

    @cached_property
    def pairings(self) -> tuple[Pairing, ...]:
        cast = self.cast
        return tuple(
            Pairing(
                f"syn-pair-{place}",
                frozenset(cast.donors[number] for number in givers),
                frozenset({place}),
                start=str(FIRST_YEAR),
                form="joint" if len(givers) > 1 else "single",
                source=self.size.source,
            )
            for place, givers in zip(cast.recipients, cast.pairs, strict=True)
        )

    @cached_property
    def _told(self) -> tuple[tuple[Article, ...], tuple[Statement, ...]]:
        closings = self._closings()
        rng = Random(f"articles {self.size.seed}")
        articles = tuple(Teller(self.truth, rng, self._words).articles(self.size.statements - len(closings)))
        return articles, closings

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Exactly `size.statements`: those of the articles, then the closings."""
        articles, closings = self._told
        return (*(statement for article in articles for statement in article.statements), *closings)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The register's, one a year, then the articles."""
        source = self.size.source
        registers = [
            Document(
                register_key(year),
                f"合成台账（synthetic register）{year}年",
                str(year),
                form="synthetic",
                source=source,
            )
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
        ]
        return (*registers, *(article.document(source) for article in self._told[0]))

    def _closings(self) -> tuple[Statement, ...]:
        """Registers that really are complete are said to be so, some of them."""
        found = [
            _closing(place, series, date.fromordinal(until))
            for place, until in zip(self.cast.recipients, self.truth.closed, strict=True)
            for series in (FUND, PROJECTS)
            if until
        ]
        return tuple(found[: self.size.statements // CLOSINGS_AMONG])


def _closing(place: str, series: tuple[str, str, str], last: date) -> Statement:
    scope = Scope(*series, recipients=frozenset({place}), window=Window(None, last))
    key = f"syn-closed-{place}-{series[0]}"
    return Statement(key, scope, None, form="closing", document=register_key(last.year))


def synthesize(size: Size, words: Vocabulary) -> SyntheticBook:
    """The book of that size; its entries are made only as they are asked for."""
    cast = gather_cast(size.places, Random(f"cast {size.seed}"), words)
    return SyntheticBook(size, happen(cast, size.entries, size.seed, words), words)
