"""The audit log: who came, who was refused, who changed people and duties, who took what away."""

from django.db import models


class AuditRow(models.Model):
    """One event. `user` is who acted ("" where nobody was signed in), `target` whom or what it concerns, in
    the words of the event; names, not foreign keys: a name that was only typed is kept as well.

    `detail`: canonical JSON of what else is known. Rows are only added, like postings.
    """

    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=40)
    user = models.CharField(max_length=150, default="")
    office = models.CharField(max_length=64, default="")
    address = models.CharField(max_length=64, default="")
    target = models.CharField(max_length=200, default="")
    detail = models.TextField(default="{}")

    class Meta:
        indexes = [
            models.Index(fields=["target", "at"], name="auditrow_target"),
            models.Index(fields=["address", "at"], name="auditrow_address"),
        ]
