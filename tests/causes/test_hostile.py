"""What cannot be computed is refused in words, by every command of this room."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.causes import decompose, decompose_each, intersectional_strata
from dueregard.causes.birthright.report import birthright
from dueregard.engine import Grouping
from dueregard.errors import DueRegardError, PeopleError, UsageError
from dueregard.people import People, read_people

SIZE = 60


def _people(**more: object) -> People:
    number = np.arange(SIZE)
    table = {
        "pay": 10.0 + number % 7 + number / 100,
        "age": 20.0 + number % 11,
        "one": np.ones(SIZE),
        "born": [["a", "b", "c"][each % 3] for each in number],
        "sex": [["f", "m"][each % 2] for each in number],
    }
    return read_people(table | more)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("unit", [1e290, 1e-290])
def test_numbers_whose_squares_are_none_are_refused(unit: float) -> None:
    people = _people(far=(1.0 + np.arange(SIZE) % 5) * unit)
    for ask in (
        lambda: birthright(people, outcome="far", circumstances={"place": ["born"]}),
        lambda: decompose(people, outcome="far", group="sex", reference="m", covariates=["age"]),
        lambda: intersectional_strata(people, outcome="far", strata=["sex", "born"]),
        lambda: intersectional_strata(people, outcome="pay", strata=["sex", "born"], adjust=["far"]),
    ):
        with pytest.raises(DueRegardError, match=r"squared|squares vanish|does not vary"):
            ask()


@pytest.mark.filterwarnings("error")
def test_an_outcome_of_mostly_losses_still_has_a_share_of_variance() -> None:
    people = _people(loss=np.arange(SIZE) % 9 - 8.0)
    found = birthright(
        people, outcome="loss", circumstances={"place": ["born"]}, estimators=["all"], trees=2, replicates=2
    )
    assert found.value("r2", estimator="tree").status == "ok"
    assert "could not" not in found.headline


def test_too_few_people_are_refused() -> None:
    with pytest.raises(PeopleError, match="too few people"):
        birthright(_people().where("age < 21"), outcome="pay", circumstances={"place": ["born"]})


@pytest.mark.parametrize("option", [{"replicates": 10**9}, {"null_draws": 10**9}, {"trees": 10**9}])
def test_counts_without_an_end_are_refused(option: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="100,000"):
        birthright(_people(), outcome="pay", circumstances={"place": ["born"]}, **option)


@pytest.mark.parametrize("covariate", ["pay", "pay/2", "sex == 'm'"])
def test_what_makes_the_outcome_or_the_group_is_no_covariate(covariate: str) -> None:
    with pytest.raises(UsageError):
        decompose(_people(), outcome="pay", group="sex", reference="m", covariates=[covariate])


def test_a_reference_is_not_compared_with_hundreds_unasked() -> None:
    number = np.arange(400)
    people = read_people(
        {"pay": 1.0 * number, "age": 1.0 * (number % 9), "place": [f"p{at % 200}" for at in number]}
    )
    with pytest.raises(UsageError, match="199 groups"):
        decompose_each(people, outcome="pay", group="place", reference="p1", covariates=["age"])


@pytest.mark.parametrize("adjust", [["one"], ["age", "2*age"], ["pay - 5"], ["sex == 'm'"]])
@pytest.mark.parametrize("outcome", ["pay", "pay > 13"])
def test_what_is_held_constant_must_say_something_new(outcome: str, adjust: list[str]) -> None:
    if adjust == ["sex == 'm'"]:
        found = intersectional_strata(_people(), outcome=outcome, strata=["sex", "born"], adjust=adjust)
        assert found.main is None
        return
    with pytest.raises(UsageError, match=r"does not vary|makes the outcome"):
        intersectional_strata(_people(), outcome=outcome, strata=["sex", "born"], adjust=adjust)


def test_an_outcome_that_follows_from_what_is_held_constant_is_refused() -> None:
    people = _people(twice=2 * (10.0 + np.arange(SIZE) % 7 + np.arange(SIZE) / 100))
    with pytest.raises(PeopleError, match="follows from"):
        intersectional_strata(people, outcome="pay", strata=["sex", "born"], adjust=["twice"])


def test_texts_are_not_cut_into_bands() -> None:
    bands = Grouping(name="born", column="born", bands=(0.0, 1.0))
    with pytest.raises(UsageError, match="no numbers"):
        intersectional_strata(_people(), outcome="pay", strata=["sex", bands])


def test_the_outcome_is_no_stratum() -> None:
    with pytest.raises(UsageError, match="makes the outcome"):
        intersectional_strata(_people(), outcome="born == 'a'", strata=["sex", "born"])


def test_equal_effort_alone_says_that_a_yes_has_none() -> None:
    found = birthright(
        _people(),
        outcome="age > 25",
        circumstances={"place": ["born"]},
        estimators=["expost"],
        replicates=2,
        null_draws=0,
    )
    assert not [record for record in found.records if record.status == "ok"]


def test_an_outcome_may_have_any_name() -> None:
    people = _people(**{"pay, net": np.arange(SIZE) % 5 + 1.0})
    asked = {"outcome": "pay, net", "replicates": 2}
    birthright(people, circumstances={"place": ["born"]}, null_draws=0, **asked)
    intersectional_strata(people, strata=["sex", "born"], **asked)
    decompose(people, group="sex", reference="m", covariates=["age"], **asked)
