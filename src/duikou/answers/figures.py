"""One statement with its verdict → the row that a document page, a draft check and the JSON show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, decimal_bounds, interval_text
from duikou.answers.evidence import Evidence
from duikou.answers.phrases import surface, verdict_text
from duikou.answers.proofs import assumptions, bound_view, proofs, with_sources
from duikou.answers.questions import UNKNOWN, donor_names, scope_text, window_text
from duikou.answers.views import FieldView, FigureView
from duikou.answers.wording import chinese, listed
from duikou.book import Statement, format_amount
from duikou.checks import Leeway, Verdict
from duikou.words import Reading, Unit

FLAGGED = ("contradicted", "doubtful")


def figure_view(row: Statement, verdict: Verdict, book: Evidence) -> FigureView:
    """A statement of the book or of a draft, with what the rest allows it to be."""
    unit = book.vocabulary.unit[row.scope.unit]
    decided = verdict.strict if verdict.reading is Reading.STRICT else verdict.natural
    told = verdict_text(verdict, book)
    return FigureView(
        key=row.key,
        start=row.start,
        end=row.end,
        surface=surface(row),
        value=format_amount(row.figure.value, unit.scale) if row.figure else "",
        unit=unit.code,
        scope_text=scope_text(row.scope, book.vocabulary, book.subjects),
        fields=fields(row, book),
        strict=decimal_bounds(row.interval(Reading.STRICT, book.vocabulary), unit),
        natural=decimal_bounds(row.interval(Reading.NATURAL, book.vocabulary), unit),
        verdict=verdict.verdict,
        reading=verdict.reading.value,
        sentence=_with_sources(told, row, verdict, book),
        told=told,
        allowed=bound_view(decided, unit, book),
        leeway=leeway_text(verdict.leeway, unit),
        because=proofs(verdict.because, book),
        assuming=assumptions(verdict.assuming, book),
        right=right_figure(verdict, unit),
    )


def right_figure(verdict: Verdict, unit: Unit) -> str:
    """What a figure that does not fit would have to be, in words: what the rest allows, and where it does
    not fit others of a sum what mends that sum; "" where nothing says."""
    if verdict.verdict not in FLAGGED:
        return ""
    allowed = verdict.natural.interval
    repairs = verdict.finding.repairs if verdict.finding else ()
    for mended in (repair.interval for repair in repairs if repair.statement == verdict.statement):
        allowed = mended if (allowed & mended).empty else allowed & mended
    return "" if allowed.most is None and not allowed.least else interval_text(allowed, unit)


def _with_sources(told: str, row: Statement, verdict: Verdict, book: Evidence) -> str:
    """The verdict's sentence, and which document says so as of when."""
    others = (reason.key for reason in verdict.because if reason.key != row.key)
    return told if verdict.verdict == "open" else with_sources(told, others, book)


def fields(row: Statement, book: Evidence) -> tuple[FieldView, ...]:
    """The coordinates of a statement in words, each marked said or assumed."""
    words, scope = book.vocabulary, row.scope
    label = "zh" if chinese() else "en"
    donors = donor_names(scope.donors, words) or _("all donors")
    if row.open_donors:
        donors += _(" and others")
    named = [code for code in sorted(scope.subjects) if not code.startswith(UNKNOWN)]
    subject = listed(book.subjects[c].name if c in book.subjects else c for c in named)
    kinds = listed(getattr(words.kind[code], label) for code in sorted(scope.kinds))
    sectors = listed(getattr(words.sector[code], label) for code in sorted(scope.sectors))
    rows = [
        ("measure", _("measure"), getattr(words.measure[scope.measure], label)),
        ("kind", _("kind"), kinds or (_("all kinds") if scope.measure == "fund" else "")),
        ("stage", _("stage"), getattr(words.stage[scope.stage], label) if scope.stage else ""),
        ("donor", _("donor"), donors),
        ("recipient", _("recipient"), listed(words.places[c].name for c in sorted(scope.recipients))),
        ("subject", _("subject"), subject),
        ("sector", _("sector"), sectors or _("several sectors")),
        ("period", _("period"), window_text(scope.window) or _("not dated")),
    ]
    assumed = {"period" if name in ("from", "to") else name for name in row.assumed}
    return tuple(FieldView(name, text, value, name not in assumed) for name, text, value in rows if value)


def leeway_text(leeway: Leeway | None, unit: Unit) -> str:
    """How far a figure could move before something breaks."""
    if leeway is None:
        return ""
    if leeway.down is None and leeway.up is None:
        return _("It could be any amount: nothing else in the book limits it.")
    down = (
        _("any amount lower")
        if leeway.down is None
        else _("{amount} lower").format(amount=amount_text(leeway.down, unit))
    )
    up = (
        _("any amount higher")
        if leeway.up is None
        else _("{amount} higher").format(amount=amount_text(leeway.up, unit))
    )
    return _("It could be {down} or {up} before something breaks.").format(down=down, up=up)
