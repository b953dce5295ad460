"""Copies of a whole book in one file, the same for both databases: `write_copy` and `restore_copy`.

A copy is a zip of `book.json` (what it is), one `<table>.jsonl` for each table (a JSON list for each row,
columns in the order that `book.json` names) and `papers/<digest>`, the attached files. Sessions are left out.
docs/reference/storage.md has the format.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from duikou.book import BookError, Receipt
from duikou.store import activity_index, selectors, triggers
from duikou.store.faults import clear_faults
from duikou.store.founding import SYSTEM
from duikou.store.models import Office, Posting, User
from duikou.store.moment import reading
from duikou.store.papers import LARGEST_MB, named_papers, paper, put_paper
from duikou.store.payload import PAYLOAD_VERSION
from duikou.store.verification import verify

FORMAT = 2  # 1 held no papers
_HEAD = "book.json"
_PAPERS = "papers/"
_AT_ONCE = 1_000
# Made anew by every `migrate`, or of no use to another server.
_LEFT_OUT_APPS = {"contenttypes", "sessions"}
_LEFT_OUT = {
    "store_importdraft",
    "store_activityindex",
    "auth_permission",
    "auth_group_permissions",
    "store_user_user_permissions",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy holds; `papers`: attached files."""

    book: str
    receipt: Receipt | None
    rows: int
    papers: int = 0


def write_copy(path: Path) -> Copy:
    """Write the open book, as it is at one moment, to a new file that only its owner may read.

    Raises BookError `backup.exists`, `backup.not_written`, `book.…`.
    """
    if path.exists():
        raise BookError("backup.exists", "file", path=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, reading():
                copy = _fill(archive)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise BookError("backup.not_written", "file", path=str(path), said=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)
    return copy


def look_at_copy(path: Path) -> None:
    """Raises BookError `backup.unreadable`, `backup.newer`; touches no database."""
    with _opened(path) as archive:
        _read_head(archive, path)


def restore_copy(path: Path) -> Copy:
    """Load a copy into the open book, which must be empty, and verify it before anything is kept.

    Raises BookError `book.not_empty`, `backup.unreadable`, `backup.newer`, `backup.broken`, `book.…`; the
    open book is then as empty as before.
    """
    with _opened(path) as archive:
        head = _read_head(archive, path)
        if set(head["migrations"]) - set(_migrations()):
            raise BookError("backup.newer", "file", path=str(path))
        receipt = Receipt.parse(head["receipt"]) if head["receipt"] else None
        try:
            with clear_faults(), transaction.atomic():
                _must_be_empty()
                rows = _load(archive, head, path)
                papers = _load_papers(archive, head, path)
                _must_hold(head["book"], receipt, path)
        except IntegrityError as error:
            raise BookError("backup.broken", "file", path=str(path), said=str(error).strip()) from error
    return Copy(head["book"], receipt, rows, papers)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        said = getattr(error, "strerror", "") or str(error)
        raise BookError("backup.unreadable", "file", path=str(path), said=said) from error


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.app_label not in _LEFT_OUT_APPS
        and model._meta.db_table not in _LEFT_OUT
    ]


def _fill(archive: zipfile.ZipFile) -> Copy:
    tables: dict[str, dict[str, object]] = {}
    total = 0
    for model in _models():
        table = model._meta.db_table
        columns = [field.attname for field in model._meta.concrete_fields]
        hashed, rows = hashlib.sha256(), 0
        with archive.open(f"{table}.jsonl", "w") as file:
            for values in model._base_manager.order_by("pk").values_list(*columns).iterator(_AT_ONCE):
                line = json.dumps(values, ensure_ascii=False, default=str).encode() + b"\n"
                hashed.update(line)
                file.write(line)
                rows += 1
        tables[table] = {"columns": columns, "rows": rows, "digest": hashed.hexdigest()}
        total += rows
    receipt = selectors.head()
    papers = sorted({digest for _, digest in named_papers()})
    sizes = {digest: _put_paper(archive, digest) for digest in papers}
    head: dict[str, Any] = {
        "format": FORMAT,
        "payload_version": PAYLOAD_VERSION,
        "book": selectors.book_id(),
        "receipt": str(receipt) if receipt else "",
        "migrations": _migrations(),
        "tables": tables,
        "papers": {digest: size for digest, size in sizes.items() if size},
    }
    archive.writestr(_HEAD, json.dumps(head, ensure_ascii=False, indent=1))
    return Copy(selectors.book_id(), receipt, total, len(head["papers"]))


def _put_paper(archive: zipfile.ZipFile, digest: str) -> int:
    """Its length; 0 where it is not kept here, or is not what its digest says: `verify` names such."""
    content = paper(digest)
    if content is None:
        return 0
    archive.writestr(f"{_PAPERS}{digest}", content)
    return len(content)


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == "store")


def _read_head(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        head = json.loads(archive.read(_HEAD))
        newer = head["format"] > FORMAT or head["payload_version"] > PAYLOAD_VERSION
        wanted = {(table["rows"], table["digest"], *table["columns"]) for table in head["tables"].values()}
        texts = (head["book"], head["receipt"], *head["migrations"])
        complete = bool(wanted) and all(isinstance(text, str) for text in texts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BookError("backup.unreadable", "file", path=str(path), said=_HEAD) from error
    if newer:
        raise BookError("backup.newer", "file", path=str(path))
    if not complete:
        raise BookError("backup.unreadable", "file", path=str(path), said=_HEAD)
    return head


def _must_be_empty() -> None:
    strangers = User.objects.exclude(username=SYSTEM).exists() or Office.objects.exclude(key=SYSTEM).exists()
    if Posting.objects.exists() or strangers:
        raise BookError("book.not_empty", "book", path=str(connection.settings_dict["NAME"]))


def _load(archive: zipfile.ZipFile, head: dict[str, Any], path: Path) -> int:
    """Fill every table. The triggers are away meanwhile, inside this transaction only."""
    models = {model._meta.db_table: model for model in _models()}
    if strange := set(head["tables"]) - set(models):
        raise BookError("backup.unreadable", "file", path=str(path), said=", ".join(sorted(strange)))
    triggers.drop(connection)
    total = 0
    with connection.cursor() as cursor:
        for table in reversed(models):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        # PostgreSQL makes no trigger while checks of foreign keys are still waiting.
        connection.check_constraints()
        for table, known in head["tables"].items():
            rows = _rows_of(archive, table, known, models[table], path)
            total += _insert(cursor, models[table], known["columns"], rows, path)
        for command in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(command)
    connection.check_constraints()
    triggers.install(connection)
    activity_index.rebuild()
    return total


def _load_papers(archive: zipfile.ZipFile, head: dict[str, Any], path: Path) -> int:
    """Put the attached files beside the book. Raises BookError `backup.unreadable` where one is not there or
    not what its digest says; files that were put there already stay, since nothing names them."""
    papers: dict[str, int] = head.get("papers", {})
    for digest in papers:
        name = f"{_PAPERS}{digest}"
        try:
            if archive.getinfo(name).file_size > LARGEST_MB * 1024 * 1024:
                raise ValueError(name)
            content = archive.read(name)
        except (KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise BookError("backup.unreadable", "file", path=str(path), said=name) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise BookError("backup.unreadable", "file", path=str(path), said=name)
        put_paper(content)
    return len(papers)


def _rows_of(
    archive: zipfile.ZipFile, table: str, known: dict[str, Any], model: type[Model], path: Path
) -> Iterator[list[Any]]:
    """Rows as JSON lists. Raises BookError `backup.unreadable` at the end where they are not all there."""
    hashed, rows = hashlib.sha256(), 0
    try:
        with archive.open(f"{table}.jsonl") as file:
            for line in io.BufferedReader(file):  # type: ignore[type-var]
                hashed.update(line)
                rows += 1
                yield json.loads(line)
    except (KeyError, ValueError) as error:
        raise BookError("backup.unreadable", "file", path=str(path), said=table) from error
    if (rows, hashed.hexdigest()) != (known["rows"], known["digest"]):
        raise BookError("backup.unreadable", "file", path=str(path), said=table)


def _insert(
    cursor: Any, model: type[Model], columns: list[str], rows: Iterable[list[Any]], path: Path
) -> int:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if strange := set(columns) - set(fields):
        raise BookError("backup.unreadable", "file", path=str(path), said=", ".join(sorted(strange)))
    chosen = [fields[name] for name in columns]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in chosen)
    marks = ", ".join(["%s"] * len(chosen))
    into = connection.ops.quote_name(model._meta.db_table)
    command = f"INSERT INTO {into} ({names}) VALUES ({marks})"
    total = 0
    batch: list[list[Any]] = []
    for row in rows:
        try:
            values = zip(chosen, row, strict=True)
            batch.append([f.get_db_prep_save(f.to_python(value), connection) for f, value in values])
        except (ValidationError, ValueError, TypeError) as error:
            said = f"{model._meta.db_table}, row {total + 1}"
            raise BookError("backup.unreadable", "file", path=str(path), said=said) from error
        total += 1
        if len(batch) == _AT_ONCE:
            cursor.executemany(command, batch)
            batch = []
    if batch:
        cursor.executemany(command, batch)
    return total


def _must_hold(book: str, receipt: Receipt | None, path: Path) -> None:
    """The chain that was loaded is whole and ends where `book.json` says; else the transaction is undone."""
    from duikou.store.wording import say_fault

    report = verify(receipt, papers=False)  # what was lost before the copy was made is no fault of the copy
    said = [
        say_fault(f.code, posting=f.posting, table=f.table, key=f.key, **dict(f.params))
        for f in report.faults
    ]
    if selectors.book_id() != book or report.head != receipt:
        said.append(_HEAD)
    if said:
        raise BookError("backup.broken", "file", path=str(path), said=said[0])
