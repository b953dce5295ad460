"""Subjects: named things that figures are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A project, firm, hospital, school, route … or a described group of things.

    `form`: project, firm, hospital, school, route, site, product, group or other. A `group` is only a
    description (`惠民工程项目`): it may overlap any other subject; other forms are single things, and two
    different single things share no money and no projects unless one is `part_of` the other. `published`:
    open to everybody even where nothing published names it.
    """

    key: str
    name: str
    form: str = "other"
    aliases: tuple[str, ...] = ()
    place: str = ""
    sector: str = ""
    part_of: str = ""
    note: str = ""
    published: bool = False

    @property
    def single(self) -> bool:
        return self.form != "group"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)
