"""How often 95% intervals hold the true effects of Brackwater's options, over surveys that might have been.

Each survey draws other households from the town, with the design, the weights and the unanswered questions of
the casebook's own; take-up is drawn anew. Options are applied and estimated as ``dueregard simulate`` does,
amounts as written (an uncertain amount only widens intervals). The truth is ``dueregard.demo.weighed``.
Run with ``python benchmarks/coverage_demo.py [surveys]``: about two minutes for 100, the default. With
``--write`` the shares are stored, and a test holds ``docs/brackwater.md`` to them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard import measures
from dueregard.consequences.columns import with_columns
from dueregard.consequences.effects import Baseline, changes_of
from dueregard.demo import Town, Weighed, town, weighed
from dueregard.demo.survey import survey_again
from dueregard.demo.truth_of_options import STORIES, TOLD_OF, Story
from dueregard.options import Option, apply_option, formulas_of, read_option, read_rows, units_of
from dueregard.people import People, read_people

SURVEYS = 100
RESULTS = Path(__file__).parent / "results" / "coverage_demo.json"
DEMO = Path(__file__).parents[1] / "src" / "dueregard" / "demo"
OUTCOME, SCALE = "income_after_travel", "scale"
COLUMNS = {
    "disability": "disabled",
    "help_with_council_tax": "council_tax_help",
    "ethnic_group": "ethnicity",
}
SMALL = "Gypsy or Irish Traveller"

Key = tuple[str, str]
"""An option, and which of its figures."""
Found = dict[Key, tuple[float, float, float]]
"""Estimate and the ends of its interval, by option and figure."""


def options_of(story: Story) -> list[Option]:
    """The options of a story as they lie in the package."""
    other = DEMO / f"options_{story.replace('-', '_')}"
    files = sorted((DEMO / "options").glob("*.toml"))
    return [read_option(other / file.name if (other / file.name).exists() else file) for file in files]


def people_of(table: pa.Table) -> People:
    """A survey with its design."""
    return read_people(
        table, weight="weight", strata="stratum", cluster=["household"], fpc=["ward_households"]
    )


def found_in(table: pa.Table, options: Sequence[Option], *, seed: int) -> Found:
    """Estimates of each option's effect on the groups of the story, from one survey."""
    people = people_of(table)
    formulas = {formula for option in options for formula in formulas_of(option).values()}
    rows = read_rows(
        people, outcome=OUTCOME, formulas=formulas, codes=["person", "household", "council_tax_help"]
    )
    units = units_of("person", rows.codes["person"], rows, column="person")
    baseline = Baseline(
        outcome=rows.outcome,
        weight=rows.weight,
        line=0.0,
        median=0.0,
        household=rows.codes["household"].index,
        scale=table[SCALE].to_numpy()[rows.row],
    )
    added: dict[str, NDArray[np.float64]] = {}
    for number, option in enumerate(options):
        applied = apply_option(option, rows, units, seed=seed)
        added |= {f"(change {number})": changes_of(applied, baseline), f"(cost {number})": applied.cost}
    simulated = with_columns(people, rows.row, added)
    return dict(_figures(simulated, options))


def _figures(people: People, options: Sequence[Option]) -> Iterator[tuple[Key, tuple[float, float, float]]]:
    numbers = range(len(options))
    whole = people.estimate(
        *(measures.mean(f"(change {number})") for number in numbers),
        *(measures.total(f"(cost {number})") for number in numbers),
    )
    names = [(option.name, figure) for figure in ("everyone", "cost") for option in options]
    for name, value, (low, high) in zip(names, whole.values, whole.interval(), strict=True):
        yield name, (float(value), float(low), float(high))
    changes = [measures.mean(f"(change {number})") for number in numbers]
    for characteristic, column in COLUMNS.items():
        by_group = people.estimate(*changes, by=[column])
        wanted = TOLD_OF.get(characteristic, (SMALL,))
        yield from _by_group(by_group, options, column, {level: level for level in wanted}, characteristic)
        if characteristic in TOLD_OF:
            group, reference = TOLD_OF[characteristic]
            gaps = by_group.difference(column, reference=reference)
            yield from _by_group(gaps, options, column, {group: "gap"}, characteristic)


def _by_group(estimates, options, column, wanted, characteristic):  # type: ignore[no-untyped-def]
    numbers = {f"(change {number})": option.name for number, option in enumerate(options)}
    for label, value, (low, high) in zip(
        estimates.labels, estimates.values, estimates.interval(), strict=True
    ):
        if label.by.get(column) in wanted:
            figure = f"{characteristic}: {wanted[label.by[column]]}"
            yield (numbers[label.outcome], figure), (float(value), float(low), float(high))


def truths(every: Sequence[Weighed]) -> dict[Key, float]:
    """The true figures under the same names."""
    found: dict[Key, float] = {}
    for option in every:
        found[option.option, "everyone"] = option.everyone
        found[option.option, "cost"] = option.cost
        found[option.option, f"ethnic_group: {SMALL}"] = option.changes["ethnic_group", SMALL]
        for name, levels in TOLD_OF.items():
            found[option.option, f"{name}: gap"] = option.gaps[name].change
            for level in levels:
                found[option.option, f"{name}: {level}"] = option.changes[name, level]
    return found


def covered(place: Town, story: Story, *, surveys: int, first: int = 1) -> dict[Key, dict[str, float]]:
    """Share of surveys whose interval holds the truth, and how far estimates are off on average."""
    options, true = options_of(story), truths(weighed(place, story=story))
    every = [
        found_in(survey_again(place, seed=seed), options, seed=seed) for seed in range(first, first + surveys)
    ]
    return {key: _summed([each[key] for each in every], value) for key, value in true.items()}


def _summed(found: Sequence[tuple[float, float, float]], true: float) -> dict[str, float]:
    value, low, high = np.array(found).T
    return {
        "true": round(true, 4),
        "held": round(float(((low <= true) & (true <= high)).mean()), 4),
        "off": round(float((value - true).mean()), 4),
        "sd": round(float(value.std(ddof=1)), 4),
        "se": round(float(((high - low) / 2 / 1.959964).mean()), 4),
    }


def main(surveys: int, *, write: bool) -> None:
    """Print and store the shares."""
    place, rows = town(), []
    for story in STORIES:
        print(f"{story}, {surveys} surveys: true effect, share of intervals that hold it, mean error, sd, se")
        for (option, figure), found in covered(place, story, surveys=surveys).items():  # type: ignore[arg-type]
            rows.append({"story": story, "option": option, "figure": figure, **found})
            print(
                f"{option:<38}{figure:<40}{found['true']:>11.2f}{100 * found['held']:>7.1f}%"
                f"{found['off']:>10.3f}{found['sd']:>10.3f}{found['se']:>10.3f}",
                flush=True,
            )
    if write:
        lines = ",\n".join(json.dumps(row) for row in rows)
        RESULTS.write_text(f'{{"surveys": {surveys}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else SURVEYS, write="--write" in sys.argv)
