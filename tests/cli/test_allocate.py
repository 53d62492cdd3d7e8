"""``dueregard allocate``: a budget shared out, for readers and for machines."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.making import RECORD, dueregard, write_table

HEADER = ("area", "people", "imd", "now", "life", "region")
ROWS = [
    ["North", 1000, 30, 10_000, 70, "upper"],
    ["South", 3000, 10, 30_000, 80, "lower"],
    ["East", 2000, 20, 26_000, 78, "upper"],
]
WORDS = ("--place", "area", "--population", "people", "--need", "imd")
RESPONSE = "log,k=5,se=1,source=assumed, for a test"


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    return write_table(tmp_path / "areas.csv", ROWS, header=HEADER)


def test_a_reader_is_told_who_gets_more_and_why_and_nothing_of_outcomes(areas: Path) -> None:
    answer = dueregard("allocate", areas, "--budget", 60_000, *WORDS, "--current", "now", "--pace", "0.05")
    assert answer.code == 0, answer.err
    assert "areas.csv: £60,000 for 3 places with 6,000 people, £10.00 a head" in answer.out
    assert "By damped, East gets £" in answer.out
    assert "the pace of 5% a year" in answer.out
    assert "have their target amounts in year" in answer.out
    assert "is not declared (--response)" in answer.out
    for claim in ("gap closed", "closes the gap", "Years to target", "years to target", "Assumption"):
        assert claim not in answer.out


def test_a_machine_gets_records_and_rows_by_rule(areas: Path) -> None:
    answer = dueregard("allocate", areas, "--budget", 60_000, *WORDS, "--json")
    told = answer.json
    assert list(told["rules"]) == ["equal", "need"]
    rows = {row["place"]: row for row in told["rules"]["need"]}
    assert {place: row["amount"] for place, row in rows.items()} == pytest.approx(
        {"North": 18_000, "South": 18_000, "East": 24_000}
    )
    assert rows["South"]["against_flat"] == pytest.approx(-12_000)
    assert rows["South"]["decided_by"] == "need"
    assert all(list(record) == RECORD for record in answer.records)
    [north] = [
        record
        for record in answer.records
        if record["measure"] == "allocation_per_head"
        and record["by"] == {"place": "North"}
        and record["parameters"] == {"rule": "need"}
    ]
    assert (north["estimate"], north["unit"], north["status"]) == (pytest.approx(18.0), "£ a head", "ok")
    assert not [record for record in answer.records if "outcome" in record["measure"]]
    assert told["response"] is None
    assert "years_to_target" not in answer.out


def test_a_declared_response_is_carried_and_marked(areas: Path, tmp_path: Path) -> None:
    words = ("--budget", 66_000, *WORDS, "--current", "now", "--outcome", "life", "--pace", "0.1")
    answer = dueregard("allocate", areas, *words, "--response", RESPONSE, "--target", "70.5", "--json")
    assert list(answer.json["rules"]) == ["equal", "need", "damped", "utilitarian", "atkinson", "leximin"]
    closed = {
        record["parameters"]["rule"]: record for record in answer.records if record["measure"] == "gap_closed"
    }
    assert closed["need"]["low"] < closed["need"]["estimate"] < closed["need"]["high"]
    assert closed["need"]["status"] == "approximate"
    assert "assumed, for a test" in closed["need"]["reason"]
    years = [record for record in answer.records if record["measure"] == "years_to_target"]
    assert {record["by"]["place"]: record["estimate"] for record in years}["North"] == 2.0
    file = tmp_path / "response.toml"
    file.write_text('form = "log"\nk = 5\nse = 1\nsource = "assumed, for a test"\n', encoding="utf-8")
    shown = dueregard("allocate", areas, *words, "--response", file, "--target", "70.5")
    assert shown.code == 0, shown.err
    assert "Assumption: 10% more money changes life by +0.477" in shown.out
    assert "Source: assumed, for a test." in shown.out
    assert "gap closed: of the difference between the fifths" in shown.out
    assert "closes the gap between the fifths" in " ".join(answer.json["sentences"])
    assert "Years to target" in shown.out


def test_csv_has_a_row_for_each_rule_and_place(areas: Path) -> None:
    answer = dueregard("allocate", areas, "--budget", 60_000, *WORDS, "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["rule"], row["place"]) for row in rows[:4]] == [
        ("equal", "North"),
        ("equal", "South"),
        ("equal", "East"),
        ("need", "North"),
    ]
    assert float(rows[3]["per_head"]) == pytest.approx(18.0)


def test_one_rule_is_shown_in_full_with_its_limits(areas: Path) -> None:
    words = ("--budget", 66_000, *WORDS, "--current", "now", "--cap", "+20%", "--floor", "9/head")
    answer = dueregard("allocate", areas, *words, "--rule", "need")
    assert answer.code == 0, answer.err
    assert "decided by" in answer.out
    assert "held down by its cap" in answer.out
    regions = dueregard(
        "allocate", areas, *words, "--rule", "need", "--region", "region", "--region-floor", "98%"
    )
    assert regions.code == 0, regions.err


def test_many_places_are_shown_by_their_ends_and_their_middle(tmp_path: Path) -> None:
    rows = [[f"area {number:02}", 100, number + 1] for number in range(40)]
    table = write_table(tmp_path / "many.csv", rows, header=("area", "people", "imd"))
    answer = dueregard("allocate", table, "--budget", 5e6, *WORDS)
    assert "40 places: the ends and the middle" in answer.out
    assert "area 39" in answer.out
    assert "area 00" in answer.out
    assert "area 10" not in answer.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--need", "imdd"], 2, "Did you mean 'imd'"),
        (["--need", "area"], 2, "holds text"),
        (["--rule", "maximin"], 2, "Did you mean 'leximin'"),
        (["--rule", "leximin"], 2, "leximin needs --response"),
        (
            ["--floor", "11/head"],
            1,
            "infeasible: it is below the floors. The floors of South, East and North",
        ),
        (["--floor", "0.9"], 2, "needs --current"),
        (["--cap", "0"], 2, "cap of zero"),
        (["--floor", "least"], 2, "no column 'least'"),
        (["--budget", "-1"], 2, "above zero"),
        (["--response", "log,k=5,se=1,source=a"], 2, "Give --outcome"),
        (["--response", "absent.toml"], 2, "no file"),
        (["--growth", "0.1"], 2, "Add --pace"),
        (["--target", "80"], 2, "only known with --response and --pace"),
        (["--where", "people > 1e6"], 1, "no places"),
        (["--region", "region"], 2, "belong together"),
    ],
)
def test_what_is_asked_wrongly_is_refused(areas: Path, words: list[str], code: int, said: str) -> None:
    given = ["--budget", "60000"] if "--budget" not in words else []
    needed = ["--place", "area", "--population", "people"]
    answer = dueregard("allocate", areas, *given, *needed, *words)
    assert " ".join(answer.err.split()).find(said) >= 0, answer.err
    assert answer.code == code


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["North", 1, 1, 1, 1, "x"], "more than one row"),
        (["", 1, 1, 1, 1, "x"], "does not name its place"),
        (["West", "", 1, 1, 1, "x"], "population of a place is missing. Wrong: West"),
        (["West", -5, 1, 1, 1, "x"], "must be above zero. Wrong: West"),
        (["West", 5, -1, 1, 1, "x"], "need of a place cannot be negative. Wrong: West"),
        (["West", 5, "n/a", 1, 1, "x"], "'imd' holds text in 1 of 4 rows"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: list[object], said: str) -> None:
    table = write_table(tmp_path / "areas.csv", [*ROWS, row], header=HEADER)
    answer = dueregard("allocate", table, "--budget", 60_000, *WORDS)
    assert answer.code == 1
    assert said in " ".join(answer.err.split())


@pytest.mark.shared
def test_local_authorities_share_by_deprivation(shared: Path, tmp_path: Path) -> None:
    import duckdb

    folder = shared / "data" / "places"
    table = tmp_path / "authorities.parquet"
    duckdb.sql(
        f"""copy (select ltla24_name area, imd_average_score imd, total_population people
            from '{folder}/imd2025_ltla24_summaries.parquet'
            join '{folder}/age_gender21_ltla21_ew.parquet' on ltla24_code = ltla21_code)
            to '{table}' (format parquet)"""
    )
    answer = dueregard("allocate", table, "--budget", 5_000_000, *WORDS, "--json")
    rows = answer.json["rules"]["need"]
    assert len(rows) == 292
    assert sum(row["amount"] for row in rows) == pytest.approx(5e6, rel=1e-12)
    assert max(rows, key=lambda row: row["per_head"])["place"] == "Blackpool"
