"""Logistic regression on cells, with what strata deviate by held at a size: where models of strata begin."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from dueregard.causes.strata.cells import BinomialCells
from dueregard.errors import PeopleError
from dueregard.estimates.source import FloatArray

__all__ = ["Penalised", "penalised_logistic"]

MOST_STEPS = 60
CLOSE = 1e-12
SURE = 1e-7
"""A probability nearer to 0 or 1 than this, in everybody of a level, is of a coefficient without limit."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Penalised:
    """Coefficients and deviations that are most likely together.

    Attributes
    ----------
    coefficients : ndarray (p,)
        Of the fixed part.
    information : ndarray (p, p)
        X' W X with the deviations taken out.
    modes : ndarray (J,)
        Of the deviations, over sigma.
    log_likelihood : float
        Of the answers and the deviations; without deviations, of the answers.
    """

    coefficients: FloatArray = field(repr=False)
    information: FloatArray = field(repr=False)
    modes: FloatArray = field(repr=False)
    log_likelihood: float


def penalised_logistic(
    cells: BinomialCells,
    matrix: FloatArray,
    *,
    sigma: float = 0.0,
    start: Penalised | None = None,
    close: float = CLOSE,
) -> Penalised:
    """Maximise the likelihood of coefficients and standard normal deviations times sigma together.

    Parameters
    ----------
    cells : BinomialCells
        Counts.
    matrix : ndarray (c, p)
        Fixed part of each cell.
    sigma : float
        Standard deviation of strata; 0 for none.
    start : Penalised, optional
        A fit at another sigma to begin with.
    close : float
        The move, of coefficients and deviations together, below which the maximum is reached.

    Returns
    -------
    Penalised
        By penalised iteratively reweighted least squares.

    Raises
    ------
    PeopleError
        When a coefficient grows without limit: some level has only yeses or only noes.

    References
    ----------
    Breslow and Clayton (1993), JASA 88, 9-25.
    """
    beta = _first(cells, matrix) if start is None else start.coefficients
    modes: FloatArray = np.zeros(cells.strata) if start is None else start.modes
    before = -np.inf
    for _ in range(MOST_STEPS):
        here = _step(cells, matrix, beta, modes, sigma)
        change = 1.0
        new_beta, new_modes = here.coefficients, here.modes
        value = _joint(cells, matrix, new_beta, new_modes, sigma)
        while value < before - 1e-9 * abs(before) and change > 1e-4:
            change /= 2
            new_beta = beta + change * (here.coefficients - beta)
            new_modes = modes + change * (here.modes - modes)
            value = _joint(cells, matrix, new_beta, new_modes, sigma)
        moved = np.abs(new_beta - beta).max() + np.abs(new_modes - modes).max()
        beta, modes, before = new_beta, new_modes, value
        if moved < close * (1 + np.abs(beta).max()):
            break
    _refuse_separated(matrix @ beta)
    return Penalised(
        coefficients=beta,
        information=_step(cells, matrix, beta, modes, sigma).information,
        modes=modes,
        log_likelihood=before,
    )


def _first(cells: BinomialCells, matrix: FloatArray) -> FloatArray:
    """Begin with the coefficients of the cells' own log odds."""
    trials = cells.trials
    share = (cells.events + 0.5) / (trials + 1)
    weight = trials * share * (1 - share)
    left = (matrix * weight[:, None]).T
    return np.asarray(np.linalg.lstsq(left @ matrix, left @ np.log(share / (1 - share)), rcond=None)[0])


def _step(
    cells: BinomialCells, matrix: FloatArray, beta: FloatArray, modes: FloatArray, sigma: float
) -> Penalised:
    log_odds = matrix @ beta + sigma * modes[cells.stratum]
    share = expit(log_odds)
    weight = np.maximum(cells.trials * share * (1 - share), 1e-300)
    left = cells.events - cells.trials * share
    # Working answers about the fixed part; deviations are solved for stratum by stratum.
    weighted = matrix * weight[:, None]
    of_stratum = cells.by_stratum(weighted)
    answer = weight * log_odds + left
    total, answers = cells.by_stratum(weight), cells.by_stratum(answer)
    kept = sigma**2 / (1 + sigma**2 * total)
    information = weighted.T @ matrix - (of_stratum * kept[:, None]).T @ of_stratum
    right = matrix.T @ answer - of_stratum.T @ (kept * answers)
    new = np.asarray(np.linalg.lstsq(information, right, rcond=None)[0])
    deviation = kept * (answers - of_stratum @ new)
    return Penalised(
        coefficients=new,
        information=information,
        modes=deviation / sigma if sigma else modes,
        log_likelihood=np.nan,
    )


def _joint(
    cells: BinomialCells, matrix: FloatArray, beta: FloatArray, modes: FloatArray, sigma: float
) -> float:
    log_odds = matrix @ beta + sigma * modes[cells.stratum]
    value = cells.events @ log_odds - cells.trials @ np.logaddexp(0.0, log_odds)
    return float(value - modes @ modes / 2)


def _refuse_separated(log_odds: FloatArray) -> None:
    share = expit(log_odds)
    certain = np.minimum(share, 1 - share) < SURE
    if certain.any():
        raise PeopleError(
            "Some level of a characteristic has only yeses or only noes, so that its effect has no limit.",
            remedy="Join the level with another one, or leave its people out.",
        )
