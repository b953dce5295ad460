"""The same Word document with comments: each at exactly the characters it speaks of, nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from posixpath import dirname, join

from lxml import etree

from duikou.files.problems import FileProblem, Limits
from duikou.files.word.leaves import SPACE, Leaf, LeafMap, run_from, run_upto
from duikou.files.word.package import Element, Package, serialized
from duikou.files.word.read import opened
from duikou.files.word.styles import Styles

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Word opens no document with more comment ranges ([MS-OI29500] 2.1.315).
MOST_COMMENTS = 32767
SMALL = "16"  # half points, as in Word's own style for comment marks
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of characters `start` to `end` of the read text: a first line, set bold, and the rest."""

    start: int
    end: int
    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Byline:
    """Who comments and when (the wall clock's time: Word shows it as it stands)."""

    author: str
    initials: str
    when: datetime


def comment_docx(
    raw: bytes, name: str, remarks: Iterable[Remark], byline: Byline, limits: Limits | None = None
) -> bytes:
    """The document `raw` with a comment for each remark.

    Runs are split where a remark begins or ends inside one, and keep their formatting. Word shows no comments
    inside notes and text boxes ([MS-OI29500] 2.1.315): there the run with the note's mark or the box has
    the comment, as has the whole of a form's field. Comments that the document has are kept; parts other than
    the document and its comments stay byte for byte, but for the two that list them where it had no comments.

    Raises FileProblem as `read_docx`, and `file.comments` (most) where Word could not open the result.
    """
    package, root, _, leaves = opened(raw, name, limits or Limits())
    try:
        return commented(package, root, leaves, remarks, byline, name)
    except FileProblem:
        raise
    except (etree.LxmlError, KeyError, ValueError) as error:
        # the parts that list comments, and the comments it has, are read only now
        raise FileProblem("file.damaged", name) from error


def commented(
    package: Package,
    root: Element,
    leaves: LeafMap,
    remarks: Iterable[Remark],
    byline: Byline,
    name: str,
) -> bytes:
    """See `comment_docx`; `root` and the leaves are changed."""
    w = root.tag.removesuffix("document")
    part = package.related("comments") or _free_name(package)
    known = package.root(part)
    comments = known if known is not None else etree.Element(f"{w}comments", nsmap={"w": w.strip("{}")})
    writer = _Writer(w, Styles(package.root(package.related("styles")), w), byline, comments)
    for (first, last), told in _by_place(leaves, remarks):
        writer.put(first, last, told)
    if len(comments) > MOST_COMMENTS:
        raise FileProblem("file.comments", name, most=MOST_COMMENTS)
    if known is None:
        package.add(part, "comments", CONTENT_TYPE)
    package.parts |= {part: serialized(comments), package.main: serialized(root)}
    return package.saved()


def _free_name(package: Package) -> str:
    folder = dirname(package.main)
    names = (join(folder, f"comments{number or ''}.xml") for number in range(len(package.parts) + 1))
    return next(name for name in names if name not in package.parts)


Spot = tuple[Leaf, int]
Told = list[Remark]


def _by_place(leaves: LeafMap, remarks: Iterable[Remark]) -> list[tuple[tuple[Spot, Spot], Told]]:
    """Remarks by the place they will have, in the order of the text; a merged cell is read in several rows,
    a note may hold many figures, but the place is one."""
    found: dict[object, tuple[tuple[Spot, Spot], Told]] = {}
    for remark in sorted(remarks, key=lambda r: (r.start, r.end)):
        if (ends := _ends(leaves, remark)) is None:
            continue
        (first, start), (last, end) = ends
        key = (id(first), start, id(last), end) if first.host is None else id(first.host)
        _, told = found.setdefault(key, (ends, []))
        if all((one.heading, one.lines) != (remark.heading, remark.lines) for one in told):
            told.append(remark)
    return list(found.values())


def _ends(leaves: LeafMap, remark: Remark) -> tuple[Spot, Spot] | None:
    """First and one past the last character that a remark speaks of, both in the story where it begins."""
    spots = [spot for offset in range(remark.start, remark.end) if (spot := leaves.at(offset))]
    if not spots:
        return None
    first = spots[0]
    last = [spot for spot in spots if spot[0].story == first[0].story][-1]
    return first, (last[0], last[1] + 1)


class _Writer:
    """Puts comments into one document."""

    def __init__(self, w: str, styles: Styles, byline: Byline, comments: Element) -> None:
        self._w = w
        self._text_style = styles.key("annotation text")
        self._mark_style = styles.key("annotation reference")
        self._byline = byline
        self._when = byline.when.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._comments = comments
        taken = [int(c.get(f"{w}id", "0")) for c in comments if c.get(f"{w}id", "0").isdecimal()]
        self._next = max(taken, default=-1) + 1

    def put(self, first: Spot, last: Spot, told: Sequence[Remark]) -> None:
        """One comment from `first` up to `last`."""
        host = first[0].host
        # in this order: splitting behind the end leaves the run that begins with the beginning
        begin = host if host is not None else run_from(*first)
        end = host if host is not None else run_upto(*last)
        number = str(self._next)
        self._next += 1
        key = {f"{self._w}id": number}
        begin.addprevious(self._make("commentRangeStart", key))
        behind = self._make("commentRangeEnd", key)
        end.addnext(behind)
        mark = self._mark(self._make("r"))
        self._under(mark, "commentReference", id=number)
        behind.addnext(mark)
        self._comment(number, told)

    def _make(self, name: str, attributes: dict[str, str] | None = None) -> Element:
        return etree.Element(f"{self._w}{name}", attributes or {}, nsmap={"w": self._w.strip("{}")})

    def _under(self, parent: Element, name: str, **attributes: str) -> Element:
        shown = {f"{self._w}{key}": value for key, value in attributes.items()}
        return etree.SubElement(parent, f"{self._w}{name}", shown)

    def _mark(self, run: Element) -> Element:
        """A run made ready for a comment's mark: without the style for it small enough not to move a line."""
        properties = self._under(run, "rPr")
        if self._mark_style:
            self._under(properties, "rStyle", val=self._mark_style)
        else:
            self._under(properties, "sz", val=SMALL)
            self._under(properties, "szCs", val=SMALL)
        return run

    def _comment(self, number: str, told: Sequence[Remark]) -> None:
        by = self._byline
        comment = self._under(self._comments, "comment", id=number, author=by.author, date=self._when)
        comment.set(f"{self._w}initials", by.initials)
        for remark in told:
            for line in (remark.heading, *remark.lines):
                paragraph = self._under(comment, "p")
                if self._text_style:
                    self._under(self._under(paragraph, "pPr"), "pStyle", val=self._text_style)
                if len(comment) == 1:
                    self._under(self._mark(self._under(paragraph, "r")), "annotationRef")
                self._line(self._under(paragraph, "r"), line, bold=line is remark.heading)

    def _line(self, run: Element, line: str, *, bold: bool) -> None:
        if bold:
            properties = self._under(run, "rPr")
            self._under(properties, "b")
            self._under(properties, "bCs")
        text = self._under(run, "t")
        text.text = _NO_XML.sub("", line)
        text.set(SPACE, "preserve")
