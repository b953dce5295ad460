"""Names of verdicts and findings as shown to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "holds": _("backed"),
    "contradicted": _("contradicted"),
    "doubtful": _("doubtful"),
    "open": _("not known"),
}
KINDS = {
    "contradiction": _("contradiction"),
    "doubt": _("doubt"),
    "remainder": _("remainder"),
    "agreement": _("agreement"),
}
