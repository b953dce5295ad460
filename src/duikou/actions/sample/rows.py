"""The tables of the sample book as frozen core rows. Knows nothing of Django; reads package data only."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from duikou.book import (
    Document,
    Entry,
    Figure,
    Pairing,
    Project,
    Scope,
    Statement,
    Step,
    Subject,
    Window,
    parse_amount,
    parse_day,
    parse_period,
)
from duikou.words import Vocabulary

Row = dict[str, str]
ARTICLES = {"A1": "clean.md", "A2": "planted.md"}
LIFE_STEPS = ("agreement", "approval", "start", "completion", "acceptance", "handover")


@dataclass(frozen=True, slots=True)
class Article:
    """An article of our own: its document key, title, date and whole text, front lines included."""

    key: str
    title: str
    dated: str
    file_name: str
    text: str


def table(name: str) -> list[Row]:
    """The rows of one table of the sample, as they stand. Raises FileNotFoundError."""
    return list(csv.DictReader(io.StringIO(_read(f"{name}.csv"), newline="")))


def _read(path: str) -> str:
    folder = resources.files("duikou.actions.sample")
    return folder.joinpath(*path.split("/")).read_bytes().decode("utf-8")


def documents() -> tuple[Document, ...]:
    """The five documents, then the two articles of our own, whose digest is that of the shipped file."""
    real = tuple(Document(**row) for row in table("documents"))  # type: ignore[arg-type]
    return (*real, *(_article_document(article) for article in articles()))


def _article_document(article: Article) -> Document:
    return Document(
        key=article.key,
        title=article.title,
        dated=article.dated,
        form="sample",
        digest=hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
        file_name=article.file_name,
        source="Duikou, written for demonstration",
    )


@cache
def articles() -> tuple[Article, ...]:
    """The articles written for demonstration: `A1` agrees with the statements, `A2` has planted errors.

    Front lines: `# title`, then the date alone in its line (`2025-07`).
    """
    found = []
    for key, name in ARTICLES.items():
        text = _read(f"articles/{name}")
        lines = [line for line in text.splitlines() if line.strip()]
        found.append(Article(key, lines[0].lstrip("# "), lines[1].strip(), name, text))
    return tuple(found)


def planted() -> list[Row]:
    """What is wrong in `A2`: surface, its occurrence in the text, kind of error, what contradicts it."""
    return table("articles/planted")


def subjects() -> tuple[Subject, ...]:
    return tuple(
        Subject(**{**row, "aliases": _split(row["aliases"]), "published": True})  # type: ignore[arg-type]
        for row in table("subjects")
    )


def pairings() -> tuple[Pairing, ...]:
    return tuple(
        Pairing(
            key=row["key"],
            donors=frozenset(_split(row["donors"])),
            recipients=frozenset(_split(row["recipients"])),
            start=row["start"],
            end=row["end"],
            level=row["level"],
            form=row["form"],
            partners=frozenset(_split(row["partners"])),
            programme=row["programme"],
            source=row["source"],
            note=row["note"],
        )
        for row in table("pairings")
    )


def projects() -> tuple[Project, ...]:
    """Projects with the steps that a document dates; a step cell is `date paper` (`2019-05 001`)."""
    return tuple(
        Project(
            key=row["key"],
            name=row["name"],
            donors=frozenset(_split(row["donors"])),
            recipient=row["recipient"],
            sectors=frozenset(_split(row["sectors"])),
            kind=row["kind"],
            subject=row["subject"],
            delivery=row["delivery"],
            programme=row["programme"],
            targets=frozenset(_split(row["targets"])),
            steps=tuple(_steps(row)),
            source=row["source"],
            note=row["note"],
            published=True,
        )
        for row in table("projects")
    )


def _steps(row: Row) -> Iterator[Step]:
    for stage in LIFE_STEPS:
        if row[stage]:
            day, _, paper = row[stage].partition(" ")
            yield Step(stage, "" if day == "?" else day, paper)


def statements(vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """All marked figures as statements, ids kept. Raises UnknownCode for a unit not in `vocabulary`."""
    return tuple(_statement(row, vocabulary) for row in table("statements"))


def _statement(row: Row, vocabulary: Vocabulary) -> Statement:
    start = parse_day(row["from"], "from")
    latest = parse_day(row["from_latest"], "from_latest", last=True)
    scope = Scope(
        measure=row["measure"],
        unit=row["unit"],
        stage=row["stage"],
        # "all" is said of every kind together: no limit
        kinds=frozenset() if row["kind"] == "all" else frozenset(_split(row["kind"])),
        donors=frozenset(_split(row["donors"])),
        recipients=frozenset([row["site"]] if row["site"] else _split(row["recipients"])),
        sectors=frozenset(_split(row["sectors"])),
        subjects=frozenset(_split(row["subject"])),
        window=Window(start, parse_day(row["to"], "to", last=True), latest),
    )
    return Statement(
        key=row["key"],
        scope=scope,
        figure=_figure(row, vocabulary),
        form=row["form"],
        nature=row["nature"],
        assumed=frozenset(_split(row["assumed"])),
        open_donors=row["open_donors"] == "yes",
        document=row["document"],
        part_of=row["part_of"],
        relations=tuple(_relation(text) for text in _split(row["relations"])),
        surface=row["surface"],
        start=int(row["start"]),
        end=int(row["end"]),
        note=row["note"],
        listed=int(row["listed"] or 0),
    )


def _figure(row: Row, vocabulary: Vocabulary) -> Figure:
    scale = vocabulary.unit_of(row["measure"], row["unit"]).scale
    return Figure(
        value=parse_amount(row["value"], scale, "value"),
        last=parse_amount(row["last"], scale, "last"),
        round=parse_amount(row["round"], scale, "round"),
        qualifier=row["qualifier"],
        upper=parse_amount(row["hi"], scale, "hi") if row["hi"] else None,
        whole=row["whole"] == "yes",
    )


def _relation(text: str) -> tuple[str, str]:
    relation, _, key = text.partition(":")
    return relation, key


def entries(vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """Single facts: amount, place and date. The rounding is half of the figure's last printed unit."""
    stated = {row["key"]: row for row in table("statements")}
    return tuple(_entry(row, stated[row["statement"]], vocabulary) for row in table("entries"))


def _entry(row: Row, stated: Row, vocabulary: Vocabulary) -> Entry:
    unit = vocabulary.unit_of(stated["measure"], stated["unit"])
    first, _ = parse_period(row["first_day"], "first_day")
    _, last = parse_period(row["last_day"], "last_day")
    whole = stated["whole"] == "yes"
    return Entry(
        measure=stated["measure"],
        unit=stated["unit"],
        stage=row["stage"],
        amount=parse_amount(stated["value"], unit.scale),
        first_day=first,
        last_day=last,
        kind=row["kind"],
        donors=frozenset(_split(row["donors"])),
        recipient=row["recipient"],
        sector=row["sector"],
        subject=row["subject"],
        project=row["project"],
        document=stated["document"],
        statement=row["statement"],
        rounding=0 if whole else parse_amount(stated["last"], unit.scale) // 2,
        note=row["note"],
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
