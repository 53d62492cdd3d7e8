"""What the assessment of Brackwater should find: the true figures, from everyone in the town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.levels import LEVELS
from dueregard.demo.places import WARDS
from dueregard.demo.published import AGE_BANDS, band_labels
from dueregard.demo.town import SEED, Town, town

__all__ = [
    "CHARACTERISTICS",
    "OUTCOMES",
    "Planted",
    "Reversal",
    "Widening",
    "groups_of",
    "planted",
    "true_levels",
]

#: The characteristics of the casebook and the columns that hold them.
CHARACTERISTICS: Mapping[str, str] = {
    "sex": "sex",
    "ethnic_group": "ethnicity",
    "disability": "disabled",
    "religion": "religion",
    "marriage_and_civil_partnership": "marital_status",
    "sexual_orientation": "sexual_orientation",
    "socio_economic_position": "social_grade",
    "help_with_council_tax": "council_tax_help",
    "ward": "ward",
    "locality": "locality",
    "age": "age",
}

#: The outcomes of the casebook, and whom each is about: ages from and to.
OUTCOMES: Mapping[str, tuple[int, int]] = {
    "income after travel": (0, 120),
    "good health": (0, 120),
    "in work": (16, 64),
    "hospital within 45 minutes": (0, 120),
    "missed an appointment": (16, 120),
}

_EARLIER_YEAR = 2024
_REVERSED, _REFERENCE = "Pakistani", "White British"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A gap that changes its sign when age is held equal.

    Attributes
    ----------
    outcome, characteristic, level, reference : str
        Whose gap it is.
    crude, age_standardised : float
        The level's share less the reference group's, as they are and at the town's own ages.
    """

    outcome: str
    characteristic: str
    level: str
    reference: str
    crude: float
    age_standardised: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """A gap that grew between the two surveys.

    Attributes
    ----------
    outcome, characteristic, level, reference : str
        Whose gap it is.
    before, after : float
        The gap in 2024 and in 2026.
    """

    outcome: str
    characteristic: str
    level: str
    reference: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """What is true of the town in 2026 and was planted on purpose.

    Attributes
    ----------
    means : mapping of (outcome, characteristic, level) to float
        True means; for yes/no outcomes the share.
    medians : mapping of (characteristic, level) to float
        True medians of income after travel.
    reversal : Reversal
    widening : Widening
    steady : Widening
        A gap of the same kind that did not change.
    intersection : float
        How much larger the gap in work between Pakistani men and women is than that between White British
        men and women, as a difference of shares.
    smallest_group : str
        The ethnic group that disclosure control must protect.
    smallest_count : int
        How many people it has.
    """

    means: Mapping[tuple[str, str, str], float]
    medians: Mapping[tuple[str, str], float]
    reversal: Reversal
    widening: Widening
    steady: Widening
    intersection: float
    smallest_group: str
    smallest_count: int


def planted(seed: int = SEED) -> Planted:
    """Work out what the assessment should find.

    Parameters
    ----------
    seed : int
        The seed of the town.

    Returns
    -------
    Planted

    Examples
    --------
    >>> reversal = planted(1).reversal
    >>> reversal.crude > 0 > reversal.age_standardised
    True
    """
    now, before = town(seed), town(seed, year=_EARLIER_YEAR)
    groups = np.bincount(now.columns["ethnicity"])
    return Planted(
        means={
            (outcome, name, level): value
            for outcome in OUTCOMES
            for name in CHARACTERISTICS
            for level, value in true_levels(now, outcome, by=name).items()
        },
        medians={
            (name, level): value
            for name in CHARACTERISTICS
            for level, value in true_levels(now, "income after travel", by=name, median=True).items()
        },
        reversal=_reversal(now),
        widening=_change(before, now, "missed an appointment"),
        steady=_change(before, now, "good health"),
        intersection=_excess_gap_in_work(now),
        smallest_group=LEVELS["ethnicity"][int(groups.argmin())],
        smallest_count=int(groups.min()),
    )


def true_levels(
    town: Town, outcome: str, *, by: str, median: bool = False, among: NDArray[np.bool_] | None = None
) -> dict[str, float]:
    """Give an outcome's true value in each group.

    Parameters
    ----------
    town : Town
    outcome : str
        A name in ``OUTCOMES``.
    by : str
        A name in ``CHARACTERISTICS``.
    median : bool
        The median instead of the mean.
    among : ndarray of bool, shape (people,), optional
        Only these people.

    Returns
    -------
    dict of str to float
        By the answer, as the survey writes it; groups with nobody are left out.
    """
    first, last = OUTCOMES[outcome]
    age = town.columns["age"]
    who = (age >= first) & (age <= last) & (True if among is None else among)
    codes, labels = groups_of(town, by)
    values = _values(town, outcome)
    middle = np.median if median else np.mean
    return {
        label: float(middle(values[who & (codes == code)]))
        for code, label in enumerate(labels)
        if (who & (codes == code)).any()
    }


def _values(town: Town, outcome: str) -> NDArray[np.float64]:
    columns = town.columns
    values = {
        "income after travel": columns["income_after_travel"],
        "good health": columns["good_health"] == 1,
        "in work": columns["in_work"] == 1,
        "hospital within 45 minutes": columns["hospital_minutes"] <= 45,
        "missed an appointment": columns["missed_appointment"] == 1,
    }
    return np.asarray(values[outcome], dtype=float)


def groups_of(town: Town, name: str) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Say which group of a characteristic each person is in.

    Parameters
    ----------
    town : Town
    name : str
        A name in ``CHARACTERISTICS``.

    Returns
    -------
    codes : ndarray of int, shape (people,)
        Positions among the labels.
    labels : tuple of str
        As the survey writes them; of ages, as the casebook bands them.
    """
    column = CHARACTERISTICS[name]
    if name == "age":
        return np.digitize(town.columns["age"], AGE_BANDS[1:]), band_labels()
    if name == "ward":
        return town.columns["ward"], tuple(ward.name for ward in WARDS)
    if name == "locality":
        localities = tuple(dict.fromkeys(ward.locality for ward in WARDS))
        of_ward = np.array([localities.index(ward.locality) for ward in WARDS])
        return of_ward[town.columns["ward"]], localities
    return town.columns[column], LEVELS[column]


def _reversal(town: Town) -> Reversal:
    crude = true_levels(town, "good health", by="ethnic_group")
    band, labels = groups_of(town, "age")
    shares = np.bincount(band) / len(town)
    by_band = [
        true_levels(town, "good health", by="ethnic_group", among=band == b) for b in range(len(labels))
    ]
    gaps = [levels[_REVERSED] - levels[_REFERENCE] for levels in by_band]
    return Reversal(
        outcome="good health",
        characteristic="ethnic_group",
        level=_REVERSED,
        reference=_REFERENCE,
        crude=crude[_REVERSED] - crude[_REFERENCE],
        age_standardised=float(shares @ np.array(gaps)),
    )


def _change(before: Town, after: Town, outcome: str) -> Widening:
    name, level, reference = "disability", "yes", "no"
    levels = partial(true_levels, outcome=outcome, by=name)
    then, now = levels(before), levels(after)
    return Widening(
        outcome=outcome,
        characteristic=name,
        level=level,
        reference=reference,
        before=then[level] - then[reference],
        after=now[level] - now[reference],
    )


def _excess_gap_in_work(town: Town) -> float:
    gaps = {}
    for group in (_REVERSED, _REFERENCE):
        among = town.columns["ethnicity"] == LEVELS["ethnicity"].index(group)
        levels = true_levels(town, "in work", by="sex", among=among)
        gaps[group] = levels["male"] - levels["female"]
    return gaps[_REVERSED] - gaps[_REFERENCE]
