"""What an office once said of the heads of its own registers. Outside the chain: it changes no fact."""

from __future__ import annotations

import json

from duikou.store.models import OwnHeadsRow

Types = dict[str, str]
Columns = dict[str, dict[str, str]]


def of_office(office: str) -> tuple[Types, Columns]:
    """(sheet name → type, type → head → field); both empty where nothing was said."""
    payload = OwnHeadsRow.objects.filter(office=office).values_list("payload", flat=True).first()
    said = json.loads(payload) if payload else {}
    return said.get("types", {}), said.get("columns", {})
