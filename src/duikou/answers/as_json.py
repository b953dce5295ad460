"""Answers as plain JSON, in the shape that docs/reference/commands.md promises."""

from __future__ import annotations

from duikou.answers.views import BoundView, FindingView, ProofView, TotalView

Json = dict[str, object]


def total_json(total: TotalView) -> Json:
    """The answer to one question."""
    return {
        "scope": total.scope,
        "scope_text": total.scope_text,
        "unit": total.unit,
        "as_of": total.as_of,
        "definition": total.definition,
        "notes": list(total.notes),
        "strict": bound_json(total.strict),
        "natural": bound_json(total.natural),
    }


def bound_json(bound: BoundView) -> Json:
    """Bounds under one reading: inclusive decimal strings of base units, null = open."""
    return {
        "bounds": list(bound.bounds),
        "shown": bound.shown,
        "assuming": assuming_json(bound),
        "because": [proof_json(proof) for proof in bound.because],
        **({"open_because": bound.open_because} if bound.open_because else {}),
        **({"aside": [proof_json(proof) for proof in bound.aside]} if bound.aside else {}),
        **({} if bound.settled else {"settled": False}),
    }


def assuming_json(bound: BoundView | FindingView) -> list[Json]:
    """What is taken for granted."""
    return [{"code": one.code, "params": one.params, "text": one.text} for one in bound.assuming]


def proof_json(proof: ProofView) -> Json:
    """One reason: a statement with its place in its document, or an entry."""
    if proof.kind == "entry":
        return {"entry": proof.key, "document": proof.document, "amount": proof.surface, "scope": proof.scope}
    shown: Json = {
        "statement": proof.key,
        "document": proof.document,
        "span": list(proof.span) if proof.span else None,
        "surface": proof.surface,
        "scope": proof.scope,
        "role": proof.role,
    }
    return {**shown, "text": proof.text} if proof.text else shown


def finding_json(one: FindingView) -> Json:
    """One finding."""
    return {
        "kind": one.kind,
        "statements": list(one.statements),
        "assuming": assuming_json(one),
        "arithmetic": one.arithmetic,
        "sentence": one.sentence,
        "because": [proof_json(proof) for proof in one.because],
    }
