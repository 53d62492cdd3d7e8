"""Counting of covered truths, and the sizes that follow from it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from benchmarks.simulated.plan import PLAN, Part
from benchmarks.simulated.results import RESULTS
from benchmarks.simulated.runs import Runs
from benchmarks.simulated.store import keep, read
from benchmarks.simulated.subjects import INSTEAD, NAMED, TYPICAL, texts
from benchmarks.simulated.summary import covered, interval_method, merged
from dueregard.engine.blocks import EVERY_SIZE
from dueregard.measures import CATALOGUE
from dueregard.measures.enough import ENOUGH

PAGE = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "coverage.py"))
SIMULATION = np.sqrt(0.93 * 0.07 / 1_000)
"""Standard error of a figure of 93% from a thousand samples."""
PART = Part(kind="plain", size=100, samples=4)


def runs(values: list[float], se: list[float], text: str = "mean:income") -> Runs:
    column = np.array(values)[:, None]
    none = np.full_like(column, np.nan)
    size = np.full(len(values), 90.0)
    return Runs(
        keys=((text, ""),),
        values=column,
        se=np.array(se)[:, None],
        df=np.full_like(column, np.inf),
        low=none,
        high=none,
        effective=size,
        units=size,
    )


def test_counts_truths_inside_and_beyond_each_limit():
    found = covered(runs([0.0, 3.0, -3.0, np.nan], [1.0] * 4), 0, 0.0, PART)
    assert (found.samples, found.without) == (3, 1)
    assert (found.held, found.below, found.above) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_limits_follow_the_measures_own_method():
    index = runs([0.3], [0.1], "gini:income")
    # On the logit scale 0.3 ± 1.96 se reaches from 0.145 to 0.521; by t from 0.104 to 0.496.
    assert covered(index, 0, 0.51, PART).held == 1
    assert covered(index, 0, 0.51, PART).symmetric == 0
    assert covered(index, 0, 0.12, PART).held == 0


def test_methods_of_components():
    decomposition = "gini_decomposition:income,within=region,convention=pyatt"
    found = [interval_method((decomposition, each)) for each in ("total", "between", "north within group")]
    assert found == ["index", "t", "index"]
    assert interval_method(("median:income", "")) == "given"


def test_samples_are_put_together_by_what_they_are_of(tmp_path: Path):
    one, other = runs([1.0], [1.0]), runs([2.0], [1.0])
    keep(tmp_path / "one.npz", one)
    both = merged([read(tmp_path / "one.npz"), other])
    assert both.keys == (("mean:income", ""),)
    assert both.values[:, 0].tolist() == [1.0, 2.0]


def test_smoothed_shares_never_fall_and_keep_their_mean():
    smooth = PAGE["rising"]([0.80, 0.94, 0.92, 0.95], [100, 100, 300, 100])
    assert [share for share, _ in smooth] == pytest.approx([0.80, 0.925, 0.925, 0.95])
    assert [count for _, count in smooth] == [100, 400, 400, 100]


def test_size_from_which_on_intervals_cover():
    row = {"sizes": [50, 100, 200], "samples": [10_000] * 3, "held": [0.9, 0.94, 0.95]}
    assert PAGE["from_size"](row) == 100
    assert PAGE["from_size"](row | {"held": [0.95, 0.95, 0.80]}) is None


def test_chance_does_not_make_a_measure_approximate():
    row = {"sizes": [50], "samples": [100], "held": [0.91]}
    assert PAGE["from_size"](row) == 50
    assert PAGE["from_size"](row | {"held": [0.90]}) is None


def test_results_of_one_group_do_not_count_for_the_whole():
    row = {
        "design": "households",
        "entry": "x",
        "measure": "x:y",
        "sizes": [50, 100],
        "samples": [10_000] * 2,
    }
    rows = [
        row | {"result": "total", "held": [0.9, 0.94]},
        row | {"result": "north part", "held": [0.5, 0.5]},
    ]
    sizes = [{"people": size, "effective": size - 9} for size in (50, 100)]
    found = {"results": rows, "regions": ["north"], "designs": {"households": sizes}}
    assert PAGE["thresholds"](found, {"x": "x:y"}, 999) == {"x": 91}


def test_the_catalogue_has_the_sizes_that_were_simulated():
    examples = {name: entry.example for name, entry in CATALOGUE.items()} | INSTEAD | TYPICAL
    assert PAGE["thresholds"](PAGE["results"](), examples, EVERY_SIZE) == dict(ENOUGH)


def test_every_measure_of_people_was_simulated():
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    assert {row["measure"] for row in rows} >= {*texts(), *NAMED}


def test_the_named_measures_cover_in_samples_of_2000_people():
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    for row in rows:
        if row["measure"] in NAMED and row["design"] == "households":
            shares = dict(zip(row["sizes"], row["held"], strict=True))
            least = min(share for size, share in shares.items() if size >= 2_000)
            assert least >= 0.93 - SIMULATION, row["measure"]


def test_as_many_samples_as_planned_were_drawn():
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    drawn = {
        (row["design"], row["measure"], size): there + none
        for row in rows
        for size, there, none in zip(row["sizes"], row["samples"], row["without"], strict=True)
    }
    for part in PLAN:
        for text in texts(part.kind):
            assert drawn[part.design, text, part.size] >= part.samples
