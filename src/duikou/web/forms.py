"""Forms of the pages: Django's, in the site's look, with refusals of the book at the field they concern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from duikou.book import BookError
from duikou.store.wording import say
from duikou.words import UnknownCode


class Sheet(forms.Form):
    """A form whose fields look like the site's own."""

    # A refusal of the book names a field of the book; where the form calls it otherwise, under this name.
    also: ClassVar[Mapping[str, str]] = {}
    use_required_attribute = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", _look(field.widget))

    def refuse(self, error: BookError | UnknownCode) -> None:
        """Show a refusal at its field, or above the form where it has none here."""
        field = error.field if isinstance(error, BookError) else error.table
        name = self.also.get(field, field)
        self.add_error(name if name in self.fields else None, say(error))


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
