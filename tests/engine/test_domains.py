"""A domain narrows whom estimates are about, never the design."""

import polars as pl
import pytest

from dueregard.engine import SurveyDesign, Table, evaluate, table_from
from dueregard.measures import count, mean, proportion

FRAME = pl.DataFrame(
    {
        "w": [1.0, 1.0, 1.0, 1.0, 0.0, 2.0],
        "stratum": [1, 1, 1, 2, 2, 2],
        "psu": [1, 2, 3, 1, 2, 3],
        "y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "yes": [True, False, True, False, True, True],
    }
)


def people(**design: object) -> Table:
    options = {"weight": "w", "strata": "stratum", "clusters": ("psu",), **design}
    return table_from(FRAME.to_arrow(), design=SurveyDesign(**options))  # type: ignore[arg-type]


def test_everybody_stays_in_the_design() -> None:
    whole, part = evaluate(people(), [mean("y")]), evaluate(people().where("y > 3"), [mean("y")])
    assert whole.df[0] == part.df[0] == 4
    assert (part.supports[0].n, part.supports[0].units) == (2, 2)


def test_zero_weights_count_as_units_and_not_as_people() -> None:
    estimates = evaluate(people(), [count()])
    assert (estimates.df[0], estimates.supports[0].n) == (4, 5)


def test_conditions_add_up() -> None:
    assert evaluate(people().where("y > 1").where("y < 4"), [mean("y")]).supports[0].n == 2


def test_among_is_for_one_outcome() -> None:
    estimates = evaluate(people(), [mean("y", among="yes"), mean("y")])
    assert [support.n for support in estimates.supports] == [3, 5]


def test_truths_are_proportions() -> None:
    estimates = evaluate(people(), [proportion("yes"), proportion("stratum", level="2")])
    assert estimates.values == pytest.approx([4 / 6, 3 / 6])
    assert [support.events for support in estimates.supports] == [2, 2]


def test_dominance() -> None:
    assert evaluate(people(), [mean("y")]).supports[0].largest_share == pytest.approx(12 / 22)


def test_a_full_count_has_no_sampling_error() -> None:
    estimates = evaluate(people(count="full"), [mean("y")])
    assert estimates.sources == ()
    assert "full count" in str(estimates.labels[0].method)


def test_a_full_count_under_a_model_has() -> None:
    estimates = evaluate(people(count="full", model="people are draws from a wider one"), [mean("y")])
    assert estimates.se[0] > 0
    assert "wider one" in str(estimates.labels[0].method)


def test_single_unit_strata_can_be_refused() -> None:
    frame = FRAME.with_columns(stratum=pl.Series([1, 1, 1, 2, 2, 3]))
    options = SurveyDesign(weight="w", strata="stratum", clusters=("psu",), lonely="fail")
    estimates = evaluate(table_from(frame.to_arrow(), design=options), [mean("y")])
    with pytest.raises(Exception, match="only one sampled unit"):
        estimates.covariance()
