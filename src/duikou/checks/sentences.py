"""Every message and assumption code with its English wording; the rooms above translate and fill them.

Params of sentences: `value`, `sum`, `whole`, `gap`, `least`, `most`, `before`, `after` are `Amount`s (or
None), `from`, `to`, `start` dates, `statement` a key, `parts`, `wholes`, `because` tuples of keys, `scope` a
Scope.
"""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 the name that gettext tools look for
    """Marks a message for translation later; nothing else."""
    return text


SENTENCES: Mapping[str, str] = {
    "contradiction.parts_exceed_whole": N_(
        "The parts add up to {sum}, which is {gap} more than the {whole} stated "
        "for the whole, whatever the rounding."
    ),
    "contradiction.part_exceeds_whole": N_(
        "{sum} is stated for a part, but only {whole} for the whole: {gap} too much."
    ),
    "contradiction.entries_exceed": N_(
        "The recorded entries alone come to {gap} more than the {whole} stated."
    ),
    "contradiction.closed": N_(
        "{sum} is stated where the register is declared complete and holds {gap} less."
    ),
    "contradiction.rates": N_("{before} and {after} are stated for the very same thing and time."),
    "contradiction.comparison": N_("A change or share of {value} does not fit the amounts stated beside it."),
    "contradiction.growth": N_("From {before} to {after} is a growth of {real}, but {value} is stated."),
    "contradiction.fall": N_("From {before} to {after} is a fall of {real}, but {value} is stated."),
    "contradiction.more": N_("{after} is {real} more than {before}, but {value} more is stated."),
    "contradiction.less": N_("{after} is {real} less than {before}, but {value} less is stated."),
    "contradiction.share": N_("{after} of {before} is {real}, but {value} is stated."),
    "doubt.parts_exceed_whole": N_(
        "The parts add up to {sum}, {gap} more than the {whole} stated for the whole, "
        "if what the texts leave unsaid is as usual."
    ),
    "doubt.counted_twice": N_(
        "The parts come to {sum}, the whole only to {whole}, unless {gap} are counted in more than one part."
    ),
    "doubt.counted_twice_or_earlier": N_(
        "The parts come to {sum}, the whole only to {whole}, unless {gap} are "
        "counted in more than one part or the parts go back before {start}."
    ),
    "doubt.part_exceeds_whole": N_(
        "{sum} is stated for a part, but only {whole} for the whole, {gap} less, "
        "if what the texts leave unsaid is as usual."
    ),
    "doubt.entries_exceed": N_(
        "The recorded entries come to {gap} more than the {whole} stated, if what the text "
        "leaves unsaid is as usual."
    ),
    "doubt.closed": N_(
        "{sum} is stated where the register is declared complete and holds {gap} less, if what the "
        "text leaves unsaid is as usual."
    ),
    "doubt.rates": N_(
        "{before} and {after} are stated for the same thing and time, as far as the texts say."
    ),
    "doubt.comparison": N_(
        "A change or share of {value} does not fit the amounts stated beside it, if what the texts leave unsaid is as usual."
    ),
    "doubt.growth": N_(
        "From {before} to {after} is a growth of {real}, but {value} is stated, if what the texts leave unsaid is as usual."
    ),
    "doubt.fall": N_(
        "From {before} to {after} is a fall of {real}, but {value} is stated, if what the texts leave unsaid is as usual."
    ),
    "doubt.more": N_(
        "{after} is {real} more than {before}, but {value} more is stated, if what the texts leave unsaid is as usual."
    ),
    "doubt.less": N_(
        "{after} is {real} less than {before}, but {value} less is stated, if what the texts leave unsaid is as usual."
    ),
    "doubt.share": N_(
        "{after} of {before} is {real}, but {value} is stated, if what the texts leave unsaid is as usual."
    ),
    "doubt.stock_fell": N_("{before} at {from}, but only {after} at {to}."),
    "doubt.stock_jumped": N_("{before} at {from}, but {after} at {to}."),
    "doubt.leap": N_(
        "{whole} fits the totals stated only if at least {least} came after {from}; "
        "at the pace of all the years before it would have been {usual}."
    ),
    "remainder.parts": N_("The parts named come to {sum} of {whole}; {gap} remain."),
    "remainder.unless_cut_off": N_(
        "The parts named come to {sum} of {whole}; {gap} remain. Were these all the "
        "parts, the figures would fit only if they were cut off, not rounded."
    ),
    "agreement.parts": N_("The parts add up to the whole: {whole}."),
    "agreement.rounded": N_(
        "The parts add up to {sum}, the whole is stated as {whole}: the difference of {gap} is rounding."
    ),
    "agreement.same": N_("The same figure is stated in several places: {whole}."),
    "verdict.holds.proven": N_("{value} follows from what is known: between {least} and {most}."),
    "verdict.holds.between": N_("{value} fits; what is known leaves {least} to {most}."),
    "verdict.holds.at_least": N_("{value} fits; what is known asks for at least {least}."),
    "verdict.holds.at_most": N_("{value} fits; what is known allows at most {most}."),
    "verdict.contradicted.least": N_("{value} is too little: at least {least} is proven."),
    "verdict.contradicted.most": N_("{value} is too much: at most {most} is possible."),
    "verdict.doubtful.least": N_(
        "{value} seems too little: at least {least}, if what is unsaid is as usual."
    ),
    "verdict.doubtful.most": N_("{value} seems too much: at most {most}, if what is unsaid is as usual."),
    "verdict.open.nothing": N_("Nothing known speaks for or against {value}."),
    "verdict.open.not_settled": N_("{value}: not settled in the time allowed."),
    "verdict.open.closing": N_("Nothing known speaks against this register being complete."),
    "verdict.target.reached": N_("The target of {value} is reached: at least {least}."),
    "verdict.target.missed": N_("The target of {value} is not reached: at most {most}."),
    "verdict.target.open": N_("Whether the target of {value} is reached is not known: {least} to {most}."),
    "verdict.rule.reached": N_("The rule of {value} is kept: at least {least}."),
    "verdict.rule.missed": N_("The rule of {value} is not kept: at most {most}."),
    "verdict.rule.open": N_("Whether the rule of {value} is kept is not known: {least} to {most}."),
}

# params: `scope` (Scope as naturally read) and `field` for the coordinates; `surface` for words; `measure`
ASSUMPTIONS: Mapping[str, str] = {
    "start_of_programme": N_("the figure counts from the start of the programme"),
    "start_assumed": N_("the figure counts from the day taken from its surroundings"),
    "start_range": N_("the figure counts from the first day that its words allow"),
    "until_assumed": N_("the figure runs to the day of its document"),
    "kind_assumed": N_("the figure is about the kinds of assistance taken from its surroundings"),
    "stage_arrived": N_("money or projects without further word are those that have arrived"),
    "stage_assumed": N_("the stage taken from its surroundings is meant"),
    "donor_assumed": N_("the donors taken from its surroundings are meant, all of them"),
    "recipient_assumed": N_("the places taken from its surroundings are meant, all of them"),
    "sector_assumed": N_("the sectors taken from its surroundings are meant, all of them"),
    "counted_once": N_("each project, person or firm is counted in one place, year, sector and donor only"),
    "parts_apart": N_("the parts named side by side have nothing in common"),
    "all_the_parts": N_("the parts named are all the parts"),
    "stage_order": N_("no more is paid out or spent than has arrived, and no more arrives than was agreed"),
    "stock_keeps": N_("what stands at one date still stands at the next"),
    "restates": N_("the figure repeats one of the book, {other}, in fewer words"),
    "pace_keeps": N_("what comes in a span is not more than ten times what was usual before"),
    "usual_rounding": N_("the figure is rounded as usual, not cut off"),
    "usual_words": N_("余, 多, 近, 约 mean close to the number named"),
}
