"""A consultation made in code: two camps, a small group that is against what most want, few young people."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dueregard.voices.opinions.votes import Statement, Votes

WORDS = (
    "Buses should run every ten minutes",
    "Trosglwyddwch yr arian i fysiau gwledig 🚌",
    "Close the day centre on Mill Street",
    "سڑکوں کو محفوظ بنایا جائے",
    "Zamknijmy centrum dla samochodów",
    "Raise the council tax to pay for it",
    "Charge drivers to enter the town",
    "Trust the council to spend it well",
)
CENSUS: Mapping[str, Mapping[str, float]] = {
    "age": {"16-34": 30_000, "35-54": 33_000, "55+": 37_000},
    "sex": {"f": 51_000, "m": 49_000},
    "faith": {"A": 94_000, "B": 4_000, "C": 2_000},
}


def consultation(people: int = 300, seed: int = 4, *, small: int = 14) -> Votes:
    """Two camps by age; faith B has 14 people, who nearly all oppose statement 2, which most support."""
    rng = np.random.Generator(np.random.PCG64(seed))
    age = rng.choice(np.array(["16-34", "35-54", "55+"], object), people, p=[0.12, 0.33, 0.55])
    sex = rng.choice(np.array(["f", "m", None], object), people, p=[0.55, 0.38, 0.07])
    faith = np.array(["A"] * people, object)
    faith[:small], faith[small : small + 4] = "B", "C"
    agree = np.empty((people, len(WORDS)))
    agree[:] = [0.9, 0.6, 0.75, 0.85, 0.5, 0.4, 0.5, 0.6]
    agree[age == "55+"] = [0.9, 0.8, 0.8, 0.85, 0.1, 0.1, 0.08, 0.9]
    agree[age != "55+", 4:] = [0.9, 0.9, 0.92, 0.15]
    agree[faith == "B", 2] = 0.1
    draw = rng.random(agree.shape)
    value = np.where(draw < 0.93 * agree, 1, np.where(draw < 0.93, -1, 0)).astype(np.int8)
    cast = rng.random(agree.shape) < 0.95
    participant, statement = np.nonzero(cast)
    return Votes(
        participants=tuple(f"p{at}" for at in range(people)),
        statements=tuple(Statement(id=str(at + 1), text=words) for at, words in enumerate(WORDS)),
        participant=participant.astype(np.int32),
        statement=statement.astype(np.int32),
        value=value[cast],
        kept=np.ones(len(WORDS), bool),
        characteristics={"age": age, "sex": sex, "faith": faith},
    )


def write_consultation(folder: Path, votes: Votes) -> dict[str, Path]:
    """Write the four files that the command reads."""
    paths = {name: folder / f"{name}.csv" for name in ("votes", "statements", "participants", "population")}
    rows = zip(votes.participant.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    _write(
        paths["votes"],
        ["participant", "statement", "value"],
        [[votes.participants[who], votes.statements[what].id, value] for who, what, value in rows],
    )
    _write(
        paths["statements"],
        ["comment-id", "comment-body", "moderated"],
        [[each.id, each.text, each.moderated] for each in votes.statements],
    )
    _write(
        paths["participants"],
        ["participant", *votes.characteristics],
        [
            [who, *("" if each[at] is None else each[at] for each in votes.characteristics.values())]
            for at, who in enumerate(votes.participants)
        ],
    )
    _write(
        paths["population"],
        ["variable", "level", "total"],
        [[name, level, total] for name, levels in CENSUS.items() for level, total in levels.items()],
    )
    return paths


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
