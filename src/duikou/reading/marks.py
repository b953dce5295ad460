"""Read figures as lines of the marks (fields of GUIDE.md)."""

from __future__ import annotations

from duikou.reading.geography import level
from duikou.reading.types import ReadFigure
from duikou.words import Vocabulary

FIELDS = (
    "value hi unit qualifier measure stage nature kind donor recipient site subject sector from to part_of"
).split()


def to_mark(figure: ReadFigure, vocabulary: Vocabulary, key: str = "") -> dict[str, object]:
    """`figure` as one line of a marks file: exactly its fields, then `kind`, `bodies`, `said` and `assumed`.

    `key`: the document's id; figures are numbered by the caller's order (`figure.number`), so that ids are
    `KEY-001` and part_of names them. Donors and recipients are standard names; donors that are no places
    (firms, ministries) stand in `bodies`; `said` and `assumed` list the fields by how they were found.
    """
    places = vocabulary.places
    prefix = f"{key}-" if key else ""
    because = figure.because
    bodies = [code for code in figure.donor if level(vocabulary, code) == "body"]
    return {
        "id": f"{prefix}{figure.number:03d}",
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface,
        "value": figure.value,
        "hi": figure.hi,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "measure": figure.measure,
        "stage": figure.stage,
        "nature": figure.nature,
        "donor": [places[code].name for code in figure.donor if code not in bodies],
        "recipient": [places[code].name for code in figure.recipient],
        "site": figure.site,
        "subject": figure.subject,
        "sector": figure.sector,
        "from": figure.since,
        "to": figure.until,
        "part_of": f"{prefix}{figure.part_of:03d}" if figure.part_of is not None else "",
        "note": "",
        "kind": figure.kind,
        "bodies": [vocabulary.parties[code].name for code in bodies],
        "said": [f for f in FIELDS if f in because and because[f].basis == "said"],
        "assumed": [f for f in FIELDS if f in because and because[f].basis == "assumed"],
    }
