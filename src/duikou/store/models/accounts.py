"""Accounts as they were published: kept whole, so that they can be held against what is known later."""

from django.db import models

from duikou.store.models.reviews import Signed


class PublishedAccount(Signed):
    """One account, frozen. `payload`: canonical JSON of `book.Account`; `digest`: SHA-256 of it; `receipt`:
    head of the chain at that moment. `public`: made from what is published, and to be seen by all; else it is
    the office's own. Rows are only added."""

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    as_of = models.DateField()
    public = models.BooleanField(default=False)
    receipt = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    payload = models.TextField()
