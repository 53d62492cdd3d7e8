"""An intruder finds few people in the figures of an analyst, and none in what is published."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.causes_attack import between, leaks
from dueregard.causes import decompose
from dueregard.causes.coarse import grain_of
from dueregard.causes.decompositions.releasing import apportioned, discreet_parts, for_the_gate
from dueregard.causes.trees import grow_tree, hushed
from dueregard.disclosure import Table, release
from dueregard.estimates import Record, Support
from dueregard.people import read_people
from tests.causes.few_town import made_town, published, with_one_more
from tests.causes.intruder import people_of_a_share, people_of_parts


def test_nothing_of_few_people_is_found_in_two_releases_a_person_apart(tmp_path: Path) -> None:
    town, tried = made_town(2), Counter[str]()
    first = published(town, tmp_path, other="b")
    second = published(with_one_more(town), tmp_path, other="b", before=first)
    assert not list(leaks(town, first, "b", tried))
    assert not list(leaks(with_one_more(town), second, "b", tried))
    assert not list(between(first, second, tried))
    assert min(tried[kind] for kind in ("forks", "type sizes", "types beside groups", "strata", "parts")) > 0


def test_a_fork_does_not_say_on_which_side_few_people_are() -> None:
    born = np.repeat([0, 1, 2, 3], [100, 100, 1, 9])
    well = np.concatenate([np.tile([0.0, 0, 0, 1], 25), np.tile([1.0, 1, 1, 0], 25), [1.0], np.zeros(9)])
    tree = grow_tree(well, born, {"born": ["Ash", "Birch", "Cedar", "Elm", "Fir"]})
    # The analyst sees that the one of Cedar is well, and that nobody is of Fir.
    assert tree.node(1).right_levels == ("Birch", "Cedar")
    told = hushed(tree, threshold=10)
    assert (told.node(1).left_levels, told.node(1).right_levels) == (("Ash",), ("Birch",))
    assert all("Cedar" not in told.describe(leaf.id) for leaf in told.leaves)
    assert (told.leaf_of(born[:, None]) == tree.leaf_of(born[:, None])).all()


def test_a_side_of_none_but_few_is_any_other() -> None:
    born = np.repeat(np.arange(13), [100, *[9] * 12])
    well = np.where(born == 0, np.arange(208) % 10 == 0, np.arange(208) % 10 > 0).astype(float)
    told = hushed(grow_tree(well, born, {"born": [f"{k:02}" for k in range(13)]}), threshold=10)
    assert [told.describe(leaf.id) for leaf in told.leaves] == [
        "people with born 00",
        "people with born any other",
    ]


@pytest.mark.parametrize(("yes", "n"), [(22, 60), (41, 107), (300, 1000)])
def test_a_type_cannot_be_counted_by_its_share_of_yeses(yes: int, n: int) -> None:
    p, se = yes / n, float(np.sqrt(yes * (n - yes) / n**3))
    fit = people_of_a_share(p, se, steps=(1e-6, 1e-7), most=2 * n)
    assert fit.tolist() == [n]
    said = Record(measure="proportion", estimate=p, se=se, low=p - 2 * se, high=p + 2 * se)
    grain = grain_of(said, Support(n=n, n_effective=float(n)), size=1.0, threshold=10)
    told = [round(value / step) * step for value, step in ((p, grain.mean), (se, grain.se))]
    fit = people_of_a_share(told[0], told[1], steps=(grain.mean, grain.se), most=2 * n)
    assert np.ptp(fit) >= 10
    assert grain.mean < 2 * se


def few_of_b() -> dict[str, list]:
    random = np.random.default_rng(3)
    group = np.repeat(["a", "b"], [361, 239])
    sex = np.where(np.arange(600) % 2, "f", "m")
    sex[361:], sex[361:367] = "m", "f"
    pay = 400 + 50 * (group == "a") + 30 * (sex == "f") + random.normal(0, 80, 600)
    return {"group": group.tolist(), "sex": sex.tolist(), "pay": pay.round(2).tolist()}


def test_ratios_of_parts_count_few_people_until_they_are_rounded() -> None:
    asked = {"outcome": "pay", "group": "group", "reference": "a", "covariates": ["sex"]}
    found = decompose(read_people(few_of_b()), method="threefold", **asked)
    records = [each for each in found.records() if "component" in each.by]

    def fits(told: list[Record], step: float) -> list[tuple[int, int]]:
        own = {each.by["component"]: each.estimate for each in told if each.by.get("variable") == "sex"}
        return people_of_parts(own, (361, 239), step=step)

    assert (180, 6) in fits(records, 1e-9)
    assert len(fits(records, 1e-9)) < 5
    rounded = discreet_parts(records)
    assert np.ptp([few for _, few in fits(rounded, 0.1)]) > 100
    parts = {each.by["component"]: each.estimate for each in rounded if "variable" not in each.by}
    assert parts["gap"] == pytest.approx(sum(parts.values()) - parts["gap"], abs=1e-9)
    # Six people with a level are too few for any part.
    assert found.fewest == 6
    passed, _ = for_the_gate(records, [], fewest=found.fewest)
    (table,) = release([Table(name="parts", title="", records=tuple(passed), same_people=True)]).tables
    shown = {each.by["component"] for each in table.records if each.estimate is not None}
    assert shown <= {"gap"}


def test_rounded_parts_still_add_up() -> None:
    assert sum(apportioned([0.26, 0.27, -0.13], 0.4, 0.1)) == pytest.approx(0.4)
    assert apportioned([0.0, 1.0], 1.0, 0.5) == [0.0, 1.0]


def income(n: int, **more: object) -> Record:
    support = Support(n=n, n_effective=float(n), least_n=n, least_n_effective=float(n), units=n)
    return Record(measure="mean", outcome="income", estimate=400.0, se=3.0, n=n, support=support, **more)


def test_values_of_a_model_fall_with_any_stratum_in_it() -> None:
    strata = [income(n, by={"origin": level}) for level, n in (("a", 90), ("b", 60), ("c", 40), ("d", 5))]
    of_all = replace(income(195), measure="vpc", parameters={"strata": "origin"})
    table = Table(name="causes-strata-origin", title="", records=(of_all, *strata), one_model=True)
    (told,) = release([table]).tables
    assert {each.status for each in told.records} == {"withheld"}
    (told,) = release([replace(table, one_model=False)]).tables
    assert told.records[0].status == "ok"


@pytest.mark.parametrize(("n", "status"), [(150, "ok"), (147, "withheld"), (138, "ok")])
def test_parts_that_leave_few_people_out_are_withheld(n: int, status: str) -> None:
    grid = Table(
        name="grid",
        title="",
        records=tuple(income(size, by={"origin": level}) for level, size in (("a", 90), ("b", 60))),
    )
    part = income(
        n, by={"origin": "b"}, contrast="decomposition", reference="a", parameters={"component": "gap"}
    )
    _, told = release([grid, Table(name="parts", title="", records=(part,))]).tables
    assert told.records[0].status == status
