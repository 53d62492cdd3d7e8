"""Leximin of the shared pools, against the probabilities on record."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.voices.panel.problem import PanelProblem
from dueregard.voices.panel.solve import solve

POOLS = ("example_small_20", "example_large_200", "syn_mass_24", "syn_cca_75", "syn_sfa_35", "syn_sfc_44")


def read(folder: Path) -> tuple[PanelProblem, np.ndarray]:
    """Read quotas and people; give the problem and everybody's type."""
    quotas = list(csv.DictReader((folder / "categories.csv").read_text(encoding="utf-8").splitlines()))
    people = list(csv.DictReader((folder / "respondents.csv").read_text(encoding="utf-8").splitlines()))
    columns = sorted({quota["category"] for quota in quotas})
    kinds = sorted({tuple(person[column] for column in columns) for person in people})
    place = {kind: index for index, kind in enumerate(kinds)}
    types = np.array([place[tuple(person[column] for column in columns)] for person in people])
    members = np.bincount(types)
    rows = [
        [kind[columns.index(quota["category"])] == quota["feature"] for kind in kinds] for quota in quotas
    ]
    problem = PanelProblem(
        members=members,
        most=members,
        rows=np.array(rows, dtype=np.int8),
        lower=np.array([int(quota["min"]) for quota in quotas]),
        upper=np.array([int(quota["max"]) for quota in quotas]),
        size=int(folder.name.rsplit("_", 1)[1]),
    )
    return problem, types


@pytest.mark.shared
@pytest.mark.parametrize("pool", POOLS)
def test_probabilities_are_those_on_record(shared: Path, pool: str) -> None:
    """To 1e-5, and certified; each takes at most some two seconds."""
    folder = shared / "golden" / "voices" / "sortition" / pool
    problem, types = read(folder)
    expected = json.loads((folder / "leximin_expected.json").read_text(encoding="utf-8"))
    found = solve(problem)
    assert found.gap <= 1e-6
    np.testing.assert_allclose(found.probabilities[types], expected["prob_by_row"], atol=1e-5)
