"""`duikou sum`: one question → exact value or honest bounds under both readings, with the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from duikou.cli.options import at_option, emit, format_option, indented, json_text

_ASKED = (
    click.argument("measure"),
    click.option("--kind", default="", help="无偿援助, 经济合作 … or a code"),
    click.option("--stage", default="", help="协议, 到位, 拨付, 支出; 到位 where none is named"),
    click.option("--donor", "donors", multiple=True, help="may be repeated: all of them together"),
    click.option("--recipient", "recipients", multiple=True, help="may be repeated: all of them together"),
    click.option("--sector", default=""),
    click.option("--subject", default=""),
    click.option(
        "--unit", default="", help="a unit code where the measure is counted in several (person, person_time)"
    ),
    click.option("--from", "since", default="", metavar="DATE", help="2021, 2021-03 or 2021-03-01"),
    click.option("--to", "until", default="", metavar="DATE", help="2025-05 means through 31 May"),
    click.option(
        "--known-at", default="", metavar="DATE", help="the book as it was known at the end of that day"
    ),
)


def question_options(command: Callable[..., None]) -> Callable[..., None]:
    """The words of a question: MEASURE and what it is limited to."""
    for option in reversed(_ASKED):
        command = option(command)
    return command


def question_of(measure, donors, recipients, since, until, known_at, **limits):
    """The question that these options ask."""
    from duikou.answers.questions import Question
    from duikou.book import parse_day

    when = {"since": since, "until": until, "known_at": parse_day(known_at, "known-at", last=True)}
    return Question(measure, donors=donors, recipients=recipients, **when, **limits)


@click.command("sum")
@question_options
@format_option("table", "json")
@at_option
def command(fmt, at, **asked) -> None:
    """How much of MEASURE (fund, project.count, training.person_time …) the book proves."""
    from duikou.store.opening import open_book

    open_book(at)
    from duikou.answers.as_json import total_json
    from duikou.answers.totals import ask
    from duikou.book import EVERYTHING

    total = ask(question_of(**asked), sight=EVERYTHING)
    emit(json_text(total_json(total)) if fmt == "json" else _table(total))


def _table(total) -> Iterator[str]:
    from django.utils.translation import gettext as _

    yield total.scope_text
    yield from (indented(note, "  ") for note in total.notes)
    for name, bound in ((_("natural reading"), total.natural), (_("strict reading"), total.strict)):
        yield f"\n{name}: {bound.shown}   [{bound.bounds[0] or '-∞'}, {bound.bounds[1] or '+∞'}]"
        for assumption in bound.assuming:
            yield indented(_("assuming: {text}").format(text=assumption.text), "  ")
        if bound.open_because:
            yield indented(bound.open_because, "  ")
        yield from (indented(proof_line(proof), "  - ") for proof in bound.because)
        if bound.aside:
            yield indented(_("Set aside, since they contradict each other (see the findings):"), "  ")
            yield from (indented(proof_line(proof), "  × ") for proof in bound.aside)
    yield f"\n{total.definition}"


def proof_line(proof) -> str:
    """One reason on one line."""
    where = f"《{proof.title}》({proof.dated})" if proof.title else ""
    text = f"：{proof.text}" if proof.text else ""
    return f"{proof.key} {proof.surface} [{proof.scope}] {where} {proof.role}{text}"
