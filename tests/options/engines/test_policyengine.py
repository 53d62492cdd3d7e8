"""The engine itself: amounts worked out by hand to a penny, refusals, and no way out to the network."""

from __future__ import annotations

import importlib.util
import json
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.options import ask_engine, option_from
from dueregard.options.engines import Change, Households, PolicyEngineUK, Run, difference, households_of
from dueregard.options.engines.uk_inputs import ORDINARY
from dueregard.people import read_people
from tests.options.engines.making import families

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("policyengine_uk") is None, reason="needs the policyengine extra"
    ),
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # the engine's own dependencies warn
]

CHILD_LIMIT = "gov.dwp.universal_credit.elements.child.limit.child_count"
REFORMS = {
    "two_child_limit_off": (CHILD_LIMIT, np.inf),
    "cb_additional_+25pw": ("gov.hmrc.child_benefit.amount.additional", 17.25 + 25),
    "uc_taper_45": ("gov.dwp.universal_credit.means_test.reduction_rate", 0.45),
}
NAMES = {"child_benefit_annual_52w": "child_benefit", "hicbc": "CB_HITC"}
REGIONS = {"England": "NORTH_WEST", "Scotland": "SCOTLAND"}
OUTPUTS = (
    *("hbai_household_net_income", "household_net_income", "income_tax", "national_insurance"),
    *("universal_credit", "child_benefit", "CB_HITC"),
)
FAMILY = {"adults": [35, 33], "kids": [8, 6, 4], "gross": 18_000}


@pytest.fixture(scope="module")
def engine() -> PolicyEngineUK:
    return PolicyEngineUK()


@pytest.fixture(scope="module")
def family() -> Households:
    return families([FAMILY, FAMILY])


@pytest.fixture(scope="module")
def before(engine: PolicyEngineUK, family: Households) -> Run:
    return engine.baseline(family, 2025, OUTPUTS)


def _of_row(given: dict[str, Any]) -> dict[str, Any]:
    if "adults" in given:
        return {**given, "gross": given["gross_earner1"], "married": given["married_couple"]}
    return {
        "adults": [40],
        "kids": [8, 6, 4][: given.get("children", 0)],
        "gross": given.get("employment_income", given.get("adjusted_net_income", 0)),
        "region": REGIONS[given.get("region", "England")],
    }


def _golden(shared: Path, *areas: str) -> list[dict[str, Any]]:
    rows = json.loads((shared / "golden" / "policy" / "golden.json").read_text(encoding="utf-8"))
    return [row for row in rows if row["area"] in areas]


@pytest.mark.shared
def test_taxes_and_benefits_of_every_reference_row(shared: Path, engine: PolicyEngineUK) -> None:
    rows = _golden(shared, "tax", "benefit")
    people = families([_of_row(row["given"]) for row in rows])
    run = engine.baseline(people, 2025, OUTPUTS)
    apart = {}
    for number, row in enumerate(rows):
        for name, expected in row["expect"].items():
            output = run.output(NAMES.get(name, name))
            own = people.unit_of if output.concept.level == "person" else np.arange(len(output.values))
            found = output.values[own == number].sum()
            apart[f"{row['id']} {name}"] = abs(found - expected) / row["tol"]
            print(row["id"], name, expected, round(found, 4), round(abs(found - expected), 4))
    assert len(rows) == 38
    assert {key: value for key, value in apart.items() if value > 1} == {}


@pytest.mark.shared
def test_reforms_of_every_reference_row(
    shared: Path, engine: PolicyEngineUK, family: Households, before: Run
) -> None:
    rows = _golden(shared, "reform")
    assert [row["id"] for row in rows] == list(REFORMS)
    for row in rows:
        path, value = REFORMS[row["id"]]
        after = engine.reform(family, 2025, [Change(path, value)], OUTPUTS)
        found = difference(before, after, "hbai_household_net_income")
        print(row["id"], row["expect"], found)
        assert found == pytest.approx([row["expect"]["delta_net_income"]] * 2, abs=row["tol"])


def test_an_option_changes_the_law_for_a_table_of_people(engine: PolicyEngineUK) -> None:
    table = {
        "home": [1, 1, 1, 1, 1, 2],
        "age": [35, 33, 8, 6, 4, 40],
        "pay": [1_500.0, 0, 0, 0, 0, 20_000 / 12],
        "married": [True] * 5 + [False],
        "region": ["North West"] * 6,
    }
    pay, married = {"employment_income": "pay"}, {"is_married": "married"}
    option = option_from(
        {
            "name": "No limit",
            "kind": "parameter",
            "parameters": {CHILD_LIMIT: np.inf},
            "inputs": pay | married,
            "period": "month",
        }
    )
    how = {"outcome": None, "year": 2025, "household": "home", "family": "home"}
    law = ask_engine(read_people(table), [option], **how)
    assert law is not None
    reform = law.options["No limit"]
    assert reform.amount * law.size == pytest.approx([3513.72] * 5 + [0], abs=0.02)
    assert reform.cost == pytest.approx(reform.amount)
    assert law.before[5] == pytest.approx(20_000 - 1486 - 594.4, abs=0.01)
    assert "is 2 in 2025-26, changed to without limit" in reform.told[0]
    assert set(ORDINARY) <= set(engine.inputs())


def test_the_same_family_under_another_id_gets_the_same(before: Run) -> None:
    for output in before.outputs.values():
        first, second = np.split(output.values, 2)
        np.testing.assert_array_equal(first, second)


def test_a_change_the_law_has_made_already_says_so(engine: PolicyEngineUK) -> None:
    one = families([FAMILY])
    run = engine.reform(one, 2026, [Change(CHILD_LIMIT, np.inf)])
    assert run.changed[0].no_op
    assert run.changed[0].baseline == np.inf
    assert "is already without limit in 2026-27" in run.notes[0]
    np.testing.assert_array_equal(difference(engine.baseline(one, 2026), run, OUTPUTS[0]), [0.0])


def test_a_switch_of_the_structure_is_switched(engine: PolicyEngineUK) -> None:
    two_earners = families([{"adults": [40, 38], "kids": [8, 6], "gross": 50_000, "gross_second": 40_000}])
    switch = Change("gov.contrib.conservatives.cb_hitc_household", True)
    before = engine.baseline(two_earners, 2025, ["CB_HITC"])
    after = engine.reform(two_earners, 2025, [switch], ["CB_HITC"])
    assert (
        difference(before, after, "CB_HITC").sum() == 2251
    )  # neither earns 60,000, both together over 80,000
    assert after.changed[0].baseline is False


def test_a_reform_that_reaches_nobody_says_so(engine: PolicyEngineUK) -> None:
    childless = families([{"adults": [40], "gross": 20_000}])
    run = engine.reform(childless, 2025, [Change(CHILD_LIMIT, np.inf)])
    assert run.notes[0].startswith("The reform changes nobody's amount in this table")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, engine: PolicyEngineUK) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the engine reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("POLICYENGINE_UK_DEFAULT_DATASET", "hf://somewhere/some.h5")
    run = engine.baseline(families([{"adults": [40], "gross": 20_000}]), 2025, ["income_tax"])
    assert run.output("income_tax").values == pytest.approx([1486.0], abs=0.01)
    with pytest.raises(UsageError, match="Nothing is ever downloaded"):
        engine.baseline("hf://somewhere/some.h5", 2025)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [2014, 2041, "2025-26", True])
def test_a_year_the_engine_does_not_know(engine: PolicyEngineUK, family: Households, year: Any) -> None:
    with pytest.raises(UsageError, match=r"does not know the year.*2015 to 2040"):
        engine.baseline(family, year)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            Change(CHILD_LIMIT + "s", 3),
            "Did you mean 'gov.dwp.universal_credit.elements.child.limit.child_count'",
        ),
        (Change("gov.hmrc.child_benefit.amount", 3), "is a group of parameters"),
        (Change("gov.hmrc.child_benefit.amount.eldest", True), "must be a number"),
    ],
)
def test_a_reform_that_cannot_be(
    engine: PolicyEngineUK, family: Households, change: Change, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        engine.reform(family, 2025, [change])


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("regoin", ["WALES"], "no variable 'regoin'.*Did you mean 'region'"),
        ("ethnicity", ["White"], "your own columns stay on your own rows"),
        ("region", ["SCOTLND"], "Did you mean 'SCOTLAND'"),
        ("rent", ["much"], "must hold numbers"),
        ("rent", [np.inf], "not finite"),
        ("age", [40.0], "belongs to the person table"),
    ],
)
def test_a_column_that_the_engine_would_not_understand(column: str, values: list[Any], said: str) -> None:
    persons = {"person_id": [1], "unit_id": [1], "household_id": [1], "age": [40], "employment_income": [0.0]}
    people = households_of(persons, None, {"household_id": [1], column: values})
    assume = {} if column == "region" else {"region": "WALES"}
    with pytest.raises(UsageError, match=said):
        PolicyEngineUK(assume=assume).baseline(people, 2025)


def test_an_output_that_is_not_there_or_no_number(engine: PolicyEngineUK, family: Households) -> None:
    with pytest.raises(UsageError, match="Did you mean 'income_tax'"):
        engine.baseline(family, 2025, ["income_taxx"])
    with pytest.raises(UsageError, match="'region' is not a number"):
        engine.baseline(family, 2025, ["region"])
