"""Made data sets of many kinds for the comparison of trees with R partykit: same seed, same people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["KINDS", "REFERENCE", "Made", "digest", "made_sets"]

REFERENCE = (7, 11)
"""Data sets of each kind, and the seed, of those whose trees in R the tests know."""

KINDS = (
    "steps",
    "slopes",
    "interaction",
    "ties",
    "skewed",
    "yes_no",
    "null",
    "money",
    "rare_levels",
    "shares",
)


@dataclass(frozen=True, kw_only=True)
class Made:
    """One data set and how its tree is grown."""

    name: str
    outcome: NDArray[np.float64]
    codes: NDArray[np.int64]
    sizes: tuple[int, ...]
    alpha: float
    min_size: int


def made_sets(*, per_kind: int = 12, seed: int = 7) -> list[Made]:
    """Make data sets of all kinds: 1 to 8 circumstances with 2 to 14 levels each."""
    sets = []
    for kind_place, kind in enumerate(KINDS):
        for number in range(per_kind):
            rng = np.random.Generator(np.random.PCG64([seed, kind_place, number]))
            sets.append(_made(rng, kind, number))
    return sets


def _made(rng: np.random.Generator, kind: str, number: int) -> Made:
    n = int(rng.choice([400, 900, 2000, 5000]))
    sizes = tuple(int(rng.integers(2, 15)) for _ in range(1 + number % 8))
    codes = np.stack([_levels(rng, n, size, rare=kind == "rare_levels") for size in sizes], axis=1)
    signal = np.zeros(n)
    for place, size in enumerate(sizes[: max(1, len(sizes) - 1)]):
        effects = np.sort(rng.normal(size=size)) if kind == "slopes" else rng.normal(size=size)
        if kind in ("steps", "ties"):
            effects = np.round(effects)
        signal += 0.35 * effects[codes[:, place]] / np.sqrt(1 + place)
    if kind == "interaction" and len(sizes) > 1:
        signal *= np.where(codes[:, -1] % 2 == 0, 1.5, -0.8)
    outcome = _outcome(rng, kind, signal, n)
    return Made(
        name=f"{kind} {number}",
        outcome=outcome,
        codes=codes,
        sizes=sizes,
        alpha=(0.05, 0.01)[number % 2],
        min_size=(20, 50, 100)[number % 3],
    )


def _levels(rng: np.random.Generator, n: int, size: int, *, rare: bool) -> NDArray[np.int64]:
    share = rng.random(size) ** (4 if rare else 1) + 0.02
    return rng.choice(size, size=n, p=share / share.sum())


def _outcome(rng: np.random.Generator, kind: str, signal: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    noise = rng.normal(size=n)
    if kind == "yes_no":
        return (rng.random(n) < 1 / (1 + np.exp(-signal))).astype(float)
    if kind == "ties":
        return np.round(2 * (signal + noise))
    if kind == "skewed":
        return np.exp(8 + 0.6 * signal + 1.1 * noise)
    if kind == "money":
        return np.round(np.exp(9.8 + 0.3 * signal + 0.5 * noise), 2)
    if kind == "shares":
        return rng.beta(2, 5, size=n) + 0.05 * signal
    if kind == "null":
        return noise
    return 10 + signal + noise


def digest(leaves: NDArray[np.float64] | NDArray[np.int64]) -> str:
    """Give a short name to a partition, whatever its parts are called."""
    _, first, part = np.unique(leaves, return_index=True, return_inverse=True)
    renumbered = np.argsort(np.argsort(first))[part]
    return hashlib.sha256(renumbered.astype(np.int32).tobytes()).hexdigest()[:16]
