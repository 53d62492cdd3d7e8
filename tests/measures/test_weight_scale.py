"""No value depends on the scale of the weights, and no standard error but those that say so."""

import inspect
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, Table, evaluate, table_from
from dueregard.estimates import Estimates
from dueregard.measures import CATALOGUE, parse_measure
from dueregard.measures.gathered import GatheredMeasure
from dueregard.measures.tallied import TalliedMeasure

OF_PEOPLE = {"count", "lower_total", "total"}
"""These count the people whom the sample stands for: they scale with the weights."""

EXAMPLES = {
    "concentration_decomposition": "concentration_decomposition:p,rank=income,determinants=age; rent",
    "gini_source_decomposition": "gini_source_decomposition:income,factors=wage; benefits",
    "mean_log_deviation_change": (
        "mean_log_deviation_change:income,within=sex,period=year,before=2016,after=2017"
    ),
    "relative_index": "relative_index:p,rank=income",
    "variance_source_decomposition": "variance_source_decomposition:income,factors=wage; benefits",
}
"""Where the catalogue's example is of columns that these people do not have."""

WEIGHED = [
    name
    for name, entry in CATALOGUE.items()
    if name not in OF_PEOPLE
    and not isinstance(parse_measure(entry.example), TalliedMeasure | GatheredMeasure)
]


def text(name: str) -> str:
    return EXAMPLES.get(name, CATALOGUE[name].example)


@cache
def columns(size: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(5)
    wage, benefits = draw.lognormal(10, 0.7, size), draw.lognormal(8, 0.5, size)
    return {
        "income": wage + benefits,
        "wage": wage,
        "benefits": benefits,
        "hourly_pay": draw.lognormal(2.5, 0.4, size) * np.where(np.arange(size) % 2, 1.0, 1.2),
        "rent": wage * draw.uniform(0.1, 0.6, size),
        "health": draw.integers(1, 6, size).astype(float),
        "p": draw.uniform(0.1, 0.9, size),
        "age": draw.integers(16, 90, size).astype(float),
        "sex": np.where(np.arange(size) % 2, "male", "female"),
        "region": draw.choice(np.array(list("abcde")), size),
        "year": draw.choice(np.array([2016, 2017]), size),
        "weight": draw.uniform(0.5, 3.0, size),
    }


@cache
def table(size: int, scale: float, *, sampled: bool) -> Table:
    held = columns(size)
    design = SurveyDesign(weight="weight", count="sample" if sampled else "full")
    return table_from(pa.table(held | {"weight": held["weight"] * scale}), design=design)


@cache
def found(name: str, size: int, scale: float, *, sampled: bool, options: str = "") -> Estimates:
    return evaluate(table(size, scale, sampled=sampled), [parse_measure(text(name) + options)])


@pytest.mark.parametrize("name", WEIGHED)
@pytest.mark.parametrize(("size", "scale"), [(15_000, 1e-9), (15_000, 1e9), (100_000, 3e-9)])
def test_values_do_not_depend_on_the_scale_of_weights(name: str, size: int, scale: float) -> None:
    before, after = (found(name, size, each, sampled=False).values for each in (1.0, scale))
    # Parts of a whole that are all but nothing have the digits of the whole.
    whole = np.nanmax(np.abs(before)) if len(before) > 1 else 0.0
    np.testing.assert_allclose(after, before, rtol=1e-12, atol=1e-12 * whole)


@pytest.mark.parametrize("name", WEIGHED)
def test_standard_errors_do_not_depend_on_it_unless_they_say_so(name: str) -> None:
    options = ""
    first = found(name, 15_000, 1.0, sampled=True)
    if any("bandwidth=convey" in str(label.method) for label in first.labels):
        assert "bandwidth" in inspect.signature(CATALOGUE[name].make).parameters
        options = ",bandwidth=n_eff"
    before, after = (found(name, 15_000, each, sampled=True, options=options) for each in (1.0, 1e-7))
    np.testing.assert_allclose(after.se, before.se, rtol=1e-8, atol=1e-12 * np.nanmax(before.se))


def test_the_linearised_error_of_quantiles_offers_both_bandwidths() -> None:
    convey, effective = (
        [
            found("quantile", 15_000, scale, sampled=True, options=f",interval=linearised{more}")
            for scale in (1, 1e-7)
        ]
        for more in ("", ",bandwidth=n_eff")
    )
    assert "bandwidth=convey" in str(convey[0].labels[0].method)
    assert convey[0].se[0] != pytest.approx(convey[1].se[0], rel=1e-3)
    assert effective[0].se[0] == pytest.approx(effective[1].se[0], rel=1e-10)
    assert effective[0].labels[0].parameters["bandwidth"] == "n_eff"
