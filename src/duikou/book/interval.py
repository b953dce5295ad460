"""Half-open integer intervals, either end possibly open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """The integers x with low ≤ x < high; None = open on that side. May be empty."""

    low: int | None = None
    high: int | None = None

    @classmethod
    def exactly(cls, value: int) -> Interval:
        return cls(value, value + 1)

    @classmethod
    def inclusive(cls, least: int | None, most: int | None) -> Interval:
        """From bounds that both belong to it."""
        return cls(least, None if most is None else most + 1)

    @property
    def least(self) -> int | None:
        """The smallest member; None = open."""
        return self.low

    @property
    def most(self) -> int | None:
        """The largest member; None = open."""
        return None if self.high is None else self.high - 1

    @property
    def empty(self) -> bool:
        return self.low is not None and self.high is not None and self.low >= self.high

    def __contains__(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)

    def __and__(self, other: Interval) -> Interval:
        """What both hold."""
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        return Interval(max(lows) if lows else None, min(highs) if highs else None)

    def __add__(self, other: Interval) -> Interval:
        """All sums of a member of each; both must be non-empty."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high - 1
        return Interval(low, high)

    def __neg__(self) -> Interval:
        low = None if self.high is None else 1 - self.high
        high = None if self.low is None else 1 - self.low
        return Interval(low, high)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def within(self, other: Interval) -> bool:
        """Whether every member is a member of `other`."""
        if self.empty:
            return True
        low_ok = other.low is None or (self.low is not None and self.low >= other.low)
        high_ok = other.high is None or (self.high is not None and self.high <= other.high)
        return low_ok and high_ok
