"""Models of the mean by rank against likelihood equations, a general solver and moved weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from dueregard.engine.ordered import OrderedPeople
from dueregard.measures.fractional_ranks import FractionalRanks
from dueregard.measures.logit_slope import LINKS, fit_slope
from tests.measures.rank_checks import people_made


def fitted(y, rank, link, **given):
    people = OrderedPeople.of(y, rank, order=1, **given)
    ranks = FractionalRanks(people=people)
    return ranks, fit_slope(ranks, link=link)


@given(seed=st.integers(0, 200), link=st.sampled_from(sorted(LINKS)), classes=st.sampled_from([2, 5, None]))
def test_likelihood_equations_hold_in_each_level(seed, link, classes):
    made = people_made(seed, classes=classes)
    ranks, fit = fitted(made["yes"], made["rank"], link, weight=made["weight"], level=made["level"], levels=2)
    people, s = ranks.people, ranks.share - 0.5
    mean = LINKS[link].mean(people.each(fit.middle) + people.each(fit.slope) * s)
    solved = np.isfinite(fit.middle)
    for x in (people.ones, s):
        assert people.sums((people.y - mean) * x)[solved] == pytest.approx(0, abs=1e-9)
    # At least one level of these people has answers of both kinds at several ranks.
    assert solved.any()


@pytest.mark.parametrize("link", sorted(LINKS))
def test_equals_a_general_minimiser(link):
    made = people_made(11)
    ranks, fit = fitted(made["yes"], made["rank"], link, weight=made["weight"])
    people, s = ranks.people, ranks.share - 0.5

    def loss(parameters):
        eta = parameters[0] + parameters[1] * s
        cumulant = np.exp(eta) if link == "log" else np.log1p(np.exp(eta))
        return people.weight @ (cumulant - people.y * eta)

    best = optimize.minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-9, "xrtol": 1e-12}).x
    assert (fit.middle[0], fit.slope[0]) == pytest.approx(best, abs=1e-5)


def test_two_classes_have_the_answers_of_each_class():
    # Mid-ranks 1/4 and 3/4: two parameters fit two means exactly.
    y, rank = [1.0, 0, 0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 2, 2, 2, 2]
    _, fit = fitted(y, rank, "logit")
    assert (fit.middle[0], fit.slope[0]) == pytest.approx((0.0, 4 * np.log(3)))
    _, fit = fitted(y, rank, "log")
    assert (fit.middle[0], fit.slope[0]) == pytest.approx((np.log(3) / 2 + np.log(0.25), 2 * np.log(3)))


@pytest.mark.parametrize(
    ("y", "rank", "link"),
    [
        ([0.0, 0.0, 0.0], [1, 2, 3], "logit"),
        ([1.0, 1.0, 1.0], [1, 2, 3], "logit"),
        ([0.0, 0.0, 0.0], [1, 2, 3], "log"),
        ([0.0, 0.0, 1.0, 1.0], [1, 2, 3, 4], "logit"),
        ([1.0, 1.0, 0.0, 0.0], [1, 2, 3, 4], "logit"),
        ([0.0, 0.0, 0.0, 1.0], [1, 2, 3, 4], "logit"),
        ([0.0, 0.0, 0.0, 1.0], [1, 2, 3, 4], "log"),
        ([0.0, 1.0], [2, 2], "logit"),
    ],
)
def test_no_finite_solution(y, rank, link):
    _, fit = fitted(y, rank, link)
    assert np.isnan(fit.middle[0])
    assert np.isnan(fit.slope[0])


def test_rare_answers_and_steep_slopes_are_solved():
    rank = np.repeat(np.arange(10.0), 1000)
    chance = 1 / (1 + np.exp(-(-9 + 1.4 * rank)))
    for y in (chance, 1 - chance, chance * 1e-4):
        ranks, fit = fitted(y, rank, "logit")
        mean = LINKS["logit"].mean(fit.middle[0] + fit.slope[0] * (ranks.share - 0.5))
        assert (ranks.people.y - mean).sum() == pytest.approx(0, abs=1e-8)
        assert mean @ ranks.share == pytest.approx(ranks.people.y @ ranks.share, rel=1e-10)


def test_levels_are_solved_apart():
    made = people_made(12)
    _, both = fitted(made["yes"], made["rank"], "logit", weight=made["weight"], level=made["level"], levels=3)
    for level in range(2):
        inside = made["level"] == level
        _, alone = fitted(made["yes"][inside], made["rank"][inside], "logit", weight=made["weight"][inside])
        assert both.slope[level] == pytest.approx(alone.slope[0], rel=1e-12)
    assert np.isnan(both.slope[2])


def test_zero_replicate_weights_leave_people_out():
    made = people_made(13)
    people = OrderedPeople.of(made["yes"], made["rank"], weight=made["weight"], order=1)
    weight = people.weight * (np.arange(60) % 3 > 0)
    with_zeros = fit_slope(FractionalRanks(people=people.reweighted(weight)), link="logit")
    kept = weight > 0
    _, without = fitted(people.y[kept], people.rank_value[kept], "logit", weight=weight[kept])
    assert with_zeros.slope == pytest.approx(without.slope, rel=1e-12)


def test_nobody_left_has_no_solution():
    people = OrderedPeople.of([1.0, 0.0], [1.0, 2.0], order=1).reweighted(np.zeros(2))
    assert np.isnan(fit_slope(FractionalRanks(people=people), link="logit").slope[0])
