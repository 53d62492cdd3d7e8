import numpy as np
import pytest

from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, one, people, records

TABLE = "change-ethnic_group"
PERIODIC = [{"name": "good health", "yes": "good == 1", "better": "higher", "period": "year"}]


def waves(*shares):
    """Two groups of 500 in each year, with so many per thousand in good health."""
    table = {"group": [], "age": [], "good": [], "year": []}
    for year, of_year in enumerate(shares, start=2021):
        for group, share in zip("AB", of_year, strict=True):
            for person in range(500):
                table["group"].append(group)
                table["age"].append("yo"[person % 2])
                table["good"].append(int(person < share / 2))
                table["year"].append(year)
    return find_gaps(people(table), casebook(outcomes=PERIODIC))


def change(findings):
    return one(findings, TABLE, contrast="difference of differences")


def test_a_gap_that_opens_is_widening():
    found = change(waves((800, 780), (800, 600)))
    assert found.estimate == pytest.approx(-0.18)
    assert found.verdict == "widening"


def test_a_gap_that_closes_is_narrowing():
    assert change(waves((800, 600), (800, 780))).verdict == "narrowing"


def test_a_small_change_is_not_clear():
    assert change(waves((800, 700), (800, 690))).verdict == "no clear change"


def test_the_error_is_that_of_four_values():
    found = change(waves((800, 780), (800, 600)))
    by_hand = sum(p * (1 - p) / 500 for p in (0.8, 0.78, 0.8, 0.6)) * 2000 / 1999
    assert found.se == pytest.approx(by_hand**0.5, rel=1e-9)


def test_gaps_are_shown_by_period():
    found = records(waves((800, 780), (800, 600)), TABLE, contrast="difference")
    assert [(r.by["year"], round(r.estimate, 3)) for r in found] == [("2021", -0.02), ("2022", -0.2)]


def test_the_grid_shows_the_latest_period():
    findings = waves((800, 780), (800, 600))
    found = records(findings, "characteristic-ethnic_group", basis="crude", contrast=None)
    assert [record.estimate for record in found] == [0.8, 0.6]


@pytest.mark.slow
def test_noise_is_seldom_called_a_change():
    random = np.random.default_rng(8)
    verdicts = []
    for _ in range(30):
        size = 400
        table = {
            "group": random.choice(list("AB"), size).tolist(),
            "age": ["y"] * size,
            "good": random.integers(0, 2, size).tolist(),
            "year": random.choice([2021, 2022], size).tolist(),
        }
        found = people(table, generations=None)
        verdicts.append(change(find_gaps(found, casebook(outcomes=PERIODIC))).verdict)
    assert verdicts.count("no clear change") >= 25
