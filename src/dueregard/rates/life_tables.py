"""Abridged life tables by Chiang's second method, as matrices of groups by age bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.rates.arrays import FloatArray

__all__ = ["LifeTable", "life_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeTable:
    """Life tables of g groups in b age bands.

    Attributes
    ----------
    dying : ndarray, shape (g, b)
        Probability of dying within the band for those who reach it; 1 in the last.
    reaching : ndarray, shape (g, b)
        Share of the newborn (or of those at the first age) who reach the band.
    years : ndarray, shape (g, b)
        Years lived in the band, per newborn.
    expectancy : ndarray, shape (g, b)
        Years still to be lived by those who reach the band.
    variance : ndarray, shape (g, b)
        Of the expectancy, with a term for the last band.
    """

    dying: FloatArray
    reaching: FloatArray
    years: FloatArray
    expectancy: FloatArray
    variance: FloatArray


def life_table(
    deaths: FloatArray, *, population: FloatArray, widths: FloatArray, lived: FloatArray
) -> LifeTable:
    """Compute life tables.

    With M = deaths/population, n the band's width and a the share of the band lived by those who die in it:
    q = nM/(1 + n(1 - a)M), and 1 in the last band, where those who reach it live 1/M years. The variance of
    e is the sum, from its age on, of l²((1 - a)n + e')² q²(1 - q)/D over l², with e' the expectancy at the
    next age, and l²/(D M²) for the last band.

    Parameters
    ----------
    deaths, population : ndarray, shape (g, b)
        Deaths and person-years.
    widths : ndarray, shape (b - 1,)
        Years of each band but the last, open one.
    lived : ndarray, shape (b,)
        a, the share of the band lived by those who die in it.

    Returns
    -------
    LifeTable
        NaN for a group that has no deaths in the last band, or nobody in a band.

    References
    ----------
    Chiang (1984), The Life Table and its Applications, chapters 6 and 8; Silcocks, Jenner and Reza (2001),
    Journal of Epidemiology and Community Health 55, 38-43, for the last band's variance.

    Examples
    --------
    >>> table = life_table(
    ...     np.array([[10.0, 100.0]]),
    ...     population=np.array([[1000.0, 500.0]]),
    ...     widths=np.array([65.0]),
    ...     lived=np.array([0.5, 0.5]),
    ... )
    >>> table.expectancy.round(3)
    array([[51.604,  5.   ]])
    """
    d, n = np.asarray(deaths, float), np.asarray(population, float)
    a = np.asarray(lived, float)
    closed = np.ones((len(d), 1))
    rate = np.divide(d, n, out=np.full_like(d, np.nan), where=n > 0)
    nm = rate[:, :-1] * widths
    # A death rate at which nobody would live through the band, if deaths fall evenly: all die.
    sure = a[:-1] * nm > 1
    dying = np.hstack([np.where(sure, 1.0, nm / (1 + (1 - a[:-1]) * nm)), closed])
    reaching = np.hstack([closed, np.cumprod(1 - dying[:, :-1], axis=1)])
    reaching[np.isnan(rate).any(axis=1)] = np.nan
    last_rate = np.where(d[:, -1] > 0, rate[:, -1], np.nan)[:, None]
    ends = reaching[:, 1:]
    years = np.hstack([widths * (ends + a[:-1] * (reaching[:, :-1] - ends)), reaching[:, -1:] / last_rate])
    ahead = np.cumsum(years[:, ::-1], axis=1)[:, ::-1]
    alive = reaching > 0
    # Nobody reaches the age: no years are left, as the published calculation has it.
    expectancy = np.divide(ahead, reaching, out=np.where(np.isnan(ahead), np.nan, 0.0), where=alive)
    died = d[:, :-1] > 0
    chance = np.divide(dying[:, :-1] ** 2 * (1 - dying[:, :-1]), d[:, :-1], out=np.zeros_like(nm), where=died)
    parts = np.hstack(
        [
            chance * (reaching[:, :-1] * ((1 - a[:-1]) * widths + expectancy[:, 1:])) ** 2,
            reaching[:, -1:] ** 2 / (np.where(d[:, -1:] > 0, d[:, -1:], np.nan) * last_rate**2),
        ]
    )
    summed = np.cumsum(parts[:, ::-1], axis=1)[:, ::-1]
    variance = np.divide(summed, reaching**2, out=np.full_like(summed, np.nan), where=alive)
    return LifeTable(dying=dying, reaching=reaching, years=years, expectancy=expectancy, variance=variance)
