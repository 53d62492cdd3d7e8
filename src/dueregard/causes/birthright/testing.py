"""Whether groups of circumstances matter at all: the test for a report's people."""

from __future__ import annotations

from collections.abc import Mapping

from dueregard.causes.birthright.asked import Settings
from dueregard.causes.birthright.null import NullTest, null_tests
from dueregard.causes.sample import Sample

__all__ = ["tested"]

FEW_DRAWS = 99
MOST_SHUFFLED = 10_000_000
"""People times shuffles; where people are very many, fewer shuffles tell as much as is needed."""


def tested(sample: Sample, groups: Mapping[str, tuple[int, ...]], settings: Settings) -> tuple[NullTest, ...]:
    """Test all groups together and each given the others.

    Parameters
    ----------
    sample : Sample
        The people.
    groups : mapping of str to tuple of int
        Circumstances of each group; those without any are left out.
    settings : Settings
        How many shuffles, and their seed.

    Returns
    -------
    tuple of NullTest
        None without shuffles.
    """
    if not settings.null_draws:
        return ()
    return null_tests(
        sample.outcome,
        sample.codes,
        {name: own for name, own in groups.items() if own},
        design=sample.design,
        draws=min(settings.null_draws, max(FEW_DRAWS, MOST_SHUFFLED // sample.size)),
        seed=settings.seed,
    )
