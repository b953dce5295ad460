"""Long lists in pages; the number stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page of a list of `total` rows, `size` on each; `query`: the other parts of the address."""

    number: int
    size: int
    total: int
    query: str

    @property
    def last(self) -> int:
        return max((self.total - 1) // self.size + 1, 1)

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        return min(self.start + 1, self.total)

    @property
    def last_row(self) -> int:
        return min(self.start + self.size, self.total)


def page_of(request: HttpRequest, total: int, size: int) -> PageOf:
    """The page named by `?page=`; one that there is not is the nearest that there is."""
    others = request.GET.copy()
    wanted = "".join(others.pop("page", ["1"])[-1:])
    last = max((total - 1) // size + 1, 1)
    number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdigit() else 1
    return PageOf(number, size, total, others.urlencode())
