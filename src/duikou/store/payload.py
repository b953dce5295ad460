"""Core rows as canonical JSON, and digests of it.

Canonical: keys sorted, no spaces, UTF-8, no floats; sets as sorted lists, days as ISO text; fields that have
their default value are left out, so that a field added later does not change the digest of older rows.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

# Raise when the meaning of a payload changes; older numbers must stay readable.
PAYLOAD_VERSION = 1


def canonical(value: object) -> str:
    """JSON text of plain values (no floats: `encode` refuses them), the same for equal values."""
    return _encoder.encode(value)


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no exact place in JSON")


_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse, allow_nan=False
)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def row_digest(
    table: str,
    payload: str,
    payload_version: int,
    version: int = 1,
    withdrawn: bool = False,
    reason: str = "",
) -> str:
    """Digest of one posted row: its canonical payload and what the store adds to it."""
    head = canonical([table, payload_version, version, withdrawn, reason])
    return digest(f"{head}\n{payload}")


def encode(row: Any, leave_out: frozenset[str] = frozenset()) -> dict[str, object]:
    """A frozen dataclass as plain JSON values, default values left out."""
    plain: dict[str, object] = {}
    kind: Any = type(row)
    for name, default in _defaults(kind):
        if name not in leave_out and (value := getattr(row, name)) != default:
            plain[name] = _plain(value)
    return plain


def decode(kind: type, plain: dict[str, Any]) -> Any:
    """The inverse of `encode`. Raises BookError as the type does, TypeError or ValueError for a payload that
    is not one of this type."""
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in plain.items()})


_ABSENT = object()


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    found = []
    for field in dataclasses.fields(kind):
        default: object = field.default
        if default is dataclasses.MISSING:
            default = _ABSENT if field.default_factory is dataclasses.MISSING else field.default_factory()
        found.append((field.name, default))
    return tuple(found)


def _plain(value: Any) -> object:
    if isinstance(value, float):
        _refuse(value)
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)  # type: ignore[type-var]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return encode(value)
    return _refuse(value)


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """A function from JSON value to a value of the annotated type."""
    if hint is date:
        return date.fromisoformat
    if dataclasses.is_dataclass(hint):
        return lambda value: decode(hint, value)  # type: ignore[arg-type]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        read = _reader(next(part for part in inner if part is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is frozenset:
        read = _reader(inner[0])
        return lambda value: frozenset(map(read, value))
    if origin is tuple:
        read = _reader(inner[0])
        return lambda value: tuple(map(read, value))
    return lambda value: value
