"""The page of reference values is what the code says, and nothing of the reference is passed over."""

import re
from pathlib import Path

import pytest

from tests.golden.calculation import EXACT, SIMULATED, Calculation
from tests.golden.calculations import FAMILIES, calculation_of, family_of
from tests.golden.deviations import RINEQ
from tests.golden.generate import DEVIATIONS, DOCUMENT, cells_of, page, read_errors, shown
from tests.golden.rows import Row, fresh_rows, reference_rows

PAGE = DOCUMENT.read_text(encoding="utf-8")
SHOWN = cells_of(PAGE)


def test_every_error_is_within_its_tolerance() -> None:
    errors = [read_errors(cell) for cell in SHOWN.values()]
    assert max(bound / tolerance.limit for each in errors for tolerance, bound in each.items()) <= 1


def test_every_row_that_deviates_names_a_reason_that_is_given() -> None:
    lines = [line for line in PAGE.splitlines() if re.match(r"\| d\d{4} ", line)]
    named = {line.removesuffix("|").rsplit("|", maxsplit=1)[-1].strip() for line in lines}
    assert named == {each.name for each in DEVIATIONS} | {""}


@pytest.mark.shared
def test_the_page_is_current(shared: Path) -> None:
    rows = reference_rows(shared)
    assert list(SHOWN) == [
        name for family in FAMILIES for name, row in rows.items() if family_of(row) == family
    ]
    assert page(rows.values(), SHOWN) == PAGE, "run `python -m tests.golden.generate`"


@pytest.mark.shared
def test_every_row_and_measure_is_computed_and_every_calculation_is_used(shared: Path) -> None:
    rows = reference_rows(shared).values()
    assert (len(rows), len({row.measure for row in rows})) == (604, 199)
    used = {id(calculation_of(row)) for row in rows}
    assert [name for known in FAMILIES.values() for name, each in known.items() if id(each) not in used] == []


@pytest.mark.shared
def test_every_deviation_is_of_some_row(shared: Path) -> None:
    assert {calculation_of(row).deviation for row in reference_rows(shared).values()} == {*DEVIATIONS, None}


@pytest.mark.shared
def test_rows_of_a_fresh_clone_are_those_of_the_reference(shared: Path) -> None:
    for name, row in fresh_rows().items():
        assert row.leaves() == reference_rows(shared)[name].leaves()


def row_of(estimate: object, **more: object) -> Row:
    texts = dict.fromkeys(("id", "scenario", "measure", "design", "call", "package"), "")
    return Row(**texts, estimate=estimate, **more)  # type: ignore[arg-type]


def errors_of(row: Row, found: dict, **more: object) -> dict:
    calculation = Calculation(ours="", find=lambda *_: found, names=lambda _: {}, **more)  # type: ignore[arg-type]
    return calculation.errors(row, Path())


def test_a_number_that_is_passed_over_fails() -> None:
    row = row_of({"ci": 1.0, "se": 2.0})
    with pytest.raises(AssertionError, match=r"not compared and not declared: \['estimate.se'\]"):
        errors_of(row, {"estimate.ci": [1.0]})
    with pytest.raises(AssertionError, match="needs a reason"):
        errors_of(row, {"estimate.ci": [1.0]}, left_out=("estimate.se",))
    assert errors_of(row, {"estimate.ci": [1.0]}, left_out=("estimate.se",), deviation=RINEQ) == {EXACT: 0.0}
    with pytest.raises(AssertionError, match="holds no vcov"):
        errors_of(row, {"estimate": [1.0, 2.0], "vcov": [[1.0]]})


def test_errors_are_relative_and_words_and_gaps_have_to_agree() -> None:
    assert errors_of(row_of([2.0, 1e6]), {"estimate": [2.0, 1.1e6]})[EXACT] == pytest.approx(0.1)
    assert errors_of(row_of([0.0, 4.0]), {"estimate": [1.0, 4.0]})[EXACT] == pytest.approx(0.25)
    assert errors_of(row_of([None, 4.0]), {"estimate": [0.0, 4.0]})[EXACT] == float("inf")
    assert errors_of(row_of(["High", "Low"]), {"estimate": ["High", "High"]})[EXACT] == float("inf")
    covariance = row_of(1.0, vcov=[[1.0, 0.0], [0.0, 1.0]])
    found = {"estimate": 1.0, "vcov": [[1.0, 1e-5], [1e-5, 1.0]]}
    assert errors_of(covariance, found)[EXACT] == pytest.approx(1e-2)


def test_simulated_limits_are_relative_to_their_width() -> None:
    row = row_of([{"low": 10.0, "high": 20.0}])
    errors = errors_of(row, {"estimate.*": [[10.1], [20.0]]}, looser={"estimate.*": SIMULATED})
    assert errors[SIMULATED] == pytest.approx(0.01)


def test_errors_are_shown_as_the_next_power_of_ten() -> None:
    assert shown({EXACT: 3e-13, SIMULATED: 0.01}) == "1e-12; simulated 1e-2"
    assert read_errors("1e-12; simulated 1e-2") == {EXACT: 1e-12, SIMULATED: 0.01}
    assert shown({EXACT: 0.0}) == "1e-15"
