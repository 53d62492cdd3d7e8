"""What a regression cannot tell: left out by name where nobody can, refused where one group cannot."""

from dataclasses import replace

import numpy as np
import pytest

from dueregard.causes.decompositions import Comparison, Options
from dueregard.causes.decompositions.model_matrix import model_matrix
from dueregard.causes.decompositions.oaxaca import FEW_UNITS, decompose_twofold
from dueregard.causes.designs import design_of
from dueregard.errors import PeopleError
from tests.causes.decompositions.made import made, number


def beside(people: Comparison, values: np.ndarray) -> Comparison:
    covariates = (*people.covariates, number(values, "more"))
    return replace(people, covariates=covariates, matrix=model_matrix(covariates, size=len(people.outcome)))


def test_a_covariate_that_others_determine_is_left_out_and_named() -> None:
    people = made()
    [years, _] = people.covariates
    found = decompose_twofold(beside(people, 3 - 2 * np.asarray(years.values)), Options())
    plain = decompose_twofold(people, Options())
    assert found.value("explained") == pytest.approx(plain.value("explained"))
    assert found.se("unexplained") == pytest.approx(plain.se("unexplained"))
    assert found.value("explained", variable="more") == 0.0
    assert any("more" in note for note in found.notes)


def test_a_covariate_that_is_constant_in_one_group_is_refused_by_name() -> None:
    people = made()
    values = np.where(people.in_reference, np.arange(60.0), 7.0)
    with pytest.raises(PeopleError, match="'more' does not vary"):
        decompose_twofold(beside(people, values), Options())


def test_a_group_with_fewer_people_than_coefficients_is_refused_and_a_small_one_approximate() -> None:
    people = made()
    few = np.flatnonzero(people.in_reference)[:4]
    rows = np.concatenate([few, np.flatnonzero(~people.in_reference)])
    with pytest.raises(PeopleError, match="too few people"):
        decompose_twofold(people.among(rows), Options())
    found = decompose_twofold(people, Options())
    assert {part.status for part in found.parts if part.group is None} == {"approximate"}
    plenty = decompose_twofold(made(240), Options())
    assert {part.status for part in plenty.parts} == {"ok"}


def test_a_constant_outcome_has_no_gap_and_no_error() -> None:
    people = made()
    found = decompose_twofold(replace(people, outcome=np.full(60, 3.0)), Options())
    assert found.estimates.values[2:] == pytest.approx(0.0, abs=1e-12)
    assert found.estimates.se == pytest.approx(0.0, abs=1e-9)


def test_few_sampling_units_make_parts_approximate() -> None:
    people = made(240)
    clustered = replace(people, design=design_of(240, clusters=np.arange(240) % 6))
    found = decompose_twofold(clustered, Options())
    assert {part.reason for part in found.parts if part.group is None} == {FEW_UNITS}
