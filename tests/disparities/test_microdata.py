"""Groups made of people's answers against what R healthequal 1.0.1 computes from the answers themselves."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dueregard import disparities
from dueregard.disparities import published
from tests.golden.rows import find_row
from tests.golden.scenarios import read

ORDER = ["1", "2", "3", "4", "5"]
LOGIT = {"link": "logit", "scale": 1}
BOUNDS = {"bounds": (0, 1)}
MEASURES = {
    "sii_linearTRUE": (disparities.slope_index, {}),
    "sii_linearFALSE": (disparities.slope_index, LOGIT),
    "rii_linearTRUE": (disparities.relative_index, {}),
    "rii_linearFALSE": (disparities.relative_index, LOGIT),
    "aci": (disparities.absolute_concentration_index, {}),
    "rci": (disparities.relative_concentration_index, {}),
    "rci_wagstaff": (disparities.relative_concentration_index, {"normalisation": "wagstaff", **BOUNDS}),
    "rci_erreygers": (disparities.relative_concentration_index, {"normalisation": "erreygers", **BOUNDS}),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", MEASURES)
def test_groups_of_microdata_give_the_values_of_the_microdata(name: str, shared: Path) -> None:
    people = read(shared, "healthequal_IndividualSample").filter(pl.col("sba").is_not_null())
    answer, weight = (people[each].to_numpy().astype(float) for each in ("sba", "weight"))
    fifth = people["subgroup_order"].to_numpy().astype(int) - 1
    number = np.bincount(fifth, weight)
    shares = np.bincount(fifth, weight * answer) / number
    groups = published(shares, None, number, by="wealth", levels=ORDER, order=ORDER)
    function, options = MEASURES[name]
    [peer] = find_row(shared, scenario="healthequal_individual_sba", measure=f"he_individual_{name}").estimate
    assert function(groups, **options).values == pytest.approx([peer["estimate"]], rel=1e-8)
