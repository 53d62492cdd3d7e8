"""Through the command line the figures of tables of groups are R healthequal's and PHEindicatormethods'.

The values are in golden_dev.json; the conventions that differ are stated in each measure's entry.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import dueregard

pytestmark = pytest.mark.shared

COLUMNS = "se=se,population=population,group=subgroup"
PLAIN = f"{COLUMNS},correct=no"
ORDER = "order=subgroup_order,population=population"
REFERENCE = "aceh"
REGIONS = {
    "he_bgv": f"between_group_variance:estimate,{PLAIN}",
    "he_bgsd": f"between_group_standard_deviation:estimate,{PLAIN}",
    "he_covar": f"between_group_coefficient_of_variation:estimate,{PLAIN}",
    "he_mld": f"between_group_mean_log_deviation:estimate,{PLAIN}",
    "he_ti": f"between_group_theil:estimate,{PLAIN}",
    "he_idisw": f"index_of_disparity:estimate,{PLAIN}",
    "he_idisu": f"index_of_disparity:estimate,weighted=no,{PLAIN}",
    "he_mdmw": f"mean_difference_from_the_mean:estimate,{PLAIN}",
    "he_mdmu": f"mean_difference_from_the_mean:estimate,weighted=no,{PLAIN}",
    "he_mdbw": f"mean_difference_from_the_best:estimate,better=higher,{PLAIN}",
    "he_mdbu": f"mean_difference_from_the_best:estimate,better=higher,weighted=no,{PLAIN}",
    "he_mdrw": f"mean_difference_from_a_reference:estimate,reference={REFERENCE},{PLAIN}",
    "he_mdru": f"mean_difference_from_a_reference:estimate,reference={REFERENCE},weighted=no,{PLAIN}",
    "he_d_nonordered": f"difference_between_groups:estimate,of=highest,minus=lowest,{COLUMNS}",
    "he_r_nonordered": f"ratio_between_groups:estimate,of=highest,over=lowest,{COLUMNS}",
    "he_d_ref": f"difference_between_groups:estimate,of={REFERENCE},minus=lowest,{COLUMNS}",
    "he_r_ref": f"ratio_between_groups:estimate,of={REFERENCE},over=lowest,{COLUMNS}",
    "he_par_nonordered": f"population_attributable_risk:estimate,better=higher,{COLUMNS}",
    "he_paf_nonordered": f"population_attributable_fraction:estimate,better=higher,{COLUMNS}",
}
WEALTH = {
    "he_d": "difference_between_groups:estimate,of=last,minus=first,order=subgroup_order,se=se",
    "he_r": "ratio_between_groups:estimate,of=last,over=first,order=subgroup_order,se=se",
    "he_par": f"population_attributable_risk:estimate,better=higher,reference=last,{ORDER}",
    "he_paf": f"population_attributable_fraction:estimate,better=higher,reference=last,{ORDER}",
    "he_aci": f"absolute_concentration_index_of_groups:estimate,spread=residuals,{ORDER}",
    "he_rci": f"relative_concentration_index_of_groups:estimate,spread=residuals,{ORDER}",
}
SAME_INTERVAL = ("he_bgv", "he_d", "he_d_ref", "he_d_nonordered", "he_r", "he_r_ref", "he_r_nonordered")
SAME_SE = ("he_bgv", "he_d", "he_d_ref", "he_d_nonordered", "he_aci", "he_rci")


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, Any]]:
    document = json.loads((shared / "golden" / "measures" / "golden_dev.json").read_text(encoding="utf-8"))
    return list(document["rows"])


def expected(rows: list[dict[str, Any]], measure: str, scenario: str | None = None) -> list[dict[str, Any]]:
    [found] = [row for row in rows if row["measure"] == measure and scenario in (None, row["scenario"])]
    return list(found["estimate"])


def estimated(table: Path, measure: str, *words: str) -> list[dict[str, Any]]:
    answer = dueregard("estimate", table, "--measure", measure, *words, "--json")
    assert answer.code == 0, answer.err
    return answer.records


@pytest.mark.parametrize("name", [*REGIONS, *WEALTH])
def test_groups(name: str, rows: Any, shared: Path) -> None:
    file = "Nonordered" if name in REGIONS else "Ordered"
    table = shared / "data" / "measures" / f"healthequal_{file}SampleMultipleind.csv.gz"
    [record] = estimated(table, (REGIONS | WEALTH)[name])
    [peer] = expected(rows, name)
    assert record["estimate"] == pytest.approx(peer["estimate"], rel=1e-8)
    if name in SAME_SE:
        assert record["se"] == pytest.approx(peer["se"], rel=1e-8)
    if name in SAME_INTERVAL:
        assert [record["low"], record["high"]] == pytest.approx([peer["lowerci"], peer["upperci"]], rel=1e-8)


def test_lines_of_groups_of_whole_people(rows: Any, shared: Path, tmp_path: Path) -> None:
    """The regressions of healthequal round populations up."""
    import polars as pl

    table = tmp_path / "wealth.csv"
    read = pl.read_csv(shared / "data" / "measures" / "healthequal_OrderedSampleMultipleind.csv.gz")
    read.with_columns(population=pl.col("population").ceil()).write_csv(table)
    for name, measure, factor in (
        ("he_sii", "slope_index_of_groups", 100),
        ("he_rii", "relative_index_of_groups", 0),
    ):
        [record] = estimated(table, f"{measure}:estimate,spread=residuals,{ORDER}")
        [peer] = expected(rows, f"{name}_linearTRUE")
        assert record["estimate"] == pytest.approx(peer["estimate"], rel=1e-8)
        # Its error lacks the scale of the indicator, or is of the logarithm by a numerical derivative.
        assert record["se"] == pytest.approx(peer["se"] * (factor or record["estimate"]), rel=2e-5)


def test_a_logit_line_with_people_counted_once(rows: Any, shared: Path, tmp_path: Path) -> None:
    """The regression of healthequal rounds populations up and events to whole people."""
    import polars as pl

    table = tmp_path / "wealth.csv"
    read = pl.read_csv(shared / "data" / "measures" / "healthequal_OrderedSampleMultipleind.csv.gz")
    people = pl.col("population").ceil()
    events = (pl.col("estimate") / 100 * people).round()
    read.with_columns(estimate=100 * events / people, population=people).write_csv(table)
    [peer] = [row["estimate"] for row in rows if row["measure"] == "he_sii_rii_logit"]
    for name, measure in (("sii", "slope_index_of_groups"), ("rii", "relative_index_of_groups")):
        [record] = estimated(table, f"{measure}:estimate,link=logit,scale=100,spread=residuals,{ORDER}")
        assert record["estimate"] == pytest.approx(peer[f"{name}_counts_weighted_once"], rel=1e-8)


def test_groups_of_people(rows: Any, shared: Path) -> None:
    """Weighted shares by wealth, from the answers themselves, with the survey's design."""
    table = shared / "data" / "measures" / "healthequal_IndividualSample.csv.gz"
    design = ["--weight", "weight", "--strata", "strata", "--cluster", "psu"]
    own = "across=subgroup_order,order=subgroup_order"
    for name, measure in {
        "sii_linearTRUE": "slope_index_of_groups:sba",
        "sii_linearFALSE": "slope_index_of_groups:sba,link=logit,scale=1",
        "rii_linearTRUE": "relative_index_of_groups:sba",
        "aci": "absolute_concentration_index_of_groups:sba",
        "rci_erreygers": "relative_concentration_index_of_groups:sba,normalisation=erreygers,bounds=[0, 1]",
    }.items():
        [record] = estimated(table, f"{measure},{own}", *design)
        [peer] = expected(rows, f"he_individual_{name}")
        assert record["estimate"] == pytest.approx(peer["estimate"], rel=1e-8)
        assert record["se"] > 0


PUBLIC_HEALTH = {
    "proportion_of_counts:x,population=n,multiplier=100": ("phe_proportion_wilson_95_998", "counts"),
    "rate:x,population=n": ("phe_rate_byars_95_998", "counts"),
    "mean_of_rows:v": ("phe_mean", "means"),
    "directly_standardised_rate:deaths,population=pop,standard=esp2013": ("phe_dsr", "agesex"),
    "life_expectancy:deaths,population=pop,age=startage": ("phe_life_expectancy", "lifeexp"),
    "life_expectancy:deaths,population=pop,age=startage,at=65": ("phe_life_expectancy", "lifeexp"),
}


@pytest.mark.parametrize("measure", PUBLIC_HEALTH)
def test_public_health(measure: str, rows: Any, shared: Path) -> None:
    golden, file = PUBLIC_HEALTH[measure]
    table = shared / "data" / "measures" / f"phe_{file}_dev.csv"
    both = ["--level", "0.95", "--level", "0.998"]
    records = estimated(table, measure, "--by", "area", *both)
    found = {(each["by"]["area"], each["level"]): each for each in records}
    age = 65 if "at=65" in measure else 0
    peers = [row for row in expected(rows, golden) if row.get("startage", age) == age]
    assert len(found) == 2 * len(peers)
    for peer in peers:
        assert found[peer["area"], 0.95]["estimate"] == pytest.approx(peer["value"], rel=1e-9)
        for level, name in ((0.95, ""), (0.95, "95_0"), (0.998, "99_8")):
            if f"lower{name}cl" in peer:
                record = found[peer["area"], level]
                limits = [peer[f"lower{name}cl"], peer[f"upper{name}cl"]]
                assert [record["low"], record["high"]] == pytest.approx(limits, rel=1e-9, abs=1e-9)


SLOPES = {
    "phe_sii_dsr_2010_2011": (
        "DSR_data",
        "value",
        "quantile=Quintile,population=total_pop,lower=lowercl,upper=uppercl",
    ),
    "phe_sii_prevalence_R": (
        "prevalence_data",
        "Count / Measured",
        "quantile=Decile,population=Measured,se=SE / 100,value_type=proportion,se_scale=transformed",
    ),
    "phe_sii_le_first3areas": ("LE_data", "LifeExp", "quantile=Decile,population=Pop,se=SE"),
}


@pytest.mark.parametrize("scenario", SLOPES)
@pytest.mark.parametrize("index", ["sii", "rii"])
def test_slopes_of_areas(scenario: str, index: str, rows: Any, shared: Path) -> None:
    file, column, options = SLOPES[scenario]
    by = ["Sex", "GeoCode"] if file == "LE_data" else ["Period"]
    measure = "area_slope_index" if index == "sii" else "area_relative_index"
    factor = ",multiplier=100" if (index, file) == ("sii", "prevalence_data") else ""
    found = {
        tuple(each["by"].values()): each
        for each in estimated(
            shared / "data" / "measures" / f"phe_{file}.csv.gz",
            f"{measure}:{column},{options}{factor},first=most_disadvantaged",
            *(word for name in by for word in ("--by", name)),
        )
    }
    for peer in expected(rows, "phe_sii", scenario):
        record = found[tuple(str(peer[name]) for name in by)]
        low, high = peer[f"{index}_lower95_0cl"], peer[f"{index}_upper95_0cl"]
        assert record["estimate"] == pytest.approx(peer[index], rel=1e-9)
        # Both limits are simulated.
        assert [record["low"], record["high"]] == pytest.approx([low, high], abs=0.02 * (high - low))
