"""Files that are taken away: the same bytes for the same rows, and nothing that a spreadsheet computes."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import pytest

from duikou.files.csv_text import csv_bytes, harmless
from duikou.files.dossier import MANIFEST, safe_name, write_dossier


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-1+cmd", "'-1+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-12.50", "-12.50"),
        ("-", "'-"),
        ("移民", "移民"),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
    (_, (read,)) = csv.reader(io.StringIO(csv_bytes(["h"], [[cell]]).decode("utf-8-sig")))
    assert read == shown


def test_the_same_files_make_the_same_bytes_and_bear_their_digests() -> None:
    parts = [("b/a.txt", b"one"), ("a.csv", b"two")]
    first, second = io.BytesIO(), io.BytesIO()
    write_dossier(iter(parts), first)
    write_dossier(iter(parts), second)
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as archive:
        lines = archive.read(MANIFEST).decode().splitlines()
        assert lines == [f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in parts]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", "con\\x", "", "=x"])
def test_names_stay_inside(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set("/\\=")
    assert ".." not in (safe, safe[:2])
