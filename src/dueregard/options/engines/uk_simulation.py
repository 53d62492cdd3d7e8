"""The few places where PolicyEngine UK itself is touched: its tables, its simulations, its parameters."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError, MissingExtra, UsageError, did_you_mean
from dueregard.options.engines.households import Columns, Households, Level
from dueregard.options.engines.parameters import find
from dueregard.options.engines.rules_engine import Change, Changed

__all__ = [
    "LEVELS",
    "amounts",
    "check_column",
    "dataset",
    "described",
    "engine",
    "fiscal_year",
    "overridden",
    "reformed",
    "simulate",
    "variables_of_law",
]

LEVELS: Mapping[str, Level] = {"person": "person", "benunit": "unit", "household": "household"}
"""The engine's names of the three tables, and ours."""


def engine() -> Any:
    """Import the engine, which takes some seconds the first time.

    Returns
    -------
    module

    Raises
    ------
    MissingExtra
        When it is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import policyengine_uk
    except ImportError as error:
        raise MissingExtra("PolicyEngine UK", "policyengine") from error
    return policyengine_uk


def variables_of_law() -> Mapping[str, Any]:
    """Give the variables of the engine.

    Returns
    -------
    mapping of str to variable
    """
    variables: Mapping[str, Any] = engine().system.variables
    return variables


def check_column(variables: Mapping[str, Any], name: str, values: NDArray[Any], level: Level) -> None:
    """Refuse a column that the engine would ignore, misplace or not understand.

    Parameters
    ----------
    variables : mapping of str to variable
        Of the engine.
    name : str
        The column.
    values : ndarray
        Its cells.
    level : {"person", "unit", "household"}
        The table it is in.

    Raises
    ------
    UsageError
        When its name, table, or one of its values is not the engine's.
    """
    if name not in variables:
        raise UsageError(
            f"The engine has no variable {name!r}, which is a column of the {level} table.",
            remedy=did_you_mean(name, variables)
            or "Leave it out: your own columns stay on your own rows, in the same order.",
        )
    variable = variables[name]
    if (belongs := LEVELS[variable.entity.key]) != level:
        raise UsageError(f"{name!r} belongs to the {belongs} table, not to the {level} table.")
    if variable.value_type.__name__ == "Enum":
        known = [each.name for each in variable.possible_values]
        if unknown := sorted(set(map(str, values)) - set(known)):
            raise UsageError(
                f"{unknown[0]!r} is no value of {name!r}.",
                found=f"Its values are: {', '.join(known)}.",
                remedy=did_you_mean(unknown[0], known) or None,
            )
    elif values.dtype.kind not in "biuf":
        raise UsageError(f"The column {name!r} must hold numbers.", found="It holds text.")
    elif not np.isfinite(np.asarray(values, float)).all():
        raise UsageError(f"The column {name!r} holds a number that is not finite.")


def overridden(people: Households, variables: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which columns stand in for something that the engine would calculate.

    Parameters
    ----------
    people : Households
        As given.
    variables : mapping of str to variable
        Of the engine.

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    given = [name for level in LEVELS.values() for name in people.columns(level)]
    if instead := [name for name in given if variables[name].formulas]:
        return (f"Given in the table instead of the engine's own calculation: {', '.join(instead)}.",)
    return ()


def dataset(people: Households, columns: Mapping[Level, Columns], year: int) -> Any:
    """Wrap the tables so that nothing is uprated, under row numbers, which keep the order of the rows.

    Parameters
    ----------
    people : Households
        Who belongs where.
    columns : mapping of level to columns
        With everything that is pinned.
    year : int
        The start of the fiscal year.

    Returns
    -------
    UKMultiYearDataset
    """
    import pandas as pd
    from policyengine_uk.data.dataset_schema import UKMultiYearDataset, UKSingleYearDataset

    person = pd.DataFrame(
        {
            "person_id": np.arange(people.rows("person")),
            "person_benunit_id": people.unit_of,
            "person_household_id": people.household_of,
            **columns["person"],
        }
    )
    benunit = pd.DataFrame({"benunit_id": np.arange(people.rows("unit")), **columns["unit"]})
    household = pd.DataFrame({"household_id": np.arange(people.rows("household")), **columns["household"]})
    single = UKSingleYearDataset(person=person, benunit=benunit, household=household, fiscal_year=year)
    return UKMultiYearDataset(datasets=[single])


def simulate(data: Any, scenario: Any = None) -> Any:
    """Build a simulation.

    Parameters
    ----------
    data : UKMultiYearDataset
        Always the caller's own: without one, the engine would look for an address.
    scenario : Scenario, optional
        What is changed.

    Returns
    -------
    Microsimulation
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return engine().Microsimulation(dataset=data, scenario=scenario)


def reformed(data: Any, changed: Sequence[Changed], year: int) -> Any:
    """Build a simulation of a changed law.

    Parameters
    ----------
    data : UKMultiYearDataset
        As for :func:`simulate`.
    changed : sequence of Changed
        Parameters with their new values.
    year : int
        From when.

    Returns
    -------
    Microsimulation

    Raises
    ------
    DueRegardError
        When the engine does not take a new value.
    """
    from policyengine_uk.utils.scenario import Scenario

    def modify(simulation: Any) -> None:
        for change in changed:
            node = find(simulation.tax_benefit_system.parameters, change.path)
            node.update(period=f"year:{year}:10", value=change.value)

    # Before the data are loaded, because the engine chooses its structural reforms right after.
    scenario = Scenario(simulation_modifier=modify, applied_before_data_load=True)
    simulation = simulate(data, scenario)
    for change in changed:
        if _at(find(simulation.tax_benefit_system.parameters, change.path), year) != change.value:
            raise DueRegardError(
                f"The engine did not take the new value of {change.path!r}.",
                remedy="It may derive this parameter from others: change those.",
            )
    return simulation


def described(tree: Any, change: Change, year: int, *, keep: bool = False) -> Changed:
    """Give a change with the baseline value of its parameter.

    Parameters
    ----------
    tree : object
        Parameters of the law as it is.
    change : Change
        What is wanted.
    year : int
        In which year.
    keep : bool
        Whether to describe the parameter only, with the baseline value as the new one.

    Returns
    -------
    Changed

    Raises
    ------
    UsageError
        When there is no such parameter, or it is of another kind than the new value.
    """
    node = find(tree, change.path)
    baseline = _at(node, year)
    if isinstance(baseline, bool) != isinstance(change.value, bool) and not keep:
        meant = "True or False" if isinstance(baseline, bool) else "a number"
        raise UsageError(
            f"The new value of {change.path!r} must be {meant}.",
            found=f"It is {change.value!r}; the law has {baseline!r} in {fiscal_year(year)}.",
        )
    about = getattr(node, "metadata", {})
    return Changed(
        path=change.path,
        label=str(about.get("label") or ""),
        unit=str(about.get("unit") or ""),
        year=fiscal_year(year),
        baseline=baseline,
        value=baseline if keep else change.value,
    )


def _at(node: Any, year: int) -> float | bool:
    value = node(f"{year}-01-01")  # the engine has made its years fiscal: a year's value stands from January
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if not isinstance(value, (int, float)):
        raise UsageError(f"{node.name!r} is not a number in {fiscal_year(year)}.", found=f"It is {value!r}.")
    return float(value)


def amounts(simulation: Any, name: str, year: int) -> NDArray[np.float64]:
    """Calculate one variable for every row.

    Parameters
    ----------
    simulation : Microsimulation
        As built.
    name : str
        The variable.
    year : int
        The start of the fiscal year.

    Returns
    -------
    ndarray
        In the order of the rows; the engine counts in 32 bits.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.array(simulation.calculate(name, year, unweighted=True), np.float64)


def fiscal_year(year: int) -> str:
    """Name a fiscal year.

    Parameters
    ----------
    year : int
        In which it starts.

    Returns
    -------
    str

    Examples
    --------
    >>> fiscal_year(2025), fiscal_year(2099)
    ('2025-26', '2099-00')
    """
    return f"{year}-{(year + 1) % 100:02d}"
