"""Divergences against R convey and their definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import evaluate
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.divergences import amato, j_divergence, renyi
from dueregard.measures.generalised_entropy import generalised_entropy, mean_log_deviation, theil
from tests.measures.inequality_checks import (
    SURVEYS,
    estimated,
    income,
    people_with_ties,
    rows,
    score_error,
    table_of,
    values,
    worst,
)
from tests.measures.test_generalised_entropy import table_of_people


@pytest.mark.shared
@pytest.mark.parametrize("scenario", SURVEYS)
def test_j_divergence_equals_convey(scenario: str, shared: Path) -> None:
    row = rows(shared)[scenario, "jdiv"]
    ours = estimated(scenario, j_divergence(income(scenario)), shared)
    assert max(worst(ours.values, row["estimate"]), worst(ours.se, row["se"])) < 1e-8


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "name", "options"),
    [
        ("eusilc_strat_hhcluster", "renyi1", {"alpha": 1}),
        ("eusilc_strat_hhcluster", "renyi.5", {"alpha": 0.5}),
        # This row was computed with the one person whose income is zero.
        ("ilocos_iid_weights", "renyi.5", {"alpha": 0.5, "nonpositive": "keep_zeros"}),
    ],
)
def test_renyi_equals_convey(scenario: str, name: str, options: dict[str, object], shared: Path) -> None:
    row = rows(shared)[scenario, name]
    ours = estimated(scenario, renyi(income(scenario), **options), shared)  # type: ignore[arg-type]
    assert max(worst(ours.values, row["estimate"]), worst(ours.se, row["se"])) < 1e-8


@pytest.mark.shared
@pytest.mark.parametrize("scenario", ["eusilc_strat_hhcluster", "ilocos_iid_weights"])
def test_amato_equals_convey(scenario: str, shared: Path) -> None:
    row = rows(shared)[scenario, "amato"]
    ours = estimated(scenario, amato(income(scenario)), shared)
    assert worst(ours.values, row["estimate"]) < 1e-8
    # Its standard error has y where y squared belongs; with that slip we get it too.
    table = table_of(scenario, shared)
    columns = {"eusilc": ("rb050", "db040", "db030"), "ilocos": ("AP.weight", None, None)}
    weight, stratum, unit = columns[scenario.split("_", maxsplit=1)[0]]
    wanted = [name for name in (income(scenario), weight, stratum, unit) if name]
    frame = table.frame.select(*(table.names[name] for name in wanted)).collect().to_arrow()
    y, w, *design = (np.asarray(column.to_numpy(zero_copy_only=False)) for column in frame.columns)
    y, w = y.astype(float), w.astype(float)
    length = np.sqrt(1 / w.sum() ** 2 + (y / (w @ y)) ** 2)
    slipped = np.sqrt(1 / w.sum() ** 2 + y / (w @ y) ** 2)
    slipped = slipped - np.sum(w / length) / w.sum() ** 3 - y * np.sum(w * y**2 / length) / (w @ y) ** 3
    assert worst(_standard_error(w * slipped, *design), row["se"]) < 1e-8


def _standard_error(scores: np.ndarray, stratum: object = None, unit: object = None) -> float:
    strata = np.zeros(len(scores)) if stratum is None else np.asarray(stratum)
    units = np.arange(len(scores)) if unit is None else np.asarray(unit)
    total = 0.0
    for h in np.unique(strata):
        inside = strata == h
        _, position = np.unique(units[inside], return_inverse=True)
        sums = np.bincount(position, weights=scores[inside])
        total += len(sums) / (len(sums) - 1) * np.sum((sums - sums.mean()) ** 2)
    return float(np.sqrt(total))


def test_three_people() -> None:
    found = evaluate(table_of_people(np.array([1.0, 2.0, 6.0])), [j_divergence("y"), renyi("y", alpha=2)])
    relative = np.array([1.0, 2.0, 6.0]) / 3
    expected = [np.mean((relative - 1) * np.log(relative)), np.log(np.mean(relative**2))]
    assert found.values == pytest.approx(expected, rel=1e-14)
    assert values(amato("y"), [1.0, 2.0, 6.0]) == pytest.approx(np.mean(np.hypot(1, relative)), rel=1e-15)


@given(
    st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 10.0)), min_size=2, max_size=30),
    st.sampled_from([0.3, 0.97, 1.02, 2.0, 4.0]),
    st.floats(1e-9, 1e9),
)
def test_relations_to_entropy(people: list[tuple[float, float]], alpha: float, scale: float) -> None:
    y, weight = np.array(people).T
    measures = [
        mean_log_deviation("y"),
        theil("y"),
        generalised_entropy("y", alpha=alpha),
        j_divergence("y"),
        renyi("y", alpha=alpha),
        renyi("y", alpha=1),
    ]
    low, high, entropy, both, order, one = evaluate(table_of_people(y, weight * scale), measures).values
    assert both == pytest.approx(low + high, rel=1e-10, abs=1e-12)
    assert one == high
    expected = np.log1p(alpha * (alpha - 1) * entropy) / (alpha - 1)
    assert order == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_amato_scores_are_derivatives_in_the_weights() -> None:
    assert score_error(lambda people: amato("y").form(people, None), people_with_ties()) < 1e-6


def test_amato_runs_from_equality_to_one_having_all() -> None:
    assert values(amato("y"), np.ones(7)) == pytest.approx(np.sqrt(2), rel=1e-15)
    alone = np.zeros(10_000)
    alone[0] = 1.0
    assert values(amato("y"), alone) == pytest.approx(2.0, abs=2e-4)
    assert values(amato("y", standardised="yes"), np.ones(7)) == pytest.approx(0.0, abs=1e-14)
    assert values(amato("y", standardised=True), alone) == pytest.approx(1.0, abs=3e-4)


def test_amato_of_nobody_or_nothing_is_not_known() -> None:
    people = OrderedPeople.of([1.0, 2.0, -4.0, 1.0], level=[0, 0, 1, 1], levels=3)
    found = amato("y").form(people, None)
    assert np.isfinite(found.scored.values).tolist() == [True, False, False]  # type: ignore[union-attr]
    assert list(found.reasons) == [1]  # type: ignore[union-attr]


def test_unknown_options() -> None:
    with pytest.raises(UsageError, match="alpha"):
        renyi("y", alpha=0)
    with pytest.raises(UsageError, match="standardised"):
        amato("y", standardised="perhaps")
