"""Kernel densities behind standard errors: which bandwidths there are, and what results say of them."""

from __future__ import annotations

from dueregard.engine.ordered import BANDWIDTHS
from dueregard.measures.options import choice

__all__ = ["KERNEL", "read_kernel"]

KERNEL = {
    "convey": "Gaussian kernel density, bandwidth=convey, sd * (sum of weights)^(-1/5)",
    "n_eff": "Gaussian kernel density, bandwidth=n_eff, sd * (effective number of people)^(-1/5)",
}
"""What the method says of each bandwidth. R convey's depends on the scale of the weights, the other does not;
both leave the value as it is."""


def read_kernel(bandwidth: object) -> tuple[str, str]:
    """Check the bandwidth and say what it is.

    Parameters
    ----------
    bandwidth : object
        As given.

    Returns
    -------
    tuple of str
        The bandwidth, and how results describe the density.

    Raises
    ------
    UsageError
        When it is unknown.

    Examples
    --------
    >>> read_kernel("n_eff")[0]
    'n_eff'
    """
    chosen = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    return chosen, KERNEL[chosen]
