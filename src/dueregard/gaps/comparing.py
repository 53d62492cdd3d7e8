"""Gaps: each group against the reference group and against everyone else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from dueregard.estimates import Estimates, Label, concatenate
from dueregard.gaps.labels import EVERYONE_ELSE
from dueregard.gaps.references import Reference

__all__ = ["against_others", "against_reference", "paired"]


def against_reference(levels: Estimates, reference: Reference) -> Estimates:
    """Subtract the reference group's value from every other group's.

    Parameters
    ----------
    levels : Estimates, k values
        The groups' values.
    reference : Reference
        Which of them is the reference.

    Returns
    -------
    Estimates, k - 1 values
        Differences with their joint uncertainty.
    """
    others = [i for i in range(len(levels)) if i != reference.position]
    rows = np.arange(len(others))
    matrix = sparse.csr_array(
        (
            np.repeat([1.0, -1.0], len(others)),
            (
                np.tile(rows, 2),
                np.concatenate([np.array(others, int), np.full(len(others), reference.position)]),
            ),
        ),
        shape=(len(others), len(levels)),
    )
    labels = [levels.labels[i].contrasted("difference", reference=reference.label) for i in others]
    return levels.linear(matrix, labels)


def against_others(levels: Estimates, others: Estimates) -> Estimates:
    """Subtract from every group's value that of everyone outside the group.

    Parameters
    ----------
    levels : Estimates, k values
        The groups' values.
    others : Estimates, k values
        For each, the value of everyone else.

    Returns
    -------
    Estimates, k values
        Differences; groups and their complements come from the same people, so their covariance counts.
    """
    labels = [label.contrasted("difference", reference=EVERYONE_ELSE) for label in levels.labels]
    return paired(levels, others, labels=labels)


def paired(left: Estimates, right: Estimates, *, labels: Sequence[Label]) -> Estimates:
    """Subtract values one by one.

    Parameters
    ----------
    left, right : Estimates, k values each
        Minuend and subtrahend.
    labels : sequence of Label, length k
        What the differences are.

    Returns
    -------
    Estimates, k values
        ``left - right``.
    """
    size = len(left)
    matrix = sparse.hstack([sparse.eye_array(size), -sparse.eye_array(size)], format="csr")
    return concatenate(left, right).linear(matrix, list(labels))
