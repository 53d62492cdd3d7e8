"""Effects of levels as deviations: which level is left out of the regression changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.causes.decompositions import Options
from dueregard.causes.decompositions.model_matrix import model_matrix
from dueregard.causes.decompositions.oaxaca import decompose_threefold, decompose_twofold
from dueregard.errors import UsageError
from tests.causes.decompositions.made import category, made, number


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), omitted=st.integers(0, 2), designed=st.booleans())
def test_neither_parts_nor_levels_depend_on_the_level_left_out(
    seed: int, omitted: int, designed: bool
) -> None:
    last = decompose_twofold(made(seed=seed, designed=designed), Options())
    other = decompose_twofold(made(seed=seed, omitted=omitted, designed=designed), Options())
    assert last.parts == other.parts or [p.level for p in last.parts] == [p.level for p in other.parts]
    assert other.estimates.values == pytest.approx(last.estimates.values, abs=1e-9)
    assert other.estimates.covariance() == pytest.approx(last.estimates.covariance(), abs=1e-9)


def test_contrasts_change_no_total_but_what_levels_of_the_unexplained_part_add() -> None:
    deviation = decompose_threefold(made(), Options())
    treatment = decompose_threefold(made(contrasts="treatment"), Options())
    for component in ("gap", "endowments", "coefficients", "interaction"):
        assert treatment.value(component) == pytest.approx(deviation.value(component))
        assert treatment.se(component) == pytest.approx(deviation.se(component))
    for variable in ("years", "region"):
        assert treatment.value("endowments", variable=variable) == pytest.approx(
            deviation.value("endowments", variable=variable)
        )
    assert treatment.value("coefficients", variable="region") != pytest.approx(
        deviation.value("coefficients", variable="region")
    )


def test_levels_add_up_to_their_covariate_and_covariates_to_the_component() -> None:
    found = decompose_twofold(made(designed=True), Options())
    for component in ("explained", "unexplained"):
        levels = [found.value(component, variable="region", level=level) for level in "nsw"]
        assert sum(levels) == pytest.approx(found.value(component, variable="region"))
        told = [
            part.variable
            for part in found.parts
            if part.component == component and part.variable and not part.level
        ]
        variables = [found.value(component, variable=variable) for variable in told]
        assert sum(variables) == pytest.approx(found.value(component))
    assert found.adding_up < 1e-12


def test_a_category_of_one_level_adds_a_column_that_is_not_fitted() -> None:
    matrix = model_matrix([category(np.zeros(3, np.intp), "n"), number(np.arange(3.0))], size=3)
    assert matrix.names == ("(constant)", "region[n]", "years")
    assert matrix.fitted == ("(constant)", "years")


def test_unknown_contrasts_are_refused() -> None:
    with pytest.raises(UsageError, match="deviation"):
        model_matrix([], size=1, contrasts="deviations")  # type: ignore[arg-type]
