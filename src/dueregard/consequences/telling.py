"""An option in words and single figures, in the casebook's own terms, and without counts of few people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dueregard.casebook import Outcome
from dueregard.consequences.discreet import uncapped, uncounted
from dueregard.consequences.findings import Summary
from dueregard.consequences.stage import OptionTold
from dueregard.consequences.touched import Touched
from dueregard.errors import DueRegardError, PeopleError
from dueregard.estimates import Record, Support
from dueregard.options import Option, takes_from_people
from dueregard.options.later import Later

__all__ = ["figures_told", "fit_for", "option_told", "without_counts"]

OF_MONEY = (
    *("median", "gini", "poverty", "quintile", "moved_", "anchored", "fiscal", "equally_distributed"),
    *("weighted_total", "cost_per", "benefit_per", "switching", "marginal_value"),
)
"""How figures begin that say nothing of an outcome that is not money."""
COSTS = frozenset({"total_cost", "uncapped_cost", "paid_by_these_people"})
TURNED: Mapping[str, str] = {
    "winners": "losers",
    "losers": "winners",
    "winners_share": "losers_share",
    "losers_share": "winners_share",
    "mean_gain_of_winners": "mean_loss_of_losers",
    "mean_loss_of_losers": "mean_gain_of_winners",
}
LESS = "winners_less_losers"
OTHER_SIDE = {"higher than": "lower than", "lower than": "higher than"}
_OF_COMMANDS = re.compile(r"--(id|family|household|place|equivalise|year|line)\b")


def fit_for(record: Record, outcome: Outcome, *, column: str, money: bool, currency: str) -> Record | None:
    """Put a figure into the casebook's terms.

    Parameters
    ----------
    record : Record
        As simulated.
    outcome : Outcome
        What the option changes.
    column : str
        The name under which it was simulated.
    money : bool
        Whether it is money.
    currency : str
        The unit of costs where it is not.

    Returns
    -------
    Record or None
        With the outcome's name; who has less of what is better lower is a winner. None for figures that say
        nothing of such an outcome.
    """
    if not money and record.measure.startswith(OF_MONEY):
        return None
    measure = record.measure
    if outcome.better == "lower":
        measure = TURNED.get(record.measure, record.measure)
        record = _mirrored(record) if record.measure == LESS else record
    concept = str(record.parameters.get("income_concept", ""))
    named = {"income_concept": concept.replace(column, outcome.name)} if concept else {}
    return replace(
        record,
        measure=measure,
        outcome=outcome.name,
        parameters={**record.parameters, **named},
        unit=currency if record.measure in COSTS and not money else record.unit,
    )


def _mirrored(record: Record) -> Record:
    """Turn the sign of a figure, with its interval and its verdict."""
    estimate, low, high = (
        None if each is None else -each for each in (record.estimate, record.high, record.low)
    )
    verdict = OTHER_SIDE.get(record.verdict or "", record.verdict)
    return replace(record, estimate=estimate, low=low, high=high, verdict=verdict)


def figures_told(summary: Summary, touched: Touched, *, concept: str) -> Iterator[Record]:
    """Give the single figures of an option, which have no interval, as records for the gate.

    Parameters
    ----------
    summary : Summary
        The option as it was applied.
    touched : Touched
        Whom it rests on.
    concept : str
        The income concept.

    Yields
    ------
    Record
        ``eligible_people``, ``units_reached``, ``non_take_up``, ``uncapped_cost`` and
        ``paid_by_these_people``.
    """
    people = touched.people.get((), 0)
    figures = {
        "eligible_people": (summary.eligible_people, "people"),
        "units_reached": (summary.units, summary.unit),
        "non_take_up": (summary.non_take_up, "proportion"),
        "uncapped_cost": (summary.uncapped_cost, None),
        "paid_by_these_people": (summary.paid_by_these_people, None),
    }
    for measure, (value, unit) in figures.items():
        known = value is not None and abs(value) != float("inf")
        yield Record(
            measure=measure,
            parameters={"income_concept": concept},
            by={"option": summary.name},
            estimate=value if known else None,
            unit=unit,
            n=people,
            status="ok" if known else "not_estimable",
            reason=None if known else "it is not defined for this option",
            method="worked out without an interval",
            support=Support(n=people, n_effective=float(people)),
        )


def option_told(
    summary: Summary,
    option: Option,
    outcome: Outcome,
    *,
    column: str,
    threshold: int,
    cost_withheld: bool = False,
) -> OptionTold:
    """Put an option into words.

    Parameters
    ----------
    summary : Summary
        As it was applied.
    option : Option
        As written.
    outcome : Outcome
        What it changes.
    column : str
        The name under which that was simulated.
    threshold : int
        Fewer people than this are not counted in words.
    cost_withheld : bool
        Whether its cost may not be shown, nor said.

    Returns
    -------
    OptionTold
        Nothing in it counts few people.
    """
    assumptions = [without_counts(text, threshold=threshold) for text in summary.assumptions]
    # Nothing is counted of the parts of an option, so what they cost without their caps is not told.
    if cost_withheld or option.parts:
        assumptions = [uncapped(text) for text in assumptions]
    return OptionTold(
        name=option.name,
        kind=option.kind,
        unit=option.unit,
        outcome=outcome.name,
        authored_by=option.authored_by,
        income_concept=summary.income_concept.replace(column, outcome.name),
        assumptions=tuple(assumptions),
        evidence=option.evidence or "",
        note=option.note or "",
        later=tuple(f"{each.what} ({_years(each)})" for each in option.later),
        pays_here=takes_from_people(option) or (option.who_pays is not None and option.who_pays.share > 0),
    )


def _years(later: Later) -> str:
    if later.until is None:
        return f"from {later.start}"
    return str(later.start) if later.until == later.start else f"{later.start} to {later.until}"


def without_counts(said: str | DueRegardError, *, threshold: int = 10) -> str:
    """Leave out of a sentence how few people it is about, and name keys of the casebook in it.

    Parameters
    ----------
    said : str or DueRegardError
        A sentence, or an error, of which what was found is left out where it may not be told.
    threshold : int
        The fewest people that may be counted.

    Returns
    -------
    str
        The same with "a few people".

    Examples
    --------
    >>> without_counts("3 people have no outcome."), without_counts("1,204 people have no outcome.")
    ('A few people have no outcome.', '1,204 people have no outcome.')
    """
    text = _of_error(said) if isinstance(said, DueRegardError) else said
    # What a command asks for with an option of its own, a casebook has as a key.
    text = _OF_COMMANDS.sub(r"[consequences] \1", text)

    return uncounted(text, threshold=threshold)


def _of_error(error: DueRegardError) -> str:
    """Of people's rows it is not said which they are: a pack is read by others."""
    told = error.discreetly()
    if isinstance(told, PeopleError) and error.discreet is None:
        told = PeopleError(told.wrong, remedy=told.remedy)
    return str(told)
