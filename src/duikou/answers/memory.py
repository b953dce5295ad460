"""Answers kept for who asks again: never more than so many, and each worked out once at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import Lock
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class Memory(Generic[Answer]):
    """Holds the `most` answers asked for last. Who asks for one that is being worked out waits for it and for
    nothing else; one question may ask others meanwhile, as long as none of them comes back to it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()
        self._pending: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(
        self, key: Hashable, work_out: Callable[[], Answer], keep: Callable[[Answer], bool] | None = None
    ) -> Answer:
        """The answer kept, else what `work_out` gives; it is kept unless `keep` says no. What `work_out`
        raises goes to the caller, and is tried anew by the next."""
        nothing = object()
        with self._lock:
            if (found := self._held.get(key, nothing)) is not nothing:
                self._held.move_to_end(key)
                return found  # type: ignore[return-value]
            pending = self._pending.setdefault(key, Lock())
        with pending:
            with self._lock:
                if (found := self._held.get(key, nothing)) is not nothing:
                    return found  # type: ignore[return-value]
            try:
                answer = work_out()
                if keep is None or keep(answer):
                    self._keep(key, answer)
            finally:
                with self._lock:
                    self._pending.pop(key, None)
        return answer

    def _keep(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            self._held[key] = answer
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def peek(self, key: Hashable) -> Answer | None:
        """What is kept of a key, as if nobody had asked."""
        with self._lock:
            return self._held.get(key)

    def __iter__(self) -> Iterator[Any]:
        """The keys of the answers held, those asked for last at the end."""
        with self._lock:
            return iter(tuple(self._held))

    def clear(self) -> None:
        with self._lock:
            self._held.clear()

    def __len__(self) -> int:
        return len(self._held)
