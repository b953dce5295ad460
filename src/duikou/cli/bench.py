"""`duikou bench`: measured comparisons, machine and versions printed."""

from __future__ import annotations

from pathlib import Path

import click

from duikou.cli.options import at_option, emit, format_option, json_text

folder = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group("bench")
def command() -> None:
    """Measured comparisons on this machine (Linux or macOS). Nothing here passes or fails."""


@command.command("reckoning")
@click.option("--entries", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--recipients", type=click.IntRange(1, 800), default=None, help="as in `duikou generate`")
@click.option("--scopes", type=click.IntRange(1), default=10_000, show_default=True)
@click.option(
    "--statements", default="200,500,1000", show_default=True, help="numbers of statements, commas between"
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--budget", type=float, default=60.0, show_default=True, help="seconds for each engine's sums")
@click.option(
    "--limit", type=float, default=300.0, show_default=True, help="seconds for each set of verdicts"
)
@click.option("--only", default="sums,verdicts,added,draft", show_default=True, help="what to measure")
@format_option("table", "json")
def reckoning(
    entries: int,
    recipients: int | None,
    scopes: int,
    statements: str,
    seed: int,
    budget: float,
    limit: float,
    only: str,
    fmt: str,
) -> None:
    """Sums beside DuckDB and Polars, verdicts as statements grow, one statement more, a whole draft."""
    from duikou.book.synthetic import Size
    from duikou.cli.benches.measuring import lines
    from duikou.cli.benches.reckoning import Plan, measure

    size = Size(entries, 0, seed, recipients or 0)
    plan = Plan(size, scopes, _numbers(statements), budget, limit, _parts(only))
    report = measure(plan, lambda text: click.echo(text, err=True))
    emit(json_text(report.as_json()) if fmt == "json" else lines(report))


@command.command("reading")
@click.option("--documents", type=folder, default=None, metavar="DIR", help="texts, one NNN_….txt each")
@click.option("--figures", type=folder, default=None, metavar="DIR", help="their marks, one NNN.jsonl each")
@click.option("--sizes", default="1,10,100,1000,10000", show_default=True, help="sizes in kB for the growth")
@click.option("--budget", type=float, default=60.0, show_default=True, help="seconds for each measurement")
@format_option("table", "json")
def reading(documents: Path | None, figures: Path | None, sizes: str, budget: float, fmt: str) -> None:
    """Beside jionlp, Recognizers-Text and chinese2digits: quality against the marks, speed, growth."""
    from duikou.cli.benches.measuring import lines
    from duikou.cli.benches.reading import measure

    if (documents is None) != (figures is None):
        raise click.UsageError("--documents and --figures go together")
    say = lambda text: click.echo(text, err=True)  # noqa: E731
    report = measure(documents, figures, _numbers(sizes), budget, say)
    emit(json_text(report.as_json()) if fmt == "json" else lines(report))


@command.command("import")
@click.option("--rows", type=click.IntRange(10), default=10_000, show_default=True)
@format_option("table", "json")
def workbook(rows: int, fmt: str) -> None:
    """The preview of an office's workbook beside pandas and openpyxl merely reading it."""
    from duikou.cli.benches.measuring import lines
    from duikou.cli.benches.workbook import measure

    report = measure(rows, lambda text: click.echo(text, err=True))
    emit(json_text(report.as_json()) if fmt == "json" else lines(report))


@command.command("register")
@click.option("--projects", type=click.IntRange(1_000), default=100_000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=20, show_default=True, help="requests of each kind")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--server", default="", metavar="URL", help="a PostgreSQL server; else SQLite")
@format_option("table", "json")
def register(projects: int, rounds: int, seed: int, server: str, fmt: str) -> None:
    """Pages of a register of projects and of records: p50, p95, and the slowest query with its plan."""
    from duikou.cli.benches.measuring import lines
    from duikou.cli.benches.register import measure

    report = measure(projects, rounds, seed, server, lambda text: click.echo(text, err=True))
    emit(json_text(report.as_json()) if fmt == "json" else lines(report))


@command.command("accounts")
@click.option("--rounds", type=click.IntRange(1), default=50, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@at_option
def accounts(rounds: int, seed: int, at: Path | None) -> None:
    """Two accounts of the sample book fed back to the check, whole and with ten figures altered at random."""
    from duikou.store.opening import open_book

    open_book(at)
    from duikou.cli.benches.accounts import lines

    for line in lines(rounds, seed):
        click.echo(line)


def _numbers(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise click.BadParameter(f"{text}: write whole numbers with commas between") from error
    if not found or min(found) < 1:
        raise click.BadParameter(f"{text}: write whole numbers above zero with commas between")
    return found


def _parts(text: str) -> frozenset[str]:
    from duikou.cli.benches.reckoning import PARTS

    wanted = frozenset(part.strip() for part in text.split(",") if part.strip())
    if strange := sorted(wanted - PARTS):
        raise click.BadParameter(f"{strange[0]}: known are {', '.join(sorted(PARTS))}", param_hint="--only")
    return wanted
