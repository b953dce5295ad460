"""Words of the book's own."""

import pytest

from duikou.actions.add_words import add_words
from duikou.actions.withdraw import withdraw
from duikou.book import BookError
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.word import Word
from duikou.words.vocabulary import shipped_tables

pytestmark = pytest.mark.django_db
ACTOR = system_actor()


def word(table: str, **cells: str) -> Word:
    head = shipped_tables()[table][0]
    return Word(table, tuple((name, cells.get(name, "")) for name in head))


SECTOR = word("sectors", code="ski", parent="multi", zh="冰雪", en="winter sports")


def test_a_new_sector_can_be_used_at_once(grant) -> None:
    from duikou.actions.gather import gathering

    with gathering(actor=ACTOR, action="test") as basket:
        basket.words([SECTOR])
        basket.entries([grant(1, sector="ski")])
    assert selectors.vocabulary().sector_of("冰雪").code == "ski"
    assert selectors.words() == (SECTOR,)


def test_a_shipped_word_can_be_said_otherwise_and_comes_back_when_that_is_withdrawn() -> None:
    shipped = selectors.vocabulary().kind_of("grant").zh
    add_words([word("kinds", code="grant", parent="all", zh="赠予", en="gift")], actor=ACTOR)
    assert selectors.vocabulary().kind_of("grant").zh == "赠予"
    withdraw("word", ["kinds:grant"], "not our word", actor=ACTOR)
    assert selectors.vocabulary().kind_of("grant").zh == shipped


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (Word("colours", (("code", "red"),)), "word.table"),
        (Word("sectors", (("code", "ski"),)), "word.columns"),
        (word("sectors", parent="multi", zh="x"), "key.empty"),
        (word("sectors", code="x" * 33, parent="multi", zh="x"), "text.too_long"),
        (word("sectors", code="ski", parent="nowhere", zh="x"), "word.refused"),
        (word("units", code="ell", zh="尺", en="ell", scale="many"), "word.refused"),
        (word("places", code="1", name="n", level="village", parent="999999"), "word.refused"),
    ],
)
def test_words_that_do_not_fit_are_refused(bad: Word, code: str) -> None:
    with pytest.raises(BookError) as caught:
        add_words([bad], actor=ACTOR)
    assert caught.value.code == code
    assert selectors.head() is None


def test_a_word_that_others_stand_on_cannot_be_withdrawn() -> None:
    add_words([SECTOR, word("sectors", code="slope", parent="ski", zh="雪道", en="slope")], actor=ACTOR)
    with pytest.raises(BookError, match=r"word\.refused"):
        withdraw("word", ["sectors:ski"], "gone", actor=ACTOR)
