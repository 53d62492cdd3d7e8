"""No sum over few people can be worked out from all that is published of two options, or of a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.consequences import simulate
from dueregard.consequences.cumulative import Asked, Bundle, cumulate
from dueregard.people import read_people
from tests.consequences.attacking import few_told, of_both, published
from tests.consequences.stage_casebook import only, tried
from tests.options.making import option

WARDS, GROUPS = (
    (["a", "b", "c", "d", ""], [0.5, 0.3, 0.12, 0.05, 0.03]),
    (["x", "y", "z", ""], [0.7, 0.2, 0.08, 0.02]),
)
LINE, AMOUNT = 200.0, 20.0


def a_town(seed: int, n: int = 220) -> dict[str, Any]:
    """A town with wards and groups of few people; some are in none that is known, some have no income."""
    random = np.random.default_rng(seed)
    ward, group = random.choice(WARDS[0], n, p=WARDS[1]), random.choice(GROUPS[0], n, p=GROUPS[1])
    sex, income = random.choice(["f", "m"], n), random.gamma(4, 60, n).round(2)
    income[random.integers(0, n, 3)] = np.nan
    return {"ward": ward, "grp": group, "sex": sex, "income": income, "need": random.random(n)}


def written(town: dict[str, Any]) -> dict[str, list[Any]]:
    n = len(town["sex"])
    columns = {
        name: ["" if str(each) == "nan" else each for each in values.tolist()]
        for name, values in town.items()
    }
    same = {"disabled": ["limited", "not"] * (n // 2), "late": [0, 1] * (n // 2), "w": [1.0] * n}
    return {"id": list(range(n)), **columns, **same}


def in_memory(town: dict[str, Any], *, full: bool) -> Any:
    columns = {
        name: [None if each == "" else each for each in values] for name, values in written(town).items()
    }
    return read_people(columns, count="full") if full else read_people(columns, weight="w")


def attacked(
    records: Any, town: dict[str, Any], hit: dict[str, Any], names: dict[str, str], *, full: bool
) -> list[Any]:
    """Try whom changes, costs, winners and crossings are of, and the differences of the two options."""
    people = {name: town[column] for name, column in names.items()}
    valid = ~np.isnan(town["income"])
    income = np.nan_to_num(town["income"], nan=1e9)
    poor = (income <= LINE) & (income + AMOUNT > LINE)
    found: list[Any] = []
    shown = {
        (measure, name): published(records, measure, name, people)
        for measure in ("mean_change", "total_cost", "winners", "moved_out_of_poverty")
        for name in hit
    }
    for (measure, name), groups in shown.items():
        who = {"total_cost": hit[name], "moved_out_of_poverty": hit[name] & poor}.get(
            measure, hit[name] & valid
        )
        found += [(measure, name, size) for size in few_told(groups, who)]
        if full and measure == "mean_change":
            found += [("untouched", name, size) for size in few_told(groups, valid & ~hit[name])]
    for measure, among in (("mean_change", valid), ("total_cost", valid | True)):
        both = of_both(*(shown[measure, name] for name in hit))
        first, second = hit.values()
        found += [("difference", measure, size) for size in few_told(both, (first != second) & among)]
    assert sum(map(len, shown.values())) > 10
    return found


@pytest.mark.parametrize(("seed", "full", "shares"), [(1, False, (0.6, 0.64)), (6, True, (0.3, 0.6))])
def test_no_sum_of_few_can_be_worked_out_from_a_pack(
    tmp_path: Path, seed: int, full: bool, shares: tuple[float, float]
) -> None:
    town = a_town(seed)
    hit = {name: town["need"] < share for name, share in zip("AB", shares, strict=True)}
    options = {
        name.lower(): f'name = "{name}"\nkind = "cash"\namount = {AMOUNT:g}\neligible = "need < {share}"\n'
        for name, share in zip("AB", shares, strict=True)
    }
    text = only("ward", "ethnic_group", "sex").replace('id = "id"', f'id = "id"\nline = "{LINE:g}"')
    text = text.replace('reference = "a"', 'reference = "x"')
    text += '\n[[intersections]]\nof = ["sex", "ethnic_group"]\n'
    if full:
        text = text.replace('weight = "w"', 'count = "full"')
    found = tried(tmp_path, text, table=written(town), **options)
    assert not found.findings.failures
    names = {"ward": "ward", "ethnic_group": "grp", "sex": "sex"}
    assert not attacked(found.records, town, hit, names, full=full)


def test_nor_from_a_simulation_by_itself() -> None:
    town, shares = a_town(9), (0.5, 0.8)
    options = [
        option(name=name, eligible=f"need < {share}", amount=AMOUNT)
        for name, share in zip("AB", shares, strict=True)
    ]
    wanted = {"outcome": "income", "by": ["ward", "grp"], "line": f"{LINE:g}"}
    found = simulate(in_memory(town, full=False), options, release=True, **wanted)
    hit = {name: town["need"] < share for name, share in zip("AB", shares, strict=True)}
    assert not attacked(found.records, town, hit, {"ward": "ward", "grp": "grp"}, full=False)


@pytest.mark.parametrize("release", [True, False])
def test_nor_from_a_bundle_whose_measures_touch_one_another_in_few(release: bool) -> None:
    town = a_town(5)
    town["income"] = np.nan_to_num(town["income"], nan=300)
    grant, top_up = (
        option(name="Grant", eligible="need < 0.5", amount=AMOUNT),
        option(name="Top-up", eligible="income < 200", amount=15),
    )
    asked = Asked(outcome="income", by=("ward", "grp"), depth=1)
    found = cumulate(in_memory(town, full=False), Bundle(measures=(grant, top_up)), asked, release=release)
    given = np.where(town["need"] < 0.5, AMOUNT, 0.0)
    after, alone = town["income"] + given < 200, town["income"] < 200
    people = {"ward": town["ward"], "grp": town["grp"]}
    shown = {
        kind: published(found.records, f"{kind}_mean_change", "Top-up", people)
        for kind in ("marginal", "stand_alone")
    }
    told = [
        size
        for kind, who in (("marginal", after), ("stand_alone", alone))
        for size in few_told(shown[kind], who)
    ]
    told += few_told(of_both(*shown.values()), after != alone)
    assert bool(told) is not release
    assert shown["marginal"]
