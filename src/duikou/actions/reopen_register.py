"""Open a closed register again, for a reason that everybody who sees it can read; and close it once more."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from duikou.actions.gather import Basket, write
from duikou.actions.make_call import must_be_above
from duikou.book import BookError, Receipt
from duikou.store import audit, closings
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults


def reopen_register(keys: Sequence[str], reason: str, *, actor: Actor) -> Receipt:
    """Take closings back; corrections then go by reversal, as ever. Raises BookError `duty.missing`,
    `reach.missing`, `closing.none`, `closing.reason`, `closing.open`, and as `write`."""
    if not reason.strip():
        raise BookError("closing.reason", "reason")
    held = _held(keys, actor)
    if any(one.open for one in held):
        raise BookError("closing.open", "keys")
    basket = Basket()
    expected = {one.row.key: one.version for one in held}
    basket.withdrawals("statement", expected, reason, expected=expected)
    return _write(basket, "register_reopened", "reopen_register", held, reason.strip(), actor)


def close_again(keys: Sequence[str], *, actor: Actor) -> Receipt:
    """Raises BookError `duty.missing`, `reach.missing`, `closing.none`, `closing.closed_already`, and as
    `write`."""
    held = _held(keys, actor)
    if not all(one.open for one in held):
        raise BookError("closing.closed_already", "keys")
    basket = Basket()
    basket.statements([one.row for one in held], replace=True)
    return _write(basket, "register_closed", "close_register", held, "", actor)


def _held(keys: Sequence[str], actor: Actor) -> tuple[closings.Closing, ...]:
    actor.must("approve")
    with clear_faults():
        must_be_above(actor)
        held = closings.closings(keys)
    if not keys or len(held) != len(set(keys)):
        raise BookError("closing.none", "keys")
    return held


def _write(
    basket: Basket, event: str, action: str, held: Sequence[closings.Closing], reason: str, actor: Actor
) -> Receipt:
    with clear_faults(), transaction.atomic():
        receipt = write(basket, actor, action)
        audit.record(
            event,
            user=actor.user,
            office=actor.office,
            address=actor.address,
            target=held[0].row.key,
            call=held[0].row.note,
            series=str(len(held)),
            reason=reason,
            posting=str(receipt.number),
        )
    return receipt
