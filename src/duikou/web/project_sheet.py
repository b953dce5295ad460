"""The form of a project: what is typed, in names and common units, and the row it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duikou.answers.names import (
    RegisterChoices,
    firms,
    party_code,
    place_code,
    sector_code,
    target_code,
    unit_code,
)
from duikou.answers.stories import DELIVERIES, in_words
from duikou.book import WHOLE_SHARE, BookError, Output, Project, Share
from duikou.store.wording import say
from duikou.web.forms import Sheet
from duikou.words import UnknownCode, Vocabulary

BETWEEN = re.compile(r"[、,，;；\n]+")
WAN = 1_000_000  # 分 of 万元
SCALE = 10_000  # of units other than money
_SHARE = re.compile(r"^(?P<donor>.+?)[\s:：]*(?P<part>\d+(?:\.\d{1,2})?)\s*[%％]$")
_OUTPUT = re.compile(r"^(?P<name>.+?)[\s:：]+(?P<amount>\d[\d,，]*(?:\.\d{1,4})?)\s*(?P<unit>\S+)$")


class Names(forms.CharField):
    """One or several names with suggestions, joined by 、"""

    def __init__(self, *, many: bool = True, **more: Any) -> None:
        super().__init__(required=False, max_length=2_000, **more)
        self.many = many
        self.suggest: Iterable[object] = ()


class ProjectSheet(Sheet):
    """Field names are those of `book.Project`, so that a refusal of the book finds its field."""

    also: ClassVar[Mapping[str, str]] = {
        "party": "donors",
        "place": "recipient",
        "sector": "sectors",
        "target": "targets",
        "subject": "implementers",
        "project": "programme",
    }
    name = forms.CharField(label=gettext_lazy("Name of the project"), max_length=300)
    recipient = Names(
        label=gettext_lazy("Place"),
        many=False,
        help_text=gettext_lazy("County, township or village that receives it."),
    )
    site = forms.CharField(label=gettext_lazy("Spot"), max_length=200, required=False)
    donors = Names(
        label=gettext_lazy("Donors"), help_text=gettext_lazy("Several: joint donors, joined by 、")
    )
    shares = forms.CharField(
        label=gettext_lazy("Shares of the donors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "上海市 60%\n江苏省 40%"}),
        help_text=gettext_lazy("One line each, where the donors agreed on shares."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of funds"), required=False)
    budget = forms.CharField(
        label=gettext_lazy("Planned funds (10,000 yuan)"),
        required=False,
        max_length=24,
        help_text=gettext_lazy("A plan: what arrived, was paid and spent is counted from the entries alone."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    sectors = Names(label=gettext_lazy("Sectors"))
    delivery = forms.ChoiceField(
        label=gettext_lazy("Delivery"), required=False, choices=[("", "—"), *DELIVERIES.items()]
    )
    programme = forms.CharField(
        label=gettext_lazy("Part of the programme"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Key of the concentrated programme that this is a sub-project of."),
    )
    implementers = Names(
        label=gettext_lazy("Implementers"), help_text=gettext_lazy("Firms that carry it out, as registered.")
    )
    outputs = forms.CharField(
        label=gettext_lazy("Physical outputs"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "道路 12.5 公里\n床位 120 张"}),
        help_text=gettext_lazy("One line each: what, how much, unit."),
    )
    served = forms.IntegerField(
        label=gettext_lazy("People served"), required=False, min_value=0, max_value=2_000_000_000
    )
    targets = Names(label=gettext_lazy("For whom"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    published = forms.BooleanField(
        label=gettext_lazy("Open to the public"),
        required=False,
        help_text=gettext_lazy(
            "The record as it stands, and every later change of it, can be read by anybody."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, words: Vocabulary, choices: RegisterChoices, may_publish: bool, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["kind"].choices = [("", "—"), *((c.value, c.label) for c in choices.kinds)]  # type: ignore[attr-defined]
        for name in ("donors", "sectors", "targets"):
            self.fields[name].suggest = getattr(choices, name)  # type: ignore[attr-defined]
        self.fields["recipient"].suggest = choices.recipients  # type: ignore[attr-defined]
        if not may_publish:
            del self.fields["published"]

    def row(self, key: str, before: Project | None) -> Project | None:
        """The project as typed, on top of what the form does not show; None where a field is refused (its
        remark is in the form then)."""
        typed = self.cleaned_data
        found: dict[str, Any] = {
            name: typed[name].strip() for name in ("name", "site", "kind", "delivery", "programme", "note")
        }
        readers = {
            "recipient": lambda text: place_code(text) if text.strip() else "",
            "donors": lambda text: _codes(text, party_code),
            "sectors": lambda text: _codes(text, sector_code),
            "targets": lambda text: _codes(text, target_code),
            "implementers": _firms,
            "shares": _shares,
            "outputs": self._outputs,
            "budget": _budget,
        }
        for name, read in readers.items():
            try:
                found[name] = read(typed[name])
            except (BookError, UnknownCode) as error:
                self.add_error(name, say(error))
        found["served"] = typed["served"] or 0
        if "published" in typed:
            found["published"] = typed["published"]
        if self.errors:
            return None
        try:
            return replace(before, **found) if before else Project(key, **found)
        except BookError as error:
            self.refuse(error)
            return None

    def _outputs(self, text: str) -> tuple[Output, ...]:
        found = []
        for line in filter(None, map(str.strip, text.splitlines())):
            match = _OUTPUT.match(line)
            if match is None:
                raise BookError("project.output_line", "outputs", line=line)
            amount = Decimal(re.sub("[,，]", "", match["amount"]))
            unit = unit_code(match["unit"])
            scale = self.words.unit[unit].scale
            found.append(Output(match["name"], int(amount * scale), unit))
        return tuple(found)


def typed_of(row: Project, version: int, words: Vocabulary) -> dict[str, object]:
    """What the form shows of a project that is there."""
    same = {name: getattr(row, name) for name in ("name", "site", "kind", "delivery", "programme", "note")}
    names = {name: in_words(row, name, words) for name in ("recipient", "donors", "sectors", "targets")}
    # in_words joins names by the language's own sign; the form takes any of them
    return {
        **same,
        **names,
        "implementers": in_words(row, "implementers", words),
        "shares": "\n".join(
            f"{words.parties[one.donor].name} {Decimal(one.part) / 100:f}%" for one in row.shares
        ),
        "outputs": "\n".join(_output_line(one, words) for one in row.outputs),
        "budget": f"{Decimal(row.budget) / WAN:f}" if row.budget else "",
        "served": row.served or None,
        "published": row.published,
        "seen": version,
    }


def _output_line(one: Output, words: Vocabulary) -> str:
    unit = words.unit[one.unit]
    amount = Decimal(one.amount) / unit.scale
    return f"{one.name} {amount.normalize():f} {unit.zh}"


def _codes(text: str, code_of: Any) -> frozenset[str]:
    return frozenset(code_of(name) for name in map(str.strip, BETWEEN.split(text)) if name)


def _firms(text: str) -> frozenset[str]:
    known = {name: key for key, name in firms()}
    return _codes(text, lambda name: _known(known, name))


def _known(known: Mapping[str, str], name: str) -> str:
    if name in known:
        return known[name]
    if name in known.values():
        return name
    near = [other for other in known if name in other or other in name]
    raise UnknownCode("subject", name, near[:3])


def _shares(text: str) -> tuple[Share, ...]:
    found = []
    for line in filter(None, map(str.strip, BETWEEN.split(text))):
        match = _SHARE.match(line)
        if match is None:
            raise BookError("project.share_line", "shares", line=line)
        part = int(Decimal(match["part"]) * 100)
        if part > WHOLE_SHARE:
            raise BookError("project.share", "shares", donor=match["donor"])
        found.append(Share(party_code(match["donor"]), part))
    return tuple(found)


def _budget(text: str) -> int:
    if not text.strip():
        return 0
    try:
        amount = Decimal(re.sub(r"[,，\s]|万元?$", "", text.strip())) * WAN
    except InvalidOperation as error:
        raise BookError("amount.unreadable", "budget", text=text) from error
    if not amount.is_finite() or amount < 0:
        raise BookError("project.negative", "budget")
    if amount != int(amount):
        raise BookError("amount.too_fine", "budget", text=text)
    if amount >= 2**63:
        raise BookError("amount.too_large", "budget")
    return int(amount)


def conflict_text(
    before: Mapping[str, object], now: Mapping[str, object], labels: Mapping[str, str]
) -> list[str]:
    """What somebody else changed meanwhile, field by field, in words."""
    return [
        _("{field}: {value}").format(field=labels[name], value=now[name] or _("(empty)"))
        for name in now
        if name in labels and before.get(name) != now[name]
    ]
