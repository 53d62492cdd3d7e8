"""Double coding: how far those who coded the same testimony agree, code by code and on whole sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from dueregard.casebook.code_frame import CodeFrame, Coding
from dueregard.voices.testimony.alpha_intervals import advice, alpha_interval
from dueregard.voices.testimony.findings import Agreement, AlphaInterval, CodeAgreement, Metric
from dueregard.voices.testimony.krippendorff import (
    jaccard_distance,
    masi_distance,
    numeric_readings,
    set_readings,
)
from dueregard.voices.testimony.themes import AGREED, decided_codes

__all__ = ["coding_agreement"]

Read = Mapping[str, Mapping[str, frozenset[str]]]
"""What each coder gave, by testimony and coder."""

_DISTANCES: dict[Metric, Callable[[frozenset[str], frozenset[str]], float]] = {
    "masi": masi_distance,
    "jaccard": jaccard_distance,
}


def coding_agreement(
    codings: Iterable[Coding], frame: CodeFrame, *, seed: int, resamples: int = 2000, level: float = 0.95
) -> Agreement | None:
    """Compute how far coders agree.

    Parameters
    ----------
    codings : iterable of Coding
        Who gave what, of the testimonies that may be read. What the coders agreed on afterwards is left
        out: alpha is about readings that were made apart.
    frame : CodeFrame
        The frame. Code by code a narrower code counts as its broader ones too.
    seed : int
        Seeds the resamples.
    resamples : int
        How many there are.
    level : float
        Confidence level.

    Returns
    -------
    Agreement or None
        None when no testimony was coded by two coders.
    """
    codings = list(codings)
    read = _read(codings, frame)
    twice = {testimony: given for testimony, given in read.items() if len(given) >= 2}
    if not twice:
        return None
    coders = len({coder for given in twice.values() for coder in given})
    readings = list(twice.values())
    masi, jaccard = (
        alpha_interval(
            set_readings(readings, distance=distance),
            metric=metric,
            coders=coders,
            seed=seed,
            resamples=resamples,
            level=level,
        )
        for metric, distance in _DISTANCES.items()
    )
    settled = decided_codes(codings, frame)
    return Agreement(
        masi=masi,
        jaccard=jaccard,
        codes=_by_code(twice, frame, seed=seed, resamples=resamples, level=level),
        testimonies=len(read),
        twice=len(twice),
        awaiting=sum(not settled[testimony].settled for testimony in twice),
        advice=advice(masi),
    )


def _read(codings: Iterable[Coding], frame: CodeFrame) -> Read:
    read: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for coding in sorted(codings, key=lambda each: (each.testimony, each.coder)):
        if coding.coder != AGREED:
            read[coding.testimony][coding.coder] = frozenset(frame.with_parents(coding.codes))
    return read


def _by_code(
    twice: Read, frame: CodeFrame, *, seed: int, resamples: int, level: float
) -> tuple[CodeAgreement, ...]:
    coders = sorted({coder for given in twice.values() for coder in given})
    found = []
    for code in frame.codes:
        given = sum(any(code.id in codes for codes in each.values()) for each in twice.values())
        if given:
            alpha = _binary(code.id, twice, coders, seed=seed, resamples=resamples, level=level)
            found.append(
                CodeAgreement(code=code.id, label=code.label, given=given, alpha=alpha, advice=advice(alpha))
            )
    return tuple(found)


def _binary(
    code: str, twice: Read, coders: list[str], *, seed: int, resamples: int, level: float
) -> AlphaInterval:
    ratings = np.array(
        [
            [float(code in each[coder]) if coder in each else np.nan for each in twice.values()]
            for coder in coders
        ]
    )
    return alpha_interval(
        numeric_readings(ratings, metric="nominal"),
        metric="nominal",
        coders=len(coders),
        seed=seed,
        resamples=resamples,
        level=level,
    )
