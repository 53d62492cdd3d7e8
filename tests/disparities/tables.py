"""Small tables that several tests use, and every dispersion measure by name."""

import numpy as np
from hypothesis import strategies as st

from dueregard import disparities
from dueregard.disparities import published

LEVELS = tuple("abcdefghijklmnopqrst")


def table(estimate, se=None, population=None, *, ordered=False, levels=LEVELS, **more):
    names = levels[: len(estimate)]
    return published(
        estimate, se, population, by="region", levels=names, order=names if ordered else (), **more
    )


SMALL = table([62.0, 75.0, 71.0, 90.0], [2.0, 3.0, 1.0, 4.0], [10.0, 40.0, 30.0, 20.0], ordered=True)


def from_best(groups, **more):
    return disparities.mean_difference_from_best(groups, better="higher", **more)


def from_reference(groups, **more):
    return disparities.mean_difference_from_reference(groups, reference="a", **more)


DISPERSIONS = {
    "BGV": disparities.between_group_variance,
    "BGSD": disparities.between_group_standard_deviation,
    "COV": disparities.coefficient_of_variation_between,
    "MLD": disparities.mean_log_deviation_between,
    "TI": disparities.theil_between,
    "IDIS": disparities.index_of_disparity,
    "MDM": disparities.mean_difference_from_mean,
    "MDB": from_best,
    "MDR": from_reference,
}
UNWEIGHTED = ("IDIS", "MDM", "MDB", "MDR")
# How each changes when values and standard errors are multiplied by a number.
DEGREE = {"BGV": 2, "BGSD": 1, "COV": 0, "MLD": 0, "TI": 0, "IDIS": 0, "MDM": 1, "MDB": 1, "MDR": 1}
RANKED = {
    "ACI": (disparities.absolute_concentration_index, 1),
    "RCI": (disparities.relative_concentration_index, 0),
    "SII": (disparities.slope_index, 1),
    "RII": (disparities.relative_index, 0),
}


@st.composite
def tables(draw, least=2, most=8):
    """Values well above zero, standard errors and populations of some groups."""
    size = draw(st.integers(least, most))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return random.uniform(50, 100, size), random.uniform(0.5, 4, size), random.uniform(1, 100, size)
