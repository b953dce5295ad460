"""Articles about a synthetic programme: what they state is true, and leaves unsaid what articles do."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from duikou.book.document import Document
from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.book.statement import Statement
from duikou.book.synthetic.cast import FIRST_YEAR, LAST_YEAR, RESERVOIR, pick
from duikou.book.synthetic.printed import print_amount
from duikou.book.synthetic.truth import AGREED, FUND, PROJECTS, TRAINED, Truth
from duikou.words import Vocabulary

NOUNS = {"count": "个", "person_time": "人次"}
# How often a text leaves a field of its figure to the reader.
UNSAID = {"stage": 0.8, "kind": 0.5, "donor": 0.35, "recipient": 0.3, "sector": 0.1, "to": 0.4}
EVERYBODY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Article:
    """One document in the making. `end`: the day as of which it speaks; `start`: where its running totals
    begin, None = unsaid; `start_latest` as in `Window`."""

    key: str
    title: str
    end: date
    start: date | None
    start_latest: date | None
    donors: frozenset[str]
    recipients: frozenset[str]
    statements: list[Statement] = field(default_factory=list)
    at: int = 0

    @property
    def window(self) -> Window:
        return Window(self.start, self.end, self.start_latest)

    def document(self, source: str) -> Document:
        return Document(
            self.key,
            self.title,
            self.end.isoformat()[:7],
            publisher="duikou generate",
            form="synthetic",
            source=source,
            note="synthetic: every figure is invented",
        )


class Teller:
    """Writes articles one after the other; `rng` decides about everything."""

    def __init__(self, truth: Truth, rng: Random, words: Vocabulary) -> None:
        self.truth = truth
        self.rng = rng
        self.words = words
        self.written = 0

    def articles(self, statements: int) -> Iterator[Article]:
        """Articles with so many statements in all."""
        left = statements
        while left > 0:
            article = self._article()
            del article.statements[left:]
            left -= len(article.statements)
            if article.statements:
                yield article

    def _article(self) -> Article:
        self.written += 1
        kind = pick(self.rng, range(3), (60, 25, 15))
        return (self._of_recipient, self._of_donor, self._of_programme)[kind]()

    def _begin(self, about: str, donors: frozenset[str], recipients: frozenset[str]) -> Article:
        year = LAST_YEAR - int(self.rng.random() ** 2 * (LAST_YEAR - FIRST_YEAR - 4))
        month = 12 if self.rng.random() < 0.5 else 1 + int(self.rng.random() * 12)
        end = date(year, month, calendar.monthrange(year, month)[1])
        start, latest = self._start(year)
        key = f"syn-{self.written:04d}"
        title = f"合成样本 {key}（synthetic）：{about}，截至{end.year}年{end.month}月"
        return Article(key, title, end, start, latest, donors, recipients)

    def _start(self, year: int) -> tuple[date | None, date | None]:
        """Unsaid, the programme's first year, some year, or a year counted back (N年来)."""
        choice = self.rng.random()
        if choice < 0.55:
            return None, None
        if choice < 0.75:
            return date(FIRST_YEAR, 1, 1), None
        first = max(FIRST_YEAR, year - 1 - int(self.rng.random() * 8))
        return date(first, 1, 1), date(first, 12, 31) if choice < 0.85 else None

    def _of_recipient(self) -> Article:
        """The account of one recipient, of all its donors or of one."""
        cast = self.truth.cast
        number = pick(self.rng, range(len(cast.recipients)), cast.recipient_weights)
        code = cast.recipients[number]
        givers = [cast.donors[giver] for giver in cast.pairs[number]]
        one = frozenset({givers[0]}) if self.rng.random() < 0.6 else EVERYBODY
        article = self._begin(f"{self.words.places[code].name}对口支援账目", one, frozenset({code}))
        self._account(article)
        if len(givers) > 1:
            self._tell(article, FUND, donors=frozenset(givers[:2]), kinds=self._kinds())
            if not one:
                whole = self._tell(article, FUND)
                self._parts(article, whole, donors=givers)
        return article

    def _of_donor(self) -> Article:
        """What one donor has given, and to whom."""
        cast = self.truth.cast
        number = pick(self.rng, range(len(cast.below)), [1 / (rank + 5) for rank in range(len(cast.below))])
        recipients = [
            code for code, givers in zip(cast.recipients, cast.pairs, strict=True) if number in givers
        ]
        giver = cast.donors[number]
        name = self.words.parties[giver].name
        article = self._begin(f"{name}对口支援工作", frozenset({giver}), EVERYBODY)
        kinds = self._kinds()
        whole = self._tell(article, FUND, kinds=kinds)
        self._parts(article, whole, recipients=recipients[:6])
        below = [cast.donors[child] for child in cast.below[number]]
        if below and self.rng.random() < 0.5:
            self._parts(article, whole, donors=below)
        self._tell(article, PROJECTS, kinds=kinds)
        self._tell(article, TRAINED)
        self._years(article, kinds)
        for code in recipients[: 1 + int(self.rng.random() * 3)]:
            self._tell(article, PROJECTS, recipients=frozenset({code}), kinds=self._kinds())
        return article

    def _of_programme(self) -> Article:
        """The whole programme or one province of it: by donor, by kind, by sector, by year."""
        cast = self.truth.cast
        provinces = sorted({self.words.places.path(code)[1] for code in cast.recipients})
        where = [EVERYBODY, frozenset({RESERVOIR}), *(frozenset({code}) for code in provinces)]
        recipients = where[int(self.rng.random() ** 2 * len(where))]
        names = "、".join(self.words.places[code].name for code in recipients) or "全部受援地"
        article = self._begin(f"{names}各支援方合计", EVERYBODY, recipients)
        whole = self._tell(article, FUND)
        self._parts(article, whole, kinds=["grant", "cooperation"])
        givers = [cast.donors[number] for number in range(len(cast.below))]
        self._parts(article, whole, donors=self._some(givers, 4 + int(self.rng.random() * 8)))
        self._open_list(article, givers)
        self._account(article)
        return article

    def _account(self, article: Article) -> None:
        """Money and projects with parts, single years, a five-year plan, training, agreements."""
        kinds = self._kinds()
        whole = self._tell(article, FUND, kinds=kinds)
        self._parts(article, whole, sectors=self._siblings())
        count = self._tell(article, PROJECTS, kinds=kinds)
        self._parts(article, count, sectors=self._siblings())
        self._years(article, kinds)
        if self.rng.random() < 0.5:
            self._tell(article, TRAINED)
        if self.rng.random() < 0.4:
            self._tell(article, AGREED, kinds=frozenset({"cooperation"}))
        if not kinds:
            self._parts(article, whole, kinds=self._some(["grant", "cooperation", "donation"], 2))

    def _years(self, article: Article, kinds: frozenset[str]) -> None:
        for back in range(1 + int(self.rng.random() * 2)):
            year = article.end.year - back - 1
            window = Window(date(year, 1, 1), date(year, 12, 31))
            self._tell(article, FUND, kinds=kinds, window=window)
        if article.end.year > 2010 and self.rng.random() < 0.4:
            plan = (article.end.year - 1) // 5 * 5
            window = Window(date(plan - 4, 1, 1), date(plan, 12, 31))
            self._tell(article, FUND, kinds=kinds, window=window)
            self._tell(article, PROJECTS, kinds=kinds, window=window)

    def _kinds(self) -> frozenset[str]:
        return frozenset({"grant"}) if self.rng.random() < 0.6 else EVERYBODY

    def _siblings(self) -> list[str]:
        """Sectors side by side, at the top or below one."""
        tops = ["infrastructure", "public_service", "industry", "talent", "ecology"]
        if self.rng.random() < 0.5:
            return self._some(tops, 2 + int(self.rng.random() * 2))
        top = tops[int(self.rng.random() * 3)]
        return self._some(self.words.sectors.children(top), 2 + int(self.rng.random() * 2))

    def _some(self, options: Iterable[str], count: int) -> list[str]:
        rest = list(options)
        return [rest.pop(int(self.rng.random() * len(rest))) for _ in range(min(count, len(rest)))]

    def _parts(self, article: Article, whole: Statement | None, **axis: Sequence[str]) -> None:
        """其中: parts of `whole` along the one axis named."""
        if whole is None:
            return
        (name, codes), scope = next(iter(axis.items())), whole.scope
        limits = {
            "donors": scope.donors,
            "recipients": scope.recipients,
            "sectors": scope.sectors,
            "kinds": scope.kinds,
        }
        for code in codes:
            self._tell(
                article,
                scope.series,
                **(limits | {name: frozenset({code})}),
                window=scope.window,
                whole=whole,
            )

    def _open_list(self, article: Article, givers: Sequence[str]) -> None:
        """…等省市: some of the donors named, all of a larger group counted."""
        group = self._some(givers, 7)
        self._tell(article, FUND, donors=frozenset(group[:3]), really=frozenset(group))

    def _tell(
        self,
        article: Article,
        series: tuple[str, str, str],
        *,
        kinds: frozenset[str] = EVERYBODY,
        donors: frozenset[str] | None = None,
        recipients: frozenset[str] | None = None,
        sectors: frozenset[str] = EVERYBODY,
        window: Window | None = None,
        whole: Statement | None = None,
        really: frozenset[str] = EVERYBODY,
    ) -> Statement | None:
        """Add one statement, true of the truth; None where there is nothing to state. `really`: the donors
        counted where only some are named."""
        scope = Scope(
            *series,
            kinds=EVERYBODY if series == TRAINED else kinds,
            donors=article.donors if donors is None else donors,
            recipients=article.recipients if recipients is None else recipients,
            sectors=sectors,
            window=window or article.window,
        )
        amount = self._amount(scope, really)
        scale = self.words.unit[scope.unit].scale
        printed = print_amount(amount, scale, NOUNS.get(scope.unit, ""), self.rng, self.words)
        if printed is None:
            return None
        figure, surface = printed
        article.at += 20 + int(self.rng.random() * 60)
        statement = Statement(
            key=f"{article.key}-{len(article.statements) + 1:03d}",
            scope=scope,
            figure=figure,
            assumed=self._assumed(scope, article, window is None),
            open_donors=bool(really),
            document=article.key,
            part_of=whole.key if whole else "",
            surface=surface,
            start=article.at,
            end=article.at + len(surface),
        )
        article.statements.append(statement)
        return statement

    def _amount(self, scope: Scope, really: frozenset[str]) -> int:
        window = Window(scope.window.start, scope.window.end)
        donors = really or scope.donors
        return self.truth.amount(
            Scope(*scope.series, scope.kinds, donors, scope.recipients, scope.sectors, window=window)
        )

    def _assumed(self, scope: Scope, article: Article, running: bool) -> frozenset[str]:
        """What a text like this would not say."""
        said = {
            "stage": bool(scope.stage),
            "kind": bool(scope.kinds),
            "donor": bool(scope.donors) and scope.donors == article.donors,
            "recipient": bool(scope.recipients) and scope.recipients == article.recipients,
            "sector": bool(scope.sectors),
            "to": running,
        }
        found = {name for name, there in said.items() if there and self.rng.random() < UNSAID[name]}
        if scope.window.start is None:
            found.add("from")
        return frozenset(found)
