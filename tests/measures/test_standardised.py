"""Direct standardisation by age against R survey's svystandardize, on the Scottish census file."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.measures import proportion


@pytest.mark.shared
@pytest.mark.parametrize("group", ["ethnic_group", "grade"])
def test_equals_svystandardize(group: str, shared: Path) -> None:
    reference = json.loads((shared / "golden" / "measures" / "standardised.json").read_text())
    expected = reference[f"scotland_good_health_by_{group}"]
    connection = duckdb.connect()
    census = connection.read_parquet(
        str(shared / "data" / "people" / "scotland_census2011_micro_1pct.parquet")
    )
    found = {name.casefold().replace(" ", "_"): name for name in census.columns}
    column = found["ethnic_group" if group == "ethnic_group" else "approximate_social_grade"]
    table = table_from(census, design=SurveyDesign(), connection=connection)
    table = table.where(f"`{found['residence_type']}` == 'P'")
    age = Grouping(name="age", column=found["age"])
    by = Grouping(name="group", column=column, labels={level: level for level in expected["level"]})
    measure = proportion(f"`{found['health']}` in [1, 2]")
    estimates = evaluate(table, [measure], groupings=[[by, age]])
    standardised = estimates.weighted_over("age", expected["population"])
    levels = [label.by["group"] for label in standardised.labels]
    order = [levels.index(level) for level in expected["level"]]
    assert np.allclose(standardised.values[order], expected["standardised"], rtol=1e-8)
    assert np.allclose(standardised.se[order], expected["standardised_se"], rtol=1e-8)
