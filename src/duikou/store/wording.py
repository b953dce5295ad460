"""What is refused, in words: one line for each code of `BookError`, for people at a page or a command line.

Placeholders are the params of the error; `{field}` is its field. A code without a line of its own is shown
as it stands, so that nothing is ever hidden.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duikou.book import BookError
from duikou.words import UnknownCode

TABLE_NAMES = {
    "account": gettext_lazy("published account"),
    "activity": gettext_lazy("record"),
    "book": gettext_lazy("book"),
    "call": gettext_lazy("call for filings"),
    "document": gettext_lazy("document"),
    "entry": gettext_lazy("entry"),
    "figure": gettext_lazy("figure"),
    "filing": gettext_lazy("filing"),
    "kind": gettext_lazy("kind of assistance"),
    "line": gettext_lazy("record of the filing"),
    "measure": gettext_lazy("measure"),
    "office": gettext_lazy("office"),
    "pairing": gettext_lazy("pairing"),
    "party": gettext_lazy("supporting party"),
    "place": gettext_lazy("place"),
    "posting": gettext_lazy("posting"),
    "programme": gettext_lazy("programme"),
    "project": gettext_lazy("project"),
    "qualifier": gettext_lazy("qualifier"),
    "review": gettext_lazy("document under review"),
    "sector": gettext_lazy("sector"),
    "stage": gettext_lazy("stage"),
    "statement": gettext_lazy("statement"),
    "step": gettext_lazy("step"),
    "subject": gettext_lazy("subject"),
    "table": gettext_lazy("table"),
    "target": gettext_lazy("target group"),
    "unit": gettext_lazy("unit"),
    "user": gettext_lazy("user"),
    "word": gettext_lazy("word"),
}

_BOOK = {
    "book.missing": gettext_lazy("There is no book at {path}; `duikou demo --at DIR` builds one."),
    "book.missing_file": gettext_lazy("The file of the book cannot be opened: {said}"),
    "book.not_made": gettext_lazy("No book can be made at {path}: {said}"),
    "book.newer": gettext_lazy(
        "This book was written by a newer version of Duikou ({found}, this one knows {known}); update Duikou."
    ),
    "book.older": gettext_lazy(
        "This book is of an earlier version; `duikou upgrade` brings it up to this one."
    ),
    "book.unreadable": gettext_lazy("This file is not a book, or it is damaged: {said}"),
    "book.busy": gettext_lazy("Others are writing to the book; nothing was written, try again."),
    "book.disk_full": gettext_lazy("The disk is full; nothing was written. Make room and try again."),
    "book.disk_error": gettext_lazy("The disk failed; nothing was written: {said}"),
    "book.read_only": gettext_lazy("The book may only be read here; nothing was written."),
    "book.refused": gettext_lazy("The database does not permit this; nothing was written: {said}"),
    "book.only_grows": gettext_lazy("The book only grows; nothing was changed: {said}"),
    "book.unreachable": gettext_lazy("The database does not answer; nothing was written: {said}"),
    "book.sqlite_old": gettext_lazy("SQLite {version} is too old; 3.31 or newer is needed."),
    "backup.exists": gettext_lazy("{path} is there already; name a new file."),
    "book.not_empty": gettext_lazy(
        "There is a book with postings already at {path}; a copy is never laid over it."
    ),
    "backup.unreadable": gettext_lazy("{path} is not a copy of a book: {said}"),
    "backup.newer": gettext_lazy("{path} was made by a newer version of Duikou; update Duikou."),
    "backup.broken": gettext_lazy("The copy in {path} does not hold together, nothing was restored: {said}"),
    "backup.not_written": gettext_lazy("{path} cannot be written: {said}"),
    "receipt.unreadable": gettext_lazy("This is no receipt (book:number:digest): {text}"),
    "receipt.none": gettext_lazy("The book is empty, there is no receipt yet."),
    "settings.database_url": gettext_lazy(
        "DUIKOU_DATABASE_URL must read postgresql://user:password@host:port/name."
    ),
}
_FILES = {
    "file.missing": gettext_lazy("{path}: there is no such file."),
    "file.unreadable": gettext_lazy("{path} cannot be read: {said}"),
    "file.form": gettext_lazy("{path}: save it as one of {known} first."),
    "file.too_large": gettext_lazy("{path} is larger than {most} MB; take it in parts."),
    "file.not_text": gettext_lazy("{path} is not a text file, or it is damaged."),
    "file.empty": gettext_lazy("{path} holds no text."),
    "file.encrypted": gettext_lazy("{path} is protected by a password; save it without one."),
    "file.damaged": gettext_lazy("{path} is damaged, or not what its name says."),
    "file.expands": gettext_lazy("{path} unpacks to more than {most} MB; take it in parts."),
    "file.unsafe": gettext_lazy("{path} holds declarations that could read other files; save it anew."),
    "file.not_written": gettext_lazy("{path} cannot be written: {said}"),
    "file.macros": gettext_lazy("{path} holds macros; save it without them, as .docx or .xlsx."),
    "file.comments": gettext_lazy(
        "{path} would have more than {most} comments, which Word does not open; "
        "comment only on what does not fit."
    ),
    "file.cells": gettext_lazy(
        "{path}: the sheet {sheet} reaches to row {rows}, column {columns}; at most {most} rows and {widest} "
        "columns are read. Delete the empty rows and columns beyond the table."
    ),
    "file.sheets": gettext_lazy("{path} has more than {most} sheets; take it in parts."),
    "file.pages": gettext_lazy("{path} has more than {most} pages; take it in parts."),
    "file.no_text_layer": gettext_lazy("{path} has no text layer, it is a scan; take the original file."),
}
_PEOPLE = {
    "duty.missing": gettext_lazy("{user} has no duty to do this ({duty}) in the office {office}."),
    "duty.unknown": gettext_lazy("Unknown duty {value}; known are {known}."),
    "duty.conflict": gettext_lazy(
        "One person cannot hold the duties {first} and {second}: administrator, security officer and auditor "
        "are three people, and none of them does the work that they watch."
    ),
    "duty.own": gettext_lazy("Nobody changes their own duties or their own lock."),
    "reach.missing": gettext_lazy("This does not belong to the office {office}; nothing was written."),
    "reach.shared": gettext_lazy(
        "What all offices share is kept by the municipal office; {office} cannot change it."
    ),
    "reach.publishing": gettext_lazy(
        "Opening to the public is decided by the municipal office, not by {office}."
    ),
    "reach.paper": gettext_lazy("The paper {paper} is not one that {office} may name."),
    "office.level": gettext_lazy("Unknown level of an office: {level}; known are {known}."),
    "office.of_nothing": gettext_lazy(
        "An office of this level answers for something: choose its place, party or firm."
    ),
    "office.unclear": gettext_lazy("Say for which office {user} acts ({known})."),
    "sign_in.failed": gettext_lazy("The user name or the password is not right."),
    "sign_in.locked": gettext_lazy(
        "Too many failed attempts: wait {minutes} minutes, or ask the security officer to release you."
    ),
    "user.name": gettext_lazy("A user name has no spaces and no invisible characters: {name}."),
    "user.old_password": gettext_lazy("The present password is not right."),
    "user.password": gettext_lazy("This password will not do: {said}"),
    "user.reason": gettext_lazy("Locking somebody out needs a reason."),
    "user.same_password": gettext_lazy("The new password is the old one."),
}
_ROWS = {
    "amount.too_fine": gettext_lazy("{text} has more decimal places than the unit allows."),
    "amount.too_large": gettext_lazy("This amount is too large to be held."),
    "amount.unreadable": gettext_lazy("{text} is not a number."),
    "date.impossible": gettext_lazy("There is no such day: {text}."),
    "date.unreadable": gettext_lazy("{text} is not a date; write 2025, 2025-07 or 2025-07-01."),
    "dossier.too_large": gettext_lazy(
        "More than {most} entries or statements bear on this question; narrow it by recipient, donor or "
        "years."
    ),
    "document.copy_of_itself": gettext_lazy("A document is no copy of itself: {value}."),
    "document.digest": gettext_lazy("{digest} is not a SHA-256 digest (64 hexadecimal digits)."),
    "document.same_text": gettext_lazy(
        "This text is in the book already, as document {key} ({title}), under another file."
    ),
    "document.taken": gettext_lazy("This file is in the book already, as document {key} ({title})."),
    "entry.key_given": gettext_lazy("A new entry gets its key from the book, it cannot bring {key}."),
    "entry.negative": gettext_lazy("An amount below zero ({amount}) is only for taking an entry back."),
    "entry.rounding": gettext_lazy("The rounding cannot be below zero ({rounding})."),
    "correction.reason": gettext_lazy("Correcting a record needs a reason."),
    "field.unknown": gettext_lazy("Records of this type ({type}) have no field {field}."),
    "key.empty": gettext_lazy("The key is empty or has spaces around it."),
    "key.taken": gettext_lazy("{key} is in the book already."),
    "key.twice": gettext_lazy("{key} is given twice."),
    "measure.not_base": gettext_lazy("{measure} is one kind of {base}: write {base} and the kind."),
    "name.empty": gettext_lazy("The name is empty."),
    "pairing.empty": gettext_lazy("A pairing has at least one supporting party and one recipient."),
    "pairing.level": gettext_lazy("Unknown level of a pairing: {level}."),
    "period.reversed": gettext_lazy("The end {end} lies before the start {start}."),
    "pivot.axis": gettext_lazy("There is no axis {axis}; known are {known}."),
    "pivot.basis": gettext_lazy("There is no basis {basis}; known are {known}."),
    "pivot.no_cell": gettext_lazy("The table has no line {line}."),
    "pivot.rate": gettext_lazy(
        "{measure} is a rate: rates are never added, ask for one scope and period instead."
    ),
    "pivot.stage": gettext_lazy(
        "{measure} has stages, which are never added: name one, or make stages an axis."
    ),
    "pivot.stages": gettext_lazy("This measure has no stages; choose another axis."),
    "pivot.too_large": gettext_lazy(
        "{cells} cells are too many to prove with statements (at most {most}); limit the table, or count "
        "entries alone."
    ),
    "pivot.twice": gettext_lazy("{rows} and {columns} cut the same; choose two different axes."),
    "project.order": gettext_lazy("The step {second} is dated before {first}."),
    "project.delivery": gettext_lazy("Unknown way of delivery: {value}."),
    "project.negative": gettext_lazy("This number cannot be below zero."),
    "project.output_line": gettext_lazy("“{line}”: write what, how much and the unit, as in 道路 12.5 公里."),
    "project.share_line": gettext_lazy("“{line}”: write the donor and the share, as in 上海市 60%."),
    "project.output": gettext_lazy("An output needs a name and an amount above zero."),
    "project.own_part": gettext_lazy("A project cannot be part of itself."),
    "project.share": gettext_lazy("A share lies above 0 and at most at 100 percent."),
    "project.share_of_whom": gettext_lazy(
        "Shares are given once for each donor of the project, for no other."
    ),
    "project.shares": gettext_lazy("The shares come to more than 100 percent."),
    "project.stage": gettext_lazy("Unknown step of a project: {stage}."),
    "reversal.of_reversal": gettext_lazy("{key} takes another entry back; post the entry anew instead."),
    "reversal.reason": gettext_lazy("Taking {entry} back needs a reason."),
    "reversal.twice": gettext_lazy("{key} has been taken back already."),
    "paper.size": gettext_lazy("{name} is larger than {most} MB."),
    "paper.form": gettext_lazy("{name} is not one of {known}, or not what its name says."),
    "paper.empty": gettext_lazy("{name} is empty."),
    "paper.not_kept": gettext_lazy("The paper could not be kept, nothing was saved: {said}"),
    "merge.same": gettext_lazy("A project cannot be merged with itself."),
    "merge.places": gettext_lazy("These projects are in different places; correct one of them first."),
    "merge.money": gettext_lazy("Say whether both records hold the same money or each its own."),
    "merge.reason": gettext_lazy("Merging needs a reason."),
    "import.accept": gettext_lazy("Accept all or clean, not {value}."),
    "import.faulty": gettext_lazy(
        "{errors} rows have errors; nothing was written. Mend them, or accept only the clean rows."
    ),
    "import.doubts": gettext_lazy(
        "{doubts} rows are in doubt; nothing was written. Confirm them (accept all), or take only the clean "
        "rows."
    ),
    "import.meanwhile": gettext_lazy(
        "The book has changed since the preview; nothing was written. Look at the new preview, then accept."
    ),
    "import.gone": gettext_lazy(
        "It was taken already, or is older than a week. What was taken needs nothing more; otherwise send "
        "the workbook again."
    ),
    "row.meanwhile": gettext_lazy(
        "Somebody has changed this meanwhile; nothing was written. Look at it again, then change it."
    ),
    "sample.not_empty": gettext_lazy(
        "The sample goes into an empty book only; this one has {number} postings."
    ),
    "review.amount": gettext_lazy(
        "{text} is not one amount; write it as in a text: 5.48亿元, 8300余万元, 80元到120元."
    ),
    "review.changed": gettext_lazy(
        "Somebody else ({who}) has decided on figure {number} meanwhile; nothing was changed. "
        "Look at it as it is now."
    ),
    "review.choice": gettext_lazy("{value} is not among the choices."),
    "review.figure_there": gettext_lazy(
        "Figure {number} stands at these words already; correct that one, or choose other words."
    ),
    "review.no_figures": gettext_lazy("No figure was read in this text, so there is nothing to review."),
    "review.no_words": gettext_lazy(
        "“{words}” stands nowhere in the text outside its figures; select the words in the text, "
        "or type them as they stand there."
    ),
    "review.nothing_sent": gettext_lazy("There is nothing to take in: choose a file or paste the text."),
    "review.nothing_to_post": gettext_lazy("The book says already all that was decided here."),
    "review.nothing_to_undo": gettext_lazy("There is no decision of yours here to take back."),
    "review.part_of": gettext_lazy("{value} is not the number of another figure of this document."),
    "review.thing_used": gettext_lazy(
        "Figure {other} is about the thing that figure {number} registers; decide on figure {other} first."
    ),
    "review.too_long": gettext_lazy("The text is longer than {most} characters; take it in parts."),
    "review.words_too_long": gettext_lazy(
        "A figure has {most} characters at most: its number with unit and qualifier. Select fewer words."
    ),
    "series.empty": gettext_lazy("{field} is empty."),
    "stage.missing": gettext_lazy("{measure} needs a stage (agreed, arrived, paid out, spent or planned)."),
    "stage.not_wanted": gettext_lazy("{measure} has no stages."),
    "statement.assumed": gettext_lazy("These cannot be assumed: {fields}."),
    "statement.figure": gettext_lazy("A statement has a figure, a closing has none: {key}."),
    "statement.form": gettext_lazy("Unknown form of a statement: {form}."),
    "statement.nature": gettext_lazy("Unknown nature of a statement: {nature}."),
    "statement.span": gettext_lazy("The figure cannot stand at characters {start} to {end}."),
    "text.too_long": gettext_lazy("{field} is longer than {most} characters."),
    "text.unreadable": gettext_lazy("The text holds characters that are none."),
    "synthetic.not_empty": gettext_lazy(
        "Synthetic rows go into an empty book only; this one has {number} postings."
    ),
    "synthetic.size": gettext_lazy("{field} must be at least {least}, not {given}."),
    "unit.strange": gettext_lazy("{measure} is not counted in {unit} but in {own}."),
    "withdrawal.reason": gettext_lazy("Withdrawing needs a reason."),
    "withdrawal.table": gettext_lazy("Nothing can be withdrawn from {table}."),
    "word.columns": gettext_lazy("A row of {table} has these columns: {columns}."),
    "word.refused": gettext_lazy("The vocabulary would not hold together: {said}"),
    "word.table": gettext_lazy("There is no vocabulary table {table}; known are {known}."),
}
_FILINGS = {
    "call.period": gettext_lazy("{text} is no period; write 2026, 2026Q3 or 2026-09."),
    "call.deadline": gettext_lazy("The deadline lies before the period begins ({day})."),
    "call.offices": gettext_lazy("Choose at least one county office."),
    "call.series": gettext_lazy("Choose at least one measure that records count."),
    "call.reason": gettext_lazy("Taking a call back needs a reason."),
    "call.ended": gettext_lazy("The call {call} was taken back; nothing is filed upon it any more."),
    "call.twice": gettext_lazy(
        "{office} is asked for this already, for the same period (“{call}”). Take that call back first, or "
        "ask for something else."
    ),
    "call.meanwhile": gettext_lazy("Somebody has made a call for {period} at this moment; look at it first."),
    "office.no_county": gettext_lazy("{office} is no county office; only counties are called upon to file."),
    "filing.state": gettext_lazy(
        "The filing does not stand so that this can be done; look at it as it is now."
    ),
    "filing.errors": gettext_lazy(
        "{errors} errors keep the filing back; mend them first. Nothing was sent in."
    ),
    "filing.doubts": gettext_lazy(
        "{doubts} doubts have no word of explanation yet; nothing was sent in. Write one at each."
    ),
    "filing.no_remark": gettext_lazy(
        "Say what is to be mended: in the word on it, or under the record that it is about."
    ),
    "filing.remarked": gettext_lazy(
        "Remarks stand at records: return the filing, or clear them before you accept it. Nothing was "
        "written."
    ),
    "filing.own": gettext_lazy("Nobody accepts a filing that they worked on themselves."),
    "filing.called": gettext_lazy(
        "This belongs to what “{call}” calls for: put it into the filing, it enters the book when that is "
        "accepted. Nothing was written."
    ),
    "filing.meanwhile.put": gettext_lazy(
        "{who} has changed the filing meanwhile; nothing was done. Look at it as it is now."
    ),
    "filing.meanwhile.explain": gettext_lazy(
        "{who} has written explanations meanwhile; nothing was done. Look at the filing as it is now."
    ),
    "filing.meanwhile.file": gettext_lazy("{who} has sent the filing in meanwhile; nothing more was done."),
    "filing.meanwhile.recall": gettext_lazy("{who} has taken the filing back meanwhile; nothing was done."),
    "filing.meanwhile.return": gettext_lazy("{who} has returned the filing meanwhile; nothing was done."),
    "filing.meanwhile.accept": gettext_lazy(
        "{who} has accepted the filing meanwhile; nothing was written a second time."
    ),
    "closing.closed": gettext_lazy(
        "The register is closed for {start} to {end} (“{closing}”): nothing was written. The municipal "
        "office can open it again for a reason."
    ),
    "closing.reason": gettext_lazy("Opening a closed register needs a reason."),
    "closing.none": gettext_lazy("Choose at least one closing."),
    "closing.open": gettext_lazy("The register is open already."),
    "closing.closed_already": gettext_lazy("The register is closed already."),
}
FAULTS: Mapping[str, object] = {
    "row.changed": gettext_lazy("Posting {posting}: {table} {key} was changed."),
    "row.removed": gettext_lazy("Posting {posting}: {table} {key} was removed."),
    "row.inserted": gettext_lazy("Posting {posting}: {table} {key} was inserted, no posting added it."),
    "posting.changed": gettext_lazy("Posting {posting} itself was changed: its digest does not fit."),
    "posting.missing": gettext_lazy("Posting {posting} is missing."),
    "posting.order": gettext_lazy("Posting {posting} is dated before the one it follows."),
    "posting.newer": gettext_lazy("Posting {posting} was written by a newer version of Duikou."),
    "posting.unreadable": gettext_lazy("The list of rows of posting {posting} cannot be read."),
    "chain.cut_off": gettext_lazy(
        "The tail was cut off: the receipt is of posting {posting}, the book ends with {last}."
    ),
    "chain.recomputed": gettext_lazy(
        "The chain was computed anew: posting {posting} is not the one of the receipt."
    ),
    "receipt.other_book": gettext_lazy("The receipt is of another book: {receipt}, this one is {book}."),
    "trigger.missing": gettext_lazy("The trigger {key} of the table {table} is missing or was changed."),
    "constraint.missing": gettext_lazy("The constraint {key} of the table {table} is missing."),
    "constraint.broken": gettext_lazy("The constraint {key} of the table {table} is broken or switched off."),
    "file.damaged": gettext_lazy("The file of the book is damaged: {key}"),
    "paper.missing": gettext_lazy("The file of the paper {key} is missing."),
    "paper.changed": gettext_lazy("The file of the paper {key} is not the one that was attached."),
    "index.stale": gettext_lazy(
        "The list of records shows {key} otherwise than the chain; `duikou upgrade` makes it anew."
    ),
    "book.identity": gettext_lazy("The row that says which book this is has gone or is there twice."),
}
_ACCOUNTS = {
    "account.kind": gettext_lazy("Unknown kind of account: {kind}; known are {known}."),
    "account.wanted": gettext_lazy("This account needs to know whose: fill in {field} (recipient or donor)."),
    "account.year": gettext_lazy("{year} is not a year; write it as 2025."),
    "account.damaged": gettext_lazy(
        "The published account {number} is not what its digest says; run verify."
    ),
    "template.unreadable": gettext_lazy(
        "{path} is not a Word document (.docx) that can be opened as a template."
    ),
    "template.no_body": gettext_lazy(
        "{path} has no paragraph {{正文}} (or {{body}}): put it where the text of the account is to stand."
    ),
    "template.field": gettext_lazy("{path} has a field {name} that is not known; known are {known}."),
    "template.not_alone": gettext_lazy("{path}: the field {name} needs a paragraph of its own."),
    "font.missing": gettext_lazy(
        "This machine has no Chinese font, so a PDF cannot be set; install one, for instance Noto CJK."
    ),
}
MESSAGES: Mapping[str, object] = _BOOK | _FILES | _PEOPLE | _ROWS | _ACCOUNTS | _FILINGS


def say(error: Exception) -> str:
    """One line in the present language for a BookError or UnknownCode; anything else as it says itself."""
    if isinstance(error, UnknownCode):
        return _unknown(error.table, error.code, error.suggestions)
    if not isinstance(error, BookError):
        return str(error)
    place = _place(error)
    if error.code.startswith("unknown."):
        near = error.params.get("suggestions") or ()
        assert isinstance(near, tuple)
        table = error.code.removeprefix("unknown.")
        return place + _unknown(table, str(error.params.get("value", "")), near)
    message = MESSAGES.get(error.code)
    if message is None:
        return str(error)
    return place + str(message).format_map(_Shown(error.params | {"field": error.field}))


def say_fault(code: str, **where: object) -> str:
    """One line for a fault that `verify` found; `where`: posting, table, key and the fault's params."""
    table = str(where.get("table", ""))
    return str(FAULTS[code]).format_map(_Shown(where | {"table": TABLE_NAMES.get(table, table)}))


class _Shown(dict[str, object]):
    """A param that is absent must not turn a message into an error."""

    def __missing__(self, name: str) -> str:
        return "?"


def _unknown(table: str, value: str, near: tuple[str, ...]) -> str:
    name = TABLE_NAMES.get(table, table)
    line = _("Unknown {table}: {value}.").format(table=name, value=value)
    if near:
        line += " " + _("Did you mean {names}?").format(names=pgettext("list", ", ").join(near))
    return line


def _place(error: BookError) -> str:
    number = error.params.get("row")
    if number is None:
        return ""
    key = error.params.get("key")
    if key:
        return _("Row {number} ({key}): ").format(number=number, key=key)
    return _("Row {number}: ").format(number=number)
