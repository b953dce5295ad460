"""`duikou administrator`: the first accounts of a book in production."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from duikou.store import selectors
from duikou.store.actors import actor_of
from duikou.store.audit import Looked, happenings

PROGRAM = [sys.executable, "-c", "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"]


@pytest.mark.parametrize(
    ("role", "duty"), [("administrator", "administer"), ("security", "secure"), ("auditor", "audit")]
)
def test_each_of_the_three(own_book, role: str, duty: str) -> None:
    ended = own_book.run("administrator", "zhoujie", "--as", role, "--name", "周杰")
    assert (ended.returncode, ended.stderr) == (0, "")
    (password,) = re.findall(r"one sign-in: (\S{14})$", ended.stdout, re.MULTILINE)
    assert actor_of("zhoujie").duties == {duty}
    assert selectors.upto() == 0, "people are no posting"
    log = list(happenings(Looked()))
    assert {one.event for one in log} == {"user_added", "duty_granted"}
    assert password not in str(log)


def test_a_password_that_is_asked_for_keeps_the_rules(own_book) -> None:
    def asked(password: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, "administrator", "zhoujie", "--ask"],
            env=own_book.environment,
            input=password + "\n",
            capture_output=True,
            text=True,
            check=False,
        )

    weak = asked("12345")
    assert (weak.returncode, weak.stdout) == (2, "")
    assert len(weak.stderr.splitlines()) == 1
    assert asked("Ping-Hu-2025-An").returncode == 0
    again = asked("Ping-Hu-2025-An")
    assert (again.returncode, again.stderr) == (2, "Error: zhoujie is in the book already.\n")
