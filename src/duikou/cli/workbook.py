"""`duikou template` and `duikou import`: an office's workbook out and in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from duikou.cli.options import Unusable, at_option, emit, format_option, json_text

NOT_TAKEN = 1


@click.command("template")
@click.argument("office")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE"
)
@click.option(
    "--type", "types", multiple=True, metavar="NAME", help="only this type of record; may be repeated"
)
@at_option
def template_command(office: str, output: Path, types: Sequence[str], at) -> None:
    """Write the workbook of OFFICE with its own records filled in (.xlsx)."""
    from duikou.store.opening import open_book

    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{output}: name a file that ends with .xlsx", param_hint="--output")
    open_book(at)
    from duikou.answers.workbook import office_workbook

    _write(output, office_workbook(office, types))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--office", default="", metavar="KEY", help="whose workbook it is, where it does not say so")
@click.option(
    "--call", default="", metavar="KEY", help="put the rows into the office's filing upon this call"
)
@click.option("--dry-run", is_flag=True, help="show the preview only")
@click.option(
    "--accept",
    type=click.Choice(["all", "clean"]),
    default=None,
    help="also rows in doubt, or only clean ones",
)
@click.option(
    "--problems",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="write the workbook back with the problems at their cells (.xlsx)",
)
@click.option("--reason", default="", metavar="TEXT", help="of the changes; else the name of the file")
@click.option(
    "--withdraw-missing", is_flag=True, help="take back the records that are no longer in the workbook"
)
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME=TYPE", help="what a sheet of your own holds; remembered"
)
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="TYPE:HEAD=FIELD",
    help="what a head of your own means, FIELD empty = leave it out; remembered",
)
@format_option("table", "json")
@at_option
def import_command(
    file: Path,
    office: str,
    call: str,
    dry_run: bool,
    accept: str | None,
    problems: Path | None,
    reason: str,
    withdraw_missing: bool,
    sheets: Sequence[str],
    heads: Sequence[str],
    fmt: str,
    at,
) -> None:
    """Read FILE (.xlsx or .xls), show what it would change, and take it in.

    Without --accept it is taken only where no row has an error or is in doubt. With --call the rows without
    error go into a filing, and the book stays as it is. Exit status: 0 taken (with --dry-run: it would be),
    1 not taken, 2 unusable.
    """
    from duikou.store.opening import open_book

    raw = _read(file)
    open_book(at)
    from duikou.actions.import_workbook import import_workbook, preview_import

    actor = _actor(raw, file, office)
    if sheets or heads:
        from duikou.actions.map_heads import map_heads

        map_heads(*_own_heads(sheets, heads), actor=actor)
    with _Progress() as tell:
        found = preview_import(raw, file.name, actor=actor, tell=tell)
    if problems:
        from duikou.answers.workbook import marked_workbook

        _write(problems, marked_workbook(found))
    shown = _json(found) if fmt == "json" else None
    if shown is None:
        emit(_lines(found))
    taken = None
    if call and not dry_run:
        emit(_filed(found, call, actor, reason, withdraw_missing, fmt))
        return
    if not dry_run and _takes(found, accept):
        withdraw = [record.key for record in found.missing] if withdraw_missing else []
        taken = import_workbook(found, actor=actor, accept=accept or "", withdraw=withdraw, reason=reason)
    if shown is not None:
        emit(json_text(shown | {"taken": _taken_json(taken)}))
    else:
        emit(_outcome(taken, dry_run))
    if taken is None and not (dry_run and _takes(found, accept)):
        sys.exit(NOT_TAKEN)


def _filed(found: Any, call: str, actor: Any, reason: str, withdraw_missing: bool, fmt: str) -> str:
    """Put the rows into a filing; what came of it, in words or as JSON."""
    from django.utils.translation import gettext as _

    from duikou.actions.fill_filing import put_workbook

    gone = [record.key for record in found.missing] if withdraw_missing else []
    changed = put_workbook(found, call, actor.office, actor=actor, reason=reason, withdraw=gone)
    left = found.counts["faulty"]
    if fmt == "json":
        return json_text(_json(found) | {"filed": {"call": call, "changed": changed, "left": left}})
    said = _("Put into the filing upon {call}: {changed} records changed; {left} rows with errors left out.")
    return said.format(call=call, changed=changed, left=left)


def _takes(found: Any, accept: str | None) -> bool:
    if accept == "clean":
        return True
    faulty = found.counts["faulty"]
    return not faulty and (accept == "all" or all(row.clean for row in found.rows))


def _actor(raw: bytes, file: Path, office: str):
    """Whoever runs commands on the server, for the office named here or in the workbook."""
    from duikou.files.workbook.grid import open_workbook
    from duikou.store.actors import Actor, system_actor
    from duikou.store.holdings import office_view

    mark = open_workbook(raw, file.name).mark
    named = office or (mark.office if mark else "")
    system = system_actor()
    return Actor(system.user, office_view(named).key, system.duties) if named else system


def _read(file: Path) -> bytes:
    from duikou.files import FileProblem, Limits
    from duikou.files.problems import MEGABYTE

    if not file.exists():
        raise FileProblem("file.missing", str(file))
    try:
        if file.stat().st_size > Limits().file_bytes:
            raise FileProblem("file.too_large", str(file), most=Limits().file_bytes // MEGABYTE)
        return file.read_bytes()
    except OSError as error:
        raise FileProblem("file.unreadable", str(file), said=error.strerror or "") from error


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unusable(f"{path}: {error.strerror}") from error


def _own_heads(
    sheets: Sequence[str], heads: Sequence[str]
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    types: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    for text in sheets:
        name, found, kind = text.rpartition("=")
        if not found:
            raise click.BadParameter(f"{text}: write NAME=TYPE", param_hint="--sheet")
        types[name] = kind
    for text in heads:
        kind, found, rest = text.partition(":")
        head, equals, name = rest.rpartition("=")
        if not found or not equals:
            raise click.BadParameter(f"{text}: write TYPE:HEAD=FIELD", param_hint="--head")
        columns.setdefault(kind, {})[head] = name
    return types, columns


class _Progress:
    """A bar on the terminal; nothing where the output goes elsewhere."""

    def __enter__(self):
        self.bar = None
        return self._tell if sys.stderr.isatty() else None

    def _tell(self, done: int, whole: int) -> None:
        if self.bar is None:
            self.bar = click.progressbar(length=whole, file=sys.stderr)
            self.bar.__enter__()
        self.bar.update(done - self.bar.pos)

    def __exit__(self, *error) -> None:
        if self.bar is not None:
            self.bar.update(self.bar.length - self.bar.pos)
            self.bar.__exit__(*error)


def _lines(found: Any) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from duikou.answers.imports import change_lines, missing_lines, problem_lines

    counts = found.counts
    yield _(
        "{new} new, {changed} changed, {unchanged} unchanged, {faulty} with errors, {missing} missing"
    ).format(**counts)
    yield from change_lines(found)
    yield from missing_lines(found)
    yield from problem_lines(found)


def _outcome(taken: Any, dry_run: bool) -> str:
    from django.utils.translation import gettext as _

    if taken is None:
        if dry_run:
            return _("Only looked at; nothing was written.")
        return _("Nothing was written. Mend the workbook, or take it with --accept all or --accept clean.")
    line = _("Written: {new} new, {changed} changed, {withdrawn} withdrawn; {left} rows left out.").format(
        new=taken.new, changed=taken.changed, withdrawn=taken.withdrawn, left=taken.left
    )
    return f"{line}\n{taken.receipt}"


def _json(found: Any) -> dict[str, object]:
    from duikou.answers.imports import difference_json

    return difference_json(found)


def _taken_json(taken: Any) -> dict[str, object] | None:
    if taken is None:
        return None
    counts = {name: getattr(taken, name) for name in ("new", "changed", "withdrawn", "left")}
    return counts | {"receipt": str(taken.receipt)}
