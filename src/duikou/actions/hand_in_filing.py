"""Send a filing in (报送), or take it back before anybody has decided on it. No posting."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from duikou.actions.filing_desk import moving
from duikou.book import DOUBT, ERROR, BookError
from duikou.checks.filing import check_filing
from duikou.store import filings
from duikou.store.actors import Actor
from duikou.store.filing_ground import ground_of


def hand_in_filing(
    call: str,
    office: str,
    *,
    actor: Actor,
    seen: int,
    words: str = "",
    explanations: Mapping[str, str] | None = None,
) -> None:
    """The checks run once more, under the lock of the filing. `explanations`: mark of a doubt → a word on it,
    beside those that were said before.

    Raises BookError as `moving`, `filing.errors` where a check has an error, `filing.doubts` where a doubt
    has no word of explanation.
    """
    with moving(call, office, "file", actor=actor, seen=seen) as desk:
        rows = filings.lines(desk.filing.id)
        found = check_filing(ground_of(desk.filing, rows, timezone.localdate()))
        if errors := sum(one.severity == ERROR for one in found):
            raise BookError("filing.errors", "filing", errors=errors)
        said = filings.explanations(filings.events(desk.filing.id))
        said.update({mark: text.strip() for mark, text in (explanations or {}).items()})
        doubts = [one.mark for one in found if one.severity == DOUBT]
        if silent := sum(not said.get(mark) for mark in doubts):
            raise BookError("filing.doubts", "filing", doubts=silent)
        desk.words = words.strip()
        desk.payload = {"rows": len(rows), "explanations": {mark: said[mark] for mark in doubts}}


def recall_filing(call: str, office: str, *, actor: Actor, seen: int, words: str = "") -> None:
    """Raises BookError as `moving`."""
    with moving(call, office, "recall", actor=actor, seen=seen) as desk:
        desk.words = words.strip()
