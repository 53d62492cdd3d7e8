import numpy as np
import pytest

from dueregard.causes.strata.figures import Options
from dueregard.causes.strata.find import study
from dueregard.causes.strata.reading import read_strata
from dueregard.causes.strata.releasing import released_strata
from dueregard.errors import DisclosureRefused
from dueregard.people import read_people


def columns(few: int) -> dict[str, list[object]]:
    """Four strata of 40 people and one of a few, who earn far more."""
    rng = np.random.default_rng(2)
    sex, origin = ["f"] * 80 + ["m"] * 80 + ["m"] * few, (["a"] * 40 + ["b"] * 40) * 2 + ["c"] * few
    pay = [*rng.normal(10, 2, 160).tolist(), *([500.0] * few)]
    return {"sex": sex, "origin": origin, "pay": pay, "ill": [float(at % 3 == 0) for at in range(160 + few)]}


@pytest.mark.parametrize("outcome", ["pay", "ill"])
def test_nobody_of_a_small_stratum_is_in_any_number_or_word(outcome: str) -> None:
    with_few = read_strata(read_people(columns(3)), outcome=outcome, strata=["sex", "origin"])
    without = read_strata(read_people(columns(0)), outcome=outcome, strata=["sex", "origin"])
    released, plain = released_strata(with_few, Options()), study(without, Options())
    found = released.found
    assert found.people == 160
    assert found.vpc.value == pytest.approx(plain.vpc.value, rel=1e-9)
    assert found.statements == plain.statements
    shrunken = [each.shrunken for each in plain.strata]
    assert [each.shrunken for each in found.strata] == pytest.approx(shrunken, rel=1e-9)
    withheld = [record for record in released.records if record.status == "withheld"]
    # The stratum that nobody is in looks the same as the small one.
    assert {(record.by["sex"], record.by["origin"]) for record in withheld} == {("f", "c"), ("m", "c")}
    assert all(record.n is None and record.estimate is None for record in withheld)
    assert not any("nobody" in each for each in found.warnings)


def test_where_all_are_large_all_are_shown() -> None:
    read = read_strata(read_people(columns(0)), outcome="pay", strata=["sex", "origin"])
    released = released_strata(read, Options())
    assert not released.found.withheld
    assert {record.status for record in released.records if record.by} == {"ok"}


def test_too_few_strata_are_refused_without_a_count() -> None:
    people = read_people({"sex": ["f", "m", "x"] * 4, "pay": [float(at) for at in range(12)]})
    with pytest.raises(DisclosureRefused) as error:
        released_strata(read_strata(people, outcome="pay", strata=["sex"]), Options())
    assert not any(digit in str(error.value) for digit in "0123456789")
