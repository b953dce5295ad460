"""目标与规则: how far each target has come and is heading, and who keeps to the rules by how much."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.targets import RuleView, TargetView, targets
from duikou.web.actors import sight_of
from duikou.web.shown import percent_text


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    answer = targets(sight=sight_of(request))
    known = [one for one in answer.targets if one.reached]
    return render(
        request,
        "web/targets.html",
        {
            "answer": answer,
            "progress": progress_chart(known),
            "rules": [
                (rule, rule_chart(rule), f"rule-{n}", f"rule-{n}-data") for n, rule in enumerate(answer.rules)
            ],
        },
    )


def progress_chart(rows: Iterable[TargetView]) -> dict[str, object]:
    """For the script: each target in percent of what is wanted, the time over, where it is heading."""
    return {
        "rows": [
            {
                "label": f"{one.scope_text} · {one.surface}",
                "least": one.percent[0],
                "most": one.percent[1],
                "heading": one.heading_percent[0] if one.heading_percent else None,
                "elapsed": None if one.elapsed is None else round(one.elapsed * 100, 1),
                "text": percent_text(one.percent),
            }
            for one in rows
        ],
        "wanted": 100,
        "words": {
            "least": _("Proven at least"),
            "most": _("At most"),
            "heading": _("natural forecast"),
            "elapsed": _("time that is over"),
            "wanted": _("the target"),
        },
        "unit": "%",
        "language": get_language(),
    }


def rule_chart(rule: RuleView) -> dict[str, object]:
    """Likewise the lines of a rule of which anything is known, against the share that it wants."""
    return {
        "rows": [
            {
                "label": line.label,
                "least": float(line.bounds[0] or 0),
                "most": None if line.bounds[1] is None else float(line.bounds[1]),
                "heading": None,
                "elapsed": None,
                "text": line.shown,
            }
            for line in rule.lines
            if line.shown
        ],
        "wanted": rule.least,
        "words": {"least": _("Proven at least"), "most": _("At most"), "wanted": _("the rule")},
        "unit": "%",
        "language": get_language(),
    }
