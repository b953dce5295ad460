"""Names of verdicts and findings as shown to people, and the language they are shown in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# in the order in which a reader wants to see them; the same words as on the pages
VERDICTS = {
    "contradicted": pgettext_lazy("verdict", "Contradicted"),
    "doubtful": pgettext_lazy("verdict", "Doubtful"),
    "holds": pgettext_lazy("verdict", "Backed"),
    "open": pgettext_lazy("verdict", "Open"),
}
# what became of a figure from one document to the next
STATUS_NAMES = {
    "changed": pgettext_lazy("comparison", "In both"),
    "differs": pgettext_lazy("comparison", "Not comparable"),
    "new": pgettext_lazy("comparison", "New"),
    "gone": pgettext_lazy("comparison", "Gone"),
}
KINDS = {
    "contradiction": _("contradiction"),
    "doubt": _("doubt"),
    "remainder": _("remainder"),
    "coincidence": _("same number"),
    "agreement": _("agreement"),
}


def chinese() -> bool:
    """Whether the language of now is Chinese."""
    return (get_language() or "zh").startswith("zh")


def listed(names: Iterable[str]) -> str:
    """Names side by side: `山东省、沈阳市`, in English `山东省, 沈阳市`."""
    several = list(names)
    return pgettext("list", ", ").join(several) if len(several) > 1 else "".join(several)
