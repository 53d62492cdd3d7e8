"""Decompose a gap between two groups of people: read them, choose the method, and put it into findings."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.causes.decompositions.comparison import OneSided, Options, StandardErrors
from dueregard.causes.decompositions.findings import Decomposition
from dueregard.causes.decompositions.groups import read_groups
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.model_matrix import Contrasts
from dueregard.causes.decompositions.references import reference_named
from dueregard.causes.sample import Missing
from dueregard.errors import UsageError
from dueregard.people import People

__all__ = ["decompose", "decompose_each"]


def decompose(
    people: People,
    *,
    outcome: str,
    group: str,
    reference: str,
    other: str | None = None,
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    method: str = "twofold",
    coefficients: str = "pooled",
    quantile: float | Sequence[float] | None = None,
    statistics: Sequence[str] = (),
    reweighted: bool = True,
    contrasts: Contrasts = "deviation",
    missing: Missing = "drop",
    one_sided: OneSided = "refuse",
    standard_errors: StandardErrors = "auto",
    replicates: int = 200,
    seed: int = 1,
) -> Decomposition:
    """Split the gap between two groups into what goes with differences in covariates, and what does not.

    "Explained" says that the outcome goes with things the groups differ in. It never says justified: those
    differences may themselves come of unequal treatment. Nor is what is unexplained a measure of
    discrimination: it holds whatever was not observed.

    Parameters
    ----------
    people : People
        With their design; of a domain, its people.
    outcome : str
        A column of numbers or an expression; ``log(pay)`` too.
    group : str
        The characteristic or column that the groups differ by.
    reference : str
        The level of the reference group. The gap is its mean minus the other's.
    other : str, optional
        The other level; needed where there are more than two.
    covariates : sequence of str
        Columns or expressions; ``experience**2``, ``log(hours)``; ``work = hours, hours**2`` is told as one.
        Texts and declared characteristics are categories, whose levels' contributions are summed.
    categories : sequence of str
        Columns of numbers that are categories.
    method : {"twofold", "threefold", "kitagawa", "rif", "dfl", "logit"}
        How.
    coefficients : {"pooled", "neumark", "reference", "group", "reimers", "cotton"}
        For two-fold decompositions, what covariates are held to be worth: see
        :data:`~.references.REFERENCES`.
    quantile, statistics, reweighted
        For methods of distributions.
    contrasts : {"deviation", "treatment"}
        Effects of levels as deviations from their mean, so that no level is the standard, or from the first.
    missing : {"drop", "level", "refuse"}
        What becomes of people whose category is missing.
    one_sided : {"refuse", "drop"}
        What becomes of people of a level that only one group has.
    standard_errors : {"auto", "classical", "linearised"}
        The textbook's, from each person's influence under the design, or the first where it holds.
    replicates, seed
        For methods whose uncertainty comes from replicate weights.

    Returns
    -------
    Decomposition
        With the joint covariance of all parts.

    Raises
    ------
    UsageError
        When a method, reference, group or column is unknown.
    PeopleError
        When people cannot be compared: too few, none of a level, or a covariate without variation.

    References
    ----------
    Blinder (1973), Journal of Human Resources 8, 436-455; Oaxaca (1973), International Economic Review 14,
    693-709; Jann (2008), Stata Journal 8, 453-479; Kitagawa (1955), JASA 50, 1168-1194.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> table = {
    ...     "pay": [9.0, 11, 12, 14, 8, 9, 11, 10],
    ...     "years": [1, 2, 3, 4, 1, 2, 3, 2],
    ...     "sex": list("mmmmffff"),
    ... }
    >>> gap = decompose(read_people(table), outcome="pay", group="sex", reference="m", covariates=["years"])
    >>> round(gap.value("gap"), 3), round(gap.value("explained"), 3), round(gap.value("unexplained"), 3)
    (2.0, 0.786, 1.214)
    """
    [found] = decompose_each(
        people,
        outcome=outcome,
        group=group,
        reference=reference,
        others=(other,),
        covariates=covariates,
        categories=categories,
        method=method,
        coefficients=coefficients,
        quantile=quantile,
        statistics=statistics,
        reweighted=reweighted,
        contrasts=contrasts,
        missing=missing,
        one_sided=one_sided,
        standard_errors=standard_errors,
        replicates=replicates,
        seed=seed,
    )
    return found


def decompose_each(
    people: People,
    *,
    outcome: str,
    group: str,
    reference: str,
    others: Sequence[str | None] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    method: str = "twofold",
    coefficients: str = "pooled",
    quantile: float | Sequence[float] | None = None,
    statistics: Sequence[str] = (),
    reweighted: bool = True,
    contrasts: Contrasts = "deviation",
    missing: Missing = "drop",
    one_sided: OneSided = "refuse",
    standard_errors: StandardErrors = "auto",
    replicates: int = 200,
    seed: int = 1,
) -> tuple[Decomposition, ...]:
    """Decompose the gaps between a reference group and several others.

    Parameters
    ----------
    people, outcome, group, reference, covariates, categories, method, coefficients, quantile, statistics
        As :func:`decompose` takes them.
    others : sequence of str
        The other groups; by default all.
    reweighted, contrasts, missing, one_sided, standard_errors, replicates, seed
        As :func:`decompose` takes them.

    Returns
    -------
    tuple of Decomposition
        One for each other group, in their order.

    Raises
    ------
    UsageError, PeopleError
        As :func:`decompose`.
    """
    run = method_of(method)
    if method == "twofold":
        reference_named(coefficients)
    quantiles = (quantile,) if isinstance(quantile, int | float) else tuple(quantile or ())
    if any(not 0 < each < 1 for each in quantiles):
        raise UsageError("A quantile lies between 0 and 1.", remedy="Write 0.5 for the median.")
    options = Options(
        coefficients=coefficients,
        quantiles=quantiles,
        statistics=tuple(statistics),
        reweighted=reweighted,
        standard_errors=standard_errors,
        one_sided=one_sided,
        replicates=replicates,
        seed=seed,
    )
    groups = read_groups(
        people,
        outcome=outcome,
        group=group,
        reference=reference,
        covariates=covariates,
        categories=categories,
        contrasts=contrasts,
        missing=missing,
        one_sided=one_sided,
        only_categories=method == "kitagawa",
    )
    return tuple(run(groups.compare(each), options) for each in others or groups.others)
