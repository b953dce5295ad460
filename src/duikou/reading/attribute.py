"""Who gives, who receives, and where: donor, recipient, site and named thing of every figure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duikou.reading.anchors import scope_start
from duikou.reading.dealing import Deal
from duikou.reading.donors import donors
from duikou.reading.evidence import SAID, Asked, Evidence
from duikou.reading.heads import Head
from duikou.reading.party_index import PartyIndex
from duikou.reading.recipients import recipients
from duikou.reading.sites import site
from duikou.reading.things import Thing, thing_near
from duikou.reading.types import Because, Span
from duikou.reading.zones import Zones


@dataclass(frozen=True, slots=True)
class Attribution:
    """Donors and recipients as place codes, the site's name, the figure's thing, and why."""

    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    site: str
    thing: str
    thing_span: Span | None
    open_donors: bool
    donor_why: Because
    recipient_why: Because
    site_why: Because


def attribute(
    index: PartyIndex,
    zones: Zones,
    head: Head,
    deal: Deal | None,
    before: tuple[tuple[str, ...], int] | None = None,
) -> Attribution:
    """Donors, recipients and site of the quantity in `zones`.

    `deal`: its place in a row of 分别, which goes before all else. `before`: the donors of the figure before
    in its sentence, and where that ends.
    """
    article = index.topics.at(zones.quantity.start)
    begin = scope_start(index.outline, zones)
    end = zones.purpose if zones.quantity.unit == "CNY" else zones.clause[1]
    thing = thing_near(index.things, begin, end, zones.quantity.start)
    thing = thing or _thing_before(index, zones, begin)
    part = index.part_start(begin, zones.quantity.start)
    asked = Asked(index, zones, head, article, begin, part, thing, before)
    givers, giver_why = donors(asked)
    takers, taker_why = recipients(replace(asked, donors=givers.codes))
    where, where_why = site(index, zones, begin, thing)
    if deal is not None:
        if one := index.dealt(deal, "donor"):
            givers, giver_why = Evidence(one.codes), Because(SAID, "dealt", one.span)
        if one := index.dealt(deal, "recipient"):
            takers, taker_why = Evidence(one.codes), Because(SAID, "dealt", one.span)
        if one := index.dealt(deal, "site"):
            where, where_why = one.site, Because(SAID, "dealt", one.span)
    name, span = (thing[0].name, thing[1]) if thing else ("", None)
    reasons = giver_why, taker_why, where_why
    return Attribution(givers.codes, takers.codes, where, name, span, givers.is_open, *reasons)


def _thing_before(index: PartyIndex, zones: Zones, begin: int) -> tuple[Thing, Span] | None:
    """The thing that the sentence before in the paragraph names, where this one names none and no place."""
    if any(m.codes and m.role for m in index.within(begin, zones.clause[1])):
        return None
    for earlier in list(index.earlier(zones, begin))[:2]:
        found = thing_near(index.things, earlier.start, earlier.end, earlier.end)
        if found:
            return found
    return None
