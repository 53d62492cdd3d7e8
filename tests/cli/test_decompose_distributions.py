"""``dueregard decompose`` of distributions and of yes/no outcomes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.making import dueregard, write_table

HEADER = ("pay", "ill", "sex", "years", "job")


@pytest.fixture(scope="module")
def payroll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = random.Random(9)
    rows = []
    for number in range(200):
        man = number % 2
        years = draw.randint(1, 20) + 2 * man
        job = "ab"[draw.random() < 0.3 + 0.3 * man]
        pay = round(10 + 0.5 * years + 2 * (job == "b") + man + draw.gauss(0, 2), 3)
        ill = "often" if draw.random() < 0.2 + 0.01 * years + 0.1 * man else "never"
        rows.append([pay, ill, ("women", "men")[man], years, job])
    return write_table(tmp_path_factory.mktemp("pay") / "pay.csv", rows, header=HEADER)


def ask(table: Path, *more: str) -> tuple[str, ...]:
    asked = ("--group", "sex", "--reference", "men", "--covariate", "years", "--covariate", "job")
    return ("decompose", str(table), *asked, *more)


def test_quantiles_and_indices_stand_one_by_one(payroll: Path) -> None:
    more = ("--outcome", "pay", "--method", "rif", "--quantile", "0.5", "--statistic", "gini", "--reweight")
    told = dueregard(*ask(payroll, *more)).out
    assert told.index("quantile 0.5\n") < told.index("\ngini\n")
    for words in ("approximation error", "(specification)", "error of the reweighting", "tell as much as"):
        assert words in told


def test_components_of_each_statistic_sum_to_its_gap(payroll: Path) -> None:
    more = ("--outcome", "pay", "--method", "dfl", "--statistic", "mean", "--quantile", "0.9", "--json")
    answer = dueregard(*ask(payroll, *more)).json
    for name in ("mean", "quantile"):
        own = {
            each["by"]["component"]: each["estimate"]
            for each in answer["estimates"]
            if each["parameters"].get("statistic") == name
        }
        assert own["gap"] == pytest.approx(own["composition"] + own["structure"])
    assert 0 < answer["decompositions"][0]["overlap"]["effective_n"] < 100


def test_yes_or_no_is_shared_out_either_way(payroll: Path) -> None:
    for detail in ("yun", "fairlie"):
        more = ("--method", "logit", "--detail", detail, "--replicates", "10", "--json")
        answer = dueregard(*ask(payroll, "--outcome", "ill == 'often'", *more)).json
        own = [each for each in answer["estimates"] if each["by"].get("component") == "explained"]
        whole = next(each["estimate"] for each in own if "variable" not in each["by"])
        assert sum(each["estimate"] for each in own if "variable" in each["by"]) == pytest.approx(whole)


def test_a_quantile_of_yes_or_no_is_refused(payroll: Path) -> None:
    refused = dueregard(*ask(payroll, "--outcome", "ill == 'often'", "--method", "rif"))
    assert refused.code == 2
    assert "--method logit" in refused.err
