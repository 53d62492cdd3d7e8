"""A hostile reader, who adds and subtracts all published sums until they are of few people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.estimates import Record

Truths = NDArray[np.bool_]
THRESHOLD = 10


def published(
    records: Sequence[Record], measure: str, option: str, people: Mapping[str, NDArray[Any]]
) -> list[Truths]:
    """Whom each shown figure of an option is of."""
    n, found = len(next(iter(people.values()))), []
    for record in records:
        by = {name: level for name, level in record.by.items() if name != "option"}
        ours = record.measure == measure and record.by.get("option") == option and set(by) <= set(people)
        if ours and record.estimate is not None:
            rows = [people[name] == level for name, level in by.items()]
            found.append(np.logical_and.reduce(rows) if rows else np.ones(n, bool))
    return found


def of_both(one: Sequence[Truths], other: Sequence[Truths]) -> list[Truths]:
    """The groups of which two figures are shown, so that one can be taken from the other."""
    return [group for group in one if any((group == each).all() for each in other)]


def few_told(shown: Sequence[Truths], who: Truths) -> Iterator[int]:
    """Give the sizes of sets of few, among those to whom something happens, whose sum can be worked out.

    A sum can be worked out when it is a combination of shown sums. Tried are all shown sums, all differences
    of a group and a part of it, and the smallest pieces into which shown groups cut the people.
    """
    if not shown or not who.any():
        return
    pieces, piece_of = np.unique(np.array(shown)[:, who].astype(float), axis=1, return_inverse=True)
    sizes = np.bincount(piece_of.ravel())
    left, values, _ = np.linalg.svd(pieces.T, full_matrices=False)
    basis = left[:, values > 1e-9]
    tried = {tuple(row) for row in (*np.eye(len(sizes)), *pieces)}
    tried |= {tuple(one - other) for one in pieces for other in pieces if (one >= other).all()}
    for each in tried:
        piece = np.array(each)
        size = int(sizes[piece > 0].sum())
        if 0 < size < THRESHOLD and np.linalg.norm(piece - basis @ (basis.T @ piece)) < 1e-8:
            yield size
