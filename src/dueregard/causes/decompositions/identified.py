"""Which coefficients people can tell: what none can is left out, what one group cannot is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.regression import redundant
from dueregard.errors import PeopleError
from dueregard.estimates.source import BoolArray

__all__ = ["identified"]


def identified(comparison: Comparison) -> Comparison:
    """Keep the fitted columns that each group can tell the coefficient of.

    Parameters
    ----------
    comparison : Comparison
        Two groups.

    Returns
    -------
    Comparison
        Without the columns that other columns determine among the people of both groups, as R's ``lm`` leaves
        them out; a note names them.

    Raises
    ------
    PeopleError
        When a group has too few people, or a covariate does not vary, or is not separate from the others, in
        one group: its coefficient there cannot be known.
    """
    matrix, notes = comparison.matrix, list(comparison.notes)
    everyone = redundant(matrix.fit, comparison.weight)
    if everyone:
        names = [matrix.fitted[at] for at in everyone]
        matrix = matrix.without(names)
        notes.append(
            f"Left out of the regressions, because the other covariates determine it: {', '.join(names)}. "
            "What those add depends on which one is left out: a single column of categories would not."
        )
    kept = replace(comparison, matrix=matrix, notes=tuple(notes))
    for label, who in (
        (comparison.reference, comparison.in_reference),
        (comparison.other, ~comparison.in_reference),
    ):
        _refuse_few(kept, label, int(who.sum()))
        _refuse_unknown(kept, label, who)
    return kept


def _refuse_few(comparison: Comparison, label: str, count: int) -> None:
    needed = comparison.matrix.contrasts.shape[1] + 1
    if count < needed:
        raise PeopleError(
            f"{comparison.group_name!r} {label!r} has too few people for these covariates.",
            found=f"There {'is 1 person' if count == 1 else f'are {count:,} people'}; at least {needed:,} "
            "are needed, and many more for an answer that says anything.",
            remedy="Name fewer covariates, or join groups.",
            discreet="There are fewer than the covariates need.",
        )


def _refuse_unknown(comparison: Comparison, label: str, who: BoolArray) -> None:
    matrix = comparison.matrix.among(who)
    unknown = redundant(matrix.fit, comparison.weight[who])
    if not unknown:
        return
    names = [matrix.fitted[at] for at in unknown]
    flat = [name for name, at in zip(names, unknown, strict=True) if np.ptp(matrix.fit[:, at]) == 0]
    why = "does not vary" if len(flat) == len(names) == 1 else "cannot be told from the other covariates"
    raise PeopleError(
        f"In {comparison.group_name!r} {label!r}, {' and '.join(map(repr, names))} {why}.",
        found="What it goes with there cannot be learnt, so its part of the gap is not known.",
        remedy="Leave it out, join levels, or narrow the people to those who can be compared (--where).",
    )
