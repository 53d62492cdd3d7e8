"""The public record."""

import json

import numpy as np
import pytest

from dueregard.estimates import Estimates, Label, Record, Support, records
from tests.estimates.build import grouped

KEYS = [
    "measure",
    "parameters",
    "outcome",
    "by",
    "contrast",
    "reference",
    "estimate",
    "se",
    "low",
    "high",
    "level",
    "df",
    "n",
    "n_eff",
    "status",
    "reason",
    "unit",
    "method",
    "source",
    "verdict",
]


def test_keys_in_their_order():
    [only] = grouped([10.0], [[4.0]]).to_dicts()
    assert list(only) == KEYS


def test_values_of_the_record():
    [only] = grouped([10.0], [[4.0]], df=20).to_dicts(level=0.9)
    assert (only["estimate"], only["se"], only["df"], only["level"]) == (10.0, 2.0, 20.0, 0.9)
    assert (only["n"], only["n_eff"], only["unit"], only["verdict"]) == (100, 90.0, "£ a week", None)


def test_several_levels_side_by_side():
    rows = grouped([10.0, 12.0], np.eye(2)).to_dicts(level=[0.95, 0.998])
    assert [(row["by"]["group"], row["level"]) for row in rows] == [
        ("a", 0.95),
        ("a", 0.998),
        ("b", 0.95),
        ("b", 0.998),
    ]
    assert rows[1]["low"] < rows[0]["low"]


def test_contrasts_have_a_verdict():
    [gap] = grouped([10.0, 20.0], np.eye(2)).difference(reference="a").to_dicts()
    assert (gap["contrast"], gap["reference"], gap["verdict"]) == ("difference", "a", "higher than")


def test_full_count():
    count = Estimates(
        [7.0, 9.0],
        labels=tuple(Label(measure="count", by={"sex": level}) for level in "fm"),
        supports=(Support(n=7),) * 2,
    )
    [row, _] = count.to_dicts()
    assert (row["se"], row["low"], row["high"], row["df"], row["method"]) == (
        None,
        None,
        None,
        None,
        "full count",
    )
    assert count.difference(reference="f").to_dicts()[0]["verdict"] == "higher than"


def test_undefined_and_infinite_numbers_are_null():
    [row] = grouped([np.nan], [[1.0]]).to_dicts()
    assert (row["estimate"], row["se"], row["low"], row["df"]) == (None, None, None, None)
    assert row["status"] == "not_estimable"
    assert json.dumps(row, allow_nan=False)


def test_occasional_fields_come_before_the_verdict():
    written = Record(measure="mean", rank=(1, 3), owner="Registrar").to_dict()
    assert list(written)[-3:] == ["rank", "owner", "verdict"]
    assert written["rank"] == [1, 3]


def test_support_is_never_written():
    [record] = records(grouped([10.0], [[4.0]]))
    assert record.support.n == 100
    assert "support" not in record.to_dict()


def test_levels_may_be_an_iterator():
    assert len(records(grouped([10.0], [[4.0]]), level=iter((0.9, 0.95)))) == 2


@pytest.mark.parametrize("level", [0.95, np.float64(0.9)])
def test_one_level(level):
    assert len(records(grouped([10.0], [[4.0]]), level=level)) == 1


def test_a_value_without_limits_says_why():
    [only] = records(grouped([10.0], [[4.0]], df=0))
    assert (only.low, only.high, only.status) == (None, None, "approximate")
    assert only.reason == "no interval: there are no degrees of freedom"
