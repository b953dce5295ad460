"""`duikou report`: an account of the book, as Word, Excel or PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from duikou.cli.options import at_option, emit, format_option, json_text, write_whole

KINDS = ("county", "donor", "pairing", "programme", "words", "tables", "brief")
NAMES = {
    "区县": "county",
    "支援方": "donor",
    "结对": "pairing",
    "总体": "programme",
    "数说": "words",
    "统计表": "tables",
    "走访": "brief",
}
FORMS = (".docx", ".xlsx", ".pdf", ".md", ".json")


@click.command("report")
@click.argument("kind", metavar="[KIND]", type=click.Choice((*KINDS, *NAMES)), required=False)
@click.option("--recipient", default="", help="the county (county, pairing, words, brief)")
@click.option("--donor", default="", help="the donor (donor, pairing)")
@click.option("--year", default="", metavar="YYYY", help="the year accounted for")
@click.option(
    "--as-of", default="", metavar="DATE", help="counted through that day; 2025-05 means through 31 May"
)
@click.option(
    "--known-at", default="", metavar="DATE", help="the book as it was known at the end of that day"
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="docx: another template than templates/account.docx in the folder of the book, or the shipped one",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help="NAME.docx, .xlsx, .pdf, .md or .json",
)
@click.option("--publish", is_flag=True, help="keep the account as it is now, as published to everybody")
@click.option(
    "--compare",
    type=int,
    default=None,
    metavar="NUMBER",
    help="hold a published account against what is known now",
)
@format_option("table", "json")
@at_option
def command(
    kind: str | None,
    output: Path | None,
    template: Path | None,
    publish: bool,
    compare: int | None,
    fmt: str,
    at: Path | None,
    **wanted: str,
) -> None:
    """An account, every figure of it reckoned from the book and noted.

    KIND: county (区县), donor (支援方), pairing (结对), programme (总体), words (数说), tables (统计表),
    brief (走访).
    """
    from duikou.store.opening import open_book

    if (kind is None) == (compare is None):
        raise click.UsageError("name the KIND of account, or --compare NUMBER")
    if kind and not (output or publish):
        raise click.UsageError("-o NAME says where to write it")
    if output and compare is None and output.suffix.lower() not in FORMS:
        raise click.UsageError(f"{output}: the name must end in {', '.join(FORMS)}")
    open_book(at)
    if compare is not None:
        emit(_compared(compare, fmt), output)
        return
    from duikou.answers.accounts import AccountRequest, compose
    from duikou.answers.accounts.files import account_file, template_for
    from duikou.book import EVERYTHING, PUBLIC

    request = AccountRequest(NAMES.get(kind or "", kind or ""), **wanted)
    account = compose(request, sight=PUBLIC if publish else EVERYTHING)
    if output:
        form = output.suffix.lower()
        write_whole(output, account_file(account, form, *template_for(template)))
        emit(_written(output, account))
    if publish:
        emit(_published(account))


def _published(account) -> str:
    from dataclasses import replace

    from django.utils.translation import gettext as _

    from duikou.actions.publish_account import publish_account
    from duikou.store.actors import system_actor

    system = system_actor()
    actor = replace(system, duties=system.duties | {"approve"})
    number = publish_account(account, public=True, actor=actor)
    return _("Published as number {number}, digest {digest}").format(number=number, digest=account.digest)


def _compared(number: int, fmt: str) -> str | Iterator[str]:
    from duikou.answers.accounts.comparison import compare_published
    from duikou.book import EVERYTHING

    found = compare_published(number, sight=EVERYTHING)
    return json_text(comparison_json(found)) if fmt == "json" else _comparison(found)


def comparison_json(found) -> dict[str, object]:
    """A comparison as documented in docs/reference/commands.md."""
    return {
        "title": found.account.title,
        "number": found.published.number,
        "receipt": found.published.receipt,
        "digest": found.published.digest,
        "counts": dict(found.counts),
        "figures": [
            {
                "status": row.status,
                "scope": row.scope_text,
                "as_of": row.as_of,
                "then": row.then,
                "now": row.now,
                "because": [
                    {"what": cause.what, cause.kind: cause.key, "surface": cause.words}
                    for cause in row.causes
                ],
            }
            for row in found.rows
        ],
    }


def _comparison(found) -> Iterator[str]:
    from duikou.answers.accounts.shown import CAUSES, STATUS_NAMES

    yield f"{found.account.title}  {found.published.digest[:12]}"
    yield "  ".join(f"{STATUS_NAMES[name]} {number}" for name, number in found.counts.items() if number)
    for row in found.rows:
        if row.status == "same":
            continue
        yield f"\n[{STATUS_NAMES[row.status]}] {row.scope_text}"
        yield f"  {row.then or '—'} → {row.now or '—'}"
        for cause in row.causes:
            title = f"《{cause.title}》" if cause.title else ""
            yield f"  - {CAUSES[cause.what]} {cause.key} {cause.words} {title}".rstrip()


def _written(output: Path, account) -> str:
    from django.utils.translation import gettext as _

    return _("{output}: {figures} figures, digest {digest}").format(
        output=output, figures=len(account.figures), digest=account.digest
    )
