"""Rotating panels: two years stacked in one table, clusters keeping their names, so that changes covary."""

import numpy as np
import polars as pl
import pytest

from dueregard.estimates import Estimates
from dueregard.measures import mean, total
from dueregard.people import People, read_people


def two_years(seed: int, *, clusters: int = 60, kept: int = 40, size: int = 5) -> pl.DataFrame:
    """Clusters 0 to 59 in the first year; the first 40 of them and 20 new ones in the second."""
    random = np.random.default_rng(seed)
    lasting = random.normal(0, 2, 2 * clusters)
    years = {
        "2024": np.arange(clusters),
        "2025": np.r_[np.arange(kept), clusters + np.arange(clusters - kept)],
    }
    rows = []
    for year, sampled in years.items():
        for cluster in sampled:
            level = 10 + lasting[cluster] + (year == "2025") + random.normal(0, 0.5)
            rows += [
                {"year": year, "cluster": int(cluster), "stratum": int(cluster % 4), "y": level + error}
                for error in random.normal(0, 1, size)
            ]
    return pl.DataFrame(rows).with_columns(
        w=pl.Series(random.uniform(1, 2, len(rows))),
        sex=pl.Series(random.choice(["f", "m"], len(rows)).tolist()),
    )


def change(frame: pl.DataFrame, **design: object) -> Estimates:
    people: People = read_people(frame, weight="w", strata="stratum", cluster="cluster", **design)  # type: ignore[arg-type]
    return people.estimate(mean("y"), by="year").difference("year", reference="2024")


def test_the_change_has_the_covariance_of_shared_clusters() -> None:
    frame = two_years(3)
    found = change(frame)
    weights, y = frame["w"].to_numpy(), frame["y"].to_numpy()
    score = np.zeros(len(frame))
    values = []
    for year, sign in (("2024", -1), ("2025", 1)):
        there = (frame["year"] == year).to_numpy()
        value = weights[there] @ y[there] / weights[there].sum()
        score[there] = sign * weights[there] * (y[there] - value) / weights[there].sum()
        values.append(value)
    clusters = frame["cluster"].to_numpy()
    variance = 0.0
    for stratum in range(4):
        members = np.unique(clusters[clusters % 4 == stratum])
        sums = np.array([score[clusters == cluster].sum() for cluster in members])
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    assert found.values[0] == pytest.approx(values[1] - values[0], rel=1e-12)
    assert found.se[0] == pytest.approx(np.sqrt(variance), rel=1e-12)


def test_years_taken_as_independent_overstate_the_error() -> None:
    frame = two_years(3)
    apart = frame.with_columns(cluster=pl.col("cluster") + 1000 * (pl.col("year") == "2025"))
    assert change(frame).se[0] < 0.85 * change(apart).se[0]


def test_the_error_is_that_of_repeated_samples() -> None:
    found = [change(two_years(seed)) for seed in range(40)]
    spread = np.std([one.values[0] for one in found], ddof=1)
    claimed = np.sqrt(np.mean([one.se[0] ** 2 for one in found]))
    assert claimed == pytest.approx(spread, rel=0.3)


def test_each_year_is_brought_to_its_own_totals() -> None:
    margins = {"year*sex": {"2024*f": 510, "2024*m": 490, "2025*f": 530, "2025*m": 495}}
    people = read_people(
        two_years(3), weight="w", strata="stratum", cluster="cluster", calibration={"margins": margins}
    )
    known = people.estimate(total("1.0 * (sex == 'f')"), by="year")
    np.testing.assert_allclose(known.values, [510, 530], rtol=1e-12)
    assert (known.se < 1e-9).all()
