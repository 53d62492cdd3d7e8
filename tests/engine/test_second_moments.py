import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from, ways
from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import Covariance, concatenate
from dueregard.measures import mean, median, proportion, quantile, ratio, total, variance

MEASURES = [
    mean("y"),
    total("y"),
    ratio("y", denominator="x"),
    variance("y"),
    proportion("x > 0.5"),
    median("y"),
]
SEX, AREA = Grouping(name="sex", column="sex"), Grouping(name="area", column="area")
CROSSINGS = [[], [SEX], [SEX, AREA]]


def people(lonely: str = "adjust") -> Table:
    random = np.random.default_rng(3)
    rows = 500
    frame = pl.DataFrame(
        {
            "w": random.uniform(0.2, 4, rows),
            "stratum": np.r_[random.integers(0, 5, rows - 1), 99],
            "population": 400.0,
            "sex": random.choice(["f", "m"], rows),
            "area": random.integers(0, 4, rows),
            # A large mean and a small spread: nothing may be lost to rounding.
            "y": 1e6 + random.normal(0, 1, rows),
            "x": random.random(rows),
        }
    )
    design = SurveyDesign(weight="w", strata="stratum", fpc=("population",), lonely=lonely)  # type: ignore[arg-type]
    return table_from(frame.to_arrow(), design=design)


@pytest.mark.parametrize("lonely", ["adjust", "certainty", "average"])
def test_agree_with_scores(lonely: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = people(lonely)
    scores = evaluate(table, MEASURES, groupings=CROSSINGS)
    monkeypatch.setattr(ways, "ROW_BUDGET", 100)
    moments = evaluate(table, MEASURES, groupings=CROSSINGS)
    assert isinstance(moments.sources[0], Covariance)
    size = np.sqrt(np.outer(np.diag(scores.covariance()), np.diag(scores.covariance())))
    assert np.max(np.abs(moments.covariance() - scores.covariance()) / size) < 1e-9
    assert np.allclose(moments.df, scores.df)


def test_the_rest_agrees_with_scores() -> None:
    measures = [mean("y"), total("x")]
    scores = evaluate(people(), measures, groupings=[[SEX, AREA]]).versus("rest", by="area")
    moments = evaluate(people(), measures, groupings=[[SEX, AREA]], keep_scores=False).rest("area")
    kept = evaluate(people(), measures, groupings=[[SEX, AREA]], keep_scores=True).rest("area")
    assert np.allclose(moments.se, kept.se, rtol=1e-9)
    assert len(scores) == len(kept)


def test_the_rest_of_a_quantile_needs_scores() -> None:
    estimates = evaluate(people(), [quantile("y", p=0.5)], groupings=[[SEX]], keep_scores=False)
    assert estimates.rest is not None
    with pytest.raises(UsageError, match="keep_scores=True"):
        estimates.rest("sex")


def test_two_calls_cannot_be_joined() -> None:
    table = people()
    one, other = (evaluate(table, [mean(name)], keep_scores=False) for name in "yx")
    with pytest.raises(SpreadError, match="one call"):
        concatenate(one, other)
