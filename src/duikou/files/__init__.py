"""File formats (Excel, Word, PDF, CSV, text) to and from the types of ``words`` and ``book``. No Django."""

from duikou.files.problems import FileProblem, Limits
from duikou.files.source import LoadedText, Place
from duikou.files.text import load_bytes, load_text

__all__ = ["FileProblem", "Limits", "LoadedText", "Place", "load_bytes", "load_text"]
