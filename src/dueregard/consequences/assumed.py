"""Every default and choice behind an option's figures, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.options import Applied, Option, takes_from_people
from dueregard.options.specification import Uncertainty

__all__ = ["AS_IN_THE_TABLE", "assumptions_of", "income_concept"]

AS_IN_THE_TABLE = "as in the table"

_GIVEN = {
    "cash": "cash",
    "in_kind": "the value of what is given in kind, at cost",
    "charge_reduction": "the charge that is no longer paid",
    "wage_floor": "higher pay",
    "place_grant": "an equal part of the place's grant",
    "service_change": "the effect of the change in service",
    "parameter": "the law changed",
}


def income_concept(option: Option, outcome: str, *, scale: str | None, origin: str = AS_IN_THE_TABLE) -> str:
    """Say what the outcome is, before and after.

    Parameters
    ----------
    option : Option
        As written.
    outcome : str
        The column.
    scale : str, optional
        The column of the equivalence scale, where the outcome is that of a household.
    origin : str
        Where the outcome before is from.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> option = option_from({"name": "Top-up", "kind": "cash", "amount": 10})
    >>> income_concept(option, "income", scale=None)
    'income as in the table; after: with cash'
    """
    given = "what each part gives and takes" if option.parts else _GIVEN[option.kind]
    after = f"with {given}" if option.counts_as_income else "without what is given"
    paid = ", less what people pay for it" if option.who_pays else ""
    shared = f", summed over the household and divided by {scale}" if scale else ""
    if not scale and origin != AS_IN_THE_TABLE and option.kind != "parameter":
        shared = ", counted for the whole household"
    return f"{outcome} {origin}; after: {after}{paid}{shared}"


def assumptions_of(
    applied: Applied, *, seed: int, year: int | None, has_scale: bool, by_household: bool = False
) -> tuple[str, ...]:
    """Say what was assumed.

    Parameters
    ----------
    applied : Applied
        The option, applied.
    seed : int
        Of take-up.
    year : int, optional
        Of a phase-in.
    has_scale : bool
        Whether the outcome was treated as equivalised household income.
    by_household : bool
        Whether it is the household's income, from a rules engine.

    Returns
    -------
    tuple of str
        Sentences.
    """
    option = applied.option
    if applied.law is not None:
        return (*applied.law.told, *_of_the_law(applied))
    parts = [
        *_who_gets_what(applied, seed),
        _sharing(option, has_scale=has_scale, by_household=by_household),
        _phase(option, applied.phase, year),
        _later(option),
        *_caps(applied),
        _payer(option),
        _effect(option),
        "Nothing else changes: no taxes, other benefits or behaviour are worked out again.",
    ]
    if option.kind == "wage_floor":
        parts.append("The cost is the employers' higher wage bill, before their own contributions.")
    if option.cost is not None and option.withdraw is not None:
        parts.append("Withdrawal lowers the amount, not the cost as written.")
    return tuple(part for part in parts if part)


def _of_the_law(applied: Applied) -> Iterator[str]:
    yield (
        "Who is entitled, and to what, follows from the law as the rules engine has it; what it took for "
        "granted stands below."
    )
    yield "Recipients are the members of households whose income or whose cost to the public purse changes."
    yield "The cost is what the public purse has less: more benefits and less tax together."
    yield _payer(applied.option)
    yield f"Nobody changes what they do, and claims as before.{_source(applied.option)}"


def _source(option: Option) -> str:
    return f" Source: {option.evidence}." if option.evidence else ""


def _who_gets_what(applied: Applied, seed: int) -> Iterator[str]:
    if not applied.parts:
        yield _eligibility(applied)
        yield _take_up(applied.option, seed)
    for part, named in zip(applied.parts, applied.option.parts, strict=True):
        source = f" Source: {named.evidence.rstrip('.')}." if named.evidence else ""
        yield f"{named.name}: {_eligibility(part)} {_take_up(part.option, seed)}{source}"


def _caps(applied: Applied) -> Iterator[str]:
    if not any(part.cost_cap for part in applied.option.parts):
        yield _cap(applied)
        return
    for part, named in zip(applied.parts, applied.option.parts, strict=True):
        if named.cost_cap:
            yield f"{named.name}: {_cap(part)}"


def _eligibility(applied: Applied) -> str:
    option = applied.option
    if not applied.eligible.any():
        return f"Nobody is eligible: no one in the table meets {option.eligible!r}."
    who = "Everybody is eligible." if option.eligible == "true" else f"Eligible: {option.eligible}."
    if applied.left_out:
        who += f" For {applied.left_out:,} people this is not known: they count as not eligible."
    return who


def _take_up(option: Option, seed: int) -> str:
    spec = option.take_up
    if spec.certain:
        return "Everybody who is eligible takes it up."
    rates = "".join(f", {level} {rate:.0%}" for level, rate in spec.rates.items())
    told = f"Take-up: {spec.rate:.0%}{f' by {spec.by}{rates}; others as first said' if rates else ''}"
    if spec.mode == "expected":
        return f"{told}; everyone eligible gets that share of the amount, so winners and poverty are blurred."
    return f"{told}, drawn by a hash of each id with seed {seed}: the same under every option."


def _sharing(option: Option, *, has_scale: bool, by_household: bool) -> str:
    if by_household:
        return "What a member gets counts for the whole household, whose income it is, over its scale if any."
    if has_scale:
        return "Each member has the household's amounts divided by its equivalence scale."
    if option.unit == "person":
        return "Amounts count for the person who gets them, and for nobody else in the household."
    if option.unit == "place":
        return "A place's amount is divided equally among the people who live there."
    return f"A {option.unit}'s amount is divided equally among its members."


def _phase(option: Option, phase: float, year: int | None) -> str:
    if not (option.phase_in or option.starts or option.ends):
        return "In force at once and in full."
    since = f" from {option.starts}" if option.starts else ""
    until = f" until {option.ends}" if option.ends else ""
    when = "fully phased in" if year is None else f"in {year}"
    return f"{f'In force{since}{until}. ' if since or until else ''}Shown {when}: {phase:.0%} of the amount."


def _later(option: Option) -> str:
    told = ", ".join(each.what for each in option.later)
    return f"What follows in later years is not in these figures of one year: {told}." if told else ""


def _cap(applied: Applied) -> str:
    cap = applied.option.cost_cap
    if cap is None:
        return "There is no cap on its cost."
    if applied.uncapped_cost <= cap.total:
        return f"The cap of {cap.total:,.0f} is not reached."
    how = (
        f"every amount is cut to {applied.total_cost / applied.uncapped_cost:.1%}"
        if cap.rule == "scale"
        else f"served in order of {cap.need}, {cap.first} first, until it is spent"
    )
    return f"Without its cap it would cost {applied.uncapped_cost:,.0f}; {how}. That is taken as known."


def _payer(option: Option) -> str:
    payer = option.who_pays
    if payer is None and takes_from_people(option):
        return (
            "What it takes from people is in these figures; what is left of its cost falls on nobody in the "
            "table."
        )
    if payer is None:
        return "Its cost falls on nobody in the table: what would be given up for it is not counted."
    how = "so much a head" if payer.by == "equal" else f"in proportion to {payer.by}"
    whom = "everybody" if payer.among == "true" else f"those with {payer.among}"
    return f"{payer.share:.0%} of its cost is paid by {whom}, {how}; the estimated cost is taken as known."


def _effect(option: Option) -> str:
    if option.uncertainty is None:
        return (
            "The amount is taken as certain."
            if option.evidence is None
            else f"Source: {option.evidence.rstrip('.')}."
        )
    spec = option.uncertainty
    source = f" Source: {option.evidence.rstrip('.')}." if option.evidence else ""
    return (
        f"The amount or effect is uncertain ({_spread(spec)}); intervals hold that and the sampling.{source}"
    )


def _spread(spec: Uncertainty) -> str:
    sd, low, high = spec.sd, spec.low, spec.high
    if spec.in_amounts:
        sd, low, high = spec.sd_amount, spec.low_amount, spec.high_amount
    size = f"a standard deviation of {sd:g}" if sd is not None else f"from {low:g} to {high:g}"
    told = {
        "normal": size,
        "uniform": f"{size}, any value as likely as another",
        "interval": f"{size}, a {100 * spec.level:g}% interval",
    }[spec.distribution]
    return told if spec.in_amounts else f"{told}; these are multiples of the amount"
