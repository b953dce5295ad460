"""Taking entries back: once, with a reason, the old entry kept."""

import pytest

from duikou.actions.post import post
from duikou.actions.reverse import reverse
from duikou.book import BookError, Reversal
from duikou.store import selectors
from duikou.store.actors import system_actor

ACTOR = system_actor()


@pytest.mark.django_db
def test_a_reversal_is_the_same_entry_below_zero(grant) -> None:
    post([grant(100, note="as billed", rounding=5)], actor=ACTOR)
    reverse([Reversal("E1-1", " wrong county ")], actor=ACTOR, instead=[grant(100, recipient="500230")])
    posted, taken_back, right = selectors.entries()
    assert (taken_back.amount, taken_back.reverses, taken_back.note) == (-100, "E1-1", "wrong county")
    same = ("measure", "unit", "stage", "kind", "donors", "recipient", "first_day", "rounding")
    assert all(getattr(posted, name) == getattr(taken_back, name) for name in same)
    assert (right.recipient, right.key) == ("500230", "E2-2")
    assert selectors.entries(standing=True) == (right,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keys", "code", "row"),
    [
        (["E1-9"], "unknown.entry", 1),
        (["nonsense"], "unknown.entry", 1),
        (["E2-1"], "reversal.of_reversal", 1),
        (["E1-1"], "reversal.twice", 1),
        (["E1-2", "E1-2"], "reversal.twice", 2),
    ],
)
def test_what_cannot_be_taken_back(grant, keys: list[str], code: str, row: int) -> None:
    post([grant(100), grant(200)], actor=ACTOR)
    head = reverse([Reversal("E1-1", "twice")], actor=ACTOR)
    with pytest.raises(BookError) as caught:
        reverse([Reversal(key, "because") for key in keys], actor=ACTOR)
    assert (caught.value.code, caught.value.params["row"]) == (code, row)
    assert selectors.head() == head


@pytest.mark.django_db
def test_a_reason_is_required() -> None:
    with pytest.raises(BookError, match=r"reversal\.reason"):
        Reversal("E1-1", "  ")


def test_the_database_itself_lets_an_entry_be_taken_back_once(own_book, grant) -> None:
    """Whatever the program does: two reversals of one entry break a unique index."""
    post([grant(100)], actor=ACTOR)
    reverse([Reversal("E1-1", "twice")], actor=ACTOR)
    columns = "measure, unit, stage, kind, amount, rounding, first_day, last_day, donors, recipient, sector"
    columns += ", subject, project, document, statement, note, reverses"
    command = (
        f"INSERT INTO store_entryrow (posting_id, line, {columns})"
        f" SELECT posting_id, 2, {columns} FROM store_entryrow WHERE posting_id = 2"
    )
    with own_book.raw() as raw, pytest.raises(Exception, match=r"only grows|entryrow_reversed_once"):
        raw.execute(command)
