"""PolicyEngine UK on the caller's own table, offline, with everything it would assume pinned and said.

PolicyEngine UK is under the AGPL-3.0. It is an optional extra, imported only when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError, did_you_mean
from dueregard.options.engines.households import Households
from dueregard.options.engines.parameters import check_values
from dueregard.options.engines.rules_engine import Change, Changed, Concept, Input, Output, Run
from dueregard.options.engines.uk_inputs import inputs_of_law
from dueregard.options.engines.uk_pins import Value, complete
from dueregard.options.engines.uk_simulation import (
    LEVELS,
    amounts,
    check_column,
    dataset,
    described,
    engine,
    fiscal_year,
    overridden,
    reformed,
    simulate,
    variables_of_law,
)

__all__ = ["CONCEPTS", "PolicyEngineUK"]

_PENNY_SURE = 131_072
"""From here on neighbouring 32-bit numbers lie more than a penny apart."""

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        name="hbai_household_net_income",
        level="household",
        meaning="net income before housing costs as in Households Below Average Income, never below zero: "
        "counts free school meals, no childcare in kind",
        income=True,
    ),
    Concept(
        name="equiv_hbai_household_net_income",
        level="household",
        meaning="net income before housing costs as in Households Below Average Income, equivalised by the "
        "modified OECD scale, on which a couple without children counts as one",
        income=True,
        whole="hbai_household_net_income",
        scale="household_equivalisation_bhc",
    ),
    Concept(
        name="hbai_household_net_income_ahc",
        level="household",
        meaning="net income after housing costs as in Households Below Average Income; may be below zero",
        income=True,
    ),
    Concept(
        name="equiv_hbai_household_net_income_ahc",
        level="household",
        meaning="net income after housing costs as in Households Below Average Income, equivalised by the "
        "companion scale for it",
        income=True,
        whole="hbai_household_net_income_ahc",
        scale="household_equivalisation_ahc",
    ),
    Concept(
        name="household_net_income",
        level="household",
        income=True,
        meaning="the engine's own net income: counts childcare in kind, deducts the television licence",
    ),
    Concept(name="income_tax", level="person", meaning="income tax, with the Child Benefit charge in it"),
    Concept(name="national_insurance", level="person", meaning="what the person pays in National Insurance"),
    Concept(name="universal_credit", level="unit", meaning="Universal Credit"),
    Concept(name="child_benefit", level="unit", meaning="Child Benefit, before the charge on high incomes"),
    Concept(name="CB_HITC", level="person", meaning="the Child Benefit charge on high incomes"),
)
"""The default first. Every other numeric variable of the engine can be asked for by its name."""


class PolicyEngineUK:
    """The United Kingdom's taxes and benefits: a :class:`~dueregard.options.engines.RulesEngine`.

    Parameters
    ----------
    assume : mapping of str to bool, float or str, optional
        One value for every row, for columns the table lacks, for example ``{"region": "NORTH_WEST"}``.

    Raises
    ------
    MissingExtra
        When policyengine-uk is not installed.

    Notes
    -----
    The law as it is is built once for each table and year and kept until another is asked for. Each reform
    is built anew, which takes some ten seconds, and hardly longer for many households than for few.

    Examples
    --------
    >>> PolicyEngineUK.concepts[0].name, PolicyEngineUK.years[-1]
    ('hbai_household_net_income', 2040)
    """

    name = "PolicyEngine UK"
    concepts = CONCEPTS
    years = range(2015, 2041)
    balance = "gov_balance"

    def __init__(self, *, assume: Mapping[str, Value] | None = None) -> None:
        engine()
        self._assume = dict(assume or {})
        self._base: _Built | None = None

    @property
    def version(self) -> str:
        """Which edition of the law, as the package numbers it."""
        return metadata.version("policyengine-uk")

    def inputs(self) -> Mapping[str, Input]:
        """Give what the engine can be told.

        Returns
        -------
        mapping of str to Input
            Also what it would calculate itself: such a column stands in place of the calculation.
        """
        return inputs_of_law()

    def parameter(self, path: str, year: int) -> Changed:
        """Describe a parameter as the law has it.

        Parameters
        ----------
        path : str
            For example ``gov.hmrc.child_benefit.amount.eldest``.
        year : int
            The start of a fiscal year.

        Returns
        -------
        Changed
            With the same value before and after.
        """
        self._check_year(year)
        return described(engine().system.parameters, Change(path, np.nan), year, keep=True)

    def baseline(self, people: Households, year: int, outputs: Sequence[str] = ()) -> Run:
        """Give amounts as the law is.

        Parameters
        ----------
        people : Households
            Columns under the engine's own names: `age`, `employment_income` of persons and `region` of
            households at least.
        year : int
            The start of a fiscal year: 2025 is 2025-26.
        outputs : sequence of str, optional
            Variables of the engine; by default ``hbai_household_net_income``.

        Returns
        -------
        Run

        Raises
        ------
        UsageError
            When the year, a column, one of its values or an output is not known.
        """
        base = self._built(people, year)
        return self._run(base, base.simulation, outputs)

    def reform(
        self, people: Households, year: int, changes: Sequence[Change], outputs: Sequence[str] = ()
    ) -> Run:
        """Give amounts as the law would be.

        Parameters
        ----------
        people, year, outputs
            As for :meth:`baseline`.
        changes : sequence of Change
            Parameters with their values from that year on.

        Returns
        -------
        Run
            Its `changed` gives the baseline value of every parameter; its `notes` begin with changes that the
            law has made already, or say that nobody's amount is another.

        Raises
        ------
        UsageError
            As for :meth:`baseline`, and when a parameter is not known or given twice.
        """
        check_values(changes)
        base = self._built(people, year)
        tree = base.simulation.tax_benefit_system.parameters
        changed = tuple(described(tree, change, year) for change in changes)
        _known_outputs(base.simulation, outputs)
        after = reformed(base.data, changed, year)
        return self._run(base, after, outputs, changed=changed, against=base.simulation)

    def _check_year(self, year: object) -> None:
        if isinstance(year, bool) or year not in self.years:
            raise UsageError(
                f"{self.name} does not know the year {year!r}.",
                found=f"It knows {self.years[0]} to {self.years[-1]}, each the start of a fiscal year: "
                "2025 is 2025-26.",
            )

    def _built(self, people: Households, year: int) -> _Built:
        self._check_year(year)
        if not isinstance(people, Households):
            raise UsageError(
                f"{self.name} works on your own tables, tied together by households_of().",
                found=f"It was given a {type(people).__name__}.",
                remedy="Nothing is ever downloaded.",
            )
        if self._base is None or self._base.people is not people or self._base.year != year:
            self._base = None
            self._base = _Built(people, int(year), self._assume)
        return self._base

    def _run(
        self,
        base: _Built,
        simulation: Any,
        outputs: Sequence[str],
        *,
        changed: tuple[Changed, ...] = (),
        against: Any = None,
    ) -> Run:
        concepts = _known_outputs(base.simulation, outputs)
        found = {
            concept.name: Output(concept=concept, values=amounts(simulation, concept.name, base.year))
            for concept in concepts
        }
        idle = tuple(str(each) for each in changed if each.no_op)
        if against is not None and not idle:
            idle = _idle(found, {name: amounts(against, name, base.year) for name in found})
        return Run(
            engine=self.name,
            version=self.version,
            year=fiscal_year(base.year),
            people=base.people,
            outputs=found,
            changed=changed,
            pinned=base.pinned,
            notes=(*idle, *base.notes, *_roundings(found)),
        )


class _Built:
    """The law as it is, on one table in one year."""

    def __init__(self, people: Households, year: int, assume: Mapping[str, Value]) -> None:
        self.people = people
        self.year = year
        columns, self.pinned = complete(people, assume)
        variables = variables_of_law()
        for level, table in columns.items():
            for name, values in table.items():
                check_column(variables, name, values, level)
        self.notes = overridden(people, variables)
        self.data = dataset(people, columns, year)
        self.simulation = simulate(self.data)


def _known_outputs(simulation: Any, outputs: Sequence[str]) -> tuple[Concept, ...]:
    if isinstance(outputs, str):
        outputs = (outputs,)
    variables = simulation.tax_benefit_system.variables
    named = {concept.name: concept for concept in CONCEPTS}
    found = []
    for name in dict.fromkeys(outputs or (CONCEPTS[0].name,)):
        if name not in variables:
            raise UsageError(
                f"The engine has no variable {name!r}.",
                remedy=did_you_mean(name, variables) or f"Among them are: {', '.join(named)}.",
            )
        variable = variables[name]
        if variable.value_type not in (float, int, bool):
            raise UsageError(f"The engine's variable {name!r} is not a number.")
        own = Concept(name=name, level=LEVELS[variable.entity.key], meaning=str(variable.label))
        found.append(named.get(name, own))
    return tuple(found)


def _idle(outputs: Mapping[str, Output], before: Mapping[str, NDArray[np.float64]]) -> tuple[str, ...]:
    if any((each.values != before[name]).any() for name, each in outputs.items()):
        return ()
    return (f"The reform changes nobody's amount in this table, of: {', '.join(outputs)}.",)


def _roundings(outputs: Mapping[str, Output]) -> tuple[str, ...]:
    if all(np.abs(each.values).max(initial=0) < _PENNY_SURE for each in outputs.values()):
        return ()
    note = f"The engine counts in 32-bit numbers: amounts above {_PENNY_SURE:,} may be some pennies off."
    return (note,)
