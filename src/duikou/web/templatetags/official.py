"""Filters that put codes of levels, duties, events and steps into an office's words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import pgettext_lazy

from duikou.book.duties import DUTIES
from duikou.store.wording import TABLE_NAMES
from duikou.web.official import ACTION_NAMES, DUTY_NAMES, EVENT_NAMES, LEVEL_NAMES

register = template.Library()

DETAIL_NAMES = {
    "after": pgettext_lazy("log", "after:"),
    "at_office": pgettext_lazy("log", "office:"),
    "before": pgettext_lazy("log", "before:"),
    "call": pgettext_lazy("log", "call:"),
    "deadline": pgettext_lazy("log", "deadline:"),
    "duty": pgettext_lazy("log", "duty:"),
    "firm": pgettext_lazy("log", "firm:"),
    "level": pgettext_lazy("log", "level:"),
    "limits": pgettext_lazy("log", "limits:"),
    "method": pgettext_lazy("log", "method:"),
    "name": pgettext_lazy("log", "name:"),
    "party": pgettext_lazy("log", "donor:"),
    "series": pgettext_lazy("log", "series:"),
    "posting": pgettext_lazy("log", "posting:"),
    "place": pgettext_lazy("log", "place:"),
    "reason": pgettext_lazy("log", "reason:"),
    "receipt": pgettext_lazy("log", "receipt:"),
    "result": pgettext_lazy("log", "faults:"),
    "why": pgettext_lazy("log", "why:"),
}
WHY_NAMES = {
    "duty.missing": pgettext_lazy("log", "duty missing"),
    "reach.missing": pgettext_lazy("log", "another office's"),
    "reach.shared": pgettext_lazy("log", "shared by all offices"),
    "reach.publishing": pgettext_lazy("log", "publishing"),
    "forged": pgettext_lazy("log", "form not of this site or too old"),
}
_VALUES = {"duty": DUTY_NAMES, "level": LEVEL_NAMES, "why": WHY_NAMES}


@register.filter
def level_name(code: str) -> str:
    return str(LEVEL_NAMES.get(code, code))


@register.filter
def duty_name(code: str) -> str:
    return str(DUTY_NAMES.get(code, code))


@register.filter
def event_name(code: str) -> str:
    return str(EVENT_NAMES.get(code, code))


@register.filter
def action_name(code: str) -> str:
    """What a posting did; an action without a name is shown as it is."""
    return str(ACTION_NAMES.get(code, code))


@register.filter
def table_name(code: str) -> str:
    return str(TABLE_NAMES.get(code, code))


@register.filter
def in_order(duties: Iterable[str]) -> list[str]:
    """Names of duties in their order."""
    held = set(duties)
    return [str(DUTY_NAMES[duty]) for duty in DUTIES if duty in held]


@register.filter
def detail_name(name: str) -> str:
    """What a further part of an event is called."""
    return str(DETAIL_NAMES.get(name, f"{name}:"))


@register.filter
def detail_value(value: str, name: str) -> str:
    return str(_VALUES.get(name, {}).get(value, value))


@register.filter
def at(names: dict[str, str], key: str) -> str:
    """What a table of names has under a key, "" where it has nothing."""
    return names.get(key, "")
