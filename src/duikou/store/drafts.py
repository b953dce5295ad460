"""Workbooks that were looked at and not yet accepted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from duikou.book import BookError
from duikou.store.models import ImportDraft


@dataclass(frozen=True, slots=True)
class Draft:
    """`name`: of the file, `content`: its bytes."""

    id: str
    name: str
    content: bytes


def import_draft(key: UUID, office: str) -> Draft:
    """Raises BookError `import.gone` where it is not there, or another office's."""
    found = ImportDraft.objects.filter(id=key, office=office).values_list("name", "content").first()
    if found is None:
        raise BookError("import.gone", "file")
    return Draft(str(key), found[0], bytes(found[1]))
