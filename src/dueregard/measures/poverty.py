"""How many people are poor, how poor and how unequally: the measures of Foster, Greer and Thorbecke."""

from __future__ import annotations

from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.proportions import INTERVALS
from dueregard.measures.shortfalls import PovertyMeasure, mean_shortfall

__all__ = ["fgt", "poverty_gap", "poverty_rate", "poverty_severity"]


@catalogued(
    title="Poverty rate",
    family="poverty",
    meaning="The share of people whose income (usually the household's, adjusted for its size) is at or "
    "below the poverty line: 60% of the median of everybody in the table, unless line= gives another share "
    "or an amount. The UK's official figures (HBAI, Households Below Average Income) count only "
    "people below the line: strict=yes.",
    formula="sum(w 1{y <= z}) / N, z the line",
    range="0% (nobody is poor) to 100% (everybody is); 0 to 1 in --json and --csv.",
    variance="Taylor linearisation; for a relative line its own sampling error too, through the density of "
    "incomes at it.",
    oracle="R convey 1.0.1 svyarpr and svyfgt(g=0), laeken 0.5.2 arpr: values, standard errors, covariances "
    "of groups and replicate weights to 1e-8",
    avoid="If the table covers only one area, the line is that area's, not the country's: give the national "
    "line as an amount. The line moves with the median, so poverty can fall in a recession: to compare years "
    "give a fixed line too. It says how many are poor, not how poor: add poverty_gap.",
    reference="Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, with alpha = 0; Osier (2009), "
    "Survey Research Methods 3, 167-195, section 4.",
    example="poverty_rate:income,line=0.6*median",
    convention="Poor is at or below the line (R convey); strict=yes for below it. The line is that of the "
    "whole table unless line_population says otherwise; density at the line from the group's own people. "
    "UK HBAI's relative measures: 60% of the median, before or after housing costs being the column.",
    properties=("scale invariant", "replication invariant"),
)
def poverty_rate(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    strict: object = False,
    interval: str = "logit",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> PovertyMeasure:
    """Measure the share of people at or below a poverty line.

    Parameters
    ----------
    column : str
        A column or an expression, such as equivalised household income before or after housing costs.
    line : float or str
        A number, ``0.6*median``, ``60% of median`` or ``0.5*mean``.
    line_population : str
        Whose median or mean: ``all`` people of the table whatever the group, each ``group``'s own, or a
        condition such as ``year == 2011`` for an anchored line, whose sampling error is kept.
    strict : bool
        Whether people exactly on the line are not poor.
    interval : {"mean", "logit", "xlogit", "beta", "wilson"}
        How intervals are made; at 0 and 1 always exact ones.
    bandwidth : {"convey", "n_eff"}
        Of the densities at an estimated line.
    among : str, optional
        For whom the outcome applies, as a condition; it does not move the line.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default ``proportion``.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For an unknown line, interval or bandwidth.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766; Osier (2009), Survey Research Methods 3,
    167-195; Department for Work and Pensions, Households below average income: quality and methodology.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> poverty_rate("income").estimate(people, people).scored.values
    array([0.4])
    """
    how = options.choice(interval, INTERVALS, option="interval")
    return mean_shortfall(
        "poverty_rate",
        column,
        alpha=0.0,
        line=line,
        line_population=line_population,
        strict=strict,
        bandwidth=bandwidth,
        interval=how,
        among=among,
        name=name,
        unit=unit or "proportion",
        shown={} if how == "logit" else {"interval": how},
    )


@catalogued(
    title="Poverty gap index",
    family="poverty",
    meaning="How far people are below the poverty line on average, as a share of the line; people who are "
    "not poor count as zero. Times the line and the number of people, it is the money that would lift "
    "everybody to the line.",
    formula="sum(w (1 - y/z) 1{y <= z}) / N, z the line",
    range="0 (nobody is poor) to 1 (nobody has any income); above 1 only with negative incomes.",
    variance="Taylor linearisation, with the sampling error of a relative line.",
    oracle="R convey 1.0.1 svyfgt(g=1) with relative and fixed lines: values, standard errors, covariances "
    "of groups and replicate weights to 1e-8; ineq 0.2-13 unweighted",
    avoid="A transfer from the poorest to the less poor leaves it unchanged: use poverty_severity. Negative "
    "incomes count in full: look at how many there are.",
    reference="Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, with alpha = 1.",
    example="poverty_gap:income,line=0.6*median",
    convention="Over all people, not over the poor only; the line as for poverty_rate.",
    properties=("scale invariant", "replication invariant"),
)
def poverty_gap(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> PovertyMeasure:
    """Measure the mean relative shortfall from a poverty line.

    Parameters
    ----------
    column, line, line_population, bandwidth, among, name, unit
        As :func:`poverty_rate` takes them.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For an unknown line or bandwidth.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> poverty_gap("income").estimate(people, people).scored.values.round(4)
    array([0.2])
    """
    return mean_shortfall(
        "poverty_gap",
        column,
        alpha=1.0,
        line=line,
        line_population=line_population,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
        shown={},
    )


@catalogued(
    title="Poverty severity",
    family="poverty",
    meaning="Like the poverty gap, but the poorest count most: somebody twice as far below the line counts "
    "four times as much.",
    formula="sum(w (1 - y/z)^2 1{y <= z}) / N, z the line",
    range="0 (nobody is poor) to 1 (nobody has any income); above 1 only with negative incomes.",
    variance="Taylor linearisation, with the sampling error of a relative line.",
    oracle="R convey 1.0.1 svyfgt(g=2) with relative and fixed lines: values, standard errors and replicate "
    "weights to 1e-8; ineq 0.2-13 unweighted",
    avoid="A few very low or negative incomes, often errors of measurement, dominate it: look at them first, "
    "and report poverty_gap beside it.",
    reference="Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, with alpha = 2.",
    example="poverty_severity:income,line=0.6*median",
    convention="Over all people; the line as for poverty_rate.",
    properties=("scale invariant", "replication invariant"),
)
def poverty_severity(
    column: str,
    *,
    line: object = "0.6*median",
    line_population: str = "all",
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> PovertyMeasure:
    """Measure the mean squared relative shortfall from a poverty line.

    Parameters
    ----------
    column, line, line_population, bandwidth, among, name, unit
        As :func:`poverty_rate` takes them.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For an unknown line or bandwidth.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766.

    Examples
    --------
    >>> from dueregard.engine.ordered import OrderedPeople
    >>> people = OrderedPeople.of([1.0, 2.0, 5.0, 6.0, 9.0])
    >>> poverty_severity("income").estimate(people, people).scored.values.round(4)
    array([0.1111])
    """
    return mean_shortfall(
        "poverty_severity",
        column,
        alpha=2.0,
        line=line,
        line_population=line_population,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
        shown={},
    )


@catalogued(
    title="Foster-Greer-Thorbecke index",
    family="poverty",
    meaning="Poverty with a choice of how much more the poorest count: alpha 0 is the poverty rate, 1 the "
    "poverty gap, 2 the severity of poverty.",
    formula="sum(w (1 - y/z)^alpha 1{y <= z}) / N, z the line",
    range="0 (nobody is poor) to 1 (nobody has any income); above 1 only with negative incomes.",
    variance="Taylor linearisation, with the sampling error of a relative line.",
    oracle="R convey 1.0.1 svyfgt with g = 0, 1, 2 and lines of 60% of the median, 50% of the mean and fixed "
    "ones: values, standard errors and replicate weights to 1e-8",
    avoid="An alpha above 2 rests on very few people; between 0 and 1 it rests on those just below the line.",
    reference="Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766, equation 2.",
    example="fgt:income,alpha=2,line=0.6*median",
    convention="Poor is at or below the line; over all people.",
    properties=("scale invariant", "replication invariant"),
)
def fgt(
    column: str,
    *,
    alpha: object,
    line: object = "0.6*median",
    line_population: str = "all",
    strict: object = False,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> PovertyMeasure:
    """Measure poverty with a given aversion to deep poverty.

    Parameters
    ----------
    alpha : float
        The power of the relative shortfall, at least 0.
    column, line, line_population, strict, bandwidth, among, name, unit
        As :func:`poverty_rate` takes them.

    Returns
    -------
    SmoothMeasure or OrderedMeasure
        A fixed line needs no order of people.

    Raises
    ------
    UsageError
        For a negative alpha, and for an unknown line or bandwidth.

    References
    ----------
    Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766.

    Examples
    --------
    >>> dict(fgt("income", alpha="2", line=12000).parameters)
    {'alpha': 2.0, 'line': 12000.0}
    """
    power = options.number(alpha, option="alpha", at_least=0)
    return mean_shortfall(
        "fgt",
        column,
        alpha=power,
        line=line,
        line_population=line_population,
        strict=strict,
        bandwidth=bandwidth,
        among=among,
        name=name,
        unit=unit,
        shown={"alpha": power},
    )
