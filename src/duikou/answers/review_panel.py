"""The chosen figure of a review: every field with its value, the deciding words and why, ready for a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duikou.answers.questions import donor_list, scope_text
from duikou.answers.reviews import Desk
from duikou.answers.rules import doubt_text, field_name, rule_text
from duikou.answers.views import Choice
from duikou.answers.wording import chinese
from duikou.book import NATURES, BookError, Subject
from duikou.review import FIELDS, SAYABLE, Fields
from duikou.review.added import is_added
from duikou.review.amounts import amount_text
from duikou.review.offers import Offer
from duikou.review.statements import scope_of
from duikou.review.typed import FORMS, NEW
from duikou.store import selectors
from duikou.store.reviews import Reviewed
from duikou.store.wording import say
from duikou.words import UnknownCode
from duikou.words.parties import ROOT

NEAR_BEFORE, NEAR_AFTER = 12, 4  # figures offered as the whole of a part
Typed = Mapping[str, Sequence[str]]

QUALIFIERS = {
    "exact": gettext_lazy("as printed"),
    "about": gettext_lazy("about (约)"),
    "over": gettext_lazy("more than (余, 超)"),
    "nearly": gettext_lazy("nearly (近)"),
    "at_least": gettext_lazy("at least: a floor that is set"),
    "at_most": gettext_lazy("at most: a ceiling that is set"),
}
NATURE_NAMES = {
    "flow": gettext_lazy("adds up over the period"),
    "stock": gettext_lazy("a state at the end"),
    "rate": gettext_lazy("a rate or price"),
    "rule": gettext_lazy("a norm"),
}
FORM_NAMES = {
    "project": gettext_lazy("project"),
    "firm": gettext_lazy("firm"),
    "hospital": gettext_lazy("hospital"),
    "school": gettext_lazy("school"),
    "route": gettext_lazy("route"),
    "site": gettext_lazy("site"),
    "product": gettext_lazy("product"),
    "group": gettext_lazy("a described group, no single thing"),
    "other": gettext_lazy("another thing"),
}


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field: `value` as shown in its input, `words` that decided it at [start, end) of the text, `why` in
    words. `sayable`: whether it may be told said or assumed; `basis`: said or assumed, "" where that has no
    meaning."""

    name: str
    label: str
    value: str
    words: str = ""
    start: int = 0
    end: int = 0
    why: str = ""
    basis: str = ""
    sayable: bool = False
    doubt: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A registered thing that the figure may be about (`value`: its key), a new one (`+`) or none ("").
    `reason` in words; `score` 0 to 100, 0 where it has no meaning."""

    value: str
    label: str
    reason: str
    score: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The figure with its form. `by`, `at`: who decided last and when; `added`:
    a person found it, the reader had missed it; `fields` by name; `problems`: what
    stands against what was typed, in the order of the form, as (label, words)."""

    document: str
    number: int
    total: int
    version: int
    state: str
    pending: bool
    surface: str
    scope: str
    fields: dict[str, FieldForm]
    links: tuple[LinkChoice, ...]
    form: str
    open_donors: bool
    wholes: tuple[Choice, ...]
    problems: tuple[tuple[str, str], ...] = ()
    by: str = ""
    at: datetime | None = None
    added: bool = False

    @property
    def doubts(self) -> list[FieldForm]:
        """Fields that deserve a second look."""
        return [field for field in self.fields.values() if field.doubt]

    @property
    def sent(self) -> str:
        """The inputs that the form has: one of them that is not sent was emptied."""
        return " ".join([*self.fields, "open_donors", "said", "link", "form"])


def panel(desk: Desk, number: int, typed: Typed | None = None, problems: Iterable[BookError] = ()) -> Panel:
    """The panel of a figure; `typed`: what the person typed instead of what is proposed, with what stands
    against it. Raises BookError `unknown.figure`."""
    figure = desk.review.figure(number)
    made = desk.offer(figure)
    said = {problem.field: say(problem) for problem in problems}
    doubts = {one.field: doubt_text(one) for one in desk.doubts(figure, made)}
    fields = {
        name: _field(name, desk, figure, made.fields, typed, doubts.get(name, ""), said.pop(name, ""))
        for name in FIELDS
    }
    chosen = typed["link"][0] if typed and typed.get("link") else ""
    last = figure.last
    return Panel(
        document=desk.review.document,
        number=number,
        total=len(desk.review.figures),
        version=figure.version,
        state=figure.state,
        pending=figure.pending,
        surface=figure.proposal.words,
        scope=_scope(made.fields, desk),
        fields=fields,
        links=tuple(_links(made, desk, figure, chosen)),
        form=typed["form"][0] if typed and typed.get("form") else made.fields.form or "other",
        open_donors="open_donors" in typed if typed else made.fields.open_donors,
        wholes=tuple(_wholes(desk, number, made.fields.part_of)),
        problems=tuple((field_name(field), words) for field, words in said.items()),
        by=last.actor if last else "",
        at=last.recorded_at if last else None,
        added=is_added(figure.proposal),
    )


def _field(
    name: str, desk: Desk, figure: Reviewed, fields: Fields, typed: Typed | None, doubt: str, problem: str
) -> FieldForm:
    why = figure.proposal.why_of(name)
    words = desk.review.text[why.start : why.end] if why else ""
    sayable = name in SAYABLE
    assumed = name in fields.assumed
    if typed is not None and sayable and "said" in typed.get("shown", [""])[0].split():
        assumed = name not in typed.get("said", ())
    return FieldForm(
        name=name,
        label=field_name(name),
        value=_shown(name, desk, figure, fields) if typed is None else _typed(name, typed),
        words=" ".join(words.replace("*", "").split()),
        start=why.start if why else 0,
        end=why.end if why else 0,
        why=rule_text(why.rule) if why else "",
        basis=("assumed" if assumed else "said") if sayable else why.basis if why else "",
        sayable=sayable,
        doubt=doubt,
        problem=problem,
    )


def _typed(name: str, typed: Typed) -> str:
    return "、".join(value for value in typed.get(name, ()) if value)


def _shown(name: str, desk: Desk, figure: Reviewed, fields: Fields) -> str:
    """A field's value as its input shows it: names where people type names, codes where they choose."""
    words = desk.vocabulary
    match name:
        case "amount":
            return amount_text(figure.proposal, fields, words)
        case "measure":
            return str(getattr(words.measure[fields.measure], "zh" if chinese() else "en"))
        case "donor":
            return "、".join(donor_list(fields.donor, words))
        case "recipient":
            return "、".join(words.places[code].name for code in fields.recipient)
        case "from":
            return fields.since
        case "to":
            return fields.until
        case "part_of":
            return str(fields.part_of or "")
        case _:
            return str(getattr(fields, name))


def _scope(fields: Fields, desk: Desk) -> str:
    """What the figure speaks of in one line; "" where its fields make no scope."""
    named = {NEW: Subject(NEW, fields.subject)} if fields.link == NEW else {}
    try:
        return scope_text(scope_of(fields, desk.vocabulary), desk.vocabulary, {**desk.subjects, **named})
    except (BookError, UnknownCode):
        return ""


def _links(made: Offer, desk: Desk, figure: Reviewed, typed: str) -> Iterator[LinkChoice]:
    fields = made.fields
    now = typed or (NEW if fields.form else fields.link)
    for link in made.links:
        if not (fields.form and link.key == fields.link):
            reason = rule_text(link.rule)
            yield LinkChoice(link.key, link.name, reason, link.score, link.key == now)
    if now not in ("", NEW, *(link.key for link in made.links)):
        name = desk.subjects[now].name if now in desk.subjects else now
        yield LinkChoice(now, name, _("chosen by a person"), 0, True)
    yield LinkChoice(NEW, _("register as new"), rule_text("new"), 0, now == NEW)
    yield LinkChoice("", _("no thing of its own"), "", 0, now == "")


def _wholes(desk: Desk, number: int, chosen: int) -> Iterator[Choice]:
    """The figures near by, and the one that is chosen, as what this one may be a part of."""
    near = range(number - NEAR_BEFORE, number + NEAR_AFTER + 1)
    for other in desk.review.figures:
        if other.number != number and (other.number in near or other.number == chosen):
            yield Choice(str(other.number), f"{other.number} · {other.proposal.words}")


@dataclass(frozen=True, slots=True)
class FormChoices:
    """What the inputs of the form offer."""

    measures: tuple[Choice, ...]
    units: tuple[Choice, ...]
    qualifiers: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    natures: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    donors: tuple[Choice, ...]
    recipients: tuple[Choice, ...]
    subjects: tuple[Choice, ...]


MOST_SUBJECTS = 500


def form_choices(desk: Desk) -> FormChoices:
    """The vocabulary for the inputs; donors and recipients are those of the book's pairings and all
    provinces."""
    words, label = desk.vocabulary, "zh" if chinese() else "en"
    pairings = selectors.pairings()
    donors = {code for pairing in pairings for code in pairing.donors}
    donors |= {code for code in words.parties.children(ROOT) if not words.parties[code].members}
    recipients = {code for pairing in pairings for code in pairing.recipients}
    return FormChoices(
        measures=tuple(Choice(m.code, getattr(m, label)) for m in words.measure.values() if not m.base),
        units=tuple(
            Choice(u.code, f"{u.zh or u.code}" if chinese() else f"{u.zh} {u.en}")
            for u in words.unit.values()
        ),
        qualifiers=tuple(Choice(code, str(name)) for code, name in QUALIFIERS.items()),
        kinds=tuple(Choice(k.code, getattr(k, label)) for k in words.kind.values()),
        stages=tuple(Choice(s.code, getattr(s, label)) for s in words.stage.values()),
        natures=tuple(Choice(code, str(NATURE_NAMES[code])) for code in NATURES),
        sectors=tuple(Choice(s.code, getattr(s, label)) for s in words.sector.values()),
        forms=tuple(Choice(code, str(FORM_NAMES[code])) for code in FORMS),
        donors=tuple(Choice(name, name) for name in donor_list(donors, words)),
        recipients=tuple(Choice(name, name) for name in (words.places[c].name for c in sorted(recipients))),
        subjects=tuple(
            Choice(name, name) for name in sorted(s.name for s in desk.subjects.values())[:MOST_SUBJECTS]
        ),
    )
