"""A rule for passwords beside Django's own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (str.isupper, str.islower, str.isdigit)


class MixedValidator:
    """At least three of: capitals, small letters, digits, other signs."""

    def validate(self, password: str, user: object = None) -> None:
        found = sum(any(map(kind, password)) for kind in CLASSES)
        found += any(not (sign.isascii() and sign.isalnum()) for sign in password)
        if found < 3:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("A password holds at least three of: capitals, small letters, digits, other signs.")
