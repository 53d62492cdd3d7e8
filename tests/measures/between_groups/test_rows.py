"""Measures of the rows of a table: as the functions of disparities, level by level; what cannot be said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard import disparities
from dueregard.disparities import published
from dueregard.engine import Composite, Gathered
from dueregard.errors import UsageError
from dueregard.measures import CATALOGUE, parse_measure
from tests.measures.between_groups.making import PLACES, ROWS, changed, estimated

COLUMNS = "se=se,population=people,group=place"
BY_RANK = ("rural", "town", "coast", "capital")
BOTH = (0.9, 0.998)
SAME = {
    "between_group_variance:rate": (disparities.between_group_variance, {}, True),
    "between_group_standard_deviation:rate": (disparities.between_group_standard_deviation, {}, True),
    "between_group_coefficient_of_variation:rate": (
        disparities.coefficient_of_variation_between,
        {},
        True,
    ),
    "between_group_mean_log_deviation:rate": (disparities.mean_log_deviation_between, {}, True),
    "between_group_theil:rate,per=1": (disparities.theil_between, {"per": 1.0}, True),
    "index_of_disparity:rate": (disparities.index_of_disparity, {}, True),
    "mean_difference_from_the_mean:rate,weighted=no": (
        disparities.mean_difference_from_mean,
        {"weighted": False},
        True,
    ),
    "mean_difference_from_the_best:rate,better=lower": (
        disparities.mean_difference_from_best,
        {"better": "lower"},
        True,
    ),
    "mean_difference_from_a_reference:rate,reference=town": (
        disparities.mean_difference_from_reference,
        {"reference": "town"},
        True,
    ),
    "difference_between_groups:rate,of=town,minus=rural": (
        disparities.difference,
        {"of": "town", "minus": "rural"},
        False,
    ),
    "ratio_between_groups:rate,of=last,over=first,order=rank": (
        disparities.ratio,
        {"of": "last", "over": "first"},
        True,
    ),
    "population_attributable_risk:rate,better=lower": (
        disparities.population_attributable_risk,
        {"better": "lower", "reference": "lowest"},
        False,
    ),
    "population_attributable_fraction:rate,better=higher,reference=last,order=rank": (
        disparities.population_attributable_fraction,
        {"better": "higher", "reference": "last"},
        False,
    ),
    "attributable_number:rate,better=lower,per=100,reference=rural": (
        disparities.attributable_number,
        {"better": "lower", "per": 100.0, "reference": "rural"},
        False,
    ),
    "slope_index_of_groups:rate,order=rank": (disparities.slope_index, {}, False),
    "slope_index_of_groups:rate,order=rank,link=logit,scale=100": (
        disparities.slope_index,
        {"link": "logit", "scale": 100.0},
        False,
    ),
    "relative_index_of_groups:rate,order=rank,spread=residuals": (
        disparities.relative_index,
        {"spread": "residuals"},
        True,
    ),
    "absolute_concentration_index_of_groups:rate,order=rank": (
        disparities.absolute_concentration_index,
        {},
        False,
    ),
    "relative_concentration_index_of_groups:rate,order=rank,normalisation=wagstaff,bounds=[0, 100]": (
        disparities.relative_concentration_index,
        {"normalisation": "wagstaff", "bounds": (0.0, 100.0)},
        False,
    ),
}


@pytest.mark.parametrize("text", SAME)
def test_each_level_is_as_the_function_has_it(text: str) -> None:
    function, options, levelled = SAME[text]
    found = estimated(f"{text},{COLUMNS}", level=BOTH)
    assert [label.by for label in found.labels] == [{"indicator": "a"}, {"indicator": "b"}]
    for place, rows in enumerate((slice(0, 4), slice(4, 8))):
        groups = published(
            *(ROWS[name][rows] for name in ("rate", "se", "people")),
            by="place",
            levels=PLACES,
            order=BY_RANK if "order=" in text else (),
        )
        own = function(groups, **options, **({"level": BOTH} if levelled else {}))
        assert found.values[place] == pytest.approx(own.values[0], rel=1e-12)
        assert found.se[place] == pytest.approx(own.se[0], rel=1e-12)
        assert found.df[place] == own.df[0]
        for level in BOTH:
            assert found.interval(level)[place] == pytest.approx(own.interval(level)[0], rel=1e-12)


def test_every_measure_of_groups_is_among_them() -> None:
    of_groups = {
        name
        for name, entry in CATALOGUE.items()
        if entry.make.__module__.startswith("dueregard.measures.between_groups")
    }
    assert of_groups == {text.partition(":")[0] for text in SAME}
    functions = {getattr(disparities, name) for name in disparities.__all__} - {disparities.Groups}
    assert {each for each, _, _ in SAME.values()} == functions - {
        disparities.published,
        disparities.grouped,
        disparities.counted,
    }


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = {name: [column[row] for row in (6, 1, 4, 3, 0, 7, 2, 5)] for name, column in ROWS.items()}
    text = f"slope_index_of_groups:rate,order=rank,{COLUMNS}"
    assert estimated(text, mixed).values == pytest.approx(estimated(text).values, rel=1e-12)


def test_levels_differ_with_independent_errors() -> None:
    found = estimated(f"difference_between_groups:rate,of=town,minus=rural,{COLUMNS}")
    change = found.difference("indicator", reference="a")
    assert change.se == pytest.approx([np.hypot(*found.se)])


def test_a_verdict_comes_with_a_comparison() -> None:
    [record, _] = estimated(f"difference_between_groups:rate,of=coast,minus=rural,{COLUMNS}").to_dicts()
    assert (record["verdict"], record["reference"]) == ("higher than", "rural")
    assert record["parameters"] == {
        "se": "se",
        "population": "people",
        "group": "place",
        "of": "coast",
        "minus": "rural",
    }


def test_without_standard_errors_there_is_a_value_and_no_interval() -> None:
    found = estimated("between_group_variance:rate,population=people")
    assert found.statuses == ("approximate", "approximate")
    assert found.reasons[0] == "no standard errors were given, so there is no interval"
    record = found.to_dicts()[0]
    assert (record["se"], record["low"]) == (None, None)
    assert record["parameters"]["corrected"] is False


def test_a_group_without_a_value_is_told() -> None:
    found = estimated(
        f"slope_index_of_groups:rate,order=rank,{COLUMNS}", changed(rate=[None, *ROWS["rate"][1:]])
    )
    assert found.statuses == ("approximate", "ok")
    assert found.reasons[0] == "10% of the people are in groups without a value"


def test_a_group_without_a_standard_error_takes_the_interval() -> None:
    found = estimated(f"between_group_variance:rate,{COLUMNS}", changed(se=[None, *ROWS["se"][1:]]))
    assert found.statuses == ("approximate", "ok")
    assert "a group has no standard error" in str(found.reasons[0])
    assert found.to_dicts()[0]["low"] is None


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"place": ["town", *ROWS["place"][1:]]}, "the group 'town' is in two rows"),
        ({"place": [None, *ROWS["place"][1:]]}, "a row does not say which group it is"),
        ({"people": [None, *ROWS["people"][1:]]}, "a population is missing"),
        ({"people": [-1.0, *ROWS["people"][1:]]}, "a population is negative"),
        ({"people": [0.0] * 4 + ROWS["people"][4:]}, "its groups have no people"),
        ({"se": [-1.0, *ROWS["se"][1:]]}, "a standard error is negative"),
        ({"rank": [None, *ROWS["rank"][1:]]}, "a group has no place in the order"),
        ({"rank": [2, *ROWS["rank"][1:]]}, "two groups have the same place in the order"),
        ({"indicator": ["c", *ROWS["indicator"][1:]], "place": ["c", *ROWS["place"][1:]]}, "fewer than two"),
    ],
)
def test_what_cannot_be_compared_is_told_and_the_rest_is_computed(columns: Any, reason: str) -> None:
    found = estimated(f"slope_index_of_groups:rate,order=rank,{COLUMNS}", changed(**columns))
    faulty = [each for each in found.reasons if each]
    assert len(faulty) == 1
    assert reason in faulty[0]
    assert np.isfinite(found.values).sum() == len(found) - 1


def test_a_named_group_that_one_level_lacks() -> None:
    found = estimated(
        f"difference_between_groups:rate,of=coast,minus=isle,{COLUMNS}",
        changed(place=["isle", *ROWS["place"][1:]]),
    )
    assert found.reasons == (None, "the group 'isle' is not there")


def test_a_group_called_as_a_word_is_that_group() -> None:
    named = changed(place=["highest", *ROWS["place"][1:4], "highest", *ROWS["place"][5:]])
    found = estimated(f"difference_between_groups:rate,of=highest,minus=rural,{COLUMNS}", named)
    assert found.values[0] == 62.0 - 71.0


def test_rows_may_be_groups_without_a_name() -> None:
    text = "between_group_standard_deviation:rate,se=se,population=people"
    assert estimated(text).values == pytest.approx(estimated(f"{text},group=place").values, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("between_group_variance:rate,se=se", "Give population="),
        ("between_group_variance:rate,across=place,se=se", "se= belongs to a table of groups"),
        ("between_group_variance:rate,population=people,correct=perhaps", "correct is yes or no"),
        ("difference_between_groups:rate,of=town,minus=rural", "Give group="),
        ("difference_between_groups:rate,of=town", "lacks its minus"),
        ("difference_between_groups:rate,of=last,minus=first", "needs the order of the groups"),
        ("mean_difference_from_the_best:rate,better=more,population=people", "no better 'more'"),
        ("slope_index_of_groups:rate,population=people", "lacks its order"),
        ("slope_index_of_groups:rate,order=rank,population=people,link=logit", "largest possible value"),
        (
            "relative_concentration_index_of_groups:rate,order=rank,population=people,normalisation=erreygers",
            r"bounds=\[0, 100\]",
        ),
    ],
)
def test_what_is_asked_wrongly_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_measure(text)


def test_a_group_that_no_level_has_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="Did you mean 'rural'"):
        estimated(f"mean_difference_from_a_reference:rate,reference=rurall,{COLUMNS}")


def test_a_table_and_people_make_measures_of_two_kinds() -> None:
    assert isinstance(parse_measure("between_group_variance:rate,population=people"), Gathered)
    assert isinstance(parse_measure("between_group_variance:rate,across=place"), Composite)
