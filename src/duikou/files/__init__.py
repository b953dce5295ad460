"""File formats (Excel, Word, PDF, CSV, text) to and from the types of ``words`` and ``book``. No Django."""

from duikou.files.problems import FileProblem, Limits
from duikou.files.source import LoadedText, Place
from duikou.files.text import load_bytes, load_text, read_file
from duikou.files.word import Byline, Remark, comment_docx, compose_docx

__all__ = [
    "Byline",
    "FileProblem",
    "Limits",
    "LoadedText",
    "Place",
    "Remark",
    "comment_docx",
    "compose_docx",
    "load_bytes",
    "load_text",
    "read_file",
]
