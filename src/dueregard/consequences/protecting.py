"""What the gate is told of options: whom each figure rests on, and which figures would give another away.

The rules, for every option in every group:

    where an option touches some people of a group, but fewer than the threshold, nothing is shown of it
    there; nor where it differs from another option in so few (the difference of two options would show
    them);
    where so few gain, or so few lose, it is not shown by how much; nor what so few receive or gain and lose
    below the poverty line. In a full count not even how many they are is shown, nor how many cross the line;
    a gap between two groups is shown only where both groups' changes are;
    what the gate withholds beside something (so that it cannot be found by subtraction from a total) takes
    all other figures of the same option and group with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dueregard.consequences.touched import Group, Touched
from dueregard.disclosure import Cell, Policy, Table, cell_of, withheld_cells
from dueregard.estimates import Record
from dueregard.options import DO_NOTHING

__all__ = ["protected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Figures that give one another away, and the counts of people that they rest on.

    Attributes
    ----------
    sizes : frozenset of str
        Figures that are sums of money of those people: withheld where they are few.
    numbers : frozenset of str
        Figures that only count them. In a sample nobody knows who is in it, so these follow the gate's own
        rule, as every yes/no outcome does; in a full count they are withheld with the others.
    effects : tuple of str
        The counts.
    """

    sizes: frozenset[str]
    numbers: frozenset[str]
    effects: tuple[str, ...]

    def figures(self, *, full: bool) -> frozenset[str]:
        """Figures that fall where people are few."""
        return self.sizes | self.numbers if full else self.sizes


SETS: Mapping[str, Together] = {
    "winners and losers": Together(
        sizes=frozenset({"mean_gain_of_winners", "mean_loss_of_losers"}),
        numbers=frozenset({"winners", "losers", "winners_share", "losers_share", "winners_less_losers"}),
        effects=("gain", "loss"),
    ),
    "over the line": Together(
        sizes=frozenset(),
        numbers=frozenset(
            {
                *("moved_out_of_poverty", "moved_into_poverty", "anchored_poverty_rate_change"),
                *("poverty_rate", "poverty_rate_change", "cost_per_person_out_of_poverty"),
            }
        ),
        effects=("out", "into"),
    ),
    "below the line": Together(
        sizes=frozenset({"fiscal_impoverishment", "fiscal_gains_of_the_poor"}),
        numbers=frozenset({"poverty_gap", "poverty_gap_change"}),
        effects=("impoverished", "poor_gain"),
    ),
    "recipients": Together(
        sizes=frozenset(
            {
                *("total_cost", "uncapped_cost", "benefit_per_pound_of_cost", "paid_by_these_people"),
                *("marginal_value_of_public_funds", "cost_per_person_out_of_poverty"),
            }
        ),
        numbers=frozenset({"recipients", "units_reached"}),
        effects=("received",),
    ),
    "eligible": Together(
        sizes=frozenset(),
        numbers=frozenset({"eligible_people", "non_take_up"}),
        effects=("eligible", "passed_by"),
    ),
}

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
    unsafe = _unsafe(tables, touched, policy) | _elsewhere(tables, beside, policy)
    while True:
        marked = tuple(_marked(table, unsafe) for table in tables)
        more = _also(marked, withheld_cells(marked, policy=policy)) - unsafe
        if not more:
            return marked
        unsafe |= more


def _unsafe(tables: Sequence[Table], touched: Touched, policy: Policy) -> set[tuple[Key, str]]:
    few = range(1, policy.threshold)
    found: set[tuple[Key, str]] = set()
    for key, counts in touched.counts.items():
        if touched.differing[key] in few:
            found.add((key, ""))
        found |= {
            (key, name)
            for name, together in SETS.items()
            if any(counts[effect] in few for effect in together.effects)
        }
    for table in tables:
        for record in table.records:
            if "band" in record.by and table.count == "full" and record.support.events in few:
                found.add((_key(record), "bands"))
    return found


def _elsewhere(tables: Sequence[Table], beside: Sequence[Table], policy: Policy) -> set[tuple[Key, str]]:
    """Groups of which the same outcome is withheld in other tables of the release."""
    outcomes = {record.outcome for table in tables for record in table.records}
    options = {record.by["option"] for table in tables for record in table.records}
    fallen = {
        tuple(sorted(cell.levels))
        for cell in withheld_cells(beside, policy=policy)
        if cell.family.subject[0] in outcomes
    }
    return {((option, group), "") for option in options for group in fallen}


def _marked(table: Table, unsafe: set[tuple[Key, str]]) -> Table:
    full = table.count == "full"
    return replace(table, records=tuple(_mark(record, unsafe, full=full) for record in table.records))


def _mark(record: Record, unsafe: set[tuple[Key, str]], *, full: bool) -> Record:
    if not any(key in unsafe for key in _reasons(record, full=full)):
        return record
    people = max(record.support.n, 1)
    return replace(
        record,
        support=replace(record.support, n=people, n_effective=0.0, least_n=people, least_n_effective=0.0),
    )


def _reasons(record: Record, *, full: bool) -> Iterator[tuple[Key, str]]:
    key = _key(record)
    yield key, ""
    for name, together in SETS.items():
        if record.measure in together.figures(full=full):
            yield key, name
        if record.measure in together.figures(full=True):
            yield key, name + ALL
    if "band" in record.by:
        yield key, "bands"
    if record.measure in GAPS and len(key[1]) == 1:
        ((name, _),) = key[1]
        reference = str(record.parameters.get("gap_to", record.reference))
        yield (key[0], ((name, reference),)), ""
        if record.by["option"] != DO_NOTHING:
            yield (DO_NOTHING, key[1]), ""


def _key(record: Record) -> Key:
    return record.by["option"], tuple(
        sorted((name, level) for name, level in record.by.items() if name not in ("option", "band"))
    )


def _also(tables: Sequence[Table], withheld: frozenset[Cell]) -> set[tuple[Key, str]]:
    """What falls with what the gate withholds: all figures that it could be worked out from."""
    found: set[tuple[Key, str]] = set()
    of = dict.fromkeys(CHANGES, "")
    for name, together in SETS.items():
        for figure in together.figures(full=True):
            of.setdefault(figure, name + ALL)  # of a ratio of two sets, its numerator's may still be shown
    for table in tables:
        for record in table.records:
            if record.measure not in of and "band" not in record.by:
                continue
            if cell_of(record) not in withheld:
                continue
            if "band" in record.by:
                found.add((_key(record), "bands"))
            else:
                found.add((_key(record), of[record.measure]))
    return found
