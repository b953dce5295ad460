"""One expression on its own, as somebody types it into a form: `5.48亿元`, `8300余万元`, `80元到120元`."""

from __future__ import annotations

from duikou.reading.clean import clean
from duikou.reading.quantities import quantities
from duikou.reading.split import split
from duikou.reading.types import Quantity
from duikou.words import Vocabulary

LONGEST = 60


def read_expression(text: str, vocabulary: Vocabulary) -> Quantity | None:
    """The quantity that `text` consists of; None where it holds none, several, or other words beside it."""
    if not text.strip() or len(text) > LONGEST:
        return None
    cleaned = clean(text.strip())
    found = quantities(cleaned, split(cleaned), vocabulary)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(cleaned.text)):
        return None
    return found[0]
