"""Names of what pages and commands show of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KIND_NAMES = {
    "county": _("Yearly account of a county"),
    "donor": _("Yearly account of a donor"),
    "pairing": _("Yearly account of a pairing"),
    "programme": _("Yearly account of the programme"),
    "words": _("Paired assistance in figures"),
    "tables": _("Statistical tables"),
    "brief": _("Brief for a visit"),
}
STATUS_NAMES = {
    "changed": pgettext_lazy("account", "Changed"),
    "moved": pgettext_lazy("account", "Known otherwise, printed alike"),
    "gone": pgettext_lazy("account", "No longer known"),
    "new": pgettext_lazy("account", "New"),
    "same": pgettext_lazy("account", "Unchanged"),
}
CAUSES = {
    "added": pgettext_lazy("account", "came in since:"),
    "ended": pgettext_lazy("account", "taken back since:"),
}
