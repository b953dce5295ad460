"""What is derived from the chain and kept only so that lists are quick: made anew at any time."""

from django.db import models


class ActivityIndex(models.Model):
    """One row for each record that stands, of its newest version. `donors`: as `EntryRow.donors`; `text`:
    what a search looks through, in small letters. Outside
    the chain; `verify` holds it against the payloads."""

    key = models.CharField(primary_key=True, max_length=200)
    version = models.IntegerField()
    type = models.CharField(max_length=64)
    recipient = models.CharField(max_length=32)
    donors = models.TextField()
    project = models.CharField(max_length=200)
    year = models.SmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["last_day", "first_day", "key"], name="activityindex_newest"),
            models.Index(
                fields=["recipient", "last_day", "first_day", "key"], name="activityindex_recipient"
            ),
            models.Index(fields=["type", "last_day", "first_day", "key"], name="activityindex_type"),
            models.Index(fields=["donors", "year"], name="activityindex_donors"),
            models.Index(fields=["year", "type"], name="activityindex_year"),
            models.Index(fields=["project"], name="activityindex_project"),
        ]
