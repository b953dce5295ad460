"""Getting ready: what the first reader and the first draft would otherwise wait for."""

from __future__ import annotations

import logging
from threading import Thread

from django.db import connection

from duikou.answers.drafts import check_text
from duikou.answers.evidence import evidence
from duikou.answers.overview import overview
from duikou.answers.pivot_views import TableQuestion
from duikou.answers.pivots import ENTRIES, reckon
from duikou.answers.questions import Question
from duikou.answers.register import register
from duikou.book import EVERYTHING, PUBLIC

# any sentence with an amount and a count: reading it loads the reader's tables, judging it the solver
SPECIMEN = "截至2020年底，累计投入援助资金1.5亿元，实施项目10个。"

# tables that need the entries in different orders
TABLES = (("donor", "recipient"), ("recipient", "stage"), ("kind", "period"))


def warm_up() -> None:
    """Load the book and its register as the public and the offices see them, with all findings and the first
    page, get the entries into order, and judge a sentence. Nothing is written."""
    register()
    for sight in (EVERYTHING, PUBLIC):
        book = evidence(sight=sight)
        book.findings()
        check_text(SPECIMEN, sight=sight)
        book.table.set_in_order()
        overview(sight=sight)
        for rows, columns in TABLES:
            reckon(TableQuestion(Question("fund"), rows, columns, ENTRIES), sight=sight)


def warm_up_beside() -> Thread:
    """The same while the server is already answering; what goes wrong is left to whoever asks first."""

    def run() -> None:
        try:
            warm_up()
        except Exception:  # the same trouble will be told in full on a page
            logging.getLogger(__name__).debug("the book could not be loaded beforehand", exc_info=True)
        finally:
            connection.close()

    thread = Thread(target=run, name="warming", daemon=True)
    thread.start()
    return thread
