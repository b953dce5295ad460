"""Answers that are kept: bounded, worked out once, nobody waiting for what they did not ask."""

from threading import Event, Thread

import pytest

from duikou.answers.memory import Memory

pytestmark = pytest.mark.once


def test_those_asked_for_last_are_kept() -> None:
    memory: Memory[int] = Memory(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda: 1)
    assert list(memory) == ["a", "c"]


def test_what_is_not_to_be_kept_and_what_fails_is_tried_anew() -> None:
    memory: Memory[int] = Memory(2)
    assert memory.get("a", lambda: 1, lambda answer: answer > 1) == 1
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)
    assert memory.get("a", lambda: 2, lambda answer: answer > 1) == 2
    assert memory.get("a", lambda: 3) == 2


def test_one_is_worked_out_once_and_holds_up_no_other() -> None:
    memory: Memory[str] = Memory(9)
    begun, go, times = Event(), Event(), []

    def slow() -> str:
        times.append(1)
        begun.set()
        assert go.wait(10)
        return "slow"

    found: list[str] = []
    threads = [Thread(target=lambda: found.append(memory.get("slow", slow))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert memory.get("other", lambda: memory.get("a third", lambda: "quick")) == "quick"
    go.set()
    for thread in threads:
        thread.join(10)
    assert (found, times) == (["slow"] * 3, [1])
