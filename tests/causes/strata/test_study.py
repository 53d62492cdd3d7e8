import numpy as np
import pytest

from dueregard.causes.strata import intersectional_strata
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import People, read_people
from tests.causes.strata.strata_people import TABLE, VARIABLES, reference


@pytest.fixture(scope="module")
def table() -> People:
    return read_people(TABLE)


def made(**columns: list[object]) -> People:
    return read_people({"sex": ["f", "f", "m", "m"] * 10, "class": ["a", "b"] * 20, **columns})


PAY = [float(value) for value in np.random.default_rng(4).normal(10, 2, 40).round(2)]


def test_a_normal_study_holds_both_models_by_both_methods(table: People) -> None:
    found = intersectional_strata(table, outcome="pay", strata=VARIABLES)
    reml, full = reference()["reml"], reference()["ml"]
    assert found.variance.value == pytest.approx(reml["null"]["variance"], rel=1e-6)
    assert found.variance_main.value == pytest.approx(reml["main"]["variance"], rel=1e-6)
    share = 1 - full["main"]["variance"] / full["null"]["variance"]
    assert found.pcv.value == pytest.approx(share, rel=1e-6)
    assert found.vpc.low < found.vpc.value < found.vpc.high
    told = found.to_dict()
    assert {"vpc", "pcv", "variance", "variance_main", "mor", "auc"} <= told.keys()
    assert told["mor"] is None
    assert told["reasons"]["mor"] == "it is of yes/no outcomes only"


def test_strata_are_ranked_and_have_each_number_as_a_record(table: People) -> None:
    found = intersectional_strata(table, outcome="pay", strata=VARIABLES)
    predictions = [each.shrunken for each in found.strata]
    assert predictions == sorted(predictions)
    for each in found.strata:
        assert each.interaction == pytest.approx(each.shrunken - each.expected)
        assert each.low < each.shrunken < each.high
        assert min(each.raw, each.expected) - 1e-9 <= each.shrunken <= max(each.raw, each.expected) + 1e-9
    first = found.strata[0]
    measures = {record.measure for record in found.records() if record.by == first.levels}
    assert measures == {"stratum_mean", "raw_mean", "interaction", "stratum_deviation"}


def test_a_yes_no_study_recognises_itself(table: People) -> None:
    found = intersectional_strata(table, outcome="ill", strata=VARIABLES)
    expected = reference()["agq15"]
    assert found.family == "binomial"
    assert found.variance.value == pytest.approx(expected["null"]["variance"], rel=1e-5)
    assert found.variance.low < found.variance.value < found.variance.high
    assert 0.5 < found.auc_main.value <= found.auc.value + 0.05
    assert all(0 < each.low < each.shrunken < each.high < 1 for each in found.strata)


def test_covariates_give_the_same_by_groups_as_by_rows(table: People) -> None:
    grouped = intersectional_strata(table, outcome="ill", strata=VARIABLES, adjust=["age"], quadrature=1)
    expected = reference()["laplace_age"]["null"]["variance"]
    assert grouped.variance.value == pytest.approx(expected, rel=2e-4)
    normal = intersectional_strata(table, outcome="pay", strata=VARIABLES, adjust=["age"])
    assert normal.variance.value == pytest.approx(reference()["reml_age"]["null"]["variance"], rel=1e-6)


def test_one_weight_for_all_changes_no_estimate(table: People) -> None:
    plain = intersectional_strata(table, outcome="pay", strata=VARIABLES)
    columns = {"pay": PAY, "w": [3.0] * 40, "who": list(range(40))}
    again = {}
    for scaling in ("effective", "size"):
        weighted = made(**columns)
        people = read_people(
            {
                name: weighted.table.frame.collect().to_native()[column].to_pylist()
                for name, column in weighted.table.names.items()
            },
            weight="w",
        )
        again[scaling] = intersectional_strata(
            people, outcome="pay", strata=["sex", "class"], scaling=scaling, replicates=20
        )
    alone = intersectional_strata(made(pay=PAY), outcome="pay", strata=["sex", "class"])
    for found in again.values():
        assert found.variance.value == pytest.approx(alone.variance.value, abs=1e-9)
        assert [each.shrunken for each in found.strata] == pytest.approx(
            [each.shrunken for each in alone.strata]
        )
    assert plain.seed is None


def test_differences_that_are_not_there_are_told_plainly() -> None:
    found = intersectional_strata(
        made(pay=[1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0] * 5), outcome="pay", strata=["sex", "class"]
    )
    assert found.vpc.value == found.variance.value == 0
    assert found.pcv.value is None
    assert "estimated as exactly 0" in found.statements[0]


def test_one_characteristic_has_no_crossing() -> None:
    found = intersectional_strata(made(pay=PAY), outcome="pay", strata=["sex"])
    assert found.main is None
    assert all(each.interaction is None and not each.flagged for each in found.strata)
    assert "as many main effects as strata" in found.pcv.reason


def test_a_level_without_events_is_named() -> None:
    ill = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0] * 5
    found = intersectional_strata(made(ill=ill), outcome="ill", strata=["sex", "class"])
    assert "f has only noes" in found.pcv.reason
    assert np.isfinite([each.shrunken for each in found.strata]).all()


def test_missing_characteristics_are_left_out_or_kept_and_said() -> None:
    people = read_people({"sex": ["f", "m", None, "m"] * 10, "class": ["a", "b"] * 20, "pay": PAY})
    dropped = intersectional_strata(people, outcome="pay", strata=["sex", "class"])
    kept = intersectional_strata(people, outcome="pay", strata=["sex", "class"], missing="level")
    assert (dropped.people, kept.people) == (30, 40)
    assert dropped.notes == ("10 people were left out: no sex.",)
    assert any("not known" in each.label for each in kept.strata)
    with pytest.raises(PeopleError, match="to be refused"):
        intersectional_strata(people, outcome="pay", strata=["sex", "class"], missing="refuse")


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"outcome": "pya"}, ColumnNotFound, "pay"),
        ({"strata": ["sexx"]}, ColumnNotFound, "sex"),
        ({"strata": ["sex", "sex"]}, UsageError, "with itself"),
        ({"strata": []}, UsageError, "No characteristic"),
        ({"family": "binomial"}, UsageError, "other than 0 and 1"),
        ({"family": "gausian"}, UsageError, "gaussian"),
        ({"outcome": "class"}, UsageError, "explain without telling"),
        ({"quadrature": 0}, UsageError, "1 to 100"),
        ({"level": 95}, UsageError, "between 0 and 1"),
        ({"outcome": "one"}, PeopleError, "same 'one'"),
        ({"outcome": "set"}, PeopleError, "same outcome"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_remedy(
    options: dict[str, object], error: type[Exception], words: str
) -> None:
    people = made(pay=PAY, one=[5] * 40, set=[1.0, 2.0, 3.0, 4.0] * 10)
    asked = {"outcome": "pay", "strata": ["sex", "class"], **options}
    with pytest.raises(error, match=words):
        intersectional_strata(people, **asked)


def test_strata_that_are_more_alike_than_chance_makes_them_have_no_interval_of_one_point() -> None:
    pay = np.tile([1.0, 2.0, 3.0, 4.0], 6)
    table = {"pay": pay, "a": np.repeat(["x", "y", "z"], 8), "b": np.tile(np.repeat(["u", "v"], 4), 3)}
    found = intersectional_strata(read_people(table), outcome="pay", strata=["a", "b"])
    assert (found.vpc.value, found.vpc.low, found.vpc.high) == (0, None, None)
    assert "more alike than chance" in str(found.vpc.reason)
    assert found.chance == pytest.approx(1)
    assert "interval" not in found.statements[0]
