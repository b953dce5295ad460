"""Save a project as an office edits it: only on top of the version that was seen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from duikou.actions.gather import gathering
from duikou.book import LIFE_CYCLE, BookError, Document, Project, Receipt, Step
from duikou.store import selectors
from duikou.store.actors import Actor
from duikou.store.papers import keep_paper, paper_key

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name, its content, and what the paper is called."""

    name: str
    content: bytes
    title: str


def new_key(recipient: str) -> str:
    """`P-500101-7F3K2Q`: the place, then what tells it from all others."""
    return f"P-{recipient or 'X'}-{''.join(secrets.choice(_SIGNS) for _ in range(6))}"


def save_project(row: Project, seen: int, *, actor: Actor) -> Receipt:
    """One posting; nothing where nothing changed. `seen`: the version that was edited, 0 for a new project.

    Raises BookError `row.meanwhile` where there is another by now, and as `gathering`.
    """
    with gathering(actor=actor, action="save_project") as basket:
        basket.projects([row], replace=True, expected={row.key: seen})
    assert basket.receipt is not None
    return basket.receipt


def add_step(row: Project, seen: int, step: Step, *, actor: Actor, upload: Upload | None = None) -> Receipt:
    """The project with one step more, and the paper that shows it, in one posting. A step that does not recur
    replaces the one of its kind.

    Raises BookError `paper.…`, `project.order`, and as `save_project`.
    """
    actor.must("enter")
    papers = []
    if upload:
        digest = keep_paper(upload.name, upload.content)
        key = paper_key(digest)
        step = replace(step, paper=key)
        if key not in selectors.keys("document", [key]):
            title = upload.title.strip() or upload.name
            papers.append(
                Document(key, title, step.date, form="voucher", digest=digest, file_name=upload.name[-100:])
            )
    changed = replace(row, steps=_with(row.steps, step))
    with gathering(actor=actor, action="add_step") as basket:
        basket.documents(papers)
        basket.projects([changed], replace=True, expected={row.key: seen})
    assert basket.receipt is not None
    return basket.receipt


def remove_step(row: Project, seen: int, number: int, *, actor: Actor) -> Receipt:
    """The project without its step `number` (from 0). Raises BookError `unknown.step`, and as
    `save_project`."""
    if not 0 <= number < len(row.steps):
        raise BookError("unknown.step", "step", value=str(number + 1))
    steps = (*row.steps[:number], *row.steps[number + 1 :])
    return save_project(replace(row, steps=steps), seen, actor=actor)


def _with(steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    kept = [one for one in steps if one.stage != step.stage or step.stage == "payment"]
    kept.append(step)
    return tuple(sorted(kept, key=lambda one: (LIFE_CYCLE.index(one.stage), one.date)))
