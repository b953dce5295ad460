"""Puts an account together: which sections each kind has, and of what they speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duikou.answers.accounts import tables
from duikou.answers.accounts.desk import Desk
from duikou.answers.accounts.numbering import headed, renumbered
from duikou.answers.accounts.passages import Writer, place_names
from duikou.answers.accounts.request import AccountRequest, Plan, known_at_of, understand
from duikou.answers.accounts.topics import Region, Topic, covers, topics
from duikou.answers.accounts.totals import Sums, sums, unknown_line
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.phrases import day_text
from duikou.answers.questions import donor_names
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, Scope, Sight, Window
from duikou.book.account import Account, Block, Paragraph
from duikou.store import selectors

BRIEF_THINGS = 6


def compose(request: AccountRequest, *, sight: Sight = PUBLIC) -> Account:
    """The account that is asked for, from what `sight` leaves of the book. The same request and state of the
    book give the same account. Raises `UnknownCode`, BookError for what cannot be understood."""
    book = evidence(known_at_of(request), sight=sight)
    plan = understand(request, book)
    account: Account = book.accounts.get((plan, get_language()), lambda: _Composer(plan, book).account())
    return account


@dataclass(frozen=True, slots=True)
class _Part:
    """A section before it has its number."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


class _Composer:
    """One account in the making."""

    def __init__(self, plan: Plan, book: Evidence) -> None:
        self.plan = plan
        self.book = book
        self.region = Region(plan.recipients, plan.donors)
        self.topics = topics(book, self.region, plan.until)
        self.desk = Desk(book)
        self.title = title_of(plan, book)
        self.writer = Writer(self.desk, self.title, plan.until.isoformat())
        self.closed = {row.scope.series for row in book.statements.values() if row.form == "closing"}
        self.told: set[object] = set()
        self.left: list[Scope] = []

    def account(self) -> Account:
        parts = tuple(SECTIONS[self.plan.kind](self))
        others = [self.desk.figure(scope) for scope in self.left]
        sections, figures, rest = renumbered(headed(parts), self.desk.figures, others)
        return Account(
            kind=self.plan.kind,
            title=self.title,
            subtitle=subtitle_of(self.plan, self.book),
            language=get_language() or "zh-hans",
            as_of=self.plan.until.isoformat(),
            request=self.plan.as_fields(),
            book=selectors.book_id(),
            posting=self.book.number,
            sections=sections,
            figures=figures,
            remarks=tuple(remarks()),
            others=rest,
        )

    # -- sections ---------------------------------------------------------------------------------------

    def overall(self) -> Iterator[_Part]:
        """Sums over everybody at the last day, and what is stated of all of them together."""
        everybody = self._everybody()
        found = sums(self.desk, everybody, self._places(), Window(None, self.plan.until))
        blocks: list[Block] = [*self._sums(found)]
        joint = self._take(
            lambda topic: topic.scope.donors == everybody and len(everybody) > 1 and _plain(topic)
        )
        blocks += self._paragraphs(joint)
        if chart := tables.grants_chart(self.desk, self.topics, self._everybody()):
            blocks.append(chart)
        yield _Part(_("Overall"), tuple(blocks))

    def this_year(self) -> Iterator[_Part]:
        """What is known of the year itself."""
        plan = self.plan
        found = sums(self.desk, self._everybody(), self._places(), Window(plan.first, plan.until))
        own = self._take(lambda topic: _plain(topic) and self._in_year(topic) and bool(topic.scope.donors))
        own = _closest(own, self.desk)
        yield _Part(_("The year {year}").format(year=plan.year), (*self._sums(found), *self._paragraphs(own)))

    def by_donor(self) -> Iterator[_Part]:
        """Each donor, or group of joint donors, for itself."""
        held = self._take(
            lambda topic: bool(topic.scope.donors) and (_plain(topic) or self._described(topic))
        )
        held.sort(key=lambda topic: self._donor_rank(topic.scope.donors))
        parts = self._grouped(held, lambda topic: donor_names(topic.scope.donors, self.book.vocabulary))
        yield from self._chapter(_("By donor"), parts)

    def by_recipient(self) -> Iterator[_Part]:
        """Each recipient for itself."""
        held = self._take(
            lambda topic: bool(topic.scope.donors) and (_plain(topic) or self._described(topic))
        )
        parts = self._grouped(held, lambda topic: place_names(topic.scope.recipients, self.book))
        yield from self._chapter(_("By recipient"), parts)

    def things(self, most: int | None = None) -> Iterator[_Part]:
        """Projects, sites, firms that have a name."""
        place = self.plan.kind == "county"  # elsewhere whose it is would be guessed by whoever reads it
        held = self._take(lambda topic: bool(topic.scope.subjects) and (place or bool(topic.scope.donors)))
        blocks = self._paragraphs(held)
        if blocks:
            yield _Part(_("Projects, sites and firms"), blocks[:most])

    def surroundings(self) -> Iterator[_Part]:
        """What is stated of the places themselves, nobody's gift."""
        held = self._take(lambda topic: not topic.scope.donors and not topic.scope.subjects)
        if blocks := self._paragraphs(held):
            yield _Part(_("Economic and social development"), blocks)

    def annex(self) -> Iterator[_Part]:
        """Statistical tables."""
        blocks = tuple(tables.all_tables(self.desk, self.topics, self.plan))
        if blocks:
            yield _Part(_("Statistical tables"), blocks)

    # -- helpers ----------------------------------------------------------------------------------------

    def _everybody(self) -> frozenset[str]:
        """Whoever is paired with the places asked for, or was asked for."""
        if self.plan.donors:
            return self.plan.donors
        places = self.book.vocabulary.places
        found: set[str] = set()
        for pairing in self.book.pairings:
            if not self.region.recipients or covers(places, self.region.recipients, pairing.recipients):
                found |= pairing.donors
        parties = self.book.vocabulary.parties
        return frozenset(code for code in found if not covers(parties, found - {code}, [code]))

    def _places(self) -> frozenset[str]:
        return self.plan.recipients or frozenset(
            code
            for pairing in self.book.pairings
            if not self.plan.donors or pairing.donors & self.plan.donors
            for code in pairing.recipients
        )

    def _take(self, wanted: Callable[[Topic], bool]) -> list[Topic]:
        """Topics not told yet of which something is known; from now on they are told."""
        found = []
        for topic in self.topics:
            if topic.scope in self.told or not wanted(topic):
                continue
            self.told.add(topic.scope)
            best = self._as_known(topic)
            if best and (best is topic or best.scope not in self.told):
                self.told.add(best.scope)
                found.append(best)
        return found

    def _as_known(self, topic: Topic) -> Topic | None:
        """As of the last day where as much is known of it then, else as of the day that is spoken of."""
        if topic.running and topic.spoken != self.plan.until and topic.scope.series in self.closed:
            later = replace(topic.scope, window=Window(None, self.plan.until))
            if self.desk.width(later) <= self.desk.width(topic.scope) < float("inf"):
                return replace(topic, scope=later)
        return topic if self.desk.known(topic.scope) else None

    def _donor_rank(self, donors: frozenset[str]) -> tuple[object, ...]:
        """Provinces before cities, each by code; joint donors behind the first of them, all together last."""
        parties = self.book.vocabulary.parties
        order = sorted((parties[code].kind != "region", code) for code in donors)
        return donors == self._everybody(), order[0], len(donors)

    def _paragraphs(self, held: Iterable[Topic]) -> tuple[Paragraph, ...]:
        written = self.writer.write(held)
        self.left += written.left
        return written.paragraphs

    def _sums(self, found: Sums) -> Iterator[Paragraph]:
        self.told.update(topic.scope for topic in found.known)
        yield from self._paragraphs(found.known)
        if found.unknown:
            yield Paragraph((unknown_line(found, self.book),))

    def _in_year(self, topic: Topic) -> bool:
        window = topic.scope.window
        return bool(window.start and window.start >= self.plan.first)

    def _described(self, topic: Topic) -> bool:
        known = self.book.subjects
        return any(key in known and not known[key].single for key in topic.scope.subjects)

    def _grouped(self, held: Sequence[Topic], name: Callable[[Topic], str]) -> list[_Part]:
        groups: dict[str, list[Topic]] = {}
        for topic in held:
            groups.setdefault(name(topic), []).append(topic)
        parts = [_Part(title, self._paragraphs(members), 2) for title, members in groups.items()]
        return [part for part in parts if part.blocks]

    def _chapter(self, title: str, parts: Sequence[_Part]) -> Iterator[_Part]:
        """Its parts under a heading; a single part needs none of its own."""
        if len(parts) == 1:
            yield _Part(title, parts[0].blocks)
        elif parts:
            yield _Part(title, ())
            yield from parts


def _closest(held: Sequence[Topic], desk: Desk) -> list[Topic]:
    """Of topics that differ only in their days, those about which as much is known as about any."""
    widths: dict[Scope, float] = {}
    for topic in held:
        key = replace(topic.scope, window=Window())
        widths[key] = min(widths.get(key, float("inf")), desk.width(topic.scope))
    return [
        topic for topic in held if desk.width(topic.scope) <= widths[replace(topic.scope, window=Window())]
    ]


def _plain(topic: Topic) -> bool:
    return not topic.scope.subjects


def _county(made: _Composer) -> Iterator[_Part]:
    yield from made.overall()
    yield from made.this_year()
    yield from made.by_donor()
    yield from made.things()
    yield from made.surroundings()
    yield from made.annex()


def _by_recipient(made: _Composer) -> Iterator[_Part]:
    """Recipient by recipient: of a donor, a pairing, the whole programme."""
    yield from made.overall()
    yield from made.this_year()
    yield from made.by_recipient()
    yield from made.things()
    yield from made.annex()


def _words(made: _Composer) -> Iterator[_Part]:
    for part in made.by_donor():
        if part.blocks:
            yield replace(part, level=1)


def _tables(made: _Composer) -> Iterator[_Part]:
    yield from made.annex()


def _brief(made: _Composer) -> Iterator[_Part]:
    yield from made.overall()
    yield from made.by_donor()
    yield from made.things(BRIEF_THINGS)


SECTIONS: dict[str, Callable[[_Composer], Iterator[_Part]]] = {
    "county": _county,
    "donor": _by_recipient,
    "pairing": _by_recipient,
    "programme": _by_recipient,
    "words": _words,
    "tables": _tables,
    "brief": _brief,
}


def title_of(plan: Plan, book: Evidence) -> str:
    """The heading of the paper."""
    place = place_names(plan.recipients, book)
    donor = donor_names(plan.donors, book.vocabulary)
    programme = book.programme()
    whole = getattr(programme, "zh" if chinese() else "en") if programme else _("Paired assistance")
    texts = {
        "county": _("Paired assistance to {place}: account of {year}"),
        "donor": _("Paired assistance by {donor}: account of {year}"),
        "pairing": _("Paired assistance by {donor} to {place}: account of {year}"),
        "programme": _("{programme}: account of {year}"),
        "words": _("Paired assistance in figures: {place}"),
        "tables": _("Statistical tables of paired assistance: {scope}"),
        "brief": _("Paired assistance to {place}: brief for a visit"),
    }
    scope = "·".join(filter(None, (donor, place))) or whole
    return texts[plan.kind].format(place=place, donor=donor, programme=whole, scope=scope, year=plan.year)


def subtitle_of(plan: Plan, book: Evidence) -> str:
    """Through which day is counted, as the book was known when."""
    if plan.known_at:
        return _("(through {day}, as known on {known})").format(
            day=day_text(plan.until), known=plan.known_at.isoformat()
        )
    return _("(through {day})").format(day=day_text(plan.until))


def remarks() -> Iterator[str]:
    """What holds for every figure."""
    yield _(
        "Every figure is reckoned from the book, not copied; where only bounds are proven, they are printed."
    )
    yield _(
        "Amounts are rounded; each figure's note says how it is counted, as of when and what it rests on."
    )
    yield _(
        "Joint projects are counted once in the whole and in full in each donor's own account, so the parts "
        "may add to more than the whole."
    )
