"""Reference coefficients: what the outcome would depend on, were both groups rewarded alike.

Every one is a combination of both groups' coefficients, ``b* = W bA + (1 - W) bB``: by a number W, or by the
matrix that a pooled regression implies.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.source import FloatArray

__all__ = ["ALIASES", "REFERENCES", "is_pooled", "reference_named", "share_of", "weighting_matrix"]

REFERENCES: Mapping[str, str] = {
    "pooled": "coefficients of both groups together, with each group's own level (Jann 2008)",
    "neumark": "coefficients of both groups together, as though there were no groups (Neumark 1988)",
    "reference": "the reference group's coefficients (Oaxaca 1973)",
    "group": "the other group's coefficients (Oaxaca 1973)",
    "reimers": "the plain mean of both groups' coefficients (Reimers 1983)",
    "cotton": "the mean of both groups' coefficients, by their sizes (Cotton 1988)",
}
"""Named reference coefficients, and what they are."""

ALIASES: Mapping[str, str] = {
    "jann": "pooled",
    "omega": "neumark",
    "oaxaca-ransom": "neumark",
    "a": "reference",
    "b": "group",
}
"""Other names of the same."""


def reference_named(name: str) -> str:
    """Find named reference coefficients.

    Parameters
    ----------
    name : str
        As asked for.

    Returns
    -------
    str
        A name of :data:`REFERENCES`.

    Raises
    ------
    UsageError
        When there are none of that name: another must not stand in for them.

    Examples
    --------
    >>> reference_named("Jann")
    'pooled'
    >>> reference_named("nuemark")
    Traceback (most recent call last):
        ...
    dueregard.errors.UsageError: There are no reference coefficients 'nuemark'. Did you mean 'neumark'?
    """
    asked = name.strip().casefold()
    asked = ALIASES.get(asked, asked)
    if asked not in REFERENCES:
        raise UsageError(
            f"There are no reference coefficients {name[:80]!r}.",
            remedy=did_you_mean(name[:80], [*REFERENCES, *ALIASES])
            or f"Choose from: {', '.join(REFERENCES)}.",
        )
    return asked


def is_pooled(name: str) -> bool:
    """Say whether coefficients come from a regression of both groups together.

    Parameters
    ----------
    name : str
        Of :data:`REFERENCES`.

    Returns
    -------
    bool
    """
    return name in ("pooled", "neumark")


def share_of(name: str, sizes: tuple[float, float]) -> float:
    """Give the weight of the reference group's coefficients.

    Parameters
    ----------
    name : str
        Of :data:`REFERENCES`, not pooled.
    sizes : pair of float
        The sum of weights of the reference group, and of the other.

    Returns
    -------
    float
        W, from 0 to 1.

    References
    ----------
    Oaxaca (1973), International Economic Review 14, 693-709; Reimers (1983), Review of Economics and
    Statistics 65, 570-579; Cotton (1988), Review of Economics and Statistics 70, 236-243.

    Examples
    --------
    >>> share_of("cotton", (30.0, 10.0))
    0.75
    """
    return {"reference": 1.0, "group": 0.0, "reimers": 0.5, "cotton": sizes[0] / sum(sizes)}[name]


def weighting_matrix(name: str, first: FloatArray, second: FloatArray) -> FloatArray:
    """Give the matrix by which a pooled regression weights the reference group's coefficients.

    Parameters
    ----------
    name : {"neumark", "pooled"}
        Without and with the group as a covariate.
    first, second : ndarray (p, p)
        Weighted cross-products of the fitted columns in the reference group and in the other; the first
        column is ones.

    Returns
    -------
    ndarray (p, p)
        W. With the group as a covariate, the constant is the reference group's own.

    References
    ----------
    Neumark (1988), Journal of Human Resources 23, 279-295; Oaxaca and Ransom (1994), Journal of Econometrics
    61, 5-21, equation 7; Jann (2008), Stata Journal 8, 453-479, equation 8.

    Examples
    --------
    >>> ones = np.array([[2.0]]), np.array([[6.0]])
    >>> weighting_matrix("neumark", *ones)
    array([[0.25]])
    """
    if name == "neumark":
        return np.asarray(np.linalg.solve(first + second, first))
    within = [each[1:, 1:] - np.outer(each[0, 1:], each[0, 1:]) / each[0, 0] for each in (first, second)]
    slopes = np.linalg.solve(within[0] + within[1], within[0])
    matrix = np.zeros_like(first)
    matrix[1:, 1:] = slopes
    # ybarA = bA0 + mA'bA, so that the constant is ybarA - mA'b*: not a combination of constants alone.
    means = first[0, 1:] / first[0, 0]
    matrix[0, 0] = 1.0
    matrix[0, 1:] = means - means @ slopes
    return matrix
