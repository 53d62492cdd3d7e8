"""What may be published of options by themselves: through the gate, and told again from what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dueregard.consequences.discreet import uncapped, uncounted, without_numbers
from dueregard.consequences.findings import Consequences, Summary
from dueregard.consequences.flags import flags_of
from dueregard.consequences.preparing import Simulation
from dueregard.consequences.protecting import protected
from dueregard.consequences.telling import figures_told
from dueregard.consequences.touched import touched_by
from dueregard.disclosure import Policy, Table, release
from dueregard.estimates import Record

__all__ = ["released"]

WHY = (
    "A value is withheld when it, or a result that could be worked out from it, is of few people, happens to "
    "few of them or, in a full count, to all but few, or is mostly of one person."
)

SUMS: Mapping[str, str] = {
    "total_cost": "total_cost",
    "switching_elasticity": "switching_elasticity",
    "marginal_value_of_public_funds": "marginal_value_of_public_funds",
    "uncapped_cost": "uncapped_cost",
    "paid_by_these_people": "paid_by_these_people",
    "units": "units_reached",
    "eligible_people": "eligible_people",
    "non_take_up": "non_take_up",
}
"""What a summary says, and the figure that decides whether it may."""


def released(simulation: Simulation, found: Consequences, *, policy: Policy | None = None) -> Consequences:
    """Apply the disclosure gate to what was found of options.

    Parameters
    ----------
    simulation : Simulation
        Options as applied.
    found : Consequences
        Everything.
    policy : Policy, optional
        The rules; by default those of :class:`~dueregard.disclosure.Policy`.

    Returns
    -------
    Consequences
        Records that may not be shown are withheld, and so are an option's sums (as None); flags rest on what
        is shown; sentences count nobody.
    """
    rules, touched = policy or Policy(), touched_by(simulation)
    told = [
        each
        for summary in found.options
        for each in figures_told(summary, touched, concept=summary.income_concept)
    ]
    count = simulation.bare.table.design.count
    tables = [
        Table(name="consequences", title="", records=found.records, count=count, same_people=True),
        Table(name="told", title="", records=tuple(told), count=count),
    ]
    shown, sums = release(protected(tables, touched, policy=rules), policy=rules).tables
    withheld = {
        (record.by["option"], record.measure)
        for record in (*shown.records, *sums.records)
        if len(record.by) == 1 and record.status == "withheld"
    }
    notes = list(without_numbers(found.notes))
    notes += [WHY] if any(map(_is_withheld, shown.records)) else []
    return replace(
        found,
        records=shown.records,
        options=tuple(_discreet(each, withheld) for each in found.options),
        flags=flags_of(shown.records, places=simulation.asked.places),
        notes=tuple(notes),
    )


def _is_withheld(record: Record) -> bool:
    return record.status == "withheld"


def _discreet(summary: Summary, withheld: set[tuple[str, str]]) -> Summary:
    gone = [name for name, figure in SUMS.items() if (summary.name, figure) in withheld]
    assumptions = [uncounted(each) for each in summary.assumptions]
    if {"total_cost", "uncapped_cost"}.intersection(gone):
        assumptions = [uncapped(each) for each in assumptions]
    return replace(summary, assumptions=tuple(assumptions), **dict.fromkeys(gone))  # type: ignore[arg-type]
