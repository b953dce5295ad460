"""What a dossier says to whoever opens it: how to check it, and the answer as a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text
from duikou.answers.evidence import Evidence
from duikou.answers.proofs import entry_scope
from duikou.answers.questions import scope_text
from duikou.answers.views import BoundView, TotalView
from duikou.answers.wording import chinese
from duikou.book import Entry

_SHOWN = 500  # entries on the page; all are in entries.csv
_README = """\
对口 · 依据汇编
================

口径：{scope}
台账状态：{receipt}
记录 {entries} 条，陈述 {statements} 条

文件
  answer.html      答案（可直接打开）          answer.json    同一答案，供程序读取
  entries.csv      有关的全部记录              statements.csv 有关的全部陈述
  documents.csv    文献与附件，含 SHA-256      papers/        有权查看的附件原件
  postings.csv     写入这些行的各批入账        receipt.txt    台账在此状态的回执
  rows.jsonl       各行的摘要及计入摘要的原文  manifests/     各批入账的行目录（仅审计、市级）
  MANIFEST.sha256  以上每个文件的 SHA-256

如何核对
  1. 文件未被改动：在本目录运行  sha256sum -c MANIFEST.sha256
  2. 附件未被改动：附件的 SHA-256 应与 documents.csv 所列一致。
  3. 某一行未被改动：rows.jsonl 中，head、换行符、payload 相连，其 SHA-256 应等于 digest；
     digest 应出现在该批入账的行目录第 line 行；各批摘要的算法见随软件的 docs/reference/storage.md。
  4. 台账未被改动：把 receipt.txt 交给掌管台账的单位，由其运行  duikou verify --receipt receipt.txt
     或在“入账链”页面核验。
本汇编只含索取人有权查看的内容；无权查看的项目、附件、备注已略去，其摘要仍在。

Duikou · dossier of evidence
============================

Scope: {scope}
State of the book: {receipt}
{entries} entries, {statements} statements

Files
  answer.html      the answer, to be opened          answer.json     the same for programs
  entries.csv      every entry that bears on it      statements.csv  every statement that does
  documents.csv    documents and papers, SHA-256     papers/         the papers you may have
  postings.csv     the postings that brought them    receipt.txt     the receipt of this state of the book
  rows.jsonl       digest of each row, and what is   manifests/      lists of the rows of the postings (only
                   hashed                                            for who sees the whole book)
  MANIFEST.sha256  SHA-256 of every file above

How to check it
  1. No file was changed: run here  sha256sum -c MANIFEST.sha256
  2. No paper was changed: its SHA-256 is the one in documents.csv.
  3. No row was changed: in rows.jsonl the SHA-256 of head, line break and payload is digest; digest stands in
     the list of its posting at that line. How a posting is hashed: docs/reference/storage.md of the program.
  4. The book was not changed: give receipt.txt to whoever keeps the book, who runs
     duikou verify --receipt receipt.txt  or verifies on the page of the chain.
Only what its asker may see is in here; projects, papers and notes that they may not see are left out, the
digests of the rows remain.
"""
_STYLE = (
    "body{font:16px/1.7 'Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    ".value{font-size:1.8rem;font-weight:700}dt{color:#555}dd{margin:0 0 .5rem}"
)


def readme(answer: TotalView, receipt: str, entries: int, statements: int) -> bytes:
    """In Chinese and in English, for whatever language was asked in."""
    text = _README.format(scope=answer.scope_text, receipt=receipt, entries=entries, statements=statements)
    return text.encode("utf-8")


def page_of(
    answer: TotalView, entries: Iterable[Entry], own: set[str], files: Mapping[str, str], book: Evidence
) -> bytes:
    """The answer as one page without anything beside it; papers are linked where they lie in the dossier."""
    listed = list(entries)
    readings = ((_("Natural reading"), answer.natural), (_("Strict reading"), answer.strict))
    rows = format_html_join(
        "",
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        (_entry_row(row, row.key in own, files, book) for row in listed[:_SHOWN]),
    )
    notes = format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((_("Note"), note) for note in answer.notes))
    facts = (
        (_("As of"), answer.as_of or _("all that the book holds")),
        (_("Definition"), answer.definition),
    )
    page = format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        "<style>{}</style></head>"
        "<body><h1>{}</h1>{}<dl>{}{}</dl><h2>{}</h2><table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr>"
        "{}</table>{}</body></html>\n",
        "zh-Hans" if chinese() else "en",
        answer.scope_text,
        SafeString(_STYLE),
        answer.scope_text,
        format_html_join("", "{}", ((_reading(name, bound),) for name, bound in readings)),
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", facts),
        notes,
        _("Entries"),
        _("Key"),
        _("Amount"),
        _("Scope"),
        _("Source"),
        rows,
        format_html("<p>{}</p>", _("All entries are in entries.csv.")) if len(listed) > _SHOWN else "",
    )
    return page.encode("utf-8")


def _reading(name: str, bound: BoundView) -> SafeString:
    assuming = format_html_join("", "<li>{}</li>", ((one.text,) for one in bound.assuming))
    because = format_html_join(
        "",
        "<li><b>{}</b> {} {} {}</li>",
        ((one.key, one.surface, one.scope, one.title) for one in bound.because),
    )
    return format_html(
        '<h2>{}</h2><p class="value">{}</p>{}{}{}',
        name,
        bound.shown,
        format_html("<h3>{}</h3><ul>{}</ul>", _("Taken for granted"), assuming) if bound.assuming else "",
        format_html("<p>{}</p>", bound.open_because) if bound.open_because else "",
        format_html("<h3>{}</h3><ul>{}</ul>", _("Proof"), because) if bound.because else "",
    )


def _entry_row(
    row: Entry, own: bool, files: Mapping[str, str], book: Evidence
) -> tuple[str, str, str, SafeString]:
    document = book.documents.get(row.document)
    title = document.title if document else ""
    path = files.get(row.document, "") if own else ""
    source = format_html('<a href="{}">{}</a>', path, title) if path else format_html("{}", title)
    scope = scope_text(entry_scope(row), book.vocabulary, book.subjects)
    return row.key, amount_text(row.amount, book.vocabulary.unit[row.unit]), scope, source
