"""The index of the records that stand: kept by every posting, made anew, held against the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from duikou.book import Activity, BookError
from duikou.store.models import ActivityIndex, ActivityRow
from duikou.store.payload import canonical
from duikou.store.tables import TABLES

_AT_ONCE = 500


def note(rows: Iterable[tuple[str, int, bool, Activity]]) -> None:
    """What a posting changed, in its transaction: (key, version, withdrawn, row)."""
    changed = list(rows)
    keys = sorted({key for key, *_ in changed})
    for start in range(0, len(keys), _AT_ONCE):
        ActivityIndex.objects.filter(key__in=keys[start : start + _AT_ONCE]).delete()
    standing = {key: _line(version, row) for key, version, withdrawn, row in changed if not withdrawn}
    ActivityIndex.objects.bulk_create(standing.values(), batch_size=_AT_ONCE)


def renew() -> None:
    """`rebuild` while nobody posts. Raises BookError `book.…`."""
    from duikou.store.chain import quiet

    with quiet():
        rebuild()


def rebuild() -> None:
    """From the payloads, inside the caller's transaction."""
    ActivityIndex.objects.all().delete()
    batch: list[ActivityIndex] = []
    for line in _wanted():
        batch.append(line)
        if len(batch) == _AT_ONCE:
            ActivityIndex.objects.bulk_create(batch)
            batch = []
    ActivityIndex.objects.bulk_create(batch)


def stale() -> Iterator[str]:
    """Keys of the records that the index has otherwise than the chain, lacks, or has and should not."""
    present = {line.pk: _values(line) for line in ActivityIndex.objects.iterator(chunk_size=2_000)}
    read = TABLES["activity"].read
    for key, version, payload in _standing():
        found = present.pop(key, None)
        try:
            wanted = _values(_line(version, read(payload)))
        except (BookError, ValueError, TypeError, KeyError):
            continue  # the payload itself was changed, which its digest shows
        if found != wanted:
            yield key
    yield from present


def _wanted() -> Iterator[ActivityIndex]:
    read = TABLES["activity"].read
    for _key, version, payload in _standing():
        yield _line(version, read(payload))


def _standing() -> Iterator[tuple[str, int, str]]:
    later = ActivityRow.objects.filter(key=OuterRef("key"), version__gt=OuterRef("version"))
    rows = ActivityRow.objects.filter(~Exists(later), withdrawn=False).order_by("key")
    yield from rows.values_list("key", "version", "payload").iterator(chunk_size=2_000)


def _line(version: int, row: Activity) -> ActivityIndex:
    return ActivityIndex(
        key=row.key,
        version=version,
        type=row.type,
        recipient=row.recipient,
        donors=canonical(sorted(row.donors)),
        project=row.project,
        year=row.year,
        first_day=row.first_day,
        last_day=row.last_day,
        text=text_of(row.title, row.site, row.note, row.key),
    )


def text_of(*parts: str) -> str:
    """What a search looks through."""
    return "\n".join(parts).lower()


def _values(line: ActivityIndex) -> tuple[object, ...]:
    return tuple(getattr(line, field.attname) for field in ActivityIndex._meta.concrete_fields)
