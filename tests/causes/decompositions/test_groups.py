"""Who is compared: expressions, categories, missing answers, several groups, and levels of one group only."""

import numpy as np
import pytest

from dueregard.causes import decompose, decompose_each
from dueregard.causes.decompositions.groups import read_groups
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import People, read_people

COUNT = 90


def table() -> dict[str, list[object]]:
    draw = np.random.default_rng(3)
    years = draw.integers(1, 20, COUNT)
    return {
        "sex": ["mfx"[at % 3] for at in range(COUNT)],
        "years": years.tolist(),
        "code": [int(at % 4) for at in range(COUNT)],
        "region": [("north", "south")[at % 5 > 2] for at in range(COUNT)],
        "union": [bool(at % 7 > 3) for at in range(COUNT)],
        "pay": (10 + years + draw.normal(size=COUNT)).tolist(),
    }


def people(**changed: list[object]) -> People:
    return read_people({**table(), **changed})


def names(asked: People, *covariates: str, **options: object) -> tuple[str, ...]:
    groups = read_groups(
        asked,
        outcome="pay",
        group="sex",
        reference="m",
        covariates=covariates,
        **options,  # type: ignore[arg-type]
    )
    return groups.compare("f").matrix.names


def test_texts_and_truths_are_categories_and_numbers_are_numbers_unless_asked() -> None:
    plain = names(people(), "years", "years ** 2", "region", "union", "code", "log(years)")
    assert plain == (
        "(constant)",
        "years",
        "years ** 2",
        "region[north]",
        "region[south]",
        "union[false]",
        "union[true]",
        "code",
        "log(years)",
    )
    assert "code[3]" in names(people(), "code", categories=["code"])


def test_terms_under_one_name_are_told_as_one() -> None:
    asked = {"outcome": "pay", "group": "sex", "reference": "m", "other": "f"}
    apart = decompose(people(), covariates=["years", "years**2"], **asked)
    joined = decompose(people(), covariates=["work = years, years**2"], **asked)
    both = sum(apart.value("explained", variable=name) for name in ("years", "years**2"))
    assert joined.value("explained", variable="work") == pytest.approx(both)
    assert joined.se("explained") == pytest.approx(apart.se("explained"))


def test_several_groups_need_a_name_and_each_can_be_had() -> None:
    asked = {"outcome": "pay", "group": "sex", "reference": "m", "covariates": ["years"]}
    with pytest.raises(UsageError, match="f, x"):
        decompose(people(), **asked)
    each = decompose_each(people(), **asked)
    assert [found.other for found in each] == ["f", "x"]
    assert each[1].value("gap") == decompose(people(), other="x", **asked).value("gap")
    assert {record.by.get("sex") for record in each[0].records(named=True)} == {"m", "f"}


def test_a_group_that_cannot_be_compared_is_no_reason_to_skip_the_others() -> None:
    sexes = ["z" if at == 0 else "mf"[at % 2] for at in range(COUNT)]
    [found] = decompose_each(
        people(sex=sexes), outcome="pay", group="sex", reference="m", covariates=["years"]
    )
    assert found.other == "f"
    assert any("'z' could not be compared" in note for note in found.notes)


def test_missing_answers_are_left_out_and_said_or_kept_as_a_level() -> None:
    region = [None if at < 9 else ("north", "south")[at % 2] for at in range(COUNT)]
    asked = {"outcome": "pay", "group": "sex", "reference": "m", "other": "f", "covariates": ["region"]}
    found = decompose(people(region=region), **asked)
    assert found.dropped == {"no region": 9}
    kept = decompose(people(region=region), missing="level", **asked)
    assert {part.level for part in kept.parts} >= {"north", "south", "not known"}
    with pytest.raises(PeopleError, match="missing"):
        decompose(people(region=region), missing="refuse", **asked)


def test_a_level_of_one_group_only_is_named_and_left_out_when_asked() -> None:
    region = ["isle" if at in (0, 3) else ("north", "south")[at % 2] for at in range(COUNT)]
    asked = {"outcome": "pay", "group": "sex", "reference": "m", "other": "f", "covariates": ["region"]}
    with pytest.raises(PeopleError, match="'isle'"):
        decompose(people(region=region), **asked)
    found = decompose(people(region=region), one_sided="drop", **asked)
    assert any("2 people were left out" in note for note in found.notes)
    assert found.estimates.supports[0].n == 28


def test_the_logarithm_of_nought_leaves_people_out_and_says_so() -> None:
    pay = [0.0 if at < 5 else float(value) for at, value in enumerate(table()["pay"])]  # type: ignore[arg-type]
    found = decompose(
        people(pay=pay), outcome="log(pay)", group="sex", reference="m", other="f", covariates=["years"]
    )
    assert any("5 people have no log(pay)" in note for note in found.notes)


@pytest.mark.parametrize(
    ("changed", "error", "told"),
    [
        ({"reference": "men"}, UsageError, "m, f, x|f, m, x"),
        ({"covariates": ["yeers"]}, ColumnNotFound, "years"),
        ({"covariates": ["years", "years"]}, UsageError, "twice"),
        ({"covariates": ["sex"]}, UsageError, "is the group"),
        ({"covariates": ["pay"]}, UsageError, "is the outcome"),
        ({"covariates": []}, UsageError, "covariates"),
        ({"covariates": ["ln(years)"]}, UsageError, "log, sqrt"),
        ({"covariates": ["a = years,"]}, UsageError, "term is missing"),
        ({"other": "m"}, UsageError, "itself"),
        ({"other": "g"}, UsageError, "f, x"),
        ({"method": "kitagwa"}, UsageError, "kitagawa"),
        ({"coefficients": "nuemark"}, UsageError, "neumark"),
        ({"one_sided": "keep"}, UsageError, "refuse, drop"),
        ({"quantile": 2.0}, UsageError, "median"),
    ],
)
def test_what_is_asked_wrongly_is_told(changed: dict[str, object], error: type[Exception], told: str) -> None:
    asked = {
        "outcome": "pay",
        "group": "sex",
        "reference": "m",
        "other": "f",
        "covariates": ["years"],
    }
    with pytest.raises(error, match=told):
        decompose(people(), **{**asked, **changed})  # type: ignore[arg-type]


def test_a_yes_no_column_is_called_as_the_user_does() -> None:
    found = decompose(people(), outcome="pay", group="union", reference="no", covariates=["years"])
    assert (found.reference, found.other) == ("no", "yes")
