"""Trees numbered in pre-order: "inside" is an integer-interval test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class UnknownCode(KeyError):
    """A code or name that a vocabulary does not hold; `suggestions` are near names, best first."""

    def __init__(self, table: str, code: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(code)
        self.table = table
        self.code = code
        self.suggestions = tuple(suggestions)

    def __str__(self) -> str:
        hint = f"; did you mean {self.suggestions[0]}?" if self.suggestions else ""
        return f"unknown {self.table}: {self.code}{hint}"


class Tree:
    """A rooted forest over codes, numbered in pre-order.

    Node `c` has the half-open span `span(c) = (first, last)`; `b` lies inside `a` exactly when
    `a.first <= b.first < a.last`. Siblings keep the order in which they were given.
    """

    __slots__ = ("_children", "_codes", "_parents", "_spans", "name")

    def __init__(self, name: str, parents: Mapping[str, str]) -> None:
        """`parents` maps each code to its parent's code, "" for a root.

        Raises `UnknownCode` for a parent that is not itself a node, ValueError for a cycle.
        """
        self.name = name
        self._parents = dict(parents)
        self._children: dict[str, list[str]] = {"": []}
        for code, parent in parents.items():
            if parent and parent not in parents:
                raise UnknownCode(name, parent)
            self._children.setdefault(parent, []).append(code)
        self._spans: dict[str, tuple[int, int]] = {}
        self._codes: list[str] = []
        self._number()
        if len(self._spans) != len(parents):
            loose = next(code for code in parents if code not in self._spans)
            raise ValueError(f"{name}: {loose} is its own ancestor")

    def _number(self) -> None:
        stack: list[tuple[str, bool]] = [(code, True) for code in reversed(self._children[""])]
        while stack:
            code, entering = stack.pop()
            if entering:
                self._spans[code] = (len(self._codes), 0)
                self._codes.append(code)
                stack.append((code, False))
                stack.extend((child, True) for child in reversed(self._children.get(code, ())))
            else:
                self._spans[code] = (self._spans[code][0], len(self._codes))

    def __contains__(self, code: object) -> bool:
        return code in self._spans

    def __iter__(self) -> Iterator[str]:
        """Codes in pre-order."""
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def span(self, code: str) -> tuple[int, int]:
        """Half-open pre-order span of `code`. Raises `UnknownCode`."""
        try:
            return self._spans[code]
        except KeyError:
            raise UnknownCode(self.name, code) from None

    def spans(self, codes: Iterable[str]) -> tuple[tuple[int, int], ...]:
        """Union of the spans of `codes`: disjoint, sorted, adjacent ones joined. Empty codes = everything."""
        found = sorted(self.span(code) for code in codes)
        if not found:
            return ((0, len(self._codes)),)
        joined = [found[0]]
        for first, last in found[1:]:
            if first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return tuple(joined)

    def at(self, number: int) -> str:
        """The code numbered `number`."""
        return self._codes[number]

    def inside(self, inner: str, outer: str) -> bool:
        """Whether `inner` is `outer` or below it. Raises `UnknownCode`."""
        first, last = self.span(outer)
        return first <= self.span(inner)[0] < last

    def parent(self, code: str) -> str:
        """The parent's code, "" for a root. Raises `UnknownCode`."""
        self.span(code)
        return self._parents[code]

    def children(self, code: str) -> tuple[str, ...]:
        """Direct children, "" for the roots."""
        return tuple(self._children.get(code, ()))

    def path(self, code: str) -> tuple[str, ...]:
        """From the root down to `code` itself. Raises `UnknownCode`."""
        self.span(code)
        steps = [code]
        while parent := self._parents[steps[-1]]:
            steps.append(parent)
        return tuple(reversed(steps))
