"""Polarisation between declared groups: the definition, and numerical derivatives in the weights."""

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, Table, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures import parse_measure
from dueregard.measures.polarised_groups import esteban_ray_groups

SIZE = 120
draw = np.random.default_rng(3)
Y, W = np.exp(draw.normal(2, 0.6, SIZE)), draw.uniform(0.5, 3, SIZE)
G = draw.choice(np.array(["a", "b", "c", "d"]), SIZE)


def table(w: np.ndarray = W, y: np.ndarray = Y, g: object = G) -> Table:
    return table_from(pa.table({"y": y, "w": w, "g": g}), design=SurveyDesign(weight="w"))


def by_definition(w: np.ndarray, alpha: float, beta: float) -> float:
    p = np.array([w[each == G].sum() for each in "abcd"]) / w.sum()
    mu = w @ Y / w.sum()
    m = np.array([w[each == G] @ Y[each == G] / w[each == G].sum() for each in "abcd"]) / mu
    apart = np.abs(m[:, None] - m)
    everybody = (w[:, None] * w * np.abs(Y[:, None] - Y)).sum() / (2 * w.sum() ** 2 * mu)
    return float(
        (p[:, None] ** (1 + alpha) * p * apart).sum()
        - beta * (everybody - (p[:, None] * p * apart).sum() / 2)
    )


@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 0.0), (0.3, 0.0), (1.6, 0.8)])
def test_value_and_standard_error_by_definition(alpha: float, beta: float) -> None:
    found = evaluate(table(), [esteban_ray_groups("y", within="g", alpha=alpha, beta=beta)])
    assert found.values[0] == pytest.approx(by_definition(W, alpha, beta), rel=1e-12)
    z = np.empty(SIZE)
    for person in range(SIZE):
        step = np.zeros(SIZE)
        step[person] = 1e-6 * W[person]
        z[person] = (by_definition(W + step, alpha, beta) - by_definition(W - step, alpha, beta)) / 2e-6
    expected = np.sqrt(SIZE / (SIZE - 1) * ((z - z.mean()) ** 2).sum())
    assert found.se[0] == pytest.approx(expected, rel=1e-6)


def test_groups_of_one_mean_are_not_polarised() -> None:
    y = np.array([1.0, 3.0, 2.0, 2.0])
    people = table(np.ones(4), y, np.array(["a", "a", "b", "b"]))
    assert evaluate(people, [esteban_ray_groups("y", within="g")]).values[0] == pytest.approx(0, abs=1e-15)


def test_who_is_in_no_group_is_left_out_or_refused() -> None:
    people = pa.array([None if each == "d" else each for each in G])
    kept = G != "d"
    inside = table(W[kept], Y[kept], G[kept])
    assert evaluate(table(g=people), [esteban_ray_groups("y", within="g")]).values == pytest.approx(
        evaluate(inside, [esteban_ray_groups("y", within="g")]).values, rel=1e-12
    )
    with pytest.raises(UsageError, match="in no group of 'g'"):
        evaluate(table(g=people), [esteban_ray_groups("y", within="g", beta=1)])


def test_it_is_read_from_text() -> None:
    measure = parse_measure("esteban_ray_groups:income,within=region,alpha=1.3")
    assert dict(measure.parameters) == {"within": "region", "alpha": 1.3, "beta": 0.0}
    with pytest.raises(UsageError, match="alpha must be a number above 0"):
        parse_measure("esteban_ray_groups:income,within=region,alpha=0")
