"""R healthequal 1.0.1, row by row, with the deviations that are documented where the measure is."""

import csv
import gzip
import json

import numpy as np
import pytest

from dueregard import disparities
from dueregard.disparities import counted, published

PLUG_IN = {"correct": False}


@pytest.fixture(scope="module")
def rows(shared):
    everything = json.loads((shared / "golden/measures/golden_dev.json").read_text(encoding="utf-8"))["rows"]
    return {row["measure"]: row for row in everything if row["package"].startswith("healthequal")}


def columns(shared, name):
    with gzip.open(shared / f"data/measures/healthequal_{name}SampleMultipleind.csv.gz", "rt") as file:
        read = list(csv.DictReader(file))
    numeric = ("estimate", "se", "population")
    table = {key: np.array([float(row[key]) for row in read]) for key in numeric}
    reference = [row["subgroup"] for row in read if row.get("reference_subgroup") == "1"]
    return table, [row["subgroup"] for row in read], (reference or [""])[0]


@pytest.fixture(scope="module")
def wealth(shared):
    """By wealth, poorest first."""
    table, levels, _ = columns(shared, "Ordered")
    return published(*table.values(), by="wealth", levels=levels, order=levels)


@pytest.fixture(scope="module")
def whole(shared):
    """The same with whole people, to which healthequal's regressions round up."""
    table, levels, _ = columns(shared, "Ordered")
    people = np.ceil(table["population"])
    return published(table["estimate"], table["se"], people, by="wealth", levels=levels, order=levels)


@pytest.fixture(scope="module")
def regions(shared):
    table, levels, _ = columns(shared, "Nonordered")
    return published(*table.values(), by="region", levels=levels)


REGIONS = {
    "he_bgv": (disparities.between_group_variance, PLUG_IN),
    "he_bgsd": (disparities.between_group_standard_deviation, PLUG_IN),
    "he_covar": (disparities.coefficient_of_variation_between, PLUG_IN),
    "he_mld": (disparities.mean_log_deviation_between, PLUG_IN),
    "he_ti": (disparities.theil_between, PLUG_IN),
    "he_idisw": (disparities.index_of_disparity, PLUG_IN),
    "he_idisu": (disparities.index_of_disparity, {"weighted": False, **PLUG_IN}),
    "he_mdmw": (disparities.mean_difference_from_mean, PLUG_IN),
    "he_mdmu": (disparities.mean_difference_from_mean, {"weighted": False, **PLUG_IN}),
    "he_mdbw": (disparities.mean_difference_from_best, {"better": "higher", **PLUG_IN}),
    "he_mdbu": (disparities.mean_difference_from_best, {"better": "higher", "weighted": False, **PLUG_IN}),
    "he_mdrw": (disparities.mean_difference_from_reference, PLUG_IN),
    "he_mdru": (disparities.mean_difference_from_reference, {"weighted": False, **PLUG_IN}),
    "he_d_nonordered": (disparities.difference, {}),
    "he_r_nonordered": (disparities.ratio, {}),
    "he_d_ref": (disparities.difference, {"of": "reference"}),
    "he_r_ref": (disparities.ratio, {"of": "reference"}),
    "he_par_nonordered": (disparities.population_attributable_risk, {"better": "higher"}),
    "he_paf_nonordered": (disparities.population_attributable_fraction, {"better": "higher"}),
}
WEALTH = {
    "he_d": (disparities.difference, {"of": "last", "minus": "first"}),
    "he_r": (disparities.ratio, {"of": "last", "over": "first"}),
    "he_par": (disparities.population_attributable_risk, {"better": "higher"}),
    "he_paf": (disparities.population_attributable_fraction, {"better": "higher"}),
    "he_aci": (disparities.absolute_concentration_index, {"spread": "residuals"}),
    "he_rci": (disparities.relative_concentration_index, {"spread": "residuals"}),
}
WHOLE = {
    "he_sii_linearTRUE": (disparities.slope_index, {"spread": "residuals"}),
    "he_rii_linearTRUE": (disparities.relative_index, {"spread": "residuals"}),
}
# Our standard error over healthequal's: its own is of the logarithm, unscaled, or of the fraction.
LOGARITHM = ("he_r", "he_r_nonordered", "he_r_ref", "he_rii_linearTRUE")
FACTOR = {"he_mld": 1000, "he_ti": 1000, "he_sii_linearTRUE": 100}
# Standard errors that take the populations for samples; see test_counts_give_walters_standard_error.
FROM_COUNTS = ("he_par", "he_paf", "he_par_nonordered", "he_paf_nonordered")


def checked(row, result):
    [peer] = row["estimate"]
    assert result.values == pytest.approx([peer["estimate"]], rel=1e-8)
    if peer["se"] is None or row["measure"] in FROM_COUNTS:
        return
    factor = result.values[0] if row["measure"] in LOGARITHM else FACTOR.get(row["measure"], 1)
    # The peer differentiates the logarithm of the relative index numerically, with a step of 1e-4.
    tolerance = 2e-5 if row["measure"] == "he_rii_linearTRUE" else 1e-8
    assert result.se == pytest.approx([factor * peer["se"]], rel=tolerance)
    if row["measure"] in ("he_bgv", "he_d", "he_d_ref", "he_d_nonordered", *LOGARITHM[:3]):
        assert result.interval()[0] == pytest.approx([peer["lowerci"], peer["upperci"]], rel=1e-8)


@pytest.mark.shared
@pytest.mark.parametrize("name", REGIONS)
def test_regions(name, rows, regions, shared):
    function, options = REGIONS[name]
    _, _, reference = columns(shared, "Nonordered")
    options = {key: reference if value == "reference" else value for key, value in options.items()}
    if function is disparities.mean_difference_from_reference:
        options = {"reference": reference, **options}
    checked(rows[name], function(regions, **options))


@pytest.mark.shared
@pytest.mark.parametrize("name", WEALTH)
def test_wealth(name, rows, wealth):
    function, options = WEALTH[name]
    checked(rows[name], function(wealth, **options))


@pytest.mark.shared
@pytest.mark.parametrize("name", WHOLE)
def test_lines(name, rows, whole):
    function, options = WHOLE[name]
    checked(rows[name], function(whole, **options))


@pytest.mark.shared
def test_logit_with_people_counted_once(rows, whole):
    """Events are rounded to whole people by the peer."""
    people = whole.population.values
    rounded = 100 * np.round(whole.values.values / 100 * people) / people
    levels = whole.order
    groups = published(rounded, None, people, by="wealth", levels=levels, order=levels)
    peer = rows["he_sii_rii_logit"]["estimate"]
    options = {"link": "logit", "scale": 100}
    slope, relative = (
        disparities.slope_index(groups, **options),
        disparities.relative_index(groups, **options),
    )
    assert slope.values == pytest.approx([peer["sii_counts_weighted_once"]], rel=1e-8)
    assert relative.values == pytest.approx([peer["rii_counts_weighted_once"]], rel=1e-8)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "file"), [("he_paf", "Ordered"), ("he_paf_nonordered", "Nonordered")])
def test_counts_give_walters_standard_error(name, file, rows, shared):
    """Of the fraction, where ours is in per cent; the peer's risk has it times the mean."""
    table, levels, _ = columns(shared, file)
    order = levels if file == "Ordered" else ()
    people = table["population"]
    groups = counted(
        table["estimate"] / 100 * people, people, by="group", levels=levels, order=order, per=100
    )
    result = disparities.population_attributable_fraction(groups, better="higher")
    [peer] = rows[name]["estimate"]
    [risk] = rows[name.replace("paf", "par")]["estimate"]
    assert result.se == pytest.approx([100 * peer["se"]], rel=1e-8)
    mean = (people * table["estimate"]).sum() / people.sum()
    assert result.se * mean / 100 == pytest.approx([risk["se"]], rel=1e-8)


@pytest.mark.shared
def test_every_row_of_an_aggregate_table_is_checked(rows):
    aggregate = {name for name in rows if not name.startswith("he_individual")}
    assert aggregate == {*REGIONS, *WEALTH, *WHOLE, "he_sii_rii_logit"}


@pytest.mark.shared
def test_groups_of_microdata_give_the_values_of_the_microdata(rows, shared):
    """Weighted proportions by wealth against what healthequal computes from the answers themselves."""
    with gzip.open(shared / "data/measures/healthequal_IndividualSample.csv.gz", "rt") as file:
        read = [row for row in csv.DictReader(file) if row["sba"] not in ("", "NA")]
    answer, weight = (np.array([float(row[key]) for row in read]) for key in ("sba", "weight"))
    fifth = np.array([int(row["subgroup_order"]) - 1 for row in read])
    people = np.bincount(fifth, weight)
    order = ["1", "2", "3", "4", "5"]
    groups = published(
        np.bincount(fifth, weight * answer) / people, None, people, by="wealth", levels=order, order=order
    )
    logit, bounds = {"link": "logit", "scale": 1}, {"bounds": (0, 1)}
    expected = {
        "sii_linearTRUE": disparities.slope_index(groups),
        "sii_linearFALSE": disparities.slope_index(groups, **logit),
        "rii_linearTRUE": disparities.relative_index(groups),
        "rii_linearFALSE": disparities.relative_index(groups, **logit),
        "aci": disparities.absolute_concentration_index(groups),
        "rci": disparities.relative_concentration_index(groups),
        "rci_wagstaff": disparities.relative_concentration_index(groups, normalisation="wagstaff", **bounds),
        "rci_erreygers": disparities.relative_concentration_index(
            groups, normalisation="erreygers", **bounds
        ),
    }
    for name, result in expected.items():
        [peer] = rows[f"he_individual_{name}"]["estimate"]
        assert result.values == pytest.approx([peer["estimate"]], rel=1e-8), name
