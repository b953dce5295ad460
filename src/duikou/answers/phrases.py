"""Message codes of the pure rooms → sentences in the active language, amounts and names filled in."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, interval_text
from duikou.answers.evidence import Evidence
from duikou.answers.questions import scope_text
from duikou.answers.wording import listed
from duikou.book import Interval, Scope
from duikou.checks import Amount, Assumption, Message
from duikou.checks.sentences import ASSUMPTIONS, SENTENCES


def message_text(message: Message, book: Evidence) -> str:
    """A message of the reckoning in words."""
    return _(SENTENCES[message.code]).format(**_params(message.params, book))


def assumption_text(assumption: Assumption, book: Evidence) -> str:
    """What is taken for granted, in words."""
    return _(ASSUMPTIONS[assumption.code]).format(**_params(assumption.params, book))


def _params(params: Mapping[str, object], book: Evidence) -> dict[str, str]:
    return {name: _param(value, book) for name, value in params.items()}


def _param(value: object, book: Evidence) -> str:
    """One parameter in words: amounts, intervals and scopes in official style, lists joined."""
    if isinstance(value, Amount):
        return amount_text(value.value, book.vocabulary.unit[value.unit])
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], Interval):
        return interval_text(value[0], book.vocabulary.unit[str(value[1])])
    if isinstance(value, Scope):
        return scope_text(value, book.vocabulary, book.subjects)
    if isinstance(value, tuple | list | frozenset):
        return listed(_param(part, book) for part in value)
    return str(value)
