"""What the gate is told of options: whom each figure rests on, and which figures would give another away.

The rules, for every option in every group:

    where an option touches some people of a group, but few, nothing is shown of it there; nor where few pay
    for it, or few get one of its parts; nor where it differs from another option in few (the difference of
    two options would show them); in a full count, nor where it touches all but few, or differs in all but
    few, or few get another amount than most;
    where few gain, or few lose, neither how many nor by how much; where few cross the poverty line, or gain
    or lose below it, nothing of poverty; where few get it, no sums of what it costs; where few are in a
    band, no bands;
    a gap between two groups is shown only where both groups' changes are;
    what happens to few people takes company: enough other people of the same total to whom it happens;
    what the gate withholds beside something (so that it cannot be found by subtraction from a total) takes
    all other figures of the same option and group with it;
    where figures are about some of the people, sums over everybody are shown only where the others, and those
    of them who get or pay something, are not few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dueregard.consequences.effects import BANDS
from dueregard.consequences.few import few_in
from dueregard.consequences.placing import Group
from dueregard.consequences.touched import DIFFERS, OVERALL, Touched
from dueregard.disclosure import Cell, Policy, Table, cell_of, withheld_cells
from dueregard.estimates import Record
from dueregard.options import DO_NOTHING

__all__ = ["protected"]

SETS: Mapping[str, frozenset[str]] = {
    "winners": frozenset(
        {
            *("winners", "losers", "winners_share", "losers_share", "winners_less_losers"),
            *("mean_gain_of_winners", "mean_loss_of_losers"),
        }
    ),
    "poverty": frozenset(
        {
            *("moved_out_of_poverty", "moved_into_poverty", "anchored_poverty_rate_change"),
            *("poverty_rate", "poverty_rate_change", "cost_per_person_out_of_poverty"),
            *("fiscal_impoverishment", "fiscal_gains_of_the_poor", "poverty_gap", "poverty_gap_change"),
        }
    ),
    "recipients": frozenset(
        {
            *("total_cost", "cost_for_these_people", "uncapped_cost", "benefit_per_pound_of_cost"),
            *("paid_by_these_people", "marginal_value_of_public_funds", "switching_elasticity"),
            *("cost_per_person_out_of_poverty", "recipients", "units_reached", "non_take_up"),
        }
    ),
    "eligible": frozenset({"eligible_people", "non_take_up"}),
    "bands": frozenset({"share_in_band"}),
}
"""Figures that give one another away."""

OVER_ALL = frozenset(
    {
        *("total_cost", "uncapped_cost", "benefit_per_pound_of_cost", "cost_per_person_out_of_poverty"),
        *("marginal_value_of_public_funds", "switching_elasticity", "paid_by_these_people"),
        *("units_reached", "eligible_people", "non_take_up"),
    }
)
"""Figures of everybody, even where others are about some."""

EVERYTHING = ""
OF: Mapping[str, str] = {
    **dict.fromkeys(("touched", "not touched", "unusual", "paid"), EVERYTHING),
    **dict.fromkeys(("gain", "loss"), "winners"),
    **dict.fromkeys(("out", "into", "impoverished", "poor_gain"), "poverty"),
    **dict.fromkeys(("received", "not received", "received, no outcome"), "recipients"),
    **dict.fromkeys(("received, no gain", "gain, not received"), "recipients"),
    **dict.fromkeys(("eligible", "not eligible", "passed by"), "eligible"),
    **{f"band {number}": "bands" for number in range(len(BANDS))},
}
"""What falls with the few to whom something happens."""

CHANGES = frozenset({"mean_change", "relative_change", "total_change"})
"""What the gate withholds of these, it withholds of a group as a whole."""
ALL = " (all)"

GAPS = frozenset({"gap_before", "gap_after", "gap_change", "money_to_close_gap", "money_to_reach_target"})

Key = tuple[str, Group]


def protected(
    tables: Sequence[Table], touched: Touched, *, policy: Policy, beside: Sequence[Table] = ()
) -> tuple[Table, ...]:
    """Tell the gate which figures may not be shown, by marking what they rest on.

    Parameters
    ----------
    tables : sequence of Table
        Figures of options.
    touched : Touched
        Whom they rest on.
    policy : Policy
        The rules.
    beside : sequence of Table
        What else will be released of the same people: a group that is withheld there is withheld here.

    Returns
    -------
    tuple of Table
        The same figures; those that may not be shown have a support that fails the gate.
    """
    unsafe = _unsafe(touched, policy) | _elsewhere(tables, beside, policy)
    while True:
        marked = tuple(_marked(table, unsafe, policy) for table in tables)
        more = _also(marked, withheld_cells(marked, policy=policy)) - unsafe
        if not more:
            return marked
        unsafe |= more


def _unsafe(touched: Touched, policy: Policy) -> set[tuple[Key, str]]:
    found: set[tuple[Key, str]] = set()
    # What an option does by itself comes first: differences from what is withheld for it are not shown.
    for option, effect in sorted(touched.counts, key=lambda each: each[1].startswith(DIFFERS)):
        counts, shares = touched.counts[option, effect], touched.shares.get((option, effect), {})
        if effect.startswith(DIFFERS):
            other = effect.partition(" from ")[2]
            shares = {at: one for at, one in shares.items() if ((other, at), EVERYTHING) not in found}
        falls = _what_falls(effect)
        found |= {((option, group), falls) for group in few_in(counts, shares, policy=policy)}
    return found


def _what_falls(effect: str) -> str:
    if effect.startswith(OVERALL):
        return OVERALL
    if effect in OF:
        return OF[effect]
    for kind, of in (("in winning", "winners"), ("in crossing", "poverty"), ("in cost", "recipients")):
        if effect.startswith(f"{DIFFERS} {kind} from"):
            return of
    return EVERYTHING


def _elsewhere(tables: Sequence[Table], beside: Sequence[Table], policy: Policy) -> set[tuple[Key, str]]:
    """Groups of which the same outcome is withheld in other tables of the release."""
    outcomes = {record.outcome for table in tables for record in table.records}
    options = {record.by["option"] for table in tables for record in table.records}
    fallen = {
        tuple(sorted(cell.levels))
        for cell in withheld_cells(beside, policy=policy)
        if cell.family.subject[0] in outcomes
    }
    return {((option, group), EVERYTHING) for option in options for group in fallen}


def _marked(table: Table, unsafe: set[tuple[Key, str]], policy: Policy) -> Table:
    return replace(table, records=tuple(_mark(record, unsafe, policy) for record in table.records))


def _mark(record: Record, unsafe: set[tuple[Key, str]], policy: Policy) -> Record:
    if not any(key in unsafe for key in _reasons(record)):
        return record
    # As many people as company needs: those to whom it happens have theirs already.
    people = max(policy.threshold, 1)
    support = replace(
        record.support, n=people, n_effective=0.0, least_n=people, least_n_effective=0.0, events=None
    )
    return replace(record, support=support)


def _reasons(record: Record) -> Iterator[tuple[Key, str]]:
    key = _key(record)
    if record.measure == "gap_before":
        key = DO_NOTHING, key[1]
    yield key, EVERYTHING
    for name, figures in SETS.items():
        if record.measure in figures:
            yield key, name
            yield key, name + ALL
    if record.measure in OVER_ALL and not key[1]:
        yield key, OVERALL
    if record.measure in GAPS and len(key[1]) == 1:
        ((name, _),) = key[1]
        reference = ((name, str(record.parameters.get("gap_to", record.reference))),)
        yield (key[0], reference), EVERYTHING
        yield (DO_NOTHING, key[1]), EVERYTHING
        yield (DO_NOTHING, reference), EVERYTHING


def _key(record: Record) -> Key:
    return record.by["option"], tuple(
        sorted((name, level) for name, level in record.by.items() if name not in ("option", "band"))
    )


def _also(tables: Sequence[Table], withheld: frozenset[Cell]) -> set[tuple[Key, str]]:
    """What falls with what the gate withholds: all figures that it could be worked out from."""
    of = dict.fromkeys(CHANGES, EVERYTHING)
    for name, figures in SETS.items():
        for figure in figures:
            of.setdefault(figure, name + ALL)  # of a ratio of two sets, its numerator's may still be shown
    return {
        (_key(record), of[record.measure])
        for table in tables
        for record in table.records
        # Why there is no value is told less often than values are: nothing is worked out from it.
        if record.measure in of and record.status != "not_estimable" and cell_of(record) in withheld
    }
