"""What is told of every component of a gap: the whole, each covariate and each level, and their columns."""

from __future__ import annotations

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.findings import Part

__all__ = ["told_of_columns"]


def told_of_columns(comparison: Comparison) -> list[tuple[Part, list[int]]]:
    """List what is told of every component, with the columns that add up to it.

    Parameters
    ----------
    comparison : Comparison
        The two groups.

    Returns
    -------
    list of (Part, list of int)
        Parts of no component yet: the whole first, then each variable with its levels behind it.
    """
    matrix = comparison.matrix
    told = [(Part(component=""), list(range(len(matrix.names))))]
    for variable in dict.fromkeys(matrix.variables):
        columns = [at for at, name in enumerate(matrix.variables) if name == variable]
        told.append((Part(component="", variable=variable), columns))
        for at in columns:
            if (level := matrix.levels[at]) is not None:
                support = comparison.support(matrix.full[:, at] > 0)
                told.append((Part(component="", variable=variable, level=level, support=support), [at]))
    return told
