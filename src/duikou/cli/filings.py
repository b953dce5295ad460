"""`duikou calls` and `duikou filings`: what is called for, and how far each county is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from duikou.cli.options import at_option, emit, format_option, json_text


@click.command("calls")
@click.option("--office", default="", metavar="KEY", help="only calls that ask this office")
@format_option("table", "json")
@at_option
def calls_command(office: str, fmt: str, at) -> None:
    """The calls for filings, newest period first, with how many filings stand where."""
    from duikou.store.opening import open_book

    open_book(at)
    from django.utils import timezone

    from duikou.answers.calls import list_calls

    _known(office)
    found = list_calls(timezone.localdate(), office)
    emit(json_text([_plain(one) for one in found]) if fmt == "json" else _call_lines(found))


@click.command("filings")
@click.option("--office", default="", metavar="KEY", help="only those of this office")
@click.option("--overdue", is_flag=True, help="only those that are overdue")
@format_option("table", "json")
@at_option
def filings_command(office: str, overdue: bool, fmt: str, at) -> None:
    """The filings upon calls, by deadline: office, state, records in it, days overdue."""
    from duikou.store.opening import open_book

    open_book(at)
    from django.utils import timezone

    from duikou.answers.calls import list_filings

    _known(office)
    found = list_filings(timezone.localdate(), office, late=overdue)
    emit(json_text([_plain(one) for one in found]) if fmt == "json" else _filing_lines(found))


def _known(office: str) -> None:
    """Raises BookError `unknown.office`."""
    if office:
        from duikou.store.holdings import office_view

        office_view(office)


def _plain(one: Any) -> dict[str, Any]:
    shown = asdict(one)
    shown["deadline"] = one.deadline.isoformat()
    if "states" in shown:
        shown["states"] = {code: number for code, _, number in one.states}
    return shown


def _call_lines(found: Any) -> Iterator[str]:
    from django.utils.translation import gettext as _

    for one in found:
        states = "  ".join(f"{name} {number}" for _code, name, number in one.states)
        line = f"{one.key:<10} {one.deadline}  {one.title} ({one.period})  {states}"
        if one.over:
            line += "  " + _("{n} overdue").format(n=one.over)
        if one.ended:
            line += "  " + _("taken back: {reason}").format(reason=one.ended)
        yield line
    if not found:
        yield _("Nobody has called for filings yet.")


def _filing_lines(found: Any) -> Iterator[str]:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    for one in found:
        records = ngettext("{n} record", "{n} records", one.rows).format(n=one.rows)
        line = f"{one.call:<10} {one.deadline}  {one.office} {one.office_name}  {one.state_name}  {records}"
        if one.over:
            line += "  " + ngettext("{n} day over", "{n} days over", one.over).format(n=one.over)
        yield line
    if not found:
        yield _("There is no such filing.")
