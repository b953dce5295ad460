"""The Django application that holds every model of the book."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    """Puts the triggers and the fixed rows back after every migration: SQLite drops triggers with the
    tables that it rebuilds."""

    name = "duikou.store"
    label = "store"
    verbose_name = "Duikou book"

    def ready(self) -> None:
        from duikou.store.founding import found_book

        post_migrate.connect(found_book, sender=self, dispatch_uid="duikou.store.found_book")
