"""What a reader sees: a block a measure, figures as precise as their errors, verdicts, reasons."""

from __future__ import annotations

from pathlib import Path

from dueregard.cli.figures import Style, style_of
from tests.cli.making import estimate, people, with_cells, write_table


def _record(**given: object) -> dict[str, object]:
    return {"measure": "mean", "contrast": None, "estimate": 1.0, "se": 0.1, **given}


def test_a_figure_is_as_precise_as_its_error() -> None:
    assert style_of([_record(estimate=19120.9, se=146.98)]) == Style(decimals=0)
    assert style_of([_record(estimate=2.345678, se=0.0123)]) == Style(decimals=3)


def test_a_proportion_is_read_as_a_percentage() -> None:
    style = style_of([_record(measure="proportion", estimate=0.8712, se=0.0034)])
    assert style.write(0.8712) == "87.12"


def test_a_ratio_of_proportions_is_not() -> None:
    assert not style_of([_record(measure="proportion", contrast="ratio")]).percent


def test_an_error_of_nothing_but_rounding_adds_no_digits() -> None:
    assert style_of([_record(estimate=51.71, se=7e-15)]).write(51.71) == "51.71"


def test_zero_has_no_sign() -> None:
    assert Style(decimals=1).write(-0.04) == "0.0"


def test_a_comparison_reads_as_a_sentence(table: Path) -> None:
    shown = estimate(table, "--by", "sex", "--difference", "sex=male").out
    assert "minus male" in shown
    assert "lower than male" in shown
    assert "95% interval" in shown


def test_columns_that_say_nothing_are_left_out(table: Path) -> None:
    shown = estimate(table).out
    assert "verdict" not in shown
    assert "compared" not in shown


def test_levels_stand_side_by_side(table: Path) -> None:
    shown = estimate(table, "--level", "0.95", "--level", "0.998").out
    assert "99.8% interval" in shown
    assert len([line for line in shown.splitlines() if "120" in line]) == 1


def test_labels_are_printed_as_they_are(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "grp", {0: "[red]", 2: "[x]"}))
    shown = estimate(path, "--by", "grp").out
    assert "[red]" in shown
    assert "[u] no standard error: too few people" in shown


def test_a_released_answer_withholds(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "grp", {0: "lone"}))
    answer = estimate(path, "--by", "grp", "--release", "--json")
    lone = next(record for record in answer.records if record["by"]["grp"] == "lone")
    assert lone["status"] == "withheld"
    assert [lone[key] for key in ("estimate", "se", "low", "high", "df", "n", "n_eff")] == [None] * 7
    assert sum(record["status"] == "withheld" for record in answer.records) >= 2
    assert "[c] withheld" in estimate(path, "--by", "grp", "--release").out


def test_headings_are_prose_without_columns_of_the_table(tmp_path: Path) -> None:
    header = ("region", "rate", "se", "people")
    rows = [["a", 5, 0.2, 100], ["b", 9, 0.3, 200], ["c", 7, 0.2, 150]]
    path = write_table(tmp_path / "regions.csv", rows, header=header)
    measure = "between_group_standard_deviation:rate,se=se,population=people,group=region"
    shown = estimate(path, measure=measure).out
    assert shown.startswith("Between-group standard deviation of rate (sampling noise taken off)\n")


def test_measures_that_differ_in_a_column_alone_have_blocks_of_their_own(tmp_path: Path) -> None:
    path = write_table(
        tmp_path / "areas.csv", [[4, 100, 50], [6, 90, 60]], header=("events", "adults", "men")
    )
    shown = estimate(path, "--measure", "rate:events,population=men", measure="rate:events,population=adults")
    assert "population adults" in shown.out
    assert "population men" in shown.out


def test_a_poverty_rate_is_a_percentage(table: Path) -> None:
    words = ["--by", "sex", "--difference", "sex=male", "--ratio", "sex=male"]
    measure = "poverty_rate:income,line=90"
    shown = estimate(table, *words, measure=measure).out
    assert "Poverty rate of income (line 90, %)" in shown
    assert "minus male (percentage points)" in shown
    rate, *_ = estimate(table, *words, "--json", measure=measure).records
    assert 0 < rate["estimate"] < 1
    assert f"{100 * rate['estimate']:.1f}" in shown


def test_a_comparison_is_not_said_to_be_of_the_people_of_both_sides(table: Path) -> None:
    shown = estimate(table, "--by", "sex", "--difference", "sex=male").out
    [compared] = [line for line in shown.splitlines() if "minus male" in line]
    assert "120" not in compared


def test_reasons_and_methods_say_whose_they_are(tmp_path: Path) -> None:
    path = write_table(tmp_path / "people.csv", with_cells(people(), "grp", {0: "lone"}))
    words = ["--by", "grp", "--measure", "theil:income", "--difference", "grp=a"]
    shown = estimate(path, *words).out
    assert "[u1] no standard error: too few people" in shown
    assert "[u2] fewer than" in shown
    assert "[u3] one person: inequality cannot be measured" in shown
    assert "Method of Mean of income: " in shown
    mean, _, theil, compared = (line for line in shown.splitlines() if line.startswith("lone"))
    assert (mean.split()[-1], theil.split()[-1]) == ("[u1]", "[u3]")
    assert "not estimable" in compared
