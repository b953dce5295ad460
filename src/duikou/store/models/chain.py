"""The book itself and the links of its hash chain."""

from django.db import models
from django.utils import timezone

from duikou.store.models.people import Office, User


class Book(models.Model):
    """The one row that says which book this is (`uuid`, in every receipt) and how payloads are written."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    uuid = models.UUIDField()
    version = models.SmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="book_only_one")]


class Posting(models.Model):
    """One link: what was added at once. See docs/reference/storage.md for what the digest covers.

    `previous` is unique, so the chain cannot fork. `rows` is the length of the manifest.
    """

    # IntegerField, not BigIntegerField: SQLite then has no second, hidden row number to replace rows by.
    number = models.IntegerField(primary_key=True)
    recorded_at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        User, to_field="username", db_column="actor", on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(Office, db_column="office", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    payload_version = models.SmallIntegerField()
    rows = models.IntegerField()
    manifest = models.TextField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="posting_number_positive")
        ]
