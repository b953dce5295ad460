"""What is refused, and that refusing is quick and says why: bombs, entities, encryption, scans, damage."""

import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import make_pdf
from pypdf import PdfReader, PdfWriter

from duikou.files import FileProblem, Limits, load_bytes, load_text

SENTENCE = "截至2024年底，甲省向乙县援助资金1.5亿元。"


def code_of(raw, name, limits=None):
    with pytest.raises(FileProblem) as caught:
        load_bytes(raw, name, limits)
    assert caught.value.params["path"] == name
    return caught.value.code


def word():
    document = Document()
    document.add_paragraph(SENTENCE)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed_again(raw, part, change):
    """The archive `raw` with `part` changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return out.getvalue()


def test_the_document_that_is_changed_below_is_read_as_it_stands():
    assert load_bytes(word(), "a.docx").text == f"{SENTENCE}\n"


def test_a_document_that_unpacks_without_end_is_refused_before_it_is_unpacked():
    bomb = packed_again(word(), "word/document.xml", lambda xml: xml + b" " * 300_000_000)
    assert len(bomb) < 1_000_000
    began = time.perf_counter()
    assert code_of(bomb, "bomb.docx") == "file.expands"
    assert time.perf_counter() - began < 1


def test_an_archive_of_very_many_parts_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", "")
    assert code_of(out.getvalue(), "a.docx") == "file.expands"


def test_a_table_whose_merged_cells_would_fill_the_memory_is_refused():
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "资" * 300
    merged = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="63"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>'

    def repeat(xml):
        wide = xml.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="63"/><w:vMerge w:val="restart"/>')
        return wide.replace(b"</w:tbl>", merged * 20_000 + b"</w:tbl>")

    stream = BytesIO()
    document.save(stream)
    assert code_of(packed_again(stream.getvalue(), "word/document.xml", repeat), "a.docx") == "file.expands"


ENTITY = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_entities_in_a_document_are_refused(part):
    def declare(xml):
        head, mark, body = xml.partition(b"?>")
        return head + mark + ENTITY + body

    assert code_of(packed_again(word(), part, declare), "a.docx") == "file.unsafe"


def test_entities_in_utf_16_are_refused():
    def declare(xml):
        return (ENTITY.decode() + xml.partition(b"?>")[2].decode()).encode("utf-16")

    assert code_of(packed_again(word(), "word/document.xml", declare), "a.docx") == "file.unsafe"


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "a.docx", "file.encrypted"),
        (b"no zip at all", "a.docx", "file.damaged"),
        (b"PK\x03\x04broken", "a.docx", "file.damaged"),
        (b"no pdf at all", "a.pdf", "file.damaged"),
        (b"%PDF-1.4\nbroken", "a.pdf", "file.damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "file.not_text"),
        (b"\x00\x01\x02", "a.html", "file.not_text"),
        (b"", "a.docx", "file.empty"),
        (b"text", "a.doc", "file.form"),
    ],
)
def test_what_is_no_such_file(raw, name, code):
    assert code_of(raw, name) == code


def test_a_document_with_a_part_cut_out_is_damaged():
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename != "word/document.xml":
                new.writestr(info.filename, old.read(info))
    assert code_of(out.getvalue(), "a.docx") == "file.damaged"
    deep = packed_again(word(), "word/document.xml", lambda xml: b"<a>" * 100_000)
    assert code_of(deep, "a.docx") == "file.damaged"


def test_a_scanned_pdf_is_told_from_an_empty_file():
    assert code_of(make_pdf([[], []]), "scan.pdf") == "file.no_text_layer"


def test_an_encrypted_pdf_is_refused_and_one_without_password_is_read():
    def encrypted(password):
        writer = PdfWriter(PdfReader(BytesIO(make_pdf([[(100, 700, SENTENCE)]]))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        stream = BytesIO()
        writer.write(stream)
        return stream.getvalue()

    assert code_of(encrypted("secret"), "a.pdf") == "file.encrypted"
    assert load_bytes(encrypted(""), "a.pdf").text == f"{SENTENCE}\n"


def test_limits_are_those_that_are_given():
    raw = SENTENCE.encode()
    assert load_bytes(raw, "a.txt", Limits(file_bytes=len(raw))).text == SENTENCE
    assert code_of(raw, "a.txt", Limits(file_bytes=len(raw) - 1)) == "file.too_large"
    assert code_of(word(), "a.docx", Limits(unpacked_bytes=1000)) == "file.expands"
    assert code_of(make_pdf([[(1, 1, "页")]] * 3), "a.pdf", Limits(pages=2)) == "file.pages"


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    began = time.perf_counter()
    with pytest.raises(FileProblem) as caught:
        load_text(path)
    assert (caught.value.code, caught.value.params["most"]) == ("file.too_large", 20)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "page", ["<a" * 200_000, "<!--" * 100_000, "<div>" * 100_000, "&#x0;" * 1000, "<table><tr><td>" * 20_000]
)
def test_pages_made_to_be_slow_are_not(page):
    began = time.perf_counter()
    read_or_refused(page.encode() + "资金5亿元".encode(), "a.html")
    assert time.perf_counter() - began < 10


def read_or_refused(raw, name):
    """No other error than FileProblem comes of it, and no empty text."""
    with suppress(FileProblem):
        assert load_bytes(raw, name).text.strip()


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf"]))
def test_any_bytes_are_taken_or_refused(raw, name):
    prefix = {"a.pdf": b"%PDF-1.4\n", "a.docx": b"PK\x03\x04"}.get(name, b"")
    read_or_refused(raw, name)
    read_or_refused(prefix + raw, name)


WHOLE = {"a.docx": word(), "a.pdf": make_pdf([[(100, 700, SENTENCE)]])}


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_documents_are_read_or_refused(name, changes):
    raw = bytearray(WHOLE[name])
    for where, value in changes:
        raw[int(where * len(raw))] = value
    read_or_refused(bytes(raw), name)
