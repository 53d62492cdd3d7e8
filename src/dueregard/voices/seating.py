"""The panel by lot: how fair its lottery is, and nobody's name, id or chance."""

from __future__ import annotations

import os

from dueregard.casebook import PanelSource
from dueregard.disclosure import Policy
from dueregard.errors import CasebookError
from dueregard.voices.findings import Lottery
from dueregard.voices.panel.lottery import make_lottery
from dueregard.voices.panel.problem import TypeLottery
from dueregard.voices.panel.targets import Targets, read_targets
from dueregard.voices.panel.volunteers import Pool, read_pool

__all__ = ["read_panel", "seat"]

Source = str | os.PathLike[str]

AIMS = {
    "leximin": "the smallest chance of anybody is as large as it can be, then the second smallest, and so on",
    "maximin": "the smallest chance of anybody is as large as it can be",
    "nash": "the product of all chances is as large as it can be",
    "minimax": "the largest chance of anybody is as small as it can be",
    "goldilocks": "no chance is much larger or smaller than an even one",
}
SECONDS = 60.0
"""How long the search for the fairest lottery may take."""


def seat(respondents: Source, targets: Source, source: PanelSource, *, policy: Policy) -> Lottery:
    """Find the fairest lottery of a panel.

    Parameters
    ----------
    respondents, targets : path
        Those who would serve, and the quotas.
    source : PanelSource
        Seats and rules.
    policy : Policy
        Of fewer people than its threshold neither the number nor chances are told.

    Returns
    -------
    Lottery
        What may be told.

    Raises
    ------
    CasebookError
        When it is not said how many seats there are.
    PeopleError
        When the tables cannot be read, or no panel meets the quotas.
    """
    pool, quotas = read_panel(respondents, targets, source)
    size = source.size or 0
    found = make_lottery(pool, targets=quotas, size=size, algorithm=source.algorithm, time_limit=SECONDS)
    least, most = float(found.probabilities.min()), float(found.probabilities.max())
    many = len(pool) >= policy.threshold
    return Lottery(
        size=size,
        pool=len(pool) if many else None,
        algorithm=source.algorithm,
        least=least if many else None,
        most=most if many else None,
        certified=bool(found.optimum.certified),
        gap=float(found.optimum.gap),
        proof=found.optimum.proof,
        quotas=tuple(
            (quota.category, quota.feature, quota.minimum, quota.maximum) for quota in quotas.quotas
        ),
        words=_words(source, pool=len(pool) if many else None, chances=(least, most), optimum=found.optimum),
    )


def read_panel(respondents: Source, targets: Source, source: PanelSource) -> tuple[Pool, Targets]:
    """Read those who would serve and the quotas, and see that there are seats.

    Parameters
    ----------
    respondents, targets : path
        The two tables.
    source : PanelSource
        Seats and rules.

    Returns
    -------
    Pool
        Those who would serve.
    Targets
        The quotas.

    Raises
    ------
    CasebookError
        When it is not said how many seats there are.
    PeopleError
        When the tables cannot be read.
    """
    if source.size is None:
        raise CasebookError(
            "It is not said how many seats the panel has.", remedy="Add size under [voices.panel]."
        )
    quotas = read_targets(str(targets))
    pool = read_pool(str(respondents), targets=quotas, id_column=source.id, same_address=source.same_address)
    return pool, quotas


def _words(
    source: PanelSource, *, pool: int | None, chances: tuple[float, float], optimum: TypeLottery
) -> tuple[str, ...]:
    seats, (least, most) = source.size or 0, chances
    range_words = (
        "Few people put their names down."
        if pool is None
        else f"Everybody’s chance lies between {100 * least:.1f}% and {100 * most:.1f}%; "
        f"an even chance would be {100 * seats / pool:.1f}%."
    )
    proof = (
        "It is proved that no lottery is fairer in this sense."
        if optimum.certified
        else f"It is not proved to be the fairest: it may miss it by up to {optimum.gap:.1g}."
    )
    lottery = f"The lottery is over panels of {seats} that meet every quota; {AIMS[source.algorithm]}."
    return lottery, range_words, proof
