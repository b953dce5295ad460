"""The text of a Word document."""

from __future__ import annotations

from duikou.files.problems import MEGABYTE, FileProblem, Limits
from duikou.files.source import LoadedText
from duikou.files.word.leaves import LeafMap
from duikou.files.word.package import Element, Package
from duikou.files.word.story import MOST_CHARACTERS, TooLong, body_of, read_story


def read_docx(raw: bytes, name: str, limits: Limits) -> LoadedText:
    """The text as `story` says. Places: paragraphs of the body, cells by table, row and column of the grid,
    footnotes, endnotes and text boxes by their number. Raises FileProblem `file.encrypted`, `file.damaged`,
    `file.expands`, `file.unsafe`, `file.macros`.
    """
    return opened(raw, name, limits)[2]


def opened(raw: bytes, name: str, limits: Limits) -> tuple[Package, Element, LoadedText, LeafMap]:
    """Package, root of the document, text, and the leaf of each of its characters. Raises as `read_docx`."""
    package = Package(raw, name, limits)
    try:
        root, w = body_of(package)
        return package, root, *read_story(package, root, w)
    except TooLong as error:
        # three bytes a character
        raise FileProblem("file.expands", name, most=3 * MOST_CHARACTERS // MEGABYTE) from error
    except Exception as error:
        # Whatever lxml meets in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", name) from error
