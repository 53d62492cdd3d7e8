"""Every property that an entry of the catalogue claims holds for its example."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.measures import CATALOGUE, parse_measure

CLAIMS = [(name, claim) for name, entry in CATALOGUE.items() for claim in entry.properties]
SIZE = 300


def _people(seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    income = np.round(random.lognormal(10, 0.7, SIZE), 2)
    return {
        "income": income,
        "hourly_pay": np.round(random.lognormal(2.5, 0.4, SIZE), 2),
        "rent": np.round(income * random.uniform(0.1, 0.6, SIZE), 2),
        "health": random.integers(1, 6, SIZE).astype(float),
        "age": random.integers(16, 90, SIZE).astype(float),
        "sex": random.choice(np.array(["male", "female"]), SIZE),
        "weight": random.uniform(0.5, 3.0, SIZE),
    }


def _value(name: str, columns: dict[str, np.ndarray], *, weight: str = "weight") -> np.ndarray:
    text = CATALOGUE[name].example
    if "link=logit" in text:
        # The logit model is of outcomes between 0 and 1, whose scale is given; the claim is of the others.
        text = text.replace("logit", "linear")
    table = table_from(pa.table(columns), design=SurveyDesign(weight=weight))
    return evaluate(table, [parse_measure(text)]).values


def _outcome(name: str) -> str:
    return re.split(r"[ ,]", CATALOGUE[name].example.partition(":")[2])[0]


def _changed(name: str, columns: dict[str, np.ndarray], change: Callable[[np.ndarray], np.ndarray]):
    column = _outcome(name)
    return columns | {column: change(columns[column])}


def _check(name: str, claim: str, columns: dict[str, np.ndarray]) -> None:
    before = _value(name, columns)
    assert np.isfinite(before).all()
    if claim == "scale invariant":
        assert _value(name, _changed(name, columns, lambda y: 3.7 * y)) == pytest.approx(before, rel=1e-9)
    elif claim == "scales with the unit":
        after = _value(name, _changed(name, columns, lambda y: 3.7 * y))
        assert after == pytest.approx(3.7 * before, rel=1e-9)
    elif claim == "translation invariant":
        after = _value(name, _changed(name, columns, lambda y: y + 5_000.0))
        assert after == pytest.approx(before, rel=1e-8)
    elif claim == "replication invariant":
        twice = {key: np.concatenate([held, held]) for key, held in columns.items()}
        assert _value(name, twice) == pytest.approx(before, rel=1e-9)
    elif claim == "transfer principle":
        poorer, richer = np.argsort(columns["income"])[[40, 250]]
        moved = 0.2 * (columns["income"][richer] - columns["income"][poorer])
        income = columns["income"].copy()
        income[poorer] += moved / columns["weight"][poorer] * columns["weight"].min()
        income[richer] -= moved / columns["weight"][richer] * columns["weight"].min()
        assert (_value(name, columns | {"income": income}) < before).all()
    else:
        # The index of the whole is that within two groups plus that between them, by entropy's weights.
        table = table_from(pa.table(columns), design=SurveyDesign(weight="weight"))
        total, within, between = evaluate(table, [parse_measure(_decomposition(name))]).values[:3]
        assert total == pytest.approx(within + between, rel=1e-12)
        assert total == pytest.approx(before[0], rel=1e-9)


def _decomposition(name: str) -> str:
    if name == "j_divergence":
        return "j_divergence_decomposition:income,within=sex"
    alpha = {"mean_log_deviation": 0, "theil": 1, "generalised_entropy": 2}[name]
    return f"generalised_entropy_decomposition:income,alpha={alpha},within=sex"


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_a_claimed_property_holds(name: str, claim: str) -> None:
    for seed in (1, 2):
        _check(name, claim, _people(seed))
