"""What to doubt in a birthright report, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dueregard.causes.birthright.study import Key, Study
from dueregard.causes.birthright.words import percent
from dueregard.causes.sample import Sample

__all__ = ["warnings_of"]

FEW = 10
HALF = 0.3
TOGETHER = 0.1
"""A correlation of weights and outcome from which it is told, where it is also beyond chance."""

BEYOND = 3.0
DETERMINED = 0.999
NOT_ALONE = (
    "One estimator alone hides how far the answer depends on the method: leave --estimator out, or give "
    "--estimator all."
)


def warnings_of(
    study: Study,
    sample: Sample,
    values: Mapping[Key, float],
    *,
    splits: int | None,
    by_chance: Mapping[Key, float],
) -> tuple[str, ...]:
    """List what to doubt.

    Parameters
    ----------
    study : Study
        The report's.
    sample : Sample
        The people.
    values : mapping of Key to float
        Of the whole sample.
    splits : int or None
        Types of the tree; None without one.
    by_chance : mapping of Key to float
        Values to expect if circumstances did not matter.

    Returns
    -------
    tuple of str
    """
    return (
        *_of_circumstances(study, sample),
        *_of_values(study, values),
        *_of_types(study, by_chance, values, splits),
        *(_of_weights(sample) if splits is not None and study.splits == "unweighted" else ()),
        *((NOT_ALONE,) if len(study.settings.estimators) == 1 else ()),
    )


def _of_circumstances(study: Study, sample: Sample) -> Iterator[str]:
    columns = sum(len(own) for own in study.groups.values())
    if columns == 1:
        yield (
            "There is one circumstance only: much of what people are born into is not in the answer, which "
            "is all the more a lower bound."
        )
    for name, unknown in sample.missing.items():
        share = float(unknown.mean())
        if share >= HALF:
            yield (
                f"{name!r} is not known for {share:.0%} of people. They count as a level of their own, which "
                "may hide differences or make them; with missing = drop they are left out."
            )


def _of_values(study: Study, values: Mapping[Key, float]) -> Iterator[str]:
    sure = [
        key.estimator
        for key, value in values.items()
        if key.measure == "r2" and key.component == "total" and value > DETERMINED
    ]
    if sure and study.profiles.count < 0.5 * len(study.outcome):
        yield (
            "Circumstances determine the outcome all but wholly: check that none of them is the outcome in "
            "another form."
        )
    for measure, why in study.kind.absent.items():
        if measure == "mld":
            yield f"The mean log deviation and the variance of logarithms are not estimated: {why}."
        elif measure == "gini":
            yield f"The Gini index is not estimated: {why}."


def _of_weights(sample: Sample) -> Iterator[str]:
    """Warn where people were chosen by what goes with the outcome, and splits take no notice."""
    together = float(np.corrcoef(sample.weight, sample.outcome)[0, 1])
    if abs(together) >= max(TOGETHER, BEYOND / sample.size**0.5):
        yield (
            f"Weights go with the outcome (a correlation of {together:.2f}), and splits are tested without "
            "them: types may be told apart by who was interviewed. Compare --growth design."
        )


def _of_types(
    study: Study, by_chance: Mapping[Key, float], values: Mapping[Key, float], splits: int | None
) -> Iterator[str]:
    if splits == 1:
        yield (
            "The tree finds no circumstance that goes with the outcome beyond chance, at alpha "
            f"{study.settings.alpha:g} and with at least {study.settings.min_size} people a type."
        )
    if "nonparametric" not in study.settings.estimators:
        return
    people = np.bincount(study.profiles.of)
    few = int((people < FEW).sum())
    key = Key(estimator="nonparametric", component="total", measure=study.kind.headline)
    chance = by_chance.get(Key(estimator="nonparametric_by_chance", component="total", measure=key.measure))
    if few:
        text = (
            f"{few:,} of {len(people):,} distinct profiles have fewer than {FEW} people: the non-parametric "
            "share is biased upward"
        )
        if chance is not None and key in values:
            text += (
                f". It is {percent(values[key])}, and would be about {percent(chance)} if circumstances did "
                "not matter at all"
            )
        yield f"{text}."
