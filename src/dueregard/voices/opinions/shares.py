"""Who agrees, disagrees and passes on each statement, by what people declared, with joint uncertainty.

People.estimate would scan a table for hundreds of columns. Here the votes are a sparse matrix already, so
the same scores are written down directly: those of a share among the voters of a group, less what the
margins that weights are brought to explain of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_solver import pseudo_inverse
from dueregard.estimates import Estimates, Label, SamplePlan, Scores, Support
from dueregard.voices.opinions.declared import NOT_DECLARED, Declared
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights

__all__ = ["ANSWERS", "RAW", "WEIGHTED", "answer_shares"]

ANSWERS = {"agree": 1, "disagree": -1, "pass": 0}
"""The answers, and how a vote for each is coded."""

RAW, WEIGHTED = "as voted", "weighted to the population"
"""The two bases of every share."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """The groups that shares are of: everybody, and each level of each characteristic."""

    groups: tuple[dict[str, str], ...]
    place: tuple[NDArray[np.int64], ...] = field(repr=False)

    @classmethod
    def of(cls, parts: Sequence[Declared], people: int) -> _Cells:
        groups: list[dict[str, str]] = [{}]
        place = [np.zeros(people, dtype=np.int64)]
        for each in parts:
            start = len(groups)
            groups += each.groups
            groups += [dict.fromkeys(each.columns, NOT_DECLARED)] if each.not_declared else []
            place.append(np.where(each.place < 0, len(each.levels), each.place) + start)
        return cls(groups=tuple(groups), place=tuple(place))


def answer_shares(
    votes: Votes,
    *,
    by: Sequence[Declared] = (),
    weights: ParticipantWeights | None = None,
    statements: Sequence[int] | None = None,
) -> Iterator[tuple[int, Estimates]]:
    """Estimate the shares of each answer to each statement, raw and weighted, one statement after another.

    The shares are of those who voted on the statement, passes included. Participants count as a simple
    random sample of people like them: standard errors say what chance explains, not who stayed away.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.
    by : sequence of Declared
        Characteristics; each splits everybody by itself. Whoever did not declare one is a group too.
    weights : ParticipantWeights, optional
        Then every share is given twice: :data:`RAW` and :data:`WEIGHTED`. The weighted ones account for
        what calibration explains.
    statements : sequence of int, optional
        Places of the statements wanted; by default all that are kept.

    Yields
    ------
    int
        The place of a statement.
    Estimates
        Its shares, in the order of bases, groups (everybody first) and :data:`ANSWERS`; all of them have one
        joint covariance.

    References
    ----------
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.7 (shares of domains);
    Deville and Särndal (1992), JASA 87, 376-382, equation 3.4 (residuals under calibration).

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.voices.opinions.votes import Statement
    >>> votes = Votes(
    ...     participants=("a", "b", "c", "d"),
    ...     statements=(Statement(id="1"),),
    ...     participant=np.arange(4, dtype=np.int32),
    ...     statement=np.zeros(4, np.int32),
    ...     value=np.array([1, 1, -1, 0], np.int8),
    ...     kept=np.array([True]),
    ... )
    >>> [(place, shares)] = answer_shares(votes)
    >>> place, shares.values, shares.se.round(4)
    (0, array([0.5 , 0.25, 0.25]), array([0.2887, 0.25  , 0.25  ]))
    """
    people = len(votes.participants)
    cells = _Cells.of(by, people)
    plan = SamplePlan.simple(people)
    identity = f"participants, {people} of them"
    regression = None if weights is None else _Regression.of(weights)
    order = np.argsort(votes.statement, kind="stable")
    starts = np.searchsorted(votes.statement[order], np.arange(len(votes.statements) + 1))
    for place in np.flatnonzero(votes.kept).tolist() if statements is None else statements:
        some = order[starts[place] : starts[place + 1]]
        who, value = votes.participant[some].astype(np.int64), votes.value[some]
        bases = [_Basis.of(RAW, who, value, np.ones(people), cells)]
        if weights is not None:
            bases.append(_Basis.of(WEIGHTED, who, value, weights.weights, cells))
        units, loadings = _scores(bases, who, regression, people)
        yield (
            place,
            Estimates(
                np.concatenate([basis.values for basis in bases]),
                sources=(Scores(identity=identity, units=units, plan=plan, loadings=loadings),),
                labels=tuple(
                    label for basis in bases for label in _labels(votes, place, basis, cells, weights)
                ),
                supports=tuple(support for basis in bases for support in basis.supports),
                interval_methods=("beta",) * sum(len(basis.values) for basis in bases),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Basis:
    """Shares under one set of weights, with their scores as coordinates of a sparse matrix."""

    name: str
    values: Floats
    supports: tuple[Support, ...]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    scores: Floats

    @classmethod
    def of(cls, name: str, who: NDArray[np.int64], value: Any, weights: Floats, cells: _Cells) -> _Basis:
        size, answers = len(cells.groups), np.array(list(ANSWERS.values()))
        cell = np.concatenate([place[who] for place in cells.place])
        weight = np.tile(weights[who], len(cells.place))
        yes = np.tile(value[:, None] == answers, (len(cells.place), 1))
        total = np.bincount(cell, weight, minlength=size)
        squares = np.bincount(cell, weight * weight, minlength=size)
        people = np.bincount(cell, minlength=size)
        sums = np.column_stack([np.bincount(cell, weight * each, minlength=size) for each in yes.T])
        counts = np.column_stack([np.bincount(cell[each], minlength=size) for each in yes.T])
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = sums / total[:, None]
            effective = np.where(people > 0, total * total / squares, 0.0)
        return cls(
            name=name,
            values=shares.ravel(),
            supports=tuple(_supports(people, effective, counts)),
            rows=np.repeat(np.tile(who, len(cells.place)), len(answers)),
            columns=(len(answers) * cell[:, None] + np.arange(len(answers))).ravel(),
            scores=((yes - shares[cell]) * (weight / total[cell])[:, None]).ravel(),
        )


def _supports(people: NDArray[np.int64], effective: Floats, counts: NDArray[np.int64]) -> Iterator[Support]:
    for n, worth, yeses in zip(people.tolist(), effective.tolist(), counts.tolist(), strict=True):
        for yes in yeses:
            yield Support(n=n, n_effective=worth, units=n, events=min(yes, n - yes))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Regression:
    """What calibration explains of scores: their regression on the margins."""

    ratio: Floats
    counted: sparse.csr_array
    weighted: sparse.csr_array
    inverse: Floats

    @classmethod
    def of(cls, weights: ParticipantWeights) -> _Regression:
        x, own = weights.auxiliaries, weights.calibrated
        counted = sparse.csr_array(x.multiply(weights.counted[:, None]))
        return cls(
            ratio=np.divide(1.0, own, out=np.zeros_like(own), where=own > 0),
            counted=counted,
            weighted=sparse.csr_array(x.multiply(own[:, None])),
            inverse=pseudo_inverse((x.T @ counted).toarray()),
        )

    def coefficients(self, scores: sparse.csr_array) -> Floats:
        """Regress weighted scores over the calibrated weight, shape (p, k)."""
        return np.asarray(self.inverse @ (self.counted.T @ scores.multiply(self.ratio[:, None])).toarray())


def _scores(
    bases: Sequence[_Basis], who: NDArray[np.int64], regression: _Regression | None, people: int
) -> tuple[Any, Any]:
    """Write down the scores of all shares; under calibration as parts and their loadings."""
    parts = [
        sparse.csr_array((basis.scores, (basis.rows, basis.columns)), shape=(people, len(basis.values)))
        for basis in bases
    ]
    units = sparse.hstack(parts, format="csr")
    if regression is None:
        return units, None
    slopes = regression.coefficients(parts[-1])
    explained = np.concatenate([np.zeros((len(slopes), parts[0].shape[1])), -slopes], axis=1)
    own = sparse.eye_array(units.shape[1], format="csr")
    return (
        sparse.hstack([units, regression.weighted], format="csr"),
        sparse.vstack([own, sparse.csr_array(explained)], format="csr"),
    )


def _labels(
    votes: Votes, place: int, basis: _Basis, cells: _Cells, weights: ParticipantWeights | None
) -> Iterator[Label]:
    statement = votes.statements[place]
    method = "Taylor linearisation"
    if basis.name == WEIGHTED and weights is not None:
        method += f" of weights brought to the population ({weights.method})"
    for group in cells.groups:
        for answer in ANSWERS:
            yield Label(
                measure="proportion",
                parameters={"statement": statement.id, "answer": answer, "basis": basis.name},
                outcome=f"{answer}: {statement.text or 'statement ' + statement.id}",
                by=group,
                unit="proportion",
                method=method,
            )
