"""Tags and filters of the pages: signs, amounts, links to proof, interval bars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duikou import __version__
from duikou.answers.calls import reminders
from duikou.answers.drafts import DRAFT
from duikou.answers.pivot_views import CellView
from duikou.answers.reviews import MarkView
from duikou.answers.targets import RuleLine, TargetView
from duikou.answers.views import Bounds, FigureView, FindingView, ProofView
from duikou.web.bars import draw, picture
from duikou.web.concerned import scope_of
from duikou.web.marks import Mark, bounds_mark, finding_mark, review_mark, verdict_mark
from duikou.web.shown import amount_words, bounds_words, percent_text

register = template.Library()

BOLD_MARKS = re.compile(r"\*\*|^#{1,6}\s+", re.MULTILINE)
FIRST_DIGIT = re.compile(r"\d")

# Outlines on a 24 × 24 grid, drawn for Duikou.
ICONS = {
    "plus": "M12 5v14M5 12h14",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "x": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "question": "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18v.5",
    "circle": "M12 6a6 6 0 1 1 0 12a6 6 0 0 1 0-12z",
    "rest": "M6 12h12",
    "arrow": "M5 12h14M13 6l6 6l-6 6",
    "previous": "M15 6l-6 6l6 6",
    "next": "M9 6l6 6l-6 6",
    "table": "M4 5h16v14H4zM4 10h16M10 5v14",
    "chart": "M4 20h16M7 20v-7M12 20V6M17 20v-11",
    "copy": "M8 8h12v12H8zM16 8V4H4v12h4",
    "search": "M10.5 4.5a6 6 0 1 1 0 12a6 6 0 0 1 0-12zM15 15l5 5",
    "word": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign drawn with the text's colour; always beside a word, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def version() -> str:
    return __version__


@register.filter
def verdict(code: str) -> Mark:
    return verdict_mark(code)


@register.filter
def review_state(mark: MarkView) -> Mark:
    """How a figure under review is labelled."""
    return review_mark(mark.state, mark.doubtful)


@register.filter
def finding(code: str) -> Mark:
    return finding_mark(code)


@register.filter
def bounds_tone(bounds: Bounds) -> str:
    return bounds_mark(bounds)[0]


@register.filter
def bounds_word(bounds: Bounds) -> str:
    return str(bounds_mark(bounds)[1])


@register.filter
def reading_word(code: str) -> str:
    """The name of a reading; "" where none was decisive."""
    return {"strict": _("strict reading"), "natural": _("natural reading")}.get(code, "")


@register.filter
def form_word(code: str) -> str:
    """What kind of document it is, where that should be said."""
    return {"sample": _("written as an example"), "draft": _("draft")}.get(code, "")


@register.filter
def pairing_level(code: str) -> str:
    """At which level two are paired, in words; a level without a name is shown as it is."""
    levels = {
        "province": _("province"),
        "city": _("city"),
        "district": _("district or county"),
        "department": _("department"),
        "township": _("township"),
        "institution": _("institution"),
    }
    return levels.get(code, code)


@register.filter
def plain(text: str) -> str:
    """Text without the signs of Markdown, on one line."""
    return " ".join(BOLD_MARKS.sub("", text).split())


@register.filter
def breakable(text: str) -> SafeString:
    """Text that may break before its first digit: a narrow cell keeps the number whole."""
    found = FIRST_DIGIT.search(text)
    if found is None or not found.start():
        return format_html("{}", text)
    return format_html("{}<wbr>{}", text[: found.start()], text[found.start() :])


@register.filter
def pivot_cells(cells: Iterable[tuple[CellView | str, str]]) -> SafeString:
    """The cells of a line of a table, each with where it leads ("" for nowhere): put together here, as a
    table has thousands of them."""
    made = []
    for cell, url in cells:
        if isinstance(cell, str):
            made.append(f'<td class="text-end">{escape(cell)}</td>')
            continue
        text = escape(cell.text)
        shown = f'<a href="{escape(url)}">{text}</a>' if url else text
        made.append(f'<td class="text-end num-{cell.tone}">{shown}</td>')
    return SafeString("".join(made))


@register.filter
def gaps(cells: Iterable[Sequence[object]]) -> Iterator[tuple[SafeString, Sequence[object]]]:
    """Cells that hold something, each behind the empty ones before it; at the end those that are left, with
    nothing behind them. Of a matrix most cells are empty."""
    empty = 0
    for cell in cells:
        if cell:
            yield SafeString("<td></td>" * empty), cell
            empty = 0
        else:
            empty += 1
    yield SafeString("<td></td>" * empty), ()


@register.filter
def digest_short(digest: str) -> str:
    return digest[:12]


@register.simple_tag
def amount(value: str, unit: str) -> str:
    return amount_words(value, unit)


@register.simple_tag
def bounds(pair: Bounds, unit: str) -> str:
    return bounds_words(pair, unit)


@register.simple_tag
def proof_url(proof: ProofView) -> str:
    """Where a statement can be read in its document, and the page of an entry."""
    if proof.kind == "entry" and proof.key:
        return reverse("web:entry", args=[proof.key])
    if proof.kind != "statement" or not proof.document or not proof.key:
        return ""
    return statement_url(proof.key, proof.document)


@register.simple_tag
def statement_url(key: str, document: str = "") -> str:
    """The address of a figure in its document; the document is the part of the key before the dash. A figure
    of a draft stands on the very page."""
    document = document or key.rpartition("-")[0] or key
    return f"#{key}" if document == DRAFT else f"{reverse('web:document', args=[document])}#{key}"


@register.simple_tag
def document_url(document: str) -> str:
    """The page of a document, "" for a draft, which has none."""
    return reverse("web:document", args=[document]) if document and document != DRAFT else ""


@register.filter
def statement_links(found: FindingView) -> list[tuple[str, str]]:
    """(key, address) of the statements of a finding."""
    return [(key, statement_url(key)) for key in found.statements]


@register.inclusion_tag("web/parts/bars.html")
def interval_bars(figure: FigureView) -> dict[str, Any]:
    """What the figure's words allow under both readings against what all the rest allows."""
    strict, natural, allowed = draw((figure.strict, figure.natural, figure.allowed.bounds), core=2)
    unit = figure.unit
    return {
        "rows": [
            ("strict", _("In the strict reading"), strict, bounds_words(figure.strict, unit)),
            ("natural", _("In the natural reading"), natural, bounds_words(figure.natural, unit)),
            ("allowed", _("What the rest allows"), allowed, figure.allowed.shown),
        ]
    }


@register.inclusion_tag("web/parts/finding_bars.html")
def finding_bars(found: FindingView) -> dict[str, Any]:
    """The arithmetic of a finding as bars."""
    names = {"part": _("part"), "sum": _("together"), "whole": _("whole"), "other": ""}
    return {"picture": picture(found.bars), "names": names}


@register.filter
def named(names: dict[str, str], role: str) -> str:
    return names.get(role, "")


@register.inclusion_tag("web/parts/nav_item.html", takes_context=True)
def filing_item(context: dict[str, Any], label: str) -> dict[str, Any]:
    """The link to calls and filings with how many wait, for whom they concern."""
    told = _waiting(context)
    if told is None:
        return {"hidden": True}
    path = context["request"].path
    url = reverse("web:calls")
    here = path.startswith((url, "/filings/", reverse("web:closings")))
    return told | {"url": url, "label": label, "here": here, "exact": path == url}


@register.inclusion_tag("web/parts/filing_reminder.html", takes_context=True)
def filing_reminder(context: dict[str, Any]) -> dict[str, Any]:
    """What waits, in a line; nothing where nothing does."""
    return _waiting(context) or {}


def _waiting(context: dict[str, Any]) -> dict[str, Any] | None:
    """`count`: filings that wait for the office acted for, `late`: of those, or anywhere below it, overdue,
    `told`: both in words. None where filings do not concern somebody. Asked once for each request."""
    request = context.get("request")
    if request is None or (office := scope_of(context.get("post"))) is None:
        return None
    if not hasattr(request, "_waiting"):
        count, late = reminders(office, timezone.localdate(), above=not office)
        if office:
            told = ngettext("{n} filing waits for your office", "{n} filings wait for your office", count)
        else:
            told = ngettext("{n} filing waits for a decision", "{n} filings wait for a decision", count)
        told = told.format(n=count)
        if late:
            told += _(", {n} overdue").format(n=late)
        request._waiting = {"count": count or late, "late": late, "told": told}
    found: dict[str, Any] = request._waiting
    return found


@register.inclusion_tag("web/parts/nav_item.html", takes_context=True)
def nav_item(context: dict[str, Any], name: str, label: str) -> dict[str, Any]:
    """A link of the main menu, marked where it leads to the page shown or one below it."""
    url = reverse(f"web:{name}")
    path = context["request"].path
    here = path == url or (name != "overview" and path.startswith(url))
    return {"url": url, "label": label, "here": here, "exact": path == url}


@register.filter
def percents(pair: tuple[float, float | None]) -> str:
    """Between how many percent, in words."""
    return percent_text(pair)


@register.filter
def hundredths(part: float) -> str:
    """A part of 1 in percent."""
    return f"{part * 100:.0f}%"


@register.filter
def target_word(target: TargetView) -> str:
    """How a target stands, in a word."""
    words = {"holds": _("reached"), "contradicted": _("missed"), "doubtful": _("missed, usually read")}
    if target.verdict in words:
        return words[target.verdict]
    return _("under way") if target.reached else _("not known")


@register.filter
def rule_word(line: RuleLine) -> str:
    """Whether a rule is kept, in a word."""
    words = {"holds": _("kept"), "contradicted": _("not kept"), "doubtful": _("not kept, usually read")}
    return words.get(line.verdict, _("not known"))
