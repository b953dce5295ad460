"""`duikou bench import` on a small workbook: it measures what it says."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once


def test_every_row_is_previewed_twice() -> None:
    """In a process of its own: the bench turns Django to a book of its own."""
    program = "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"
    words = [sys.executable, "-c", program, "bench", "import", "--rows", "20", "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    (table,) = json.loads(done.stdout)["tables"]
    assert [row["what"].partition(",")[0] for row in table["rows"]] == [
        "pandas + openpyxl reading it",
        "preview with all checks",
        "preview with all checks",
    ]
    assert all(row["processor"].endswith(" s") for row in table["rows"][1:])
