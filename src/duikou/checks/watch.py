"""The time a question may take."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Measures a span; it does not tell the time."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds

    @property
    def left(self) -> float:
        """Seconds left, 0 when the time is up."""
        return max(0.0, self._end - perf_counter())
