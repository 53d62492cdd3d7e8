"""Conversations made up for tests: camps that agree within, or people who vote by chance."""

import numpy as np

from dueregard.voices.opinions.votes import Statement, Votes


def laid_out(value: np.ndarray, cast: np.ndarray, **more) -> Votes:
    """Make votes of a table of values and of who voted on what."""
    person, statement = np.nonzero(cast)
    people, statements = cast.shape
    return Votes(
        participants=tuple(f"p{each}" for each in range(people)),
        statements=tuple(Statement(id=f"s{each}") for each in range(statements)),
        participant=person.astype(np.int32),
        statement=statement.astype(np.int32),
        value=value[person, statement].astype(np.int8),
        kept=np.ones(statements, dtype=bool),
        **more,
    )


def camps(sizes, *, statements=40, density=0.6, strength=2.0, seed=0):
    """Give votes of camps with their own views, and the camp of each participant."""
    rng = np.random.default_rng(seed)
    camp = np.repeat(np.arange(len(sizes)), sizes)
    views = rng.normal(0, strength, (len(sizes), statements))
    value = drawn(rng, 0.85 / (1 + np.exp(-views[camp])))
    return laid_out(value, rng.random(value.shape) < density), camp


def drawn(rng, agree):
    """Draw votes: agreement with that chance, a pass with 0.15, else disagreement."""
    chance = rng.random(agree.shape)
    return np.where(chance < agree, 1, np.where(chance < 0.85, -1, 0))


def crowd(people, *, statements=40, density=0.6, seed=0):
    """Give votes that depend on the statement only."""
    rng = np.random.default_rng(seed)
    agree = 0.85 / (1 + np.exp(-rng.normal(0.3, 1, statements)))
    value = drawn(rng, np.tile(agree, (people, 1)))
    return laid_out(value, rng.random(value.shape) < density)
