"""Two records of one project become one, or are marked as two that only look alike."""

from __future__ import annotations

from dataclasses import replace

from duikou.actions.gather import gathering
from duikou.book import LIFE_CYCLE, WHOLE_SHARE, BookError, Project, Receipt, Reversal
from duikou.store import selectors
from duikou.store.actors import Actor

SAME_MONEY, OWN_MONEY = "same", "own"


def merge_projects(
    keep: tuple[str, int], gone: tuple[str, int], money: str, reason: str, *, actor: Actor
) -> Receipt:
    """One posting: the second record ends, the first takes what it lacks.

    `keep`, `gone`: key and version seen. `money`: `same` = both records hold the same money, so the entries
    of the second are taken back; `own` = the project is jointly funded and each holds its own, so they are
    carried over. Raises BookError `merge.…`, `unknown.project`, `row.meanwhile`, and as `gathering`.
    """
    if keep[0] == gone[0]:
        raise BookError("merge.same", "gone")
    if money not in (SAME_MONEY, OWN_MONEY):
        raise BookError("merge.money", "money")
    if not reason.strip():
        raise BookError("merge.reason", "reason")
    first, second = selectors.project(keep[0]), selectors.project(gone[0])
    told = f"{second.name} ({second.key}) → {first.name} ({first.key}): {reason.strip()}"
    entries = [row for row, _ in selectors.entries_of_project(second.key)]
    carried = [replace(row, key="", project=first.key) for row in entries] if money == OWN_MONEY else []
    with gathering(actor=actor, action="merge_projects") as basket:
        basket.projects([united(first, second, money)], replace=True, expected=dict([keep]))
        basket.projects(_parts(first.key, second.key), replace=True)
        basket.reversals([Reversal(row.key, told) for row in entries])
        basket.entries(carried)
        basket.withdrawals("project", [second.key], told, expected=dict([gone]))
    assert basket.receipt is not None
    return basket.receipt


def mark_distinct(first: tuple[str, int], second: tuple[str, int], *, actor: Actor) -> Receipt:
    """They only look alike and are not offered again. Raises as `merge_projects`."""
    row = selectors.project(first[0])
    selectors.project(second[0])
    if first[0] == second[0]:
        raise BookError("merge.same", "second")
    marked = replace(row, distinct_from=row.distinct_from | {second[0]})
    with gathering(actor=actor, action="mark_distinct") as basket:
        basket.projects([marked], replace=True, expected=dict([first]))
    assert basket.receipt is not None
    return basket.receipt


def united(first: Project, second: Project, money: str) -> Project:
    """The first with what only the second says. Planned funds are added where each has its own; shares that
    no longer come to a whole are dropped. Raises BookError `merge.places`, `project.order`."""
    if first.recipient and second.recipient and first.recipient != second.recipient:
        places = selectors.vocabulary().places
        if not places.inside(first.recipient, second.recipient):
            if not places.inside(second.recipient, first.recipient):
                raise BookError("merge.places", "gone")
            first = replace(first, recipient=second.recipient)
    known = {step.stage for step in first.steps}
    steps = [*first.steps, *(step for step in second.steps if step.stage not in known)]
    steps.sort(key=lambda step: (LIFE_CYCLE.index(step.stage), step.date))
    shares = first.shares if sum(share.part for share in first.shares) == WHOLE_SHARE else ()
    return replace(
        first,
        donors=first.donors | second.donors,
        recipient=first.recipient or second.recipient,
        sectors=first.sectors | second.sectors,
        targets=first.targets | second.targets,
        implementers=first.implementers | second.implementers,
        kind=first.kind or second.kind,
        subject=first.subject or second.subject,
        delivery=first.delivery or second.delivery,
        programme=_programme(first, second),
        site=first.site or second.site,
        steps=tuple(steps),
        shares=() if second.donors - first.donors else shares,
        outputs=first.outputs or second.outputs,
        served=max(first.served, second.served),
        budget=first.budget + second.budget if money == OWN_MONEY else max(first.budget, second.budget),
        published=first.published and second.published,
        distinct_from=(first.distinct_from | second.distinct_from) - {first.key, second.key},
        note="\n".join(filter(None, (first.note, second.note))),
    )


def _programme(first: Project, second: Project) -> str:
    """The programme of either, unless it is one of the two records themselves."""
    both = {first.key, second.key, ""}
    return next((key for key in (first.programme, second.programme) if key not in both), "")


def _parts(first: str, second: str) -> list[Project]:
    """Sub-projects of the record that ends, under the one that stays."""
    rows = (row for row in selectors.projects() if row.programme == second and row.key != first)
    return [replace(row, programme=first) for row in rows]
