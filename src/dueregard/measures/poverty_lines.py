"""Poverty lines: fixed, or a share of a median or mean that is estimated; and the line as a measure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dueregard.engine import Outcome
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats, Scored
from dueregard.errors import UsageError
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import read_kernel

__all__ = ["PovertyLine", "counted", "poverty_threshold", "read_line"]

_NUMBER = r"(?P<share>\d+(?:\.\d*)?|\.\d+)\s*(?P<percent>%|per ?cent)?"
_OF = r"(?:the\s+)?(?P<of>median|mean)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (rf"(?:{_NUMBER}\s*(?:\*|×|of)?\s*)?{_OF}", rf"{_OF}\s*\*\s*{_NUMBER}")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PovertyLine:
    """A value that separates the poor (or the rich) from others.

    Attributes
    ----------
    value : float, optional
        A fixed line.
    share : float
        Of a relative line: which multiple.
    of : {"median", "mean"}, optional
        Of a relative line: of what; None for a fixed one.
    population : str
        Whose median or mean: ``all`` people of the table, those of each ``group``, or a condition.

    Examples
    --------
    >>> str(read_line("60% of median")), read_line(10000).value
    ('0.6*median', 10000.0)
    """

    value: float | None = None
    share: float = 1.0
    of: str | None = None
    population: str = "all"

    def __str__(self) -> str:
        return f"{self.value:g}" if self.of is None else f"{self.share:g}*{self.of}"

    @property
    def fixed(self) -> float | None:
        """The line when it is known beforehand."""
        return self.value if self.of is None else None

    def outcome(self, column: str) -> Outcome | None:
        """Say which people a relative line comes from, unless they are those of each group.

        Parameters
        ----------
        column : str
            What the line is in.

        Returns
        -------
        Outcome or None
            None for a fixed line and for each group's own.
        """
        if self.of is None or self.population == "group":
            return None
        return Outcome(columns=(column,), among=None if self.population == "all" else self.population)

    def parameters(self, *, usual: str = "all") -> Mapping[str, Any]:
        """Say what the line is, as results show it.

        Parameters
        ----------
        usual : str
            The population that is not mentioned.

        Returns
        -------
        mapping of str to object
            The line, and its population unless usual.
        """
        line: Any = self.value if self.of is None else str(self)
        plain = self.of is None or self.population == usual
        return {"line": line} if plain else {"line": line, "line_population": self.population}

    def scored(self, people: OrderedPeople, population: OrderedPeople | None, *, bandwidth: str) -> Scored:
        """Estimate the line that holds in each level.

        Parameters
        ----------
        people : OrderedPeople
            The people of the levels.
        population : OrderedPeople, optional
            Those whom a line of everybody comes from, in one level.
        bandwidth : {"convey", "n_eff"}
            Of the density at the median.

        Returns
        -------
        Scored
            One value a level, with the influence of everybody it comes from.
        """
        if self.of is None:
            return Scored(np.full(people.levels, self.value, dtype=float))
        source = people if population is None else population
        middle = source.mean_y if self.of == "mean" else source.quantile(0.5, bandwidth=bandwidth)
        # One base for every multiple of the same median, so that its influence is summed once.
        return (middle if population is None else people.from_population(middle)) * self.share


def read_line(line: object, *, population: str = "all", usual: str = "all") -> PovertyLine:
    """Read a poverty line as users write it.

    Parameters
    ----------
    line : object
        A number, or text such as ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    population : str
        For a relative line, whose: ``all``, ``group``, or a condition such as ``year == 2011``.
    usual : str
        The population that is meant when none is named.

    Returns
    -------
    PovertyLine
        Fixed or relative.

    Raises
    ------
    UsageError
        When it is neither, not above zero, or when a fixed line is said to have a population.

    Examples
    --------
    >>> line = read_line("0.5*mean", population="year == 2011")
    >>> line.share, line.of, line.population
    (0.5, 'mean', 'year == 2011')
    """
    text = str(line).strip()
    for form in _FORMS:
        if found := form.fullmatch(text):
            share = float(found["share"] or 1.0) / (100 if found["percent"] else 1)
            if not 0 < share <= 10:
                raise UsageError(
                    "A relative line is a share of the median or mean, above 0 and at most 10.",
                    found=f"It was {text}.",
                    remedy="Write 60% of median, or 0.6*median.",
                )
            return PovertyLine(share=share, of=found["of"].lower(), population=population)
    try:
        value = options.number(text, option="line", above=0)
    except UsageError as error:
        raise UsageError(
            "A poverty line is a number above 0, or a share of the median or mean.",
            found=f"It was {text!r}.",
            remedy="Write line=12000, line=0.6*median or line=0.5*mean.",
        ) from error
    if population != usual:
        raise UsageError(
            f"A fixed line of {value:g} comes from no people.",
            found=f"Its population was given as {population!r}.",
            remedy="Leave line_population out, or make the line relative, such as line=0.6*median.",
        )
    return PovertyLine(value=value, population=population)


def counted(people: OrderedPeople, who: Any) -> Floats:
    """Count people of each level for whom something is so, whatever their weight.

    Parameters
    ----------
    people : OrderedPeople
        The people of the levels.
    who : ndarray of bool (n,)
        For whom.

    Returns
    -------
    ndarray (d,)
        Numbers of people with a positive weight.
    """
    through = np.concatenate([[0], np.cumsum(who & (people.weight > 0))])
    return np.diff(through[people.starts]).astype(float)


@dataclass(frozen=True, slots=True)
class _Threshold:
    """The line itself, of each group or of everybody."""

    line: PovertyLine
    bandwidth: str

    def __call__(self, people: OrderedPeople, population: OrderedPeople | None) -> Scored:
        return self.line.scored(people, population, bandwidth=self.bandwidth)


@catalogued(
    title="Poverty threshold",
    family="poverty",
    meaning="The income below which people count as poor when the line moves with the middle of society, "
    "such as 60% of the median income.",
    formula="c · q(0.5), q(0.5) = lowest y with sum(w 1{y_i <= y}) >= N/2; or c · mu",
    range="Any value, in the unit of the outcome.",
    variance="The influence function of the median, with a kernel density at it; of the mean exactly.",
    oracle="R convey 1.0.1 svyarpt, whole samples and groups, value and standard error to 1e-8 "
    "(replicate weights too); laeken 0.5.2 arpt",
    avoid="A line that moves with the median can fall in a recession and hide falling living standards: "
    'report a fixed or anchored line beside it (line=12000, or line_population="year == 2011").',
    reference="Eurostat, EU statistics on income and living conditions (EU-SILC) methodology; Osier (2009), "
    "Survey Research Methods 3, 167-195, section 3.",
    example="poverty_threshold:income,line=0.6*median",
    convention="The median is the lowest income that half the people are at or below; each group's own "
    "unless line_population=all.",
    properties=("scales with the unit", "replication invariant"),
    direction="neither",
)
def poverty_threshold(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "group",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure a relative poverty line, of each group its own.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income.
    line : str
        ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    line_population : str
        ``group``, ``all`` or a condition.
    bandwidth : {"convey", "n_eff"}
        Of the density at the median.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Its unit.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For a fixed line, of which there is nothing to estimate.

    References
    ----------
    Osier (2009), Variance estimation for complex indicators of poverty and inequality using linearization
    techniques, Survey Research Methods 3, 167-195.

    Examples
    --------
    >>> people = OrderedPeople.of([1.0, 2.0, 3.0, 4.0, 9.0])
    >>> poverty_threshold("income").estimate(people, None).values
    array([1.8])
    """
    read = read_line(line, population=line_population, usual="group")
    if read.fixed is not None:
        raise UsageError(
            "A fixed line is known already.",
            found=f"The line was {read}.",
            remedy="Give a share of the median or mean, such as line=0.6*median.",
        )
    chosen, kernel = read_kernel(bandwidth)
    shown = {} if chosen == "convey" or read.of == "mean" else {"bandwidth": chosen}
    return OrderedMeasure(
        name="poverty_threshold",
        outcome=Outcome(columns=(column,), among=among),
        population=read.outcome(column),
        form=_Threshold(read, chosen),
        label=name or column,
        unit=unit,
        method=None if read.of == "mean" else kernel,
        parameters={**read.parameters(usual="group"), **shown},
    )
