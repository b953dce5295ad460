"""Every message and assumption code with its English wording; the rooms above translate and fill them.

Params of sentences: `Amount`s (or None), `Interval`s with a unit (`known`, `rest`, `progress`), dates
(`from`, `to`, `start`), Scopes (`scope`, `there`), `Word`s of the vocabulary, `said`, `surface`, `before` and
`after` the words of a figure, `text` a sentence already in words, `unless` the assumption likeliest to give,
`parts`, `wholes`, `because` keys.
"""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 the name that gettext tools look for
    """Marks a message for translation later; nothing else."""
    return text


SENTENCES: Mapping[str, str] = {
    "contradiction.parts_exceed_whole": N_(
        "The parts add up to {sum}, but the whole is stated as {whole}: even with rounding {gap} too much."
    ),
    "contradiction.part_exceeds_whole": N_(
        "{sum} is stated for a part, but only {whole} for the whole: even with rounding {gap} too much."
    ),
    "contradiction.falls": N_(
        "{sum} was stated through {from}, but only {whole} through {to}: a running total cannot "
        "fall, here by {gap}."
    ),
    "contradiction.differ": N_(
        "{sum} and {whole} are stated for one and the same: even with rounding they differ by {gap}."
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
    "contradiction.repeat": N_("{before} and {after} are given for one and the same thing."),
    "contradiction.product": N_("Worked out from the figures named it is {least}, but {value} is stated."),
    "contradiction.product_range": N_(
        "Worked out from the figures named it is {least} to {most}, but {value} is stated."
    ),
    "doubt.parts_exceed_whole": N_(
        "The parts add up to {sum}, but the whole is stated as {whole}: however rounded, at least "
        "{gap} too much. This takes for granted: {unless}."
    ),
    "doubt.counted_twice": N_(
        "The parts come to {sum}, the whole only to {whole}, unless at least {gap} are counted in more "
        "than one part."
    ),
    "doubt.counted_twice_or_earlier": N_(
        "The parts come to {sum}, the whole only to {whole}, unless at least {gap} are counted in more "
        "than one part or the parts go back before {start}."
    ),
    "doubt.part_exceeds_whole": N_(
        "{sum} is stated for a part, but only {whole} for the whole: however rounded, at least {gap} "
        "too much. This takes for granted: {unless}."
    ),
    "doubt.falls": N_(
        "{sum} was stated through {from}, but only {whole} through {to}: a running total cannot "
        "fall, here by {gap}. This takes for granted: {unless}."
    ),
    "doubt.differ": N_(
        "{sum} and {whole} are stated for what seems to be the same: with rounding they differ by "
        "{gap}. This takes for granted: {unless}."
    ),
    "doubt.stage_order": N_(
        "{sum} is stated as {later}, but only {whole} as {earlier}: {gap} too much, for no stage can "
        "exceed the one before it."
    ),
    "contradiction.stage_order": N_(
        "{sum} is stated as {later}, but only {whole} as {earlier}: {gap} too much, for no stage can "
        "exceed the one before it."
    ),
    "doubt.entries_exceed": N_(
        "The recorded entries come to {gap} more than the {whole} stated. This takes for granted: {unless}."
    ),
    "doubt.closed": N_(
        "{sum} is stated where the register is declared complete and holds {gap} less. This takes "
        "for granted: {unless}."
    ),
    "doubt.rates": N_(
        "{before} and {after} are stated for the same thing and time, as far as the texts say."
    ),
    "doubt.comparison": N_(
        "A change or share of {value} does not fit the amounts stated beside it, as usually read."
    ),
    "doubt.growth": N_(
        "From {before} to {after} is a growth of {real}, but {value} is stated, as usually read."
    ),
    "doubt.fall": N_("From {before} to {after} is a fall of {real}, but {value} is stated, as usually read."),
    "doubt.more": N_("{after} is {real} more than {before}, but {value} more is stated, as usually read."),
    "doubt.less": N_("{after} is {real} less than {before}, but {value} less is stated, as usually read."),
    "doubt.share": N_("{after} of {before} is {real}, but {value} is stated, as usually read."),
    "doubt.repeat": N_("{before} and {after} are given for one thing, which do not fit as usually read."),
    "doubt.product": N_(
        "Worked out from the figures named it is {least}, but {value} is stated, as usually read."
    ),
    "doubt.product_range": N_(
        "Worked out from the figures named it is {least} to {most}, but {value} is stated, as usually read."
    ),
    "doubt.list": N_("{surface} is stated, but the names listed are {named}."),
    "doubt.point": N_(
        "{value} has the digits of {other}, stated elsewhere for the same: a slip of the point or the unit?"
    ),
    "doubt.other_unit": N_("{value} is stated here, {other} elsewhere: persons are not person-times."),
    "doubt.not_over": N_("More than {value} is stated here, but {other} elsewhere for the same."),
    "doubt.not_nearly": N_("Less than {value} is stated here, but {other} elsewhere for the same."),
    "doubt.mixed": N_(
        "{whole} is exactly {first} ({first_what}) and {second} ({second_what}) added up, which must "
        "not be added."
    ),
    "doubt.joint_again": N_(
        "{whole} is {times} times {first}, the joint figure of the donors: what is joint counts once "
        "in the whole."
    ),
    "doubt.stock_fell": N_("{before} at {from}, but only {after} at {to}."),
    "doubt.stock_jumped": N_("{before} at {from}, but {after} at {to}: more than ten times as much."),
    "doubt.leap": N_(
        "{whole} fits the totals stated only if at least {least} came after {from}; at the pace of "
        "all the years before it would have been {usual}."
    ),
    "remainder.parts": N_("The parts named come to {sum} of {whole}; {gap} remain."),
    "remainder.other": N_("Of {whole}, {what} come to {sum}; the other {gap} are not told apart."),
    "remainder.other_about": N_(
        "Of {whole}, {what} come to {sum}; the other {gap} or so are not told apart."
    ),
    "remainder.roughly": N_("Of {said}, {named} are told apart; as these words go, {rest} remain."),
    "remainder.unless_cut_off": N_(
        "The parts named come to {sum} of {whole}; about {gap} remain. Were these all the parts, rounded "
        "figures would not meet, by {short} at least; only cut-off ones would."
    ),
    "remainder.rose": N_(
        "{before} through {from}, {after} through {to}: {gap} more, or the texts mean different things."
    ),
    "remainder.rose_undated": N_(
        "{before} through {from}, and {after} in a text of {to} that does not say through when: {gap} more, "
        "or the texts mean different things."
    ),
    "remainder.fell": N_(
        "{before} at {from}, {after} at {to}: {gap} less, or the texts mean different things."
    ),
    "coincidence.place": N_(
        "{value} through {to}, and the very same number through {from} for {there}, which is but a part: "
        "was one taken over from the other?"
    ),
    "agreement.parts": N_("The parts add up to the whole: {whole}."),
    "agreement.rounded": N_(
        "The parts add up to {sum}, the whole is stated as {whole}: the difference of {gap} is rounding."
    ),
    "agreement.same": N_("The same figure is stated in several places: {said}."),
    "agreement.still": N_("{whole} at {from}, and still {whole} at {to}."),
    "agreement.repeat": N_("The same figure is given twice: {said}."),
    "agreement.product": N_("Worked out from the figures named it is {least}, as stated."),
    "agreement.product_range": N_(
        "Worked out from the figures named it is {least} to {most}, as stated: {said}."
    ),
    "agreement.product_from": N_(
        "Worked out from the figures named it is {least} to {most}; what is stated, {said}, takes a "
        "{turning} of at least {turn}."
    ),
    "agreement.list": N_("{surface} is stated, and the names listed are {named}."),
    "verdict.holds.proven": N_("{said} is borne out: what is known gives {known}."),
    "verdict.holds.between": N_("{said} fits: what is known gives {known}."),
    "verdict.holds.at_least": N_("{said} fits: what is known asks for at least {least}."),
    "verdict.holds.at_most": N_("{said} fits: what is known allows at most {most}."),
    "verdict.contradicted.least": N_("{said} is too little: what is known proves {known}."),
    "verdict.contradicted.most": N_("{said} is too much: what is known proves {known}."),
    "verdict.doubtful.least": N_(
        "{said} seems too little: what is known gives {known}. This takes for granted: {unless}."
    ),
    "verdict.doubtful.most": N_(
        "{said} seems too much: what is known gives {known}. This takes for granted: {unless}."
    ),
    "verdict.open.nothing": N_("Nothing known speaks for or against {said}."),
    "verdict.open.not_settled": N_("{said}: not settled in the time allowed."),
    "verdict.open.closing": N_("Nothing known speaks against this register being complete."),
    "verdict.nested": N_(
        "{text} Only parts and wholes were added up and taken away: the limits are true, but may be wider "
        "than need be."
    ),
    "verdict.target.reached": N_("The target of {said} is reached: done {known}, which is {progress} of it."),
    "verdict.target.missed": N_(
        "The target of {said} is not reached: done {known}; at least {gap} are lacking."
    ),
    "verdict.target.open": N_(
        "Whether the target of {said} is reached is not known; done, as far as is known: {known}."
    ),
    "verdict.target.unknown": N_("Nothing known tells how far the target of {said} is reached."),
    "verdict.rule.unknown": N_("Nothing known tells whether the rule of {said} is kept."),
    "verdict.rule.reached": N_("The rule of {said} is kept with {gap} to spare: it is {known}."),
    "verdict.rule.missed": N_("The rule of {said} is not kept: it is {known}, {gap} short."),
    "verdict.rule.open": N_("Whether the rule of {said} is kept is not known; as far as is known: {known}."),
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
    "one_sector": N_("money and projects are counted in one sector only"),
    "stock_keeps": N_("what stands at one date still stands at the next"),
    "restates": N_("the figure repeats one of the book, {other}, in fewer words"),
    "pace_keeps": N_("what comes in a span is not more than ten times what was usual before"),
    "same_meant": N_("both documents mean the same by it"),
    "list_complete": N_("the names listed are all that is counted"),
    "same_figure": N_("the figure means the same as {other} does"),
    "added_rightly": N_("the total was not reached by adding what must not be added"),
    "usual_rounding": N_("the figure is rounded as usual, not cut off"),
    "usual_words": N_("余, 多, 近, 约 mean close to the number named"),
}
