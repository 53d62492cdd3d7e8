"""Zenga's index by brute force and numerical derivatives."""

from functools import partial

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.zenga import zenga
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    values,
)


def test_equals_the_definition() -> None:
    y, w = np.array([1.0, 2.0, 4.0, 9.0]), np.array([2.0, 1.0, 3.0, 0.5])
    ratios = [
        (w[:k] @ y[:k] / w[: k + 1].sum()) / (w[k:] @ y[k:] / (w.sum() - w[: k + 1].sum())) if k < 3 else 0.0
        for k in range(4)
    ]
    assert values(zenga("y"), y, w) == pytest.approx(1 - (w * ratios).sum() / w.sum(), rel=1e-12)


def test_scores_are_derivatives_in_the_weights() -> None:
    people = people_with_ties()
    assert score_error(lambda each: zenga("y").form(each, None), people) < 1e-6


def test_row_order_among_ties_and_scale_of_weights_do_not_matter() -> None:
    y, w = np.array([3.0, 3.0, 3.0, 1.0, 8.0]), np.array([1.0, 5.0, 2.0, 1.0, 1.0])
    known = values(zenga("y"), y, w)
    close = partial(pytest.approx, rel=1e-12)
    for order in ([1, 0, 2, 3, 4], [2, 1, 0, 4, 3], [4, 3, 2, 1, 0]):
        assert values(zenga("y"), y[order], w[order]) == close(known)
    for power in (-9, 9):
        assert values(zenga("y"), y, w * 10.0**power) == close(known)
    assert values(zenga("y"), y * 7, w) == close(known)


def test_is_near_nothing_where_all_have_the_same() -> None:
    assert values(zenga("y"), np.ones(100_000)) < 3e-4


def test_people_without_a_positive_value() -> None:
    people = OrderedPeople.of([-1.0, 0.0, 2.0, 3.0, 5.0, -4.0], level=[0, 0, 0, 0, 0, 1], levels=3)
    found = zenga("y").form(people, None)
    assert found.left_out is not None
    assert found.left_out.tolist() == [2, 1, 0]
    assert found.scored.values[0] == pytest.approx(values(zenga("y"), [2.0, 3.0, 5.0]), rel=1e-12)
    assert np.isnan(found.scored.values[1:]).all()
    assert list(found.reasons) == [1]
    assert found.scored.scores(people.starts)[:2].tolist() == [0, 0]
    raised = zenga("y", nonpositive="1").form(people, None)
    assert raised.scored.values[0] == pytest.approx(values(zenga("y"), [1.0, 1.0, 2.0, 3.0, 5.0]), rel=1e-12)
    with pytest.raises(UsageError, match="3 people have a value of zero or less"):
        zenga("y", nonpositive="refuse").form(people, None)


def test_a_replicate_without_somebody_is_the_index_without_them() -> None:
    people = people_with_ties(levels=1)
    weight = people.weight.copy()
    weight[[0, 7, len(people) - 1]] = 0.0
    kept = weight > 0
    expected = values(zenga("y"), people.y[kept], weight[kept])
    found = zenga("y").form(people.reweighted(weight), None).scored.values[0]
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("policy", ["keep", "-1", 0])
def test_unknown_policies(policy: object) -> None:
    with pytest.raises(UsageError, match="drop, refuse, or a positive number"):
        zenga("y", nonpositive=policy)  # type: ignore[arg-type]


def test_the_standard_error_does_not_depend_on_the_order_of_rows():
    random = np.random.default_rng(3)
    columns = {"y": random.integers(1, 9, 300).astype(float), "psu": random.integers(0, 40, 300)}
    found = set()
    for seed in range(3):
        place = np.random.default_rng(seed).permutation(300)
        table = table_from(
            pa.table({name: values[place] for name, values in columns.items()}),
            design=SurveyDesign(clusters=("psu",)),
        )
        found.add(float(evaluate(table, [zenga("y")]).se[0].round(12)))
    assert len(found) == 1
