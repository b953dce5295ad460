"""An account with the texts of its notes and frame, ready to be laid out."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from duikou.answers.phrases import dated_text, spoken
from duikou.answers.wording import listed
from duikou.book.account import Account, AccountFigure, Source
from duikou.files.accounts import Labels, Paper

NAMED_SOURCES = 4
YI = "亿元"


def paper_of(account: Account) -> Paper:
    """In the language in which the account was written."""
    with translation.override(account.language):
        return Paper(
            account, tuple(map(note_text, account.figures)), _labels(), tuple(map(_cells, account.figures))
        )


def note_text(figure: AccountFigure) -> str:
    """What is counted, how, taking what for granted, resting on what; with the id of the proof."""
    parts = [
        _("Counts: {scope}.").format(scope=spoken(figure.scope_text)),
        _("Definition: {definition}").format(definition=figure.definition),
    ]
    if figure.assuming:
        parts.append(_("Taking for granted: {what}.").format(what=_("; ").join(figure.assuming)))
    if figure.sources:
        parts.append(_("Rests on: {sources}.").format(sources=sources_text(figure)))
    if figure.aside:
        parts.append(
            _("Left out, since they contradict others: {keys}.").format(
                keys=listed(figure.aside[:NAMED_SOURCES])
            )
        )
    parts.append(_("Proof {id}.").format(id=figure.proof))
    return " ".join(parts)


def sources_text(figure: AccountFigure) -> str:
    """Documents with the keys of the statements and entries; of many the first."""
    held: dict[str, list[Source]] = {}
    for source in figure.sources:
        held.setdefault(source.document, []).append(source)
    texts = []
    for members in list(held.values())[:NAMED_SOURCES]:
        keys = listed(source.key for source in members[:NAMED_SOURCES])
        if members[0].title:
            texts.append(
                _("“{title}” ({dated}), {keys}").format(
                    title=members[0].title, dated=dated_text(members[0].dated), keys=keys
                )
            )
        else:
            texts.append(keys)
    return _("; ").join(texts)


def _labels() -> Labels:
    return Labels(
        sources=_("Sources"),
        table_notes=_("Notes on the table:"),
        remarks=_("Remarks"),
        figures=_("Figures"),
        columns=(
            _("Text"),
            _("Table"),
            _("No."),
            _("As printed"),
            _("What is counted"),
            _("As of"),
            _("At least"),
            _("At most"),
            _("strict reading"),
            _("Unit"),
            _("Definition"),
            _("Rests on"),
            _("Proof"),
        ),
        axis=_("100 million yuan"),
        axis_unit=YI,
        open_end=_("open"),
    )


def _cells(figure: AccountFigure) -> tuple[str, ...]:
    least, most = figure.natural
    strict = " – ".join(end or "…" for end in figure.strict)
    return (
        str(figure.number),
        figure.printed,
        figure.scope_text,
        figure.as_of,
        least or "",
        most or "",
        strict,
        figure.unit,
        figure.definition,
        sources_text(figure),
        figure.proof,
    )
