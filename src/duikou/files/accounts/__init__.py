"""An account laid out on paper: Word from a template, Excel, PDF. The same account and template give the same
bytes."""

from duikou.files.accounts.excel import excel
from duikou.files.accounts.paper import Labels, Paper
from duikou.files.accounts.pdf import pdf
from duikou.files.accounts.template import FIELDS, shipped_template
from duikou.files.accounts.word import word

__all__ = ["FIELDS", "Labels", "Paper", "excel", "pdf", "shipped_template", "word"]
