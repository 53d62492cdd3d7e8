import numpy as np
import pytest
from numpy.typing import NDArray

from dueregard.causes import SampleDesign, design_of, read_sample, replicated
from dueregard.estimates import SamplePlan, Stage
from dueregard.people import read_people

RANDOM = np.random.default_rng(1)
HOUSEHOLD = np.repeat(np.arange(30), 3)
REGION = HOUSEHOLD % 3
PAY = RANDOM.normal(size=90) + RANDOM.normal(size=30)[HOUSEHOLD]
WEIGHT = RANDOM.uniform(1, 3, 90)
COUNT = 2000


def ratio(design: SampleDesign, count: int = COUNT) -> float:
    """Bootstrap over linearised standard error of a mean that is linear: of scores."""
    mean = design.weight @ PAY / design.weight.sum()
    scores = design.weight * (PAY - mean) / design.weight.sum()

    def linear(weight: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([(weight / design.weight) @ scores])

    source = replicated(linear, design, count=count, seed=3)
    assert source is not None
    return float(np.sqrt(source.variances()[0] / design.covariance(scores)[0, 0]))


def near() -> object:
    return pytest.approx(1.0, abs=4 / np.sqrt(2 * COUNT))


def test_the_bootstrap_has_the_linearised_variance() -> None:
    assert ratio(design_of(90)) == near()
    assert ratio(design_of(90, weight=WEIGHT, strata=REGION, clusters=HOUSEHOLD)) == near()
    assert (
        ratio(design_of(90, strata=REGION, clusters=HOUSEHOLD, fractions=np.array([0.5, 0.9, 0.2]))) == near()
    )


def test_units_within_units_add_their_share_of_variance() -> None:
    first = Stage(stratum=REGION, unit=HOUSEHOLD, fraction=np.full(3, 0.6))
    second = Stage(stratum=HOUSEHOLD, unit=np.arange(90), fraction=np.full(30, 0.3))
    plan = SamplePlan(stages=(first, second))
    assert ratio(SampleDesign(identity="two", weight=WEIGHT, unit=np.arange(90), plan=plan)) == near()


@pytest.mark.parametrize("lonely", ["adjust", "certainty", "average"])
def test_a_stratum_of_one_unit_adds_what_the_design_says(lonely: str) -> None:
    clusters = np.where(REGION == 1, 1, HOUSEHOLD)
    design = design_of(90, strata=REGION, clusters=clusters, lonely=lonely)  # type: ignore[arg-type]
    assert ratio(design) == near()


def test_one_unit_is_never_left_out_altogether() -> None:
    again = design_of(4, clusters=np.zeros(4, int)).replicate_weights(count=5, seed=1)
    assert np.array_equal(next(again.blocks()), np.ones((5, 4)))


def test_replicates_depend_on_the_seed_and_their_number_only() -> None:
    design = design_of(90, strata=REGION, clusters=HOUSEHOLD)
    ten, twenty = (list(design.replicate_weights(count=count, seed=7)) for count in (10, 20))
    assert np.array_equal(ten, twenty[:10])
    assert not np.array_equal(ten, list(design.replicate_weights(count=10, seed=8)))
    assert min(weights.min() for weights in twenty) >= 0


def test_sums_over_cells_are_those_of_people() -> None:
    design = design_of(90, weight=WEIGHT, strata=REGION, clusters=HOUSEHOLD)
    again = design.replicate_weights(count=6, seed=7)
    cell = np.arange(90) % 4 - 1
    sums = again.on_cells(cell, 3, np.column_stack([np.ones(90), PAY]))
    for weight, found in zip(again, sums, strict=True):
        for at in range(3):
            here = cell == at
            assert found[:, at] == pytest.approx([weight[here].sum(), weight[here] @ PAY[here]])


def test_replicates_that_were_given_are_used() -> None:
    again = WEIGHT[:, None] * RANDOM.uniform(0, 2, (90, 5))
    table = {"pay": PAY, "w": WEIGHT, **{f"r{at}": again[:, at] for at in range(5)}}
    names = [f"r{at}" for at in range(5)]
    people = read_people(table, weight="w", replicate_weights={"columns": names, "method": "bootstrap"})
    design = read_sample(people, outcome="pay").design
    given = design.replicate_weights(seed=1)
    assert (given.count, given.scale) == (5, 0.25)
    assert np.allclose(np.array(list(given)), again.T)
    half = design.among(np.arange(45)).replicate_weights(seed=1)
    assert np.allclose(half.on_cells(np.zeros(45, int), 1)[:, 0], again[:45].sum(axis=0))


def test_known_totals_are_kept_in_every_replicate() -> None:
    sex = np.array(["f", "m"])[np.arange(90) % 2]
    table = {"pay": PAY, "w": WEIGHT, "h": HOUSEHOLD, "sex": sex}
    people = read_people(
        table, weight="w", cluster="h", poststrata={"column": "sex", "totals": {"f": 60.0, "m": 40.0}}
    )
    design = read_sample(people, outcome="pay").design
    sums = design.replicate_weights(count=4, seed=1).on_cells(np.arange(90) % 2, 2)
    assert np.allclose(sums, [60.0, 40.0])
    assert ratio(design, 400) == pytest.approx(1.0, abs=0.15)
