"""What a person may do for an office, and which duties one person must not hold together."""

from __future__ import annotations

from collections.abc import Collection

# The first four are the office's work; the last three run the system.
DUTIES = ("read", "enter", "review", "approve", "audit", "administer", "secure")
WORK = frozenset(DUTIES[:4])
GUARDS = frozenset(DUTIES[4:])


def conflict(duties: Collection[str]) -> tuple[str, str] | None:
    """Two of `duties` that one person must not hold, in whatever offices; None where all go together.

    Administrator, security officer and auditor are three people (三员分立), and none of them does the work
    that they watch. Source: GB/T 22239-2019, 8.1.5 (system, security and audit management are separate).
    """
    guards = [duty for duty in DUTIES if duty in GUARDS and duty in duties]
    work = [duty for duty in DUTIES if duty in WORK and duty in duties]
    if len(guards) > 1:
        return guards[0], guards[1]
    if guards and work:
        return guards[0], work[0]
    return None
