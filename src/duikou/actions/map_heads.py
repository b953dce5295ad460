"""Remember what the heads of an office's own registers mean, so that they are mapped once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from duikou.book import BookError
from duikou.store import own_heads, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import OwnHeadsRow
from duikou.store.payload import canonical


def map_heads(types: Mapping[str, str], columns: Mapping[str, Mapping[str, str]], *, actor: Actor) -> None:
    """Add to what the actor's office has said before. `types`: sheet name → type; `columns`: type → head →
    field, "" = leave the column out. No posting: it changes how workbooks are read, not what is in the book.

    Raises BookError `duty.missing`, `unknown.activity`, `field.unknown`.
    """
    actor.must("enter")
    words = selectors.vocabulary()
    for code in (*types.values(), *columns):
        if code not in words.activity:
            raise BookError("unknown.activity", "type", value=code)
    for code, heads in columns.items():
        for name in filter(None, heads.values()):
            if words.activity[code].field(name) is None:
                raise BookError("field.unknown", name, type=code)
    with clear_faults(), transaction.atomic():
        before_types, before = own_heads.of_office(actor.office)
        merged = {code: {**before.get(code, {}), **columns.get(code, {})} for code in {*before, *columns}}
        payload = canonical({"types": {**before_types, **types}, "columns": merged})
        OwnHeadsRow.objects.update_or_create(office_id=actor.office, defaults={"payload": payload})
