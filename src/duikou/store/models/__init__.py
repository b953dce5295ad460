"""Every table of the book. Imported by ``store`` and ``actions`` alone; all others ask the selectors."""

from duikou.store.models.audit import AuditRow
from duikou.store.models.chain import Book, Posting
from duikou.store.models.people import Duty, Office, User
from duikou.store.models.rows import (
    DocumentRow,
    EntryRow,
    PairingRow,
    ProjectRow,
    StatementRow,
    SubjectRow,
    VersionedRow,
    VocabularyRow,
)

__all__ = [
    "AuditRow",
    "Book",
    "DocumentRow",
    "Duty",
    "EntryRow",
    "Office",
    "PairingRow",
    "Posting",
    "ProjectRow",
    "StatementRow",
    "SubjectRow",
    "User",
    "VersionedRow",
    "VocabularyRow",
]
