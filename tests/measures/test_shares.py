"""Shares of slices and their ratios by brute force and by their properties."""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.lorenz import lorenz
from dueregard.measures.share_ratios import palma_ratio, quintile_share_ratio
from dueregard.measures.shares import lower_total, share
from tests.golden.estimated import estimated
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    scored,
    values,
)


@pytest.mark.shared
def test_density_free_errors_are_slightly_smaller(shared: Path) -> None:
    # Ratios to the kernel's, on eusilc by households: 0.9989 and 0.9997.
    for make, smaller in ((quintile_share_ratio, 0.9989), (palma_ratio, 0.9997)):
        se = [
            estimated("eusilc_strat_hhcluster", [make("eqIncome", score=score)], shared).se[0]
            for score in ("density_free", "kernel")
        ]
        assert se[0] / se[1] == pytest.approx(smaller, abs=2e-4)


def test_slices_by_hand() -> None:
    y, w = [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 1.0, 1.0]
    # The lowest 40% are the first and half of the second; whole people: both.
    assert values(share("y", upper=0.4), y, w) == pytest.approx(3 / 12)
    assert values(share("y", upper=0.4, boundary="whole"), y, w) == pytest.approx(5 / 12)
    assert values(lower_total("y", p=0.4), y, w) == pytest.approx(5)
    assert values(share("y", lower=0.9), y, w) == pytest.approx(2 / 12)


@given(
    y=st.lists(st.integers(0, 9), min_size=3, max_size=12).filter(any),
    cuts=st.tuples(st.floats(0.05, 0.5), st.floats(0.51, 0.95)),
)
def test_slices_add_up_to_everything(y: list[int], cuts: tuple[float, float]) -> None:
    edges = (0.0, *cuts, 1.0)
    # Whole people need at least one for each slice, the narrowest a hundredth.
    for boundary, people in (("split", y), ("whole", y * 40)):
        slices = [
            values(share("y", lower=low, upper=high, boundary=boundary), people)
            for low, high in pairwise(edges)
        ]
        assert sum(slices) == pytest.approx(1, rel=1e-12)
    assert values(share("y", upper=cuts[0]), y) == pytest.approx(values(lorenz("y", p=cuts[0]), y))


def test_ratios_are_ratios_of_whole_shares_with_their_scores() -> None:
    people = people_with_ties(200)
    for make, low, high in ((quintile_share_ratio, 0.2, 0.8), (palma_ratio, 0.4, 0.9)):
        for score in ("kernel", "density_free"):
            top = scored(share("y", lower=high, boundary="whole", score=score).form(people, None))
            bottom = scored(share("y", upper=low, boundary="whole", score=score).form(people, None))
            ratio, found = top / bottom, scored(make("y", score=score).form(people, None))
            assert found.values == pytest.approx(ratio.values, rel=1e-12)
            assert found.scores(people.starts) == pytest.approx(
                ratio.scores(people.starts), rel=1e-9, abs=1e-12
            )


def test_density_free_scores_are_derivatives_in_the_weights() -> None:
    measure = share("y", lower=0.23, upper=0.71)
    assert score_error(lambda people: measure.form(people, None), people_with_ties()) < 1e-6


def test_both_scores_estimate_the_spread_over_samples() -> None:
    draw = np.random.default_rng(5)
    found, errors = [], []
    for _ in range(300):
        people = OrderedPeople.of(np.exp(draw.normal(0, 0.6, 600)))
        ratios = [
            scored(quintile_share_ratio("y", score=score).form(people, None))
            for score in ("kernel", "density_free")
        ]
        found.append(ratios[0].values[0])
        errors.append([np.sqrt((each.scores(people.starts) ** 2).sum()) for each in ratios])
    kernel, density_free = np.mean(errors, axis=0) / np.std(found)
    assert density_free == pytest.approx(1, abs=0.12)
    # So few people have a kernel so wide that it is on the safe side.
    assert density_free < kernel < 1.3


@given(power=st.integers(-9, 9), seed=st.integers(0, 99))
def test_neither_scale_of_weights_nor_order_matter(power: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    y, w = draw.integers(1, 9, 25).astype(float), draw.uniform(1, 3, 25)
    order = draw.permutation(25)
    for measure in (share("y", lower=0.3), quintile_share_ratio("y"), palma_ratio("y")):
        known = values(measure, y, w)
        # Where all of the top tenth have the same there is no Palma ratio.
        assert values(measure, y, w * 10.0**power) == pytest.approx(known, rel=1e-12, nan_ok=True)
        assert values(measure, y[order], w[order]) == pytest.approx(known, rel=1e-12, nan_ok=True)


def test_bandwidth_by_effective_number_does_not_depend_on_the_scale_of_weights() -> None:
    people = people_with_ties(100, levels=1)
    scaled = OrderedPeople.of(people.y, weight=people.weight * 1e6)
    for bandwidth, same in (("n_eff", True), ("convey", False)):
        measure = quintile_share_ratio("y", bandwidth=bandwidth)
        influence = [
            float(each.weight @ scored(measure.form(each, None)).scores(each.starts) ** 2 * each.weight.sum())
            for each in (people, scaled)
        ]
        assert (influence[0] == pytest.approx(influence[1], rel=1e-9)) is same


def test_nothing_at_the_bottom_and_nobody() -> None:
    people = OrderedPeople.of([0.0] * 9 + [4.0, *range(1, 11)], level=np.repeat([0, 2], 10), levels=3)
    for make in (quintile_share_ratio, palma_ratio):
        found = make("y").form(people, None)
        assert np.isnan(found.scored.values[:2]).all()
        assert np.isfinite(found.scored.values[2])
        assert found.reasons == {0: "the total of the lowest slice is not positive"}
    assert np.isnan(lower_total("y").form(people, None).values[1])
    assert share("y", upper=0.5).form(people, None).scored.values[0] == 0


@pytest.mark.parametrize(
    ("make", "enough", "reason"),
    [
        (quintile_share_ratio, 5, "too few people for a fifth at each end"),
        (palma_ratio, 10, "too few people for a tenth at each end"),
        (partial(share, lower=0.9, boundary="whole"), 10, "too few people for the slice"),
    ],
)
def test_too_few_people_for_the_slices_have_no_value(make: Any, enough: int, reason: str) -> None:
    few, some = np.arange(1.0, enough), np.arange(1.0, enough + 1)
    people = OrderedPeople.of([*few, *some], level=np.repeat([0, 1], [enough - 1, enough]))
    found = make("y").form(people, None)
    assert np.isnan(found.scored.values).tolist() == [True, False]
    assert found.reasons == {0: reason}
    table = table_from(pa.table({"y": few}), design=SurveyDesign())
    estimated = evaluate(table, [make("y")])
    assert (estimated.statuses, estimated.reasons) == (("not_estimable",), (reason,))


def test_a_slice_that_counts_people_in_part_needs_no_whole_one() -> None:
    assert values(share("y", lower=0.9), [1.0, 3.0]) == pytest.approx(3 * 0.2 / 4)


def test_nobody_above_the_highest_border() -> None:
    people = OrderedPeople.of([1.0] * 6 + [2.0] * 6)
    found = quintile_share_ratio("y").form(people, None)
    assert np.isnan(found.scored.values).all()
    assert found.reasons == {0: "nobody has more than the quantile where the highest slice begins"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lower": 0.5, "upper": 0.5}, "from a lower share to a higher"),
        ({"lower": -0.1}, "lower must be a number at least 0"),
        ({"upper": "90%"}, "upper must be a number"),
        ({"score": "kernal"}, "Did you mean 'kernel'"),
        ({"boundary": "half"}, "no boundary"),
        ({"bandwidth": "wide"}, "no bandwidth"),
    ],
)
def test_refusals(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        share("y", **options)


def test_records_say_what_is_unusual() -> None:
    assert dict(palma_ratio("y").parameters) == {}
    assert dict(quintile_share_ratio("y", score="density_free").parameters) == {"score": "density_free"}
    assert "sum of weights" in str(quintile_share_ratio("y").method)
    assert "effective" in str(quintile_share_ratio("y", bandwidth="n_eff").method)
