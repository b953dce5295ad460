"""What a person made of a read figure: the fields that were corrected, each with the rule that had failed."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.review.fields import FIELDS, SAYABLE, Fields, Proposal

LINK = "link"
_SPELT = {
    "amount": ("value", "hi"),
    "donor": ("donor", "open_donors"),
    "from": ("since",),
    "to": ("until",),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One field that the reader got wrong. `rule`: what had decided it, "" where no rule is named; `basis`:
    whether the reader took it for said or assumed; `read` and `said`: the values before and after as
    texts."""

    field: str
    rule: str
    basis: str
    read: str
    said: str


def corrections(proposal: Proposal, said: Fields) -> tuple[Correction, ...]:
    """The fields of `proposal` that a person changed, in the order of FIELDS. A value that stands but is said
    where the reader assumed it (or the other way round) is a correction of `FIELD basis`."""
    found = []
    for field in FIELDS:
        why = proposal.why_of(field)
        rule, basis = (why.rule, why.basis) if why else ("", "")
        before, after = value_text(proposal.fields, field), value_text(said, field)
        if before != after:
            found.append(Correction(field, rule, basis, before, after))
        elif field in SAYABLE and (field in proposal.fields.assumed) != (field in said.assumed):
            after = "assumed" if field in said.assumed else "said"
            found.append(Correction(f"{field} basis", rule, basis, basis, after))
    return tuple(found)


def value_text(fields: Fields, field: str) -> str:
    """A field's value as one text, codes as they stand: `310000;320000`."""
    values = (getattr(fields, name) for name in _SPELT.get(field, (field,)))
    return " ".join(text for value in values if (text := _text(value)))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "+" if value else ""
    return "" if value == 0 else str(value)
