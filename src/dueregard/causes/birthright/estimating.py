"""From a study to estimates: every value with the whole weights, and again with each replicate's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.causes.birthright.profiles import Totals
from dueregard.causes.birthright.study import Key, Study
from dueregard.causes.replicating import ReplicateSet
from dueregard.causes.sample import Sample
from dueregard.estimates.source import FloatArray

__all__ = ["Computed", "computed"]

HELD = 2_000_000
"""The most sums of profiles that are held at once, 16 megabytes a column of them."""

MOST_ROWS_RANKED = 1_500_000_000
"""People times models times replicates beyond which ex-post tranches are not ranked again in replicates."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Computed:
    """Values of a study, and of it under every replicate.

    Attributes
    ----------
    keys : tuple of Key
        What each value is, k of them.
    full : ndarray (k,)
        With the sample's weights.
    again : ndarray (R, k) or None
        With each replicate's; not a number for what is not computed again. None without replicates.
    replicates : ReplicateSet or None
        How they were made.
    complete : bool
        True for a full count, which has no sampling error.
    """

    keys: tuple[Key, ...]
    full: FloatArray = field(repr=False)
    again: FloatArray | None = field(default=None, repr=False)
    replicates: ReplicateSet | None = field(default=None, repr=False)
    complete: bool = False

    @property
    def values(self) -> dict[Key, float]:
        """With the sample's weights, by key."""
        return dict(zip(self.keys, self.full.tolist(), strict=True))


def computed(study: Study, sample: Sample, *, progress: Progress, once: Sequence[str] = ()) -> Computed:
    """Compute a study with the sample's weights and with every replicate's.

    Parameters
    ----------
    study : Study
        What is computed.
    sample : Sample
        The people, with their design.
    progress : callable
        Told how far it is.
    once : sequence of str
        Estimators that are not computed again in replicates.

    Returns
    -------
    Computed
    """
    whole = study.sums.of_sample(study.profiles)
    values = study.values(whole, lambda: iter((sample.weight,)))
    keys = tuple(values)
    full = np.array([values[key][0] for key in keys])
    settings = study.settings
    if not settings.replicates or not sample.design.sampling_error:
        return Computed(keys=keys, full=full, complete=not sample.design.sampling_error)
    again = sample.design.replicate_weights(count=settings.replicates, seed=settings.seed)
    rows = np.full((again.count, len(keys)), np.nan)
    anew = tuple(each for each in settings.estimators if each not in once)
    if "expost" in anew and sample.size * again.count * 2 ** len(study.groups) > MOST_ROWS_RANKED:
        anew = tuple(each for each in anew if each != "expost")
    for first, part, totals in _stretches(study, again):
        found = study.values(totals, _people(part), estimators=anew)
        for place, key in enumerate(keys):
            if key in found:
                rows[first : first + part.count, place] = found[key]
        progress("Drawing the sample again", (first + part.count) / again.count)
    rows[~np.isfinite(rows)] = np.nan
    return Computed(keys=keys, full=full, again=rows, replicates=again)


def _people(part: ReplicateSet) -> Callable[[], Iterator[FloatArray]]:
    return lambda: iter(part)


def _stretches(study: Study, again: ReplicateSet) -> Iterator[tuple[int, ReplicateSet, Totals]]:
    """Some replicates at a time, with their sums over profiles."""
    profiles, columns = study.profiles, study.sums.values
    step = max(1, min(again.count, HELD // max(profiles.count, 1)))
    for first in range(0, again.count, step):
        part = _part(again, first, min(step, again.count - first))
        sums = part.on_cells(profiles.of, profiles.count, columns)
        yield first, part, study.sums.totals(sums)


def _part(again: ReplicateSet, first: int, count: int) -> ReplicateSet:
    return replace(
        again,
        count=count,
        factors=lambda start, end: again.factors(first + start, first + end),
        rscales=None if again.rscales is None else again.rscales[first : first + count],
    )
