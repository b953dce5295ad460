"""An account as PDF, set by Typst: no office suite is needed; figures lead to their notes at the end."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duikou.book.account import Chart, Paragraph, Piece, Table
from duikou.files.accounts.charts import draw
from duikou.files.accounts.fonts import SANS, SERIF, chinese_font
from duikou.files.accounts.paper import Paper
from duikou.files.problems import FileProblem

LAYOUT = Path(__file__).with_name("account.typ")


def pdf(paper: Paper) -> bytes:
    """The document. Raises FileProblem `font.missing` where the machine has no Chinese font."""
    font = chinese_font()
    if font is None:
        raise FileProblem("font.missing", "account.pdf")
    import typst

    with TemporaryDirectory(prefix="duikou-") as folder:
        root = Path(folder)
        (root / "account.typ").write_bytes(LAYOUT.read_bytes())
        (root / "account.json").write_text(
            json.dumps(_content(paper, root), ensure_ascii=False), encoding="utf-8"
        )
        made = typst.compile(str(root / "account.typ"), root=folder, font_paths=[str(font.parent)])
    assert isinstance(made, bytes)
    return made


def _content(paper: Paper, root: Path) -> dict[str, Any]:
    """What the layout lays out, as plain JSON; pictures beside it."""
    account = paper.account
    blocks: list[dict[str, Any]] = []
    noted: set[int] = set()
    for section in account.sections:
        blocks.append({"kind": "heading", "text": section.title, "level": section.level})
        for block in section.blocks:
            match block:
                case Paragraph():
                    blocks.append(
                        {"kind": "paragraph", "pieces": [_piece(one, paper, noted) for one in block.pieces]}
                    )
                case Table():
                    blocks.append(_table(block, paper))
                case Chart():
                    if picture := draw(block, paper, "svg"):
                        name = f"chart{len(blocks)}.svg"
                        (root / name).write_bytes(picture)
                        blocks.append({"kind": "chart", "file": name, "title": block.title})
    return {
        "title": account.title,
        "subtitle": account.subtitle,
        "digest": account.digest[:12],
        "remarks_title": paper.labels.remarks,
        "notes_title": paper.labels.sources,
        "notes": list(paper.notes),
        "remarks": list(account.remarks),
        "serif": SERIF,
        "sans": SANS,
        "chinese": account.language.startswith("zh"),
        "blocks": blocks,
    }


def _piece(piece: Piece, paper: Paper, noted: set[int]) -> dict[str, Any]:
    """Words; a figure has the number of its note, in running text a mark besides where it stands first."""
    if isinstance(piece, str):
        return {"text": piece}
    words = paper.account.figure(piece).printed
    if piece in noted:
        return {"text": words, "number": piece}
    noted.add(piece)
    return {"text": words, "number": piece, "mark": True}


def _table(block: Table, paper: Paper) -> dict[str, Any]:
    every = {cell for row in block.rows for cell in row if isinstance(cell, int)}
    rows = [[_piece(cell, paper, every) for cell in row] for row in block.rows]
    return {"kind": "table", "title": block.title, "head": list(block.head), "rows": rows, "note": block.note}
