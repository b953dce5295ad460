"""Return a filing (退回) with remarks at its records. No posting."""

from __future__ import annotations

from collections.abc import Mapping

from duikou.actions.filing_desk import moving
from duikou.book import BookError
from duikou.store import filings
from duikou.store.actors import Actor


def return_filing(
    call: str,
    office: str,
    *,
    actor: Actor,
    seen: int,
    words: str = "",
    remarks: Mapping[str, str] | None = None,
) -> None:
    """`words`: of the whole; `remarks`: key of a record in the filing → what is to be mended there.

    Raises BookError as `moving`, `filing.no_remark` where nothing is said at all, `unknown.line`.
    """
    with moving(call, office, "return", actor=actor, seen=seen) as desk:
        said = {key: text.strip() for key, text in (remarks or {}).items() if text.strip()}
        keys = {line.filed.key for line in filings.lines(desk.filing.id)}
        if strange := sorted(said.keys() - keys):
            raise BookError("unknown.line", "line", value=strange[0])
        if not said and not words.strip():
            raise BookError("filing.no_remark", "words")
        desk.words = words.strip()
        desk.payload = {"remarks": said}
