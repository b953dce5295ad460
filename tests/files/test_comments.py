"""The same Word document with comments: at the right characters, and nothing else changed, part by part."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_maker import (
    HEAD,
    add_data,
    add_notes,
    append,
    bare,
    comments,
    formatted,
    note_mark,
    paragraph,
    parts_of,
    ranges,
    run,
    saved,
    text_box,
    tree,
    w,
    without_comments,
)

from duikou.files import (
    Byline,
    FileProblem,
    LoadedText,
    Remark,
    comment_docx,
    compose_docx,
    load_bytes,
)
from duikou.reading import read
from duikou.words import load

BYLINE = Byline("对口核对", "核对", datetime(2025, 7, 1, 9, 30))
RELATIONS = "word/_rels/document.xml.rels"
LISTING = {"[Content_Types].xml", RELATIONS}
NUMBER = re.compile(r"\d[\d.]*[万亿]?[元个所]")


def remarks(text, pattern=NUMBER):
    """A remark on every number of a text."""
    return [
        Remark(m.start(), m.end(), f"【存疑】{m[0]}", ("应为别的。", f"第{n}条"))
        for n, m in enumerate(pattern.finditer(text))
    ]


def checked(raw, told=None):
    """The document with comments, after what must hold for every one."""
    text = load_bytes(raw, "a.docx").text
    told = remarks(text) if told is None else told
    out = comment_docx(raw, "a.docx", told, BYLINE)
    before, after = parts_of(raw), parts_of(out)
    new = after.keys() - before.keys()
    assert new <= {"word/comments.xml", RELATIONS}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"word/document.xml", "word/comments.xml"} | (LISTING if new else set())
    assert without_comments(out) == without_comments(raw)
    assert load_bytes(out, "a.docx").text == text
    Document(BytesIO(out))
    return out


def test_each_comment_stands_at_its_characters_whatever_the_runs():
    raw = formatted(["截至2024年底，甲省向乙县援助资金1.5亿元，实施项目38个。"] * 4)
    out = checked(raw)
    told = [first for first, *_ in comments(out).values()]
    assert [f"【存疑】{text}" for text in ranges(out).values()] == told
    assert list(ranges(out).values()) == ["1.5亿元", "38个"] * 4
    assert comments(out)["1"] == ["【存疑】38个", "应为别的。", "第1条"]


def test_who_commented_and_when():
    (one, *_) = tree(checked(formatted(["资金3亿元。"])), "word/comments.xml")
    assert (one.get(w("author")), one.get(w("initials"))) == ("对口核对", "核对")
    assert one.get(w("date")) == "2025-07-01T09:30:00Z"


def test_a_comment_in_a_link_an_insertion_a_form_and_a_field():
    document = Document()
    append(
        document,
        paragraph(run("链接"), f'<w:hyperlink w:anchor="x">{run("见3")}{run("亿元处")}</w:hyperlink>'),
        paragraph(
            run("资金"),
            f'<w:ins w:id="1" w:author="某" w:date="2025-01-01T00:00:00Z">{run("4亿元")}</w:ins>',
            '<w:del w:id="2" w:author="某"><w:r><w:delText>5亿元</w:delText></w:r></w:del>',
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('6亿元整')}</w:sdtContent></w:sdt>",
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('约7亿元整')}</w:sdtContent></w:sdt>",
            '<w:fldSimple w:instr=" REF x "><w:r><w:t>8亿元</w:t></w:r></w:fldSimple>',
            run("，藏着9亿元。", "<w:vanish/>"),
        ),
        parse_xml(f"<w:sdt {HEAD}><w:sdtContent><w:p>{run('学校10所。')}</w:p></w:sdtContent></w:sdt>"),
    )
    out = checked(saved(document))
    assert list(ranges(out).values()) == ["3亿元", "4亿元", "6亿元", "约7亿元整", "8亿元", "10所"]
    assert comments(out)["3"][0] == "【存疑】7亿元"


def test_a_table_of_contents_is_not_read_again():
    document = Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("投入3亿元\t2", style=style)
    document.add_heading("投入3亿元", 1)
    raw = saved(document)
    assert load_bytes(raw, "a.docx").text == "# 投入3亿元\n"
    assert list(ranges(checked(raw)).values()) == ["3亿元"]


def test_tabs_breaks_and_pictures_in_a_run_stay_where_they_are():
    document = Document()
    append(
        document,
        paragraph(
            "<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><w:tab/><w:t>投3</w:t><w:noBreakHyphen/>"
            "<w:t>5亿元</w:t><w:br/><w:t>乙4亿元</w:t><w:lastRenderedPageBreak/><w:t>丙</w:t></w:r>"
        ),
    )
    out = checked(saved(document), remarks("甲\t投3-5亿元 乙4亿元丙", re.compile(r"[\d-]+亿元")))
    assert list(ranges(out).values()) == ["35亿元", "4亿元"]  # the hyphen is a sign of its own
    assert len(list(tree(out).iter(w("b")))) == 5


def test_where_word_shows_no_comments_what_stands_for_it_has_them():
    document = Document()
    append(
        document,
        paragraph(run("正文3亿元"), note_mark("footnote", 1), run("，完。"), note_mark("endnote", 1)),
        paragraph(run("框外"), text_box("框内项目6个，学校7所。")),
    )
    add_notes(document, "footnote", ["含沈阳市4亿元，中学2所。"])
    add_notes(document, "endnote", ["另有5亿元。"])
    raw = saved(document)
    loaded = load_bytes(raw, "a.docx")
    assert loaded.text.split("\n\n") == [
        "正文3亿元，完。",
        "含沈阳市4亿元，中学2所。",
        "另有5亿元。",
        "框外",
        "框内项目6个，学校7所。\n",
    ]
    assert [loaded.where(r.start).kind for r in remarks(loaded.text)] == [
        "paragraph",
        "footnote",
        "footnote",
        "endnote",
        "box",
        "box",
    ]
    out = checked(raw)
    hosts = {
        mark.get(w("id")): {child.tag.rpartition("}")[2] for child in mark.getnext()} - {"rPr"}
        for mark in tree(out).iter(w("commentRangeStart"))
    }
    assert list(hosts.values()) == [{"t"}, {"footnoteReference"}, {"endnoteReference"}, {"AlternateContent"}]
    assert [line for line in comments(out)["1"] if "【" in line] == ["【存疑】4亿元", "【存疑】2所"]
    assert not list(tree(out).iterfind(f".//{w('txbxContent')}//{w('commentRangeStart')}"))


def test_a_merged_cell_is_commented_on_once():
    document = Document()
    table = document.add_table(3, 3)
    for cell, text in zip(table._cells, "县 资金 项目 甲县 3亿元 4个 - - 5个".split(), strict=True):
        cell.text = text.strip("-")
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    raw = saved(document)
    text = load_bytes(raw, "a.docx").text
    assert text == "|县|资金|项目|\n|甲县|3亿元|4个|\n|甲县|3亿元|5个|\n"
    told = [Remark(m.start(), m.end(), f"【存疑】{m[0]}") for m in NUMBER.finditer(text)]
    out = checked(raw, told)
    assert list(ranges(out).values()) == ["3亿元", "4个", "5个"]
    assert comments(out)["0"] == ["【存疑】3亿元"]


def test_a_frame_around_paragraphs_is_no_table():
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "投入3亿元。"
    cell.add_paragraph("学校4所。")
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲县", "5个"
    raw = saved(document)
    assert load_bytes(raw, "a.docx").text == "投入3亿元。\n\n学校4所。\n\n|甲县|5个|\n"
    assert list(ranges(checked(raw)).values()) == ["3亿元", "4所", "5个"]


def test_comments_that_are_there_are_kept():
    document = Document()
    written = document.add_paragraph("投入3亿元，学校4所。")
    document.add_comment(written.runs, text="请核实", author="张三", initials="张")
    add_data(document)
    raw = saved(document)
    out = checked(raw)
    kept, *new = tree(out, "word/comments.xml").iter(w("comment"))
    assert (kept.get(w("author")), "".join(kept.itertext())) == ("张三", "请核实")
    assert [one.get(w("id")) for one in new] == ["1", "2"]
    assert ranges(out) == {"0": "投入3亿元，学校4所。", "1": "3亿元", "2": "4所"}
    again = checked(out)
    assert len(comments(again)) == 5


def test_no_remark_changes_nothing_but_the_list_of_comments():
    raw = formatted(["无数字。"])
    out = checked(raw, [])
    assert comments(out) == {}


def test_a_figure_that_goes_on_in_the_next_paragraph_is_commented_on_as_a_whole():
    """Texts pasted from newspapers break off at the end of a column; a table cell is another matter."""
    document = Document()
    for text in ("投入近8300余", "万元，学校4", "所。"):
        document.add_paragraph(text)
    document.add_table(1, 2).cell(0, 0).text = "共5"
    text = load_bytes(saved(document), "a.docx").text
    told = [Remark(text.index(a), text.index(b) + len(b), a + b) for a, b in (("近", "万元"), ("4", "5"))]
    assert list(ranges(checked(saved(document), told)).values()) == ["近8300余万元", "4所。"]


def test_remarks_may_overlap_and_need_not_keep_an_order():
    document = Document()
    document.add_paragraph("其中无偿援助资金3亿元至5亿元。")
    told = [Remark(9, 16, "全"), Remark(8, 11, "甲"), Remark(12, 15, "乙"), Remark(8, 15, "两")]
    out = checked(saved(document), told)
    heads = [first for first, *_ in comments(out).values()]
    assert dict(zip(heads, ranges(out).values(), strict=True)) == {
        "甲": "3亿元",
        "两": "3亿元至5亿元",
        "全": "亿元至5亿元。",
        "乙": "5亿元",
    }


@given(st.integers(0, 2**32))
def test_any_runs_and_any_remarks(seed):
    chance = random.Random(seed)
    text = "".join(chance.choice("资金12亿元，个") for _ in range(chance.randint(3, 40)))
    cuts = sorted(chance.sample(range(1, len(text)), chance.randint(0, min(6, len(text) - 1))))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    raw = bare(*(run(piece, chance.choice(["", "<w:b/>", "<w:i/>"])) for piece in pieces))
    spans = {tuple(sorted(chance.sample(range(len(text) + 1), 2))) for _ in range(chance.randint(1, 6))}
    out = checked(raw, [Remark(a, b, text[a:b]) for a, b in spans])
    assert sorted(ranges(out).values()) == sorted(text[a:b] for a, b in spans)
    assert {key: first for key, (first, *_) in comments(out).items()} == ranges(out)


def test_control_characters_of_a_title_do_not_break_the_document():
    raw = formatted(["资金3亿元。"])
    out = checked(raw, [Remark(2, 5, "标\x00题\x0b\ud800")])
    assert comments(out)["0"] == ["标题"]


def changed(raw, *changes):
    """The package with (part, what, by what) replaced; part "" means every part."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in parts_of(raw).items():
            for where, what, by in changes:
                content = content.replace(what, by) if where in ("", part) else content
            archive.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.docm", "a.docx", "a.DOTM"])
def test_macros_are_refused(name):
    plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    macros = b"vnd.ms-word.document.macroEnabled.main"
    raw = changed(formatted(["资金3亿元。"]), ("[Content_Types].xml", plain, macros))
    with pytest.raises(FileProblem) as caught:
        load_bytes(raw, name)
    assert caught.value.code == "file.macros"


def test_a_document_whose_comments_are_broken_is_refused():
    document = Document()
    document.add_comment(document.add_paragraph("投入3亿元。").runs, text="请核实")
    raw = changed(saved(document), ("word/comments.xml", b"</w:comment>", b"</w:p>"))
    with pytest.raises(FileProblem) as caught:
        comment_docx(raw, "a.docx", remarks("投入3亿元。"), BYLINE)
    assert caught.value.code == "file.damaged"


def test_a_strict_document_gets_strict_comments():
    """The names of ISO 29500 Strict, in which Word can save: other namespaces, other kinds of relations."""
    strict = b"http://purl.oclc.org/ooxml"
    names = [
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict + b"/wordprocessingml/main"),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            strict + b"/officeDocument/relationships",
        ),
    ]
    raw = changed(bare(run("投入3亿元。")), *(("", what, by) for what, by in names))
    out = comment_docx(raw, "a.docx", remarks(load_bytes(raw, "a.docx").text), BYLINE)
    back = changed(out, *(("", by, what) for what, by in names))
    assert ranges(back) == {"0": "3亿元"}
    assert comments(back)["0"][0] == "【存疑】3亿元"
    assert strict + b"/officeDocument/relationships/comments" in parts_of(out)[RELATIONS]


def test_more_comments_than_word_opens_are_refused(monkeypatch):
    monkeypatch.setattr("duikou.files.word.comments.MOST_COMMENTS", 2)
    text = "资金3亿元，学校4所，项目5个。"
    with pytest.raises(FileProblem) as caught:
        comment_docx(formatted([text]), "a.docx", remarks(text), BYLINE)
    assert caught.value.code == "file.comments"


# ------------------------------------------------------------------ a document laid out anew

PLAIN = """# 一江碧水

投入**3亿**元，
学校4所。

- 项目5个
|县|项目数|
|--|--|
| 甲县 |6个|
|乙县||
尾巴7个"""


def test_a_text_becomes_a_document_with_comments_at_its_figures():
    told = remarks(PLAIN.replace("**", "  "), re.compile(r"\d[ 亿元个所]+"))
    out = compose_docx(LoadedText(PLAIN, "html"), told, BYLINE)
    assert list(ranges(out).values()) == ["3亿元", "4所", "5个", "6个", "7个"]
    document = Document(BytesIO(out))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Heading 1", "一江碧水"),
        ("Normal", "投入3亿元，"),
        ("Normal", "学校4所。"),
        ("List Bullet", "项目5个"),
        ("Normal", "尾巴7个"),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["县", "项目数"],
        ["甲县", "6个"],
        ["乙县", ""],
    ]
    assert load_bytes(out, "b.docx").text.startswith("# 一江碧水\n\n投入3亿元，\n\n学校4所。")


def test_an_empty_text_becomes_an_empty_document():
    for form in ("text", "html"):
        assert Document(BytesIO(compose_docx(LoadedText("\n", form), [], BYLINE))).paragraphs == []


WRAPPED = """\u3000\u3000截至2024年底，甲省向乙县累计援助资金1.
5亿元，实施项目38个，其中教育项目
12个，医疗卫生项目9个，群众受益。

\u3000\u3000学校建成以后，三千名学生搬进了新的
教室，第2批教师也到了县里。
"""


@pytest.mark.parametrize("form", ["text", "pdf"])
def test_lines_that_were_only_wrapped_are_put_together(form):
    told = remarks(WRAPPED, re.compile(r"1\.\n5亿元|\d+\n?个"))
    out = compose_docx(LoadedText(WRAPPED, form), told, BYLINE)
    first, second = Document(BytesIO(out)).paragraphs
    assert first.text == "".join(WRAPPED.split("\n\n")[0].split())
    assert second.text.endswith("三千名学生搬进了新的教室，第2批教师也到了县里。")
    assert list(ranges(out).values()) == ["1.5亿元", "38个", "12个", "9个"]


# ------------------------------------------------------------------ a real document


@pytest.fixture(scope="module")
def real(documents_dir):
    """A real page as somebody formatted it in Word."""
    path = next(iter(sorted(Path(documents_dir).glob("004_*.txt"))))
    lines = path.read_text("utf-8").replace("**", "").splitlines()
    return formatted([line for line in lines if line.strip()])


@pytest.mark.documents
def test_a_real_page_is_commented_on_at_its_figures(real):
    text = load_bytes(real, "a.docx").text
    figures = read(text, dated="2025-07", vocabulary=load())
    assert len(figures) > 60
    out = checked(real, [Remark(f.start, f.end, f.surface) for f in figures])
    marked = ranges(out)
    assert len(marked) >= len(figures) - 3  # those of one footnote share a comment
    for key, (heading, *_) in comments(out).items():
        assert marked[key] in ("".join(heading.split()), "")


# ------------------------------------------------------------------ another programme opens it


def test_libreoffice_opens_it_and_finds_every_comment_in_its_place(tmp_path):
    if (office := shutil.which("soffice")) is None:
        pytest.skip("no LibreOffice was found (on Debian: apt-get install libreoffice-writer)")
    raw = formatted(["截至2024年底，甲省向乙县援助资金1.5亿元，实施项目38个。"] * 8)
    out = checked(raw)
    (tmp_path / "a.docx").write_bytes(out)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--convert-to", "fodt", "--outdir", tmp_path, tmp_path / "a.docx"]
    assert subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0
    opened = etree.parse(tmp_path / "a.fodt")
    spaces = opened.getroot().nsmap
    found = [_covered(note, spaces) for note in opened.iterfind(".//office:annotation", spaces)]
    assert len(found) == len(comments(out))
    in_notes = [text for text in found if "援建学校" in text]
    assert sorted(set(found) - set(in_notes)) == sorted(set(filter(None, ranges(out).values())))


def _covered(note, spaces):
    """The text between an annotation and its end in LibreOffice's own format, other annotations left out."""
    name = f"{{{spaces['office']}}}name"
    texts = []
    for one in note.xpath("following::text() | following::office:annotation-end", namespaces=spaces):
        if not isinstance(one, str):
            if one.get(name) == note.get(name):
                break
        elif not one.getparent().xpath("ancestor-or-self::office:annotation", namespaces=spaces):
            texts.append(one)
    return "".join(texts).strip()
