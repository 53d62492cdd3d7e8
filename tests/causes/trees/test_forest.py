import numpy as np
import pytest

from dueregard.causes.designs import design_of
from dueregard.causes.trees import grow_forest
from dueregard.errors import UsageError

LEVELS = [["a", "b", "c"], ["d", "e"], ["f", "g", "h", "i"]]


def people(n: int = 600) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    codes = np.stack([rng.integers(0, len(each), n) for each in LEVELS], axis=1)
    return 50 + 5 * codes[:, 0] + rng.normal(size=n), codes


def test_a_forest_is_the_same_for_a_seed_and_no_other() -> None:
    y, codes = people()
    first, again, other = (grow_forest(y, codes, LEVELS, trees=5, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.predictions, again.predictions)
    assert not np.array_equal(first.predictions, other.predictions)
    assert (first.mtry, first.trees, first.seed) == (2, 5, 1)


def test_it_finds_what_was_planted_and_stays_within_the_outcomes() -> None:
    y, codes = people()
    forest = grow_forest(y, codes, LEVELS, trees=30, mtry=3, seed=1)
    assert np.corrcoef(forest.predictions, 50 + 5 * codes[:, 0])[0, 1] > 0.99
    assert y.min() <= forest.predictions.min()
    assert forest.predictions.max() <= y.max()
    assert forest.leaves > 3


def test_out_of_bag_predictions_know_nothing_of_the_person() -> None:
    y, _ = people()
    moved = y.copy()
    moved[0] += 1000
    forest = grow_forest(moved, np.arange(600)[:, None] % 3, [["a", "b", "c"]], trees=1, seed=3)
    used = np.isnan(forest.out_of_bag)
    assert used.sum() == int(0.632 * 600)
    plain = grow_forest(y, np.arange(600)[:, None] % 3, [["a", "b", "c"]], trees=20, seed=3)
    same = grow_forest(moved, np.arange(600)[:, None] % 3, [["a", "b", "c"]], trees=20, seed=3)
    assert same.predictions[0] > plain.predictions[0] + 0.5
    assert same.out_of_bag[0] == pytest.approx(plain.out_of_bag[0], abs=0.5)


def test_people_who_were_drawn_together_are_left_out_together() -> None:
    y, codes = people()
    cluster = np.arange(600) // 10
    design = design_of(600, weight=np.linspace(1, 3, 600), clusters=cluster)
    forest = grow_forest(y, codes, LEVELS, design=design, trees=1, seed=4)
    outside = ~np.isnan(forest.out_of_bag)
    assert set(np.bincount(cluster[outside], minlength=60)) == {0, 10}
    assert (~outside).sum() == int(0.632 * 60) * 10


@pytest.mark.parametrize("wrong", [{"trees": 0}, {"subsample": 1.0}, {"mtry": 0}])
def test_impossible_forests_are_refused(wrong: dict[str, float]) -> None:
    y, codes = people(20)
    with pytest.raises(UsageError, match="forest"):
        grow_forest(y, codes, LEVELS, seed=1, **wrong)  # type: ignore[arg-type]
