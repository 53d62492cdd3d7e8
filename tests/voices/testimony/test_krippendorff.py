"""Krippendorff's alpha against published values and the properties it must have."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dueregard.errors import UsageError
from dueregard.voices.testimony.krippendorff import (
    alpha_of,
    jaccard_distance,
    krippendorff_alpha,
    masi_distance,
    numeric_readings,
    set_readings,
)

NAN = float("nan")
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
TEXTBOOK = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example(metric: str, alpha: float) -> None:
    assert krippendorff_alpha(TEXTBOOK, metric=metric) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.shared
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_reference_values(shared: Path, metric: str) -> None:
    golden = json.loads((shared / "golden" / "voices" / "krippendorff.json").read_text(encoding="utf-8"))
    ratings = [[NAN if value is None else value for value in row] for row in golden["data"]]
    assert krippendorff_alpha(ratings, metric=metric) == pytest.approx(golden["alpha"][metric], abs=1e-9)


RATINGS = arrays(
    float, st.tuples(st.integers(2, 4), st.integers(2, 9)), elements=st.sampled_from([1, 2, 3, NAN])
)


@given(RATINGS, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_order_of_coders_and_units_is_of_no_matter(ratings: np.ndarray, metric: str) -> None:
    alpha = krippendorff_alpha(ratings, metric=metric)
    assert krippendorff_alpha(ratings[::-1, ::-1], metric=metric) == pytest.approx(alpha, nan_ok=True)


@given(RATINGS)
def test_nominal_codes_may_be_renamed_and_intervals_stretched(ratings: np.ndarray) -> None:
    nominal = krippendorff_alpha(ratings)
    assert krippendorff_alpha(np.choose(np.nan_to_num(ratings).astype(int), [NAN, 9, 5, 7])) == pytest.approx(
        nominal, nan_ok=True
    )
    interval = krippendorff_alpha(ratings, metric="interval")
    assert krippendorff_alpha(3 * ratings - 7, metric="interval") == pytest.approx(interval, nan_ok=True)


@given(RATINGS, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_resamples_are_alphas_of_repeated_units(ratings: np.ndarray, metric: str) -> None:
    readings = numeric_readings(ratings, metric=metric)
    units = len(readings.counts)
    if not units:
        return
    weights = np.zeros((2, units))
    weights[0], weights[1, 0], weights[1, -1] = 1, weights[1, 0] + 2, weights[1, -1] + 1
    paired = np.flatnonzero((~np.isnan(ratings)).sum(axis=0) >= 2)
    again = np.column_stack([ratings, ratings[:, paired[0]], ratings[:, paired[0]], ratings[:, paired[-1]]])
    repeated = again[:, ratings.shape[1] :]
    assert alpha_of(readings, weights)[0] == pytest.approx(float(alpha_of(readings)), nan_ok=True)
    if units > 1:
        assert alpha_of(readings, weights)[1] == pytest.approx(
            krippendorff_alpha(repeated, metric=metric), nan_ok=True
        )


def test_nothing_that_varies_has_no_alpha() -> None:
    assert np.isnan(krippendorff_alpha([[1, 1, 1], [1, 1, NAN]]))


def test_sets_of_one_code_are_nominal_codes() -> None:
    rows = [(1, 1), (2, 2), (1, 2), (3, 3), (2, 2)]
    sets = [{"AB": frozenset(str(one)), "CD": frozenset(str(other))} for one, other in rows]
    wanted = krippendorff_alpha(np.array(rows, dtype=float).T)
    for distance in (masi_distance, jaccard_distance):
        assert float(alpha_of(set_readings(sets, distance=distance))) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("one", "other", "masi"),
    [("", "", 0), ("a", "", 1), ("ab", "c", 1), ("ab", "bc", 8 / 9), ("a", "ab", 2 / 3)],
)
def test_masi(one: str, other: str, masi: float) -> None:
    assert masi_distance(frozenset(one), frozenset(other)) == pytest.approx(masi)


@pytest.mark.parametrize(
    ("ratings", "metric"), [([1, 2], "nominal"), ([[1], [2]], "cosine"), ([[-1, 2], [1, 2]], "ratio")]
)
def test_what_makes_no_sense_is_refused(ratings: list[object], metric: str) -> None:
    with pytest.raises(UsageError):
        krippendorff_alpha(ratings, metric=metric)
