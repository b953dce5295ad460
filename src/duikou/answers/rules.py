"""Why a field was read so, in words: the reader's rules, the reasons for a link, what makes a figure
doubtful."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from duikou.review import FIELDS
from duikou.review.doubts import Doubt

FIELD_NAMES: Mapping[str, object] = {
    "amount": _("amount"),
    "unit": _("unit"),
    "qualifier": _("qualifier"),
    "measure": _("measure"),
    "kind": _("kind"),
    "stage": _("stage"),
    "nature": _("nature"),
    "donor": _("donor"),
    "recipient": _("recipient"),
    "site": _("site"),
    "subject": _("subject"),
    "sector": _("sector"),
    "from": _("from"),
    "to": _("to"),
    "part_of": _("part of"),
    "link": _("registered thing"),
    "figure": _("the figure itself"),
}
assert set(FIELDS) < set(FIELD_NAMES)

# A rule of the reader that has no line of its own is shown by its code.
RULES: Mapping[str, object] = {
    "among": _("其中 or the like makes it a part"),
    "breakdown": _("其中 or the like makes it a part"),
    "aim": _("words of an aim"),
    "beside": _("taken over from the figure beside it"),
    "clause": _("named in the clause"),
    "dealt": _("dealt out in order (分别)"),
    "document-date": _("the document's date"),
    "donor-pairing": _("the county paired with the donor"),
    "figure-before": _("as of the figure before"),
    "floor": _("a least value without anything done is an aim"),
    "head": _("the word counted"),
    "head-before": _("the word counted before"),
    "heading": _("from the heading"),
    "kind-of-projects": _("projects of grants"),
    "stage-of-projects": _("projects just signed"),
    "kind-unsaid": _("no kind is named"),
    "kind-word": _("a word for the kind"),
    "label": _("the label of the line or row"),
    "measure": _("follows from the measure"),
    "missed": _("added by a person: the reader had missed it"),
    "nature-word": _("a word of state or change"),
    "no-sector-word": _("no word for a sector"),
    "no-stage": _("the measure has no stage"),
    "no-subject": _("no thing is named"),
    "norm": _("words of a norm"),
    "nobody": _("nobody is named anywhere"),
    "noun": _("the noun at the number"),
    "own-economy": _("the county's own economy"),
    "paragraph": _("from the paragraph"),
    "parties": _("parties of a pairing are counted"),
    "pronoun": _("a pronoun"),
    "qualifier": _("the qualifier"),
    "quantity": _("the expression itself"),
    "same-thing": _("where the thing is named elsewhere"),
    "sector-word": _("a word for the sector"),
    "sector-words": _("words for several sectors"),
    "sentence": _("named in the sentence"),
    "site-unsaid": _("no place below the county"),
    "stage-natural": _("money is taken as arrived"),
    "stage-unsaid": _("no stage is named"),
    "stage-word": _("a word for the stage"),
    "start-unsaid": _("the start is unsaid"),
    "state": _("a state has no start"),
    "thing": _("a thing by its name"),
    "time-at": _("a time is named"),
    "time-each_year": _("a yearly amount"),
    "time-now": _("“so far”"),
    "time-since": _("“since”"),
    "time-span": _("a period is named"),
    "time-unsaid": _("no time is named"),
    "time-until": _("“as of”"),
    "time-yearly_run": _("years in a row"),
    "topic": _("what the document is about"),
    "unit": _("the unit"),
    "whole": _("as of its whole"),
    "whole-county": _("the whole county"),
    # reasons for a link to a registered thing
    "abbreviation": _("the short name that the text defines"),
    "in-sentence": _("named in the same sentence"),
    "letters": _("an abbreviation of its name"),
    "name": _("its name or an alias"),
    "name-elsewhere": _("the same name, but at another place"),
    "new": _("not registered yet"),
    "only-one-here": _("the only one of its kind here"),
    "part-of-name": _("a part of its name"),
    "place-left-out": _("its name without the place"),
}
_DOUBTS = {
    "empty": _("empty, though a figure of this measure should have it"),
    "link-unclear": _("similar things are registered"),
    "measure-unknown": _("the reader knows no measure for it"),
    "often-corrected": _("often corrected: {rule}"),
    "weak-rule": _("not sure: {rule}"),
}


def rule_text(rule: str) -> str:
    """A rule in the present language."""
    return str(RULES.get(rule, rule))


def doubt_text(doubt: Doubt) -> str:
    """Why a field deserves a second look."""
    return str(_DOUBTS[doubt.code]).format(rule=rule_text(doubt.rule))


def field_name(field: str) -> str:
    """The name of a field; of `donor basis`, of its being said or assumed."""
    name, _space, basis = field.partition(" ")
    shown = str(FIELD_NAMES.get(name, name))
    return str(BASIS_OF).format(field=shown) if basis else shown


BASIS_OF = _("{field}: said or assumed")
