"""Names in cells → codes of the vocabulary and keys of the book."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from duikou.book import DOUBT, ERROR, Document, Problem, Project, Subject, problem
from duikou.files.workbook.numbers import squeezed
from duikou.words import ActivityField, Party, Place, Tree, Unit, UnknownCode, Vocabulary

_BETWEEN = re.compile(r"[、,;/|+\n]")
# Names of firms and outputs may hold the other signs.
_PARTED = re.compile(r"[、;；\n]")
_SHARE = re.compile(r"(.+?):?(\d{1,3}(?:\.\d{1,2})?)%")
_OUTPUT = re.compile(r"(.+?)[\s:：]*(\d[\d,，]*(?:\.\d{1,4})?)\s*(\D\S*)")
_AS_WRITTEN = frozenset({"project", "subject", "subjects", "papers", "outputs"})
_JOINED = re.compile(r"[和与及]")
# Between the name and the key of a thing, where a name alone would not tell which.
KEY_MARK = "｜"
_NOTHING = frozenset({"", "-", "—", "/", "无", "暂无"})
Found = tuple[str, list[Problem]]
T = TypeVar("T", Place, Party)


@dataclass(slots=True)
class Register:
    """What names may stand for: the vocabulary, and the projects, subjects and documents of the book. `near`:
    codes of places that are meant first where a name is borne by several. `titles`: key → name of projects
    and subjects. Answers are remembered."""

    words: Vocabulary
    projects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], Found] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        words: Vocabulary,
        projects: Iterable[Project],
        subjects: Iterable[Subject],
        documents: Iterable[Document],
        near: frozenset[str] = frozenset(),
    ) -> Register:
        listed, things = tuple(projects), tuple(subjects)
        return cls(
            words,
            _by_name((row.key, (row.key, row.name)) for row in listed),
            _by_name((row.key, (row.key, *row.names)) for row in things),
            _by_name((row.key, (row.key, row.title)) for row in documents),
            near,
            {**{row.key: row.name for row in listed}, **{row.key: row.name for row in things}},
        )

    def add(self, project: Project) -> None:
        """Let a project that is about to be registered be named."""
        self.titles[project.key] = project.name
        for name in {project.key, project.name, squeezed(project.name)}:
            self.projects[name] = tuple(dict.fromkeys((*self.projects.get(name, ()), project.key)))
        self._known = {asked: found for asked, found in self._known.items() if asked[1] != "project"}

    def show(self, text: str, of: ActivityField) -> str:
        """The inverse of `read`: a canonical text as people write it, numbers in the unit of the column."""
        if not text:
            return ""
        if of.number:
            return f"{(Decimal(text) / of.factor).normalize():f}"
        if of.form in LISTS:
            return "、".join(self._part(part, of) for part in text.split(";"))
        if of.form not in NAMED or of.form == "papers":
            return text.replace(";", "；") if of.form == "papers" else text
        return "、".join(self._name(code, of) for code in text.split(";"))

    def _name(self, code: str, of: ActivityField) -> str:
        if of.form == "place":
            place = self.words.places[code]
            alone = sum(1 for other in self.words.places.find(place.name) if other.name == place.name) == 1
            return place.name if alone or code in self.near else self._full(place)
        if of.form in ("party", "parties"):
            return self.words.parties[code].name
        if of.form in ("project", "subject", "subjects"):
            title = self.titles.get(code, code)
            table = self.projects if of.form == "project" else self.subjects
            return title if table.get(title) == (code,) else f"{title}{KEY_MARK}{code}"
        return next((name for name, other in self.options(of) if other == code), code)

    def read(self, text: str, of: ActivityField) -> Found:
        """The canonical text of a cell that names something ("" = empty), and problems."""
        asked = (of.code, of.form, text)
        if asked not in self._known:
            plain = squeezed(text) if of.form not in _AS_WRITTEN else text.strip()
            self._known[asked] = ("", []) if plain in _NOTHING else _READERS[of.form](self, plain, of)
        return self._known[asked]

    def place(self, text: str, of: ActivityField) -> Found:
        places = self.words.places
        found = _within(text, places, places.find)
        if not found:
            return "", [_unknown("place", text, of, places.suggest(text))]
        same = [place for place in found if place.name == text and place.current] or [found[0]]
        if len(same) > 1:
            close = [place for place in same if place.code in self.near]
            if len(close) != 1:
                names = tuple(self._full(place) for place in same)
                return same[0].code, [problem(DOUBT, "place.ambiguous", of.name, text=text, names=names)]
            same = close
        return same[0].code, []

    def _full(self, place: Place) -> str:
        return "".join(
            self.words.places[code].name
            for code in self.words.places.path(place.code)
            if self.words.places[code].level != "country"
        )

    def parties(self, text: str, of: ActivityField) -> Found:
        codes: list[str] = []
        for part in filter(None, _BETWEEN.split(text)):
            found = self._party(part)
            if found is None:
                halves = [self._party(half) for half in _JOINED.split(part)]
                if len(halves) < 2 or None in halves:
                    return "", [_unknown("party", part, of, self.words.places.suggest(part))]
                codes.extend(filter(None, halves))
            else:
                codes.append(found)
        return ";".join(sorted(set(codes))), []

    def _party(self, name: str) -> str | None:
        found = _within(name, self.words.parties, self.words.parties.find)
        return found[0].code if found else None

    def listed(self, text: str, of: ActivityField) -> Found:
        """Choices and sectors; several where the form is plural."""
        plural = of.form in ("choices", "sectors")
        parts = [text] if not plural else [part for part in _BETWEEN.split(text) if part]
        codes: list[str] = []
        for part in parts:
            code = self._choice(part, of)
            if code is None:
                known = tuple(name for name, _ in self.options(of))
                return "", [problem(ERROR, "choice.unknown", of.name, text=part, known=known)]
            codes.append(code)
        return ";".join(dict.fromkeys(codes)), []

    def _choice(self, text: str, of: ActivityField) -> str | None:
        for row in self.rows(of):
            if text in (row.code, row.zh, row.en, *getattr(row, "synonyms", ())):
                return str(row.code)
        return None

    def rows(self, of: ActivityField) -> Iterable[Any]:
        """The rows of the vocabulary that a choice or sector may be, in order."""
        if of.options:
            return of.options
        tables: dict[str, Mapping[str, Any]] = {
            "kind": self.words.kind,
            "target": self.words.target,
            "stage": self.words.stage,
        }
        return (tables[of.table] if of.table else self.words.sector).values()

    def options(self, of: ActivityField) -> list[tuple[str, str]]:
        """(name, code) of what a choice or sector may be, in order."""
        return [(row.zh, row.code) for row in self.rows(of)]

    def keyed(self, text: str, of: ActivityField) -> Found:
        """A project or subject by its key, its name, or both parted by ｜."""
        table = self.projects if of.form == "project" else self.subjects
        wanted = text.rpartition(KEY_MARK)[2].strip() if KEY_MARK in text else text
        found = table.get(wanted) or table.get(squeezed(wanted)) or ()
        if not found:
            return "", [_unknown(of.form.removesuffix("s"), text, of, _near(wanted, table))]
        if len(found) > 1:
            names = tuple(f"{text}{KEY_MARK}{key}" for key in found)
            return found[0], [problem(DOUBT, "place.ambiguous", of.name, text=text, names=names)]
        return found[0], []

    def several(self, text: str, of: ActivityField) -> Found:
        """Several subjects, each as `keyed` reads one."""
        keys: list[str] = []
        found: list[Problem] = []
        for part in filter(None, map(str.strip, _PARTED.split(text))):
            key, problems = self.keyed(part, of)
            keys.append(key)
            found += problems
        if any(each.severity == ERROR for each in found):
            return "", found
        return ";".join(sorted(set(keys))), found

    def shares(self, text: str, of: ActivityField) -> Found:
        """`上海市60%、江苏省40%`."""
        found: list[str] = []
        for part in filter(None, _BETWEEN.split(text)):
            match = _SHARE.fullmatch(part)
            if match is None:
                return "", [problem(ERROR, "project.share_line", of.name, line=part[:60])]
            donor = self._party(match[1])
            if donor is None:
                return "", [_unknown("party", match[1], of, self.words.places.suggest(match[1]))]
            found.append(f"{donor}:{match[2]}")
        return ";".join(found), []

    def outputs(self, text: str, of: ActivityField) -> Found:
        """`道路 12.5 公里；桥梁 2 个`."""
        found: list[str] = []
        for part in filter(None, map(str.strip, _PARTED.split(text))):
            match = _OUTPUT.fullmatch(part)
            unit = self._unit(match[3]) if match else None
            if match is None or unit is None:
                return "", [problem(ERROR, "project.output_line", of.name, line=part[:60])]
            amount = Decimal(re.sub("[,，]", "", match[2])) * unit.scale
            if amount != int(amount):
                return "", [problem(ERROR, "amount.too_fine", of.name, text=part[:60])]
            found.append(f"{match[1].replace(':', '：')}:{int(amount)}:{unit.code}")
        return ";".join(found), []

    def _unit(self, text: str) -> Unit | None:
        for row in self.words.unit.values():
            if text in (row.code, row.zh, row.en, *getattr(row, "synonyms", ())):
                return row
        return None

    def _part(self, part: str, of: ActivityField) -> str:
        """One part of a list as people write it."""
        if of.form == "shares":
            donor, _, percent = part.partition(":")
            name = self.words.parties[donor].name if donor in self.words.parties else donor
            return f"{name} {percent}%"
        name, _, rest = part.partition(":")
        amount, _, code = rest.partition(":")
        unit = self.words.unit.get(code)
        shown = f"{(Decimal(amount) / unit.scale).normalize():f} {unit.zh}" if unit else f"{amount} {code}"
        return f"{name} {shown}"

    def papers(self, text: str, of: ActivityField) -> Found:
        keys = []
        for part in filter(None, (part.strip() for part in re.split(r"[;；\n]", text))):
            found = self.documents.get(part, ())
            if len(found) != 1:
                return "", [_unknown("document", part, of, _near(part, self.documents))]
            keys.append(found[0])
        return ";".join(dict.fromkeys(keys)), []


_READERS: Mapping[str, Callable[[Register, str, ActivityField], Found]] = {
    "place": Register.place,
    "party": Register.parties,
    "parties": Register.parties,
    "sector": Register.listed,
    "sectors": Register.listed,
    "choice": Register.listed,
    "choices": Register.listed,
    "project": Register.keyed,
    "subject": Register.keyed,
    "subjects": Register.several,
    "shares": Register.shares,
    "outputs": Register.outputs,
    "papers": Register.papers,
}
NAMED = frozenset(_READERS)
LISTS = frozenset({"shares", "outputs"})


def _within(text: str, tree: Tree, find: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    """What `find` knows by the text, or by its end where the beginning names what holds it (重庆市万州区)."""
    if found := find(text):
        return found
    for cut in range(2, len(text) - 1):
        outer = find(text[:cut])
        inner = _within(text[cut:], tree, find) if outer else ()
        held = tuple(each for each in inner if any(_inside(tree, each, other) for other in outer))
        if held:
            return held
    return ()


def _inside(tree: Tree, inner: Place | Party, outer: Place | Party) -> bool:
    try:
        return tree.inside(inner.code, outer.code)
    except UnknownCode:  # a union stands outside the tree
        return False


def _unknown(table: str, text: str, of: ActivityField, near: Iterable[str]) -> Problem:
    return problem(ERROR, f"unknown.{table}", of.name, value=text[:60], suggestions=tuple(near))


def _near(text: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(text, list(table), n=3, cutoff=0.5))


def _by_name(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, names in rows:
        for name in {name for each in names for name in (each, squeezed(each))}:
            found.setdefault(name, []).append(key)
    return {name: tuple(dict.fromkeys(keys)) for name, keys in found.items()}
