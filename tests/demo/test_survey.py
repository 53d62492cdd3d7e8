"""The survey is a stratified cluster sample of the town, and what it estimates covers the truth."""

import numpy as np
import pytest

from dueregard.demo.truth import CHARACTERISTICS, OUTCOMES


@pytest.fixture(scope="module")
def columns(interviewed):
    columns = {name: interviewed[name].to_numpy(zero_copy_only=False) for name in interviewed.column_names}
    return columns | {"stratum_code": np.unique(columns["stratum"], return_inverse=True)[1]}


def test_about_twenty_thousand_people_were_interviewed(interviewed):
    assert 19_000 < len(interviewed) < 21_000


@pytest.mark.parametrize("year", [2024, 2026])
def test_the_weights_of_each_year_sum_to_the_town(columns, year):
    assert columns["weight"][columns["year"] == year].sum() == pytest.approx(60_000)


def test_the_weights_of_each_ward_sum_to_the_ward(columns, brackwater):
    for ward in np.unique(columns["ward"]):
        estimated = columns["weight"][(columns["year"] == 2026) & (columns["ward"] == ward)].sum()
        assert estimated == pytest.approx((brackwater.labels("ward") == ward).sum())


def test_smaller_wards_are_sampled_more_densely(columns):
    weight = {w: columns["weight"][(columns["year"] == 2026) & (columns["ward"] == w)][0] for w in
              ("Nethercote", "Ropewalk")}  # fmt: skip
    assert weight["Nethercote"] < weight["Ropewalk"]


def test_a_stratum_is_a_ward_in_a_year(columns):
    pairs = set(
        zip(columns["stratum"], columns["ward"], columns["year"], columns["ward_households"], strict=True)
    )
    assert len(pairs) == 24


def test_whole_households_are_interviewed_once(columns):
    rows = np.flatnonzero(np.diff(columns["household"]))
    assert len(np.unique(columns["household"])) == len(rows) + 1
    heads = np.bincount(columns["household"], weights=columns["relationship"] == "reference person")
    assert set(heads[1:].tolist()) == {1.0}


def test_the_sample_never_exceeds_the_households_of_a_ward(columns):
    for stratum in np.unique(columns["stratum"]):
        rows = columns["stratum"] == stratum
        assert len(np.unique(columns["household"][rows])) < columns["ward_households"][rows][0] / 2


def outcome(columns, name):
    """The outcome as the casebook defines it, with nan where the question does not apply or has no answer."""
    first, last = OUTCOMES[name]
    values = {
        "income after travel": columns["income_after_travel"],
        "good health": answer(columns["good_health"]),
        "in work": answer(columns["in_work"]),
        "hospital within 45 minutes": (columns["hospital_minutes"] <= 45).astype(float),
        "missed an appointment": answer(columns["missed_appointment"]),
    }[name]
    asked = (columns["age"] >= first) & (columns["age"] <= last) & (columns["year"] == 2026)
    return np.where(asked, values, np.nan)


def answer(column):
    return np.select([column == "yes", column == "no"], [1.0, 0.0], np.nan)


def mean_and_se(columns, values, group):
    """The weighted mean and its linearised standard error: households within strata, fpc."""
    valid = group & ~np.isnan(values)
    weight = np.where(valid, columns["weight"], 0.0)
    mean = weight @ np.where(valid, values, 0.0) / weight.sum()
    scores = weight * np.where(valid, values - mean, 0.0) / weight.sum()
    homes_first = np.flatnonzero(np.diff(columns["household"], prepend=0))
    totals = np.add.reduceat(scores, homes_first)
    stratum = columns["stratum_code"][homes_first]
    n, sums = np.bincount(stratum), np.bincount(stratum, weights=totals)
    squares = np.bincount(stratum, weights=totals**2) - sums**2 / n
    homes = np.zeros(len(n))
    homes[stratum] = columns["ward_households"][homes_first]
    return mean, np.sqrt(((1 - n / homes) * n / (n - 1) * squares).sum())


def cells(columns, truth):
    outcomes = {name: outcome(columns, name) for name in OUTCOMES}
    for (name, characteristic, level), true in truth.means.items():
        if characteristic == "age":
            continue
        group = columns[CHARACTERISTICS[characteristic]] == level
        values = outcomes[name]
        if (group & ~np.isnan(values)).sum() >= 100:
            mean, se = mean_and_se(columns, values, group)
            if se > 1e-6:  # everyone in Minster reaches the hospital: nothing varies
                yield (mean - true) / se


def test_intervals_cover_the_truth_about_as_often_as_they_say(columns, truth):
    distances = np.abs(list(cells(columns, truth)))
    assert len(distances) > 150
    assert 0.88 < (distances < 1.96).mean() <= 1.0
    assert distances.max() < 4.5


def test_the_sign_reversal_shows_in_the_survey(columns, truth):
    values = outcome(columns, "good health")
    band = np.digitize(columns["age"], [16, 25, 35, 45, 55, 65, 75])
    reversed_group, reference = (columns["ethnicity"] == each for each in ("Pakistani", "White British"))
    crude = mean_and_se(columns, values, reversed_group)[0] - mean_and_se(columns, values, reference)[0]
    gaps = [
        mean_and_se(columns, values, reversed_group & (band == each))[0]
        - mean_and_se(columns, values, reference & (band == each))[0]
        for each in range(8)
    ]
    now = columns["year"] == 2026
    shares = np.bincount(band[now], weights=columns["weight"][now]) / 60_000
    assert crude > 0
    assert shares @ gaps < -0.03


def test_the_widening_shows_in_the_survey(columns):
    gaps = {}
    values = answer(columns["missed_appointment"])
    for year in (2024, 2026):
        now = columns["year"] == year
        yes, no = (
            mean_and_se(columns, values, now & (columns["disabled"] == each)) for each in ("yes", "no")
        )
        gaps[year] = yes[0] - no[0], np.hypot(yes[1], no[1])
    change, se = gaps[2026][0] - gaps[2024][0], np.hypot(gaps[2026][1], gaps[2024][1])
    assert change / se > 2.5


def test_the_survey_meets_a_few_of_the_smallest_group(columns, truth):
    """Enough to show them as one group, marked approximate; too few to cross them with anything."""
    met = (columns["ethnicity"] == truth.smallest_group) & (columns["year"] == 2026)
    assert 15 < met.sum() < 80
