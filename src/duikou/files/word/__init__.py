"""Word documents (.docx): their text, the same document with comments, and a new one laid out from a text."""

from duikou.files.word.comments import Byline, Remark, comment_docx
from duikou.files.word.compose import compose_docx
from duikou.files.word.read import read_docx

__all__ = ["Byline", "Remark", "comment_docx", "compose_docx", "read_docx"]
