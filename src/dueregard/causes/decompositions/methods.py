"""The methods there are, by name: each takes two groups and options, and gives a decomposition."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.dfl import decompose_dfl
from dueregard.causes.decompositions.findings import Decomposition
from dueregard.causes.decompositions.kitagawa import decompose_kitagawa
from dueregard.causes.decompositions.nonlinear import decompose_logit
from dueregard.causes.decompositions.oaxaca import decompose_threefold, decompose_twofold
from dueregard.causes.decompositions.rif import decompose_rif
from dueregard.errors import UsageError, did_you_mean

__all__ = ["METHODS", "method_of"]

METHODS: Mapping[str, Callable[[Comparison, Options], Decomposition]] = {
    "twofold": decompose_twofold,
    "threefold": decompose_threefold,
    "kitagawa": decompose_kitagawa,
    "rif": decompose_rif,
    "dfl": decompose_dfl,
    "logit": decompose_logit,
}


def method_of(name: str) -> Callable[[Comparison, Options], Decomposition]:
    """Find a method.

    Parameters
    ----------
    name : str
        As it was asked for.

    Returns
    -------
    callable
        Of a comparison and options.

    Raises
    ------
    UsageError
        When there is none of that name.

    Examples
    --------
    >>> method_of("twofolds")
    Traceback (most recent call last):
        ...
    dueregard.errors.UsageError: There is no method 'twofolds'. Did you mean 'twofold'?
    """
    if name not in METHODS:
        raise UsageError(
            f"There is no method {name!r}.",
            remedy=did_you_mean(name, METHODS) or f"Choose from: {', '.join(METHODS)}.",
        )
    return METHODS[name]
