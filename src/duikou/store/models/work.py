"""Work in hand: what is not yet, or will never be, a fact of the book. Outside the chain."""

import uuid

from django.db import models

from duikou.store.models.people import Office, User


class ImportDraft(models.Model):
    """A workbook that was looked at and not yet accepted. `content`: the file as it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class OwnHeadsRow(models.Model):
    """What the heads of an office's own registers mean: canonical JSON of `types` and `columns`."""

    office = models.OneToOneField(Office, primary_key=True, on_delete=models.CASCADE, related_name="+")
    payload = models.TextField()
