"""File formats (Excel, Word, PDF, CSV, text) to and from the types of ``words`` and ``book``. No Django."""

from duikou.files.text import LoadedText, load_text

__all__ = ["LoadedText", "load_text"]
