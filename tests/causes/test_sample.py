import numpy as np
import pytest

from dueregard.causes import Sample, read_sample
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.measures import mean
from dueregard.people import People, read_people

TABLE = {
    "pay": [10.0, 12.0, None, 14.0, 9.0, 20.0, 21.0, 8.0],
    "sex": ["f", "m", "f", "m", "f", "m", None, "f"],
    "origin": [2, 10, 9, 2, 10, 9, 2, 2],
    "age": [20.0, 30.0, 40.0, None, 60.0, 25.0, 35.0, 45.0],
    "w": [1.0, 2.0, 1.0, 3.0, 1.0, 2.0, 2.0, 1.0],
    "s": [1, 1, 1, 1, 2, 2, 2, 2],
    "h": [1, 1, 2, 3, 4, 5, 5, 6],
}


def people(**options: object) -> People:
    return read_people(TABLE, weight="w", strata="s", cluster="h", **options)  # type: ignore[arg-type]


def influence(sample: Sample) -> np.ndarray:
    total = sample.weight.sum()
    return sample.weight * (sample.outcome - sample.weight @ sample.outcome / total) / total


def test_a_mean_has_the_variance_that_the_engine_gives_it_in_a_domain_too() -> None:
    for who in (people(), people().where("sex == 'f'")):
        sample, known = read_sample(who, outcome="pay"), who.estimate(mean("pay"))
        assert sample.weight @ sample.outcome / sample.weight.sum() == pytest.approx(known.values[0])
        assert sample.design.covariance(influence(sample)) == pytest.approx(known.covariance())


def test_levels_come_in_the_order_of_numbers_or_of_the_labels() -> None:
    sample = read_sample(people(), outcome="pay", factors=["origin"])
    assert sample.levels == (("2", "9", "10"),)
    labelled = people(characteristics={"origin": {"column": "origin", "labels": {"10": "ten", "2": "two"}}})
    sample = read_sample(labelled, outcome="pay", factors=["origin"])
    assert sample.levels == (("ten", "two", "9"),)
    assert [sample.levels[0][code] for code in sample.codes[:, 0]][:3] == ["two", "ten", "two"]


def test_missing_answers_are_a_level_or_left_out_or_refused() -> None:
    kept = read_sample(people(), outcome="pay", factors=["sex"])
    assert kept.levels == (("f", "m", "not known"),)
    assert kept.dropped == {"no pay": 1}
    assert kept.missing["sex"].sum() == 1
    left = read_sample(people(), outcome="pay", factors=["sex"], missing="drop")
    assert left.levels == (("f", "m"),)
    assert left.dropped == {"no pay": 1, "no sex": 1}
    assert left.row.tolist() == [0, 1, 3, 4, 5, 7]
    with pytest.raises(PeopleError, match="no sex 1"):
        read_sample(people(), outcome="pay", factors=["sex"], missing="refuse")


def test_people_without_a_number_are_left_out() -> None:
    sample = read_sample(people(), outcome="pay", numbers=["age"])
    assert sample.dropped == {"no pay": 1, "no age": 1}
    assert sample.numbers["age"].tolist() == [20.0, 30.0, 60.0, 25.0, 35.0, 45.0]


def test_an_outcome_may_be_a_condition() -> None:
    sample = read_sample(people(), outcome="pay > 11")
    assert sample.two_valued
    assert sample.outcome.tolist() == [0, 1, 1, 0, 1, 1, 0]


def test_what_is_no_category_and_what_cannot_be_averaged_is_refused() -> None:
    table = {"pay": [float(row) for row in range(200)], "sex": ["f", "m"] * 100}
    with pytest.raises(UsageError, match="200 distinct values"):
        read_sample(read_people(table), outcome="pay", factors=["pay"])
    with pytest.raises(UsageError, match="sex == 'yes'"):
        read_sample(read_people(table), outcome="sex")
    with pytest.raises(ColumnNotFound, match="sex"):
        read_sample(read_people(table), outcome="pay", factors=["sx"])
    with pytest.raises(UsageError, match="drop"):
        read_sample(read_people(table), outcome="pay", missing="drp")  # type: ignore[arg-type]


def test_an_expression_without_a_value_for_somebody_is_refused() -> None:
    with pytest.raises(PeopleError, match="infinite for 7 people"):
        read_sample(people(), outcome="pay * 1e300 * 1e300")


def test_nobody_left_is_said() -> None:
    with pytest.raises(PeopleError, match="no pay 1"):
        read_sample(people().where("h == 2"), outcome="pay")


def test_a_full_count_has_no_sampling_error() -> None:
    sample = read_sample(read_people(TABLE, count="full"), outcome="pay")
    assert not sample.design.covariance(influence(sample)).any()
    assert sample.design.scores(influence(sample)) is None
    with pytest.raises(UsageError, match="full count"):
        sample.design.replicate_weights(seed=1)


@pytest.mark.parametrize(("count", "seed", "told"), [(1, 1, "2 to 100,000"), (10, -1, "0 or more")])
def test_replicates_that_cannot_be_are_refused(count: int, seed: int, told: str) -> None:
    design = read_sample(people(), outcome="pay").design
    with pytest.raises(UsageError, match=told):
        design.replicate_weights(count=count, seed=seed)
