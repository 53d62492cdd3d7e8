"""The stage: from a casebook's options and its people to what each option does to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dueregard.casebook import Casebook, ConsequencesSource, Outcome, Specification, characteristic_label
from dueregard.consequences.asked import DECILE
from dueregard.consequences.closing import AIMED_AT, aim_records, aimed_at, money_records
from dueregard.consequences.failures import Failure
from dueregard.consequences.flags import PART
from dueregard.consequences.generations import LaterYears
from dueregard.consequences.later import looked_ahead
from dueregard.consequences.outcomes import is_money
from dueregard.consequences.planning import applied, by_outcome
from dueregard.consequences.preparing import Simulation
from dueregard.consequences.protecting import protected
from dueregard.consequences.simulate import consequences_of
from dueregard.consequences.stage import ConsequencesFindings, Judged, OptionTold
from dueregard.consequences.telling import figures_told, fit_for, option_told, without_counts
from dueregard.consequences.touched import touched_by
from dueregard.disclosure import Policy, Table, cell_of, withheld_cells
from dueregard.disclosure.table import name_of_table
from dueregard.errors import CasebookError
from dueregard.estimates import Record
from dueregard.options import DeclaredOption, declared_options, prompts_of

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["find_consequences"]


NAMED = {DECILE: "tenth of the outcome", PART: "poorest fifth"}
"""What groupings are called that the casebook does not declare."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """What options do to one outcome."""

    tables: tuple[Table, ...]
    options: tuple[OptionTold, ...]
    judged: Judged
    notes: tuple[str, ...]
    later: LaterYears | None


def find_consequences(
    people: People | None,
    casebook: Casebook,
    *,
    options: Sequence[DeclaredOption] | None = None,
    beside: Sequence[Table] = (),
) -> ConsequencesFindings:
    """Find out what each option does to whom: the same people before and after, by every group.

    An option that cannot be worked out on these people (a column is missing, say) is stated as a failure and
    stops none of the others; an option whose file is not valid is an error of the casebook.

    Parameters
    ----------
    people : People or None
        The people's table.
    casebook : Casebook
        With its folder of options.
    options : sequence of DeclaredOption, optional
        Where they have been read already.
    beside : sequence of Table
        What else will be released of these people, before the gate: what is withheld there must not be found
        here.

    Returns
    -------
    ConsequencesFindings
        Tables for the gate, and what may be said beside them; nothing where there are no options.

    Raises
    ------
    CasebookError
        When a file is not a valid option, or there is no outcome or nobody for it to change.
    """
    declared = declared_options(casebook) if options is None else tuple(options)
    spec = casebook.specification
    source = spec.consequences or ConsequencesSource()
    if not declared:
        return ConsequencesFindings(seed=source.seed, year=source.year)
    if people is None:
        raise CasebookError(
            "The casebook has options and no table of people to apply them to.",
            remedy="Add [people], or move the options out of the folder of options.",
        )
    failures = [Failure(option=each.file, reason=each.lacking) for each in declared if each.option is None]
    known = [each.option for each in declared if each.option is not None]
    found: list[_Found] = []
    for outcome, some in by_outcome(known, spec):
        plan = applied(people, some, outcome, spec)
        failures += plan.failures
        if plan.simulation is not None:
            found.append(_of_outcome(plan.simulation, outcome, spec, beside))
    told = {option.name: option for each in found for option in each.options}
    columns = {variable.column: name for name, variable in people.schema.variables.items()}
    return ConsequencesFindings(
        tables=_merged(table for each in found for table in each.tables),
        options=tuple(told[option.name] for option in known if option.name in told),
        outcomes=tuple(each.judged for each in found),
        prompts=tuple(
            prompt
            for option in known
            if option.name in told
            for prompt in prompts_of(option, columns=columns)
        ),
        failures=tuple(failures),
        seed=source.seed,
        year=source.year,
        places=tuple(people.schema.places),
        later_years=tuple(each.later for each in found if each.later is not None),
        notes=tuple(dict.fromkeys(note for each in found for note in each.notes)),
    )


def _of_outcome(
    simulation: Simulation, outcome: Outcome, spec: Specification, beside: Sequence[Table]
) -> _Found:
    policy, asked = Policy.of(spec), simulation.asked
    money, column = is_money(outcome), asked.outcome
    touched = touched_by(simulation)
    found = consequences_of(simulation)
    every, aims = list(found.records), list(aim_records(simulation, outcome))
    for summary in found.options:
        every += figures_told(summary, touched, concept=summary.income_concept)
    if money:
        every += money_records(found.records, touched, better=outcome.better)
        aims += money_records(aims, touched, better=outcome.better)

    def fitting(some: Sequence[Record]) -> tuple[Record, ...]:
        put = (fit_for(each, outcome, column=column, money=money, currency=_currency(spec)) for each in some)
        return tuple(record for record in put if record is not None)

    tables = tuple(_tables(fitting(every), fitting(aims), outcome, count=simulation.bare.table.design.count))
    tables = protected(tables, touched, policy=policy, beside=beside)
    costly = _of_withheld_cost(tables, policy)
    written = {run.option.name: run.option for run in simulation.runs}
    later = looked_ahead(
        simulation.bare,
        list(written.values()),
        spec,
        outcome=outcome,
        column=column,
        touched=touched,
        policy=policy,
        count=simulation.bare.table.design.count,
    )
    return _Found(
        tables=(*tables, *later.tables),
        options=tuple(
            option_told(
                each,
                written[each.name],
                outcome,
                column=column,
                threshold=policy.threshold,
                cost_withheld=each.name in costly,
            )
            for each in found.options
        ),
        judged=Judged(
            name=outcome.name,
            unit=outcome.unit or "",
            better=outcome.better,
            money=money,
            line=found.line if money else None,
            references=tuple(asked.references.items()),
        ),
        notes=tuple(
            without_counts(note, threshold=policy.threshold)
            for note in (*found.notes, *_unaimed(outcome), *later.notes)
        ),
        later=later.told,
    )


def _of_withheld_cost(tables: Sequence[Table], policy: Policy) -> set[str]:
    """Name the options whose cost, with or without a cap, the gate will withhold."""
    withheld = withheld_cells(tables, policy=policy)
    return {
        record.by["option"]
        for table in tables
        for record in table.records
        if record.measure in ("total_cost", "uncapped_cost")
        and len(record.by) == 1
        and cell_of(record) in withheld
    }


def _currency(spec: Specification) -> str:
    return next((outcome.unit[0] for outcome in spec.outcomes if is_money(outcome) and outcome.unit), "£")


def _unaimed(outcome: Outcome) -> Iterator[str]:
    if outcome.target and aimed_at(outcome) not in AIMED_AT:
        yield (
            f"The aim for {outcome.name} is in the measure {aimed_at(outcome)}, which is not worked out "
            f"under options: gaps of {', '.join(AIMED_AT)} are."
        )


def _tables(
    every: Sequence[Record],
    aims: Sequence[Record],
    outcome: Outcome,
    *,
    count: Literal["sample", "full"],
) -> Iterator[Table]:
    grouped: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in every:
        grouped[tuple(name for name in record.by if name not in ("option", "band"))].append(record)
    for names, some in grouped.items():
        what = ", ".join(NAMED.get(name) or characteristic_label(name).lower() for name in names)
        yield Table(
            name="-".join(("consequences", *(names or ("everyone",)))),
            title=f"What each option would do, by {what}" if names else "What each option would do",
            records=tuple(some),
            count=count,
        )
    if aims and outcome.target:
        aim = outcome.target
        yield Table(
            name=f"consequences-aim-{aim.gap}-{name_of_table(outcome.name)}",
            title=f"What would close the gap in {outcome.name}, by {characteristic_label(aim.gap).lower()}",
            note=f"The aim: no gap wider than {aim.at_most:g} by {aim.by}.",
            records=tuple(aims),
            count=count,
        )


def _merged(tables: Iterator[Table]) -> tuple[Table, ...]:
    """Join the tables of several outcomes that have one name."""
    found: dict[str, Table] = {}
    for table in tables:
        known = found.get(table.name)
        records = (*(known.records if known else ()), *table.records)
        found[table.name] = Table(
            name=table.name, title=table.title, records=records, note=table.note, count=table.count
        )
    return tuple(found.values())
