"""Decompose a gap between two groups of people: read them, choose the method, and put it into findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dueregard.causes.decompositions.comparison import OneSided, Options, StandardErrors
from dueregard.causes.decompositions.findings import Decomposition
from dueregard.causes.decompositions.groups import Groups, read_groups
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.model_matrix import Contrasts
from dueregard.causes.decompositions.references import reference_named
from dueregard.causes.left_out import Missing
from dueregard.causes.replicating import refuse_counts
from dueregard.errors import PeopleError, UsageError
from dueregard.people import People

__all__ = ["decompose", "decompose_each"]

MOST_OTHERS = 100
"""The most groups that are compared with the reference unasked."""


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
    coefficients: str | None = None,
    quantile: float | Sequence[float] | None = None,
    statistics: Sequence[str] = (),
    reweighted: bool = False,
    reweighting: str = "logit",
    largest_weight: float | None = None,
    detail: str = "yun",
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
    coefficients : {"pooled", "neumark", "reference", "group", "reimers", "cotton"}, optional
        What covariates are held to be worth: see :data:`~.references.REFERENCES`. By default pooled, and for
        ``rif`` the reference group's.
    quantile, statistics
        For ``rif`` and ``dfl``: shares between 0 and 1, and ``mean``, ``variance``, ``log_variance``,
        ``gini``.
    reweighted, reweighting, largest_weight
        For ``rif``, whether the reference group is reweighted to the other's covariates; for both, how
        (``logit`` or ``cells``), and the largest share of all weights that one person may have.
    detail : {"yun", "fairlie"}
        For ``logit``, how the explained part is shared out to variables.
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
        reweighting=reweighting,
        largest_weight=largest_weight,
        detail=detail,
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
    coefficients: str | None = None,
    quantile: float | Sequence[float] | None = None,
    statistics: Sequence[str] = (),
    reweighted: bool = False,
    reweighting: str = "logit",
    largest_weight: float | None = None,
    detail: str = "yun",
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
        The other groups; by default all that can be compared, and notes name the rest.
    reweighted, reweighting, largest_weight, detail, contrasts, missing, one_sided, standard_errors
        As :func:`decompose` takes them.
    replicates, seed
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
    if coefficients is not None:
        reference_named(coefficients)
    quantiles = (quantile,) if isinstance(quantile, int | float) else tuple(quantile or ())
    if any(not 0 < each < 1 for each in quantiles):
        raise UsageError("A quantile lies between 0 and 1.", remedy="Write 0.5 for the median.")
    refuse_counts(max(replicates, 2), seed)
    options = Options(
        coefficients=coefficients,
        quantiles=quantiles,
        statistics=tuple(statistics),
        reweighted=reweighted,
        reweighting=reweighting,
        largest_weight=largest_weight,
        detail=detail,
        standard_errors=standard_errors,
        one_sided=one_sided,
        replicates=replicates,
        seed=seed,
    )
    if not covariates and not categories:
        raise UsageError("A decomposition needs covariates.", remedy="Name at least one (--covariate).")
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
    weighed = method == "dfl"
    if others:
        return tuple(run(groups.compare(each, reweighted=weighed), options) for each in others)
    return _of_all(groups, lambda each: run(groups.compare(each, reweighted=weighed), options))


def _of_all(groups: Groups, compared: Callable[[str], Decomposition]) -> tuple[Decomposition, ...]:
    """Compare with every other group that can be; that some cannot is no reason to skip the others."""
    if len(groups.others) > MOST_OTHERS:
        raise UsageError(
            f"{groups.group.name!r} has {len(groups.others):,} groups to compare {groups.reference!r} with.",
            remedy=f"Name those that matter (other), or a column of at most {MOST_OTHERS} groups.",
        )
    found, refused = [], []
    for each in groups.others:
        try:
            found.append(compared(each))
        except PeopleError as error:
            refused.append((each, error))
    if not found:
        raise refused[0][1]
    notes = tuple(f"{level!r} could not be compared. {error}" for level, error in refused)
    return tuple(replace(each, notes=(*each.notes, *notes)) for each in found)
