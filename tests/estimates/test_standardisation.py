"""Direct standardisation."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, SamplePlan, Scores
from tests.estimates.build import crossed, mean_scores

STANDARD = {"x": 30, "y": 10}


def test_weights_are_rescaled_to_shares():
    result = crossed([1.0, 2.0, 5.0, 9.0], np.eye(4)).weighted_over("year", STANDARD)
    assert result.values == pytest.approx([1.25, 6.0])
    assert result.se**2 == pytest.approx([0.75**2 + 0.25**2] * 2)
    assert [dict(label.by) for label in result.labels] == [{"group": "a"}, {"group": "b"}]


def test_method_says_so():
    label = crossed([1.0, 2.0, 5.0, 9.0], np.eye(4)).weighted_over("year", STANDARD).labels[0]
    assert label.method == "directly standardised over year"


def test_group_without_a_band():
    result = crossed([1.0, np.nan, 5.0, 9.0], np.eye(4)).weighted_over("year", STANDARD)
    assert result.values == pytest.approx([1.0, 6.0])
    assert result.statuses == ("approximate", "ok")
    assert result.reasons[0] == "the group's bands cover 75.0% of the standard"


def test_band_of_no_weight_may_be_absent():
    result = crossed([1.0, np.nan, 5.0, 9.0], np.eye(4)).weighted_over("year", {"x": 1, "y": 0})
    assert result.statuses == ("ok", "ok")


def test_group_without_any_band():
    result = crossed([np.nan, np.nan, 5.0, 9.0], np.eye(4)).weighted_over("year", STANDARD)
    assert result.statuses == ("not_estimable", "ok")


def test_level_without_a_weight():
    with pytest.raises(UsageError, match="no weight for level 'y'"):
        crossed([1.0, 2.0, 5.0, 9.0], np.eye(4)).weighted_over("year", {"x": 1.0})


@pytest.mark.parametrize("weights", [{"x": -1, "y": 2}, {"x": 0, "y": 0}, {"x": np.nan, "y": 1}])
def test_weights_that_are_no_standard(weights):
    with pytest.raises(UsageError, match="positive numbers"):
        crossed([1.0, 2.0, 5.0, 9.0], np.eye(4)).weighted_over("year", weights)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("column", "name", "partial"),
    [("Ethnic_Group", "ethnic_group", 2), ("Approximate_Social_Grade", "grade", 5)],
)
def test_equals_svystandardize(shared, column, name, partial):
    golden = json.loads((shared / "golden/measures/standardised.json").read_text())
    golden = golden[f"scotland_good_health_by_{name}"]
    people = pq.read_table(
        shared / "data/people/scotland_census2011_micro_1pct.parquet", filters=[("RESIDENCE_TYPE", "=", "P")]
    )
    group, age, good = (
        people[column].to_numpy().astype(str),
        people["age"].to_numpy().astype(str),
        np.isin(people["health"].to_numpy(), (1, 2)).astype(float),
    )
    cells = [(level, band) for level in golden["level"] for band in golden["population"]]
    inside = [((group == level) & (age == band)).astype(float) for level, band in cells]
    occupied = [bool(cell.any()) for cell in inside]
    by_band = Estimates(
        [cell @ good / cell.sum() if there else np.nan for cell, there in zip(inside, occupied, strict=True)],
        sources=(
            Scores(
                identity="Scotland",
                units=np.stack(
                    [
                        mean_scores(good, np.ones(len(good)), cell) if there else cell
                        for cell, there in zip(inside, occupied, strict=True)
                    ],
                    axis=1,
                ),
                plan=SamplePlan.simple(len(good)),
            ),
        ),
        labels=tuple(Label(measure="proportion", by={"group": level, "age": band}) for level, band in cells),
    )
    result = by_band.weighted_over("age", golden["population"])
    assert result.values == pytest.approx(golden["standardised"], rel=1e-10)
    assert result.se == pytest.approx(golden["standardised_se"], rel=1e-8)
    assert result.statuses.count("approximate") == partial
