"""Every table of the book. Imported by ``store`` and ``actions`` alone; all others ask the selectors."""

from duikou.store.models.accounts import PublishedAccount
from duikou.store.models.audit import AuditRow
from duikou.store.models.chain import Book, Posting
from duikou.store.models.filings import CallRow, FilingEvent, FilingLine, FilingRow
from duikou.store.models.index import ActivityIndex
from duikou.store.models.people import Duty, Office, User
from duikou.store.models.reviews import CarriedDecision, DecisionRow, DocumentText, ProposalRow
from duikou.store.models.rows import (
    ActivityRow,
    DocumentRow,
    EntryRow,
    PairingRow,
    ProjectRow,
    StatementRow,
    SubjectRow,
    VersionedRow,
    VocabularyRow,
)
from duikou.store.models.work import ImportDraft, OwnHeadsRow

__all__ = [
    "ActivityIndex",
    "ActivityRow",
    "AuditRow",
    "Book",
    "CallRow",
    "CarriedDecision",
    "DecisionRow",
    "DocumentRow",
    "DocumentText",
    "Duty",
    "EntryRow",
    "FilingEvent",
    "FilingLine",
    "FilingRow",
    "ImportDraft",
    "Office",
    "OwnHeadsRow",
    "PairingRow",
    "Posting",
    "ProjectRow",
    "ProposalRow",
    "PublishedAccount",
    "StatementRow",
    "SubjectRow",
    "User",
    "VersionedRow",
    "VocabularyRow",
]
