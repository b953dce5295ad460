"""What is wrong with a fact, as a code with parameters; the words are found by the rooms above."""

from __future__ import annotations


class BookError(ValueError):
    """A fact that the book refuses. `code` names the rule, `params` fill its message, `field` the place."""

    def __init__(self, code: str, field: str = "", **params: object) -> None:
        shown = ", ".join(f"{key}={value}" for key, value in params.items())
        super().__init__(f"{field}: {code} ({shown})" if field else f"{code} ({shown})")
        self.code = code
        self.field = field
        self.params = params
