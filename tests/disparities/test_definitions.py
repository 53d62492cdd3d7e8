"""Every measure against its definition, written out in loops or by hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from dueregard import disparities
from tests.disparities.tables import DISPERSIONS, SMALL, UNWEIGHTED, table, tables


def by_definition(name, m, people, *, weighted=True):
    n, total = len(m), sum(people)
    p = [each / total for each in people]
    mean = sum(p[i] * m[i] for i in range(n))
    w = p if weighted else [1 / n] * n
    variance = sum(p[i] * (m[i] - mean) ** 2 for i in range(n))
    around = {"MDM": mean, "IDIS": mean, "MDB": max(m), "MDR": m[0]}
    if name in around:
        distance = sum(w[i] * abs(m[i] - around[name]) for i in range(n))
        return 100 * distance / mean if name == "IDIS" else distance
    return {
        "BGV": variance,
        "BGSD": math.sqrt(variance),
        "COV": 100 * math.sqrt(variance) / mean,
        "MLD": 1000 * sum(-p[i] * math.log(m[i] / mean) for i in range(n)),
        "TI": 1000 * sum(p[i] * m[i] / mean * math.log(m[i] / mean) for i in range(n)),
    }[name]


@pytest.mark.parametrize("name", DISPERSIONS)
@given(data=tables())
def test_plug_in_dispersion(name, data):
    m, se, people = data
    [value] = DISPERSIONS[name](table(m, se, people), correct=False).values
    assert value == pytest.approx(by_definition(name, m, people), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", UNWEIGHTED)
@given(data=tables())
def test_unweighted_plug_in_dispersion(name, data):
    m, se, people = data
    [value] = DISPERSIONS[name](table(m, se, people), correct=False, weighted=False).values
    assert value == pytest.approx(by_definition(name, m, people, weighted=False), rel=1e-9, abs=1e-9)


def test_values_worked_by_hand():
    """Values 62, 75, 71, 90 with shares .1, .4, .3, .2: the mean is 75.5."""
    weighted = {
        "BGV": 66.45,
        "MDM": 0.1 * 13.5 + 0.4 * 0.5 + 0.3 * 4.5 + 0.2 * 14.5,
        "MDB": 14.5,
        "MDR": 13.5,
    }
    for name, value in weighted.items():
        assert DISPERSIONS[name](SMALL, correct=False).values[0] == pytest.approx(value, rel=1e-12), name


def test_pairs_by_hand():
    gap = disparities.difference(SMALL)
    assert (gap.values[0], gap.se[0]) == pytest.approx((28.0, math.hypot(4, 2)))
    assert disparities.difference(SMALL, of="last", minus="first").values == pytest.approx([28.0])
    assert disparities.difference(SMALL, of="b", minus="c").values == pytest.approx([4.0])
    divided = disparities.ratio(SMALL, of="d", over="a")
    relative = math.hypot(4 / 90, 2 / 62)
    assert divided.values == pytest.approx([90 / 62])
    assert divided.se / divided.values == pytest.approx([relative])
    assert np.log(divided.interval()[0, 1] / divided.values[0]) == pytest.approx(1.959963984540054 * relative)


def test_attributable_by_hand():
    risk = disparities.population_attributable_risk(SMALL, better="higher")
    assert risk.values == pytest.approx([14.5])
    # 90 - (.1 x 62 + .4 x 75 + .3 x 71 + .2 x 90): coefficients -.1, -.4, -.3 and .8.
    assert risk.se == pytest.approx([math.sqrt(0.2**2 + 1.2**2 + 0.3**2 + 3.2**2)])
    fraction = disparities.population_attributable_fraction(SMALL, better="higher")
    assert fraction.values == pytest.approx([100 * 14.5 / 75.5])
    lower = disparities.population_attributable_fraction(SMALL, better="lower", reference="lowest")
    assert lower.values == pytest.approx([100 * (62 - 75.5) / 75.5])
    number = disparities.attributable_number(SMALL, better="higher", per=100)
    assert number.values == pytest.approx([14.5])


def test_reference_worse_than_the_mean_attributes_nothing():
    risk = disparities.population_attributable_risk(SMALL, better="higher", reference="a")
    assert risk.values == [0.0]
    assert risk.se[0] > 0
    assert risk.statuses == ("approximate",)
    assert "worse than the average" in (risk.reasons[0] or "")


def test_ranked_measures_by_hand():
    """Mid-ranks .05, .3, .65, .9."""
    p, m, r = np.array([0.1, 0.4, 0.3, 0.2]), np.array([62.0, 75, 71, 90]), np.array([0.05, 0.3, 0.65, 0.9])
    covariance = (p * m * (r - 0.5)).sum()
    assert disparities.absolute_concentration_index(SMALL).values == pytest.approx([2 * covariance])
    assert disparities.relative_concentration_index(SMALL).values == pytest.approx([2 * covariance / 75.5])
    wagstaff = disparities.relative_concentration_index(SMALL, normalisation="wagstaff", bounds=(0, 100))
    assert wagstaff.values == pytest.approx([2 * covariance * 100 / (75.5 * 24.5)])
    erreygers = disparities.relative_concentration_index(SMALL, normalisation="erreygers", bounds=(0, 100))
    assert erreygers.values == pytest.approx([8 * covariance / 100])
    slope = covariance / (p * (r - 0.5) ** 2).sum()
    assert disparities.slope_index(SMALL).values == pytest.approx([slope])
    bottom = 75.5 - slope / 2
    assert disparities.relative_index(SMALL).values == pytest.approx([(bottom + slope) / bottom])


def test_corrected_variance_takes_off_the_mean_sampling_variance():
    """66.45 less the sum of p (1 - p) se²: .09 x 4 + .24 x 9 + .21 x 1 + .16 x 16 = 5.29."""
    assert disparities.between_group_variance(SMALL).values == pytest.approx([61.16])
    assert disparities.between_group_standard_deviation(SMALL).values == pytest.approx([math.sqrt(61.16)])
    relative = disparities.coefficient_of_variation_between(SMALL).values
    assert relative == pytest.approx([100 * math.sqrt(61.16) / 75.5])
