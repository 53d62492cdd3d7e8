"""The consultation of Brackwater: who took part, who did not, and how they voted.

Young and disabled people are missing from it. A liaison worker helped the residents of the Traveller site to
answer, so they are there, and they object.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import effect, stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.parameters_of_voices import Voicing
from dueregard.demo.statements import STATEMENTS
from dueregard.demo.tables import csv_text
from dueregard.demo.town import Town

__all__ = ["ADULT", "NOT_SHOWN", "Asking", "asking", "consultation_tables"]

ADULT = 16
NOT_SHOWN = 9
"""What stands for a statement that somebody did not vote on."""
_OPENED = datetime(2026, 10, 5, 9, tzinfo=UTC)
_OPEN_FOR = 42 * 86_400
_SHOWN_OF_THEMSELVES = {
    "sex": "sex",
    "ethnic_group": "ethnicity",
    "disability": "disabled",
    "locality": "locality",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who took part, and what they said.

    Attributes
    ----------
    rows : ndarray of int, shape (participants,)
        Their places in the town.
    votes : ndarray of int8, shape (participants, statements)
        +1 agree, -1 disagree, 0 pass; `NOT_SHOWN` where somebody did not vote.
    """

    rows: NDArray[Any]
    votes: NDArray[np.int8]


def asking(town: Town) -> Asking:
    """Hold the consultation.

    Parameters
    ----------
    town : Town

    Returns
    -------
    Asking

    Examples
    --------
    >>> from dueregard.demo.town import town
    >>> len(asking(town(1)).rows)
    330
    """
    random = stage_generator(town.seed, "consultation")
    planted = town.parameters.voicing
    rows = _taking_part(random, town, planted)
    return Asking(rows=rows, votes=_votes(random, town, rows, planted))


def _taking_part(random: np.random.Generator, town: Town, planted: Voicing) -> NDArray[Any]:
    """Draw participants without replacement, likelier ones first (Efraimidis and Spirakis 2006)."""
    columns = town.columns
    traveller = columns["ethnicity"] == code_of("ethnicity", "Gypsy or Irish Traveller")
    leaning = (
        planted.answering_under_30 * (columns["age"] < 30)
        + planted.answering_65_and_over * (columns["age"] >= 65)
        + planted.answering_disabled * (columns["disabled"] == 1)
        + effect(planted.answering_by_grade, "social_grade", columns["social_grade"])
    )
    order = leaning + random.gumbel(size=len(leaning))
    order[columns["age"] < ADULT] = -np.inf
    chosen = [
        np.argsort(np.where(traveller == inside, -order, np.inf), kind="stable")[:count]
        for inside, count in (
            (True, planted.travellers),
            (False, planted.participants - planted.travellers),
        )
    ]
    return np.asarray(random.permutation(np.concatenate(chosen)))


def _votes(random: np.random.Generator, town: Town, rows: NDArray[Any], planted: Voicing) -> NDArray[np.int8]:
    groups = _groups(town, rows)
    camp = (
        planted.holds_pass * (town.columns["travel_pass"][rows] == 1)
        + planted.disabled * groups["disabled"]
        + planted.under_30 * groups["young"]
        + planted.spread * random.normal(size=len(rows))
    )
    camp -= camp.mean()
    log_odds = np.stack(
        [
            each.agree
            + each.camp * camp
            + sum((size * groups[name] for name, size in each.effects), np.zeros(len(rows)))
            for each in STATEMENTS
        ],
        axis=1,
    )
    agree = random.logistic(size=log_odds.shape) < log_odds
    votes = np.where(agree, 1, -1).astype(np.int8)
    votes[random.random(votes.shape) < planted.passing] = 0
    votes[~_seen(random, len(rows), planted)] = NOT_SHOWN
    return votes


def _groups(town: Town, rows: NDArray[Any]) -> dict[str, NDArray[np.bool_]]:
    age, disabled = town.columns["age"][rows], town.columns["disabled"][rows]
    ethnicity = town.columns["ethnicity"][rows]
    return {
        "young": age < 30,
        "old": age >= 65,
        "disabled": disabled == 1,
        "traveller": ethnicity == code_of("ethnicity", "Gypsy or Irish Traveller"),
    }


def _seen(random: np.random.Generator, people: int, planted: Voicing) -> NDArray[np.bool_]:
    """Draw who went on to which statement; rejected ones were taken down within a few days."""
    rejected = np.array([each.moderated == -1 for each in STATEMENTS])
    place = np.argsort(random.random((people, len(STATEMENTS))), axis=1).argsort(axis=1)
    seen = (place < planted.fewest_votes) | (random.random(place.shape) < planted.going_on)
    seen[:, rejected] &= random.random((people, int(rejected.sum()))) < 0.1
    return np.asarray(seen)


def consultation_tables(town: Town, asked: Asking) -> dict[str, str]:
    """Write the consultation's tables as CSV.

    Parameters
    ----------
    town : Town
    asked : Asking

    Returns
    -------
    dict of str to str
        File name to text: votes.csv, statements.csv and participants.csv.
    """
    random = stage_generator(town.seed, "consultation tables")
    ids = random.permutation(len(asked.rows)) + 1001  # an id says nothing about a place in the town
    statements = [
        (place, int(random.choice(ids)), each.moderated, str(each.is_meta).lower(), each.text)
        for place, each in enumerate(STATEMENTS, start=1)
    ]
    return {
        "votes.csv": _votes_csv(random, asked, ids),
        "statements.csv": csv_text(("statement", "author", "moderated", "meta", "text"), statements),
        "participants.csv": _participants_csv(random, town, asked, ids),
    }


def _votes_csv(random: np.random.Generator, asked: Asking, ids: NDArray[Any]) -> str:
    person, statement = np.nonzero(asked.votes != NOT_SHOWN)
    began = random.integers(0, _OPEN_FOR - 3600, size=len(asked.rows))
    when = began[person] + 20 * statement + int(_OPENED.timestamp())
    order = np.lexsort((statement, when))
    rows = [
        (int(when[i]), int(ids[person[i]]), int(statement[i]) + 1, int(asked.votes[person[i], statement[i]]))
        for i in order
    ]
    return csv_text(("timestamp", "participant", "statement", "vote"), rows)


def _participants_csv(random: np.random.Generator, town: Town, asked: Asking, ids: NDArray[Any]) -> str:
    blank = town.parameters.voicing.left_blank
    columns = {"age": town.columns["age"][asked.rows].astype(object)}
    columns |= {name: town.labels(column)[asked.rows] for name, column in _SHOWN_OF_THEMSELVES.items()}
    for column in columns.values():
        column[random.random(len(asked.rows)) < blank] = ""
    order = np.argsort(ids)
    rows = [(int(ids[i]), *(column[i] for column in columns.values())) for i in order]
    return csv_text(("participant", *columns), rows)
