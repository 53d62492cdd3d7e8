"""How often 95% intervals hold the true effects of Brackwater's options, over surveys that might have been.

Each survey draws other households from the town, with the design, the weights and the unanswered questions of
the casebook's own. Options are applied and estimated as ``dueregard simulate`` does. Who takes up a grant is
drawn in two ways:

- *settled*: everybody in the town would take it up or would not, whoever is interviewed. The truth is what
  becomes of the town.
- *anew*: each survey draws it again, as any survey does whose ids are not those of the town. The truth is
  ``dueregard.demo.weighed``, over all draws. What chance would do to the town itself is in no interval.

Run with ``python benchmarks/coverage_demo.py [surveys]``: about a minute for 100, the default, on an idle
machine. With ``--write`` the shares are stored, and a test holds ``docs/brackwater.md`` to them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard import measures
from dueregard.consequences.columns import with_columns
from dueregard.consequences.effects import Baseline, changes_of
from dueregard.demo import Town, Weighed, town, weighed
from dueregard.demo.survey import survey_again
from dueregard.demo.truth_of_options import STORIES, TOLD_OF
from dueregard.estimates import Estimates
from dueregard.options import (
    Option,
    apply_option,
    formulas_of,
    is_drawn,
    read_option,
    read_rows,
    units_of,
)
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

SETTLED, ANEW = "settled", "anew"
TOWN_SEED, ANEW_SEEDS = 1, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An option, in a story, with one way of drawing who takes it up."""

    story: str
    draws: str
    option: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An estimate, or a truth, and the ends of its interval."""

    value: float
    low: float
    high: float


Key = tuple[int, str]
"""Which case, and which figure of it."""


def options_of(story: str) -> list[Option]:
    """The options of a story as they lie in the package."""
    other = DEMO / f"options_{story.replace('-', '_')}"
    files = sorted((DEMO / "options").glob("*.toml"))
    return [read_option(other / file.name if (other / file.name).exists() else file) for file in files]


def cases() -> list[Case]:
    """Every option once, and those with a grant in each story and each way of drawing."""
    found = []
    for story in STORIES:
        for option in options_of(story):
            if is_drawn(option):
                found += [Case(story=story, draws=draws, option=option) for draws in (SETTLED, ANEW)]
            elif story == STORIES[0]:
                found.append(Case(story=story, draws=SETTLED, option=option))
    return found


def changes_and_costs(
    table: pa.Table, wanted: Sequence[Case], *, seed: int, designed: bool = True
) -> tuple[People, Sequence[NDArray[np.float64]], Sequence[NDArray[np.float64]], NDArray[np.int64]]:
    """Apply every case to a table whose people have the numbers of the town."""
    design = {"weight": "weight", "strata": "stratum", "cluster": ["household"], "fpc": ["ward_households"]}
    people = read_people(table, **(design if designed else {}))  # type: ignore[arg-type]
    formulas = {formula for case in wanted for formula in formulas_of(case.option).values()}
    rows = read_rows(
        people, outcome=OUTCOME, formulas=formulas, codes=["person", "household", "council_tax_help"]
    )
    baseline = Baseline(
        outcome=rows.outcome,
        weight=rows.weight,
        line=0.0,
        median=0.0,
        household=rows.codes["household"].index,
        scale=table[SCALE].to_numpy()[rows.row],
    )
    units = units_of("person", rows.codes["person"], rows, column="person")
    applied = [
        apply_option(case.option, rows, units, seed=TOWN_SEED if case.draws == SETTLED else ANEW_SEEDS + seed)
        for case in wanted
    ]
    return people, [changes_of(each, baseline) for each in applied], [each.cost for each in applied], rows.row


def found_in(table: pa.Table, wanted: Sequence[Case], *, seed: int) -> dict[Key, Found]:
    """Estimates of each case's effect on the groups of the story, from a survey with the town's numbers."""
    people, changes, costs, row = changes_and_costs(table, wanted, seed=seed)
    added = {f"(change {number})": values for number, values in enumerate(changes)}
    added |= {f"(cost {number})": values for number, values in enumerate(costs)}
    return dict(_figures(with_columns(people, row, added), len(wanted)))


def _figures(people: People, count: int) -> Iterator[tuple[Key, Found]]:
    changes = [measures.mean(f"(change {number})") for number in range(count)]
    whole = people.estimate(*changes, *(measures.total(f"(cost {number})") for number in range(count)))
    keys = [(number, figure) for figure in ("everyone", "cost") for number in range(count)]
    for key, value, (low, high) in zip(keys, whole.values, whole.interval(), strict=True):
        yield key, Found(value=float(value), low=float(low), high=float(high))
    for characteristic, column in COLUMNS.items():
        by_group = people.estimate(*changes, by=[column])
        levels = TOLD_OF.get(characteristic, (SMALL,))
        yield from _of_groups(by_group, column, {level: f"{characteristic}: {level}" for level in levels})
        if characteristic in TOLD_OF:
            group, reference = TOLD_OF[characteristic]
            gaps = by_group.difference(column, reference=reference)
            yield from _of_groups(gaps, column, {group: f"{characteristic}: gap"})


def _of_groups(estimates: Estimates, column: str, figures: Mapping[str, str]) -> Iterator[tuple[Key, Found]]:
    for label, value, (low, high) in zip(
        estimates.labels, estimates.values, estimates.interval(), strict=True
    ):
        figure = figures.get(label.by[column])
        if figure is not None:
            number = int(str(label.outcome).strip("()").rpartition(" ")[2])
            yield (number, figure), Found(value=float(value), low=float(low), high=float(high))


def truths(place: Town, wanted: Sequence[Case]) -> dict[Key, float]:
    """The true figures: of the town's own draws where they are settled, else over all draws."""
    over_all = {
        (story, true.option): dict(_of_weighed(true))
        for story in STORIES
        for true in weighed(place, story=story)  # type: ignore[arg-type]
    }
    table = place.table()
    _, changes, costs, _ = changes_and_costs(table, wanted, seed=0, designed=False)
    found: dict[Key, float] = {}
    for number, case in enumerate(wanted):
        settled = dict(_of_everyone(table, changes[number], costs[number]))
        figures = settled if case.draws == SETTLED else over_all[case.story, case.option.name]
        found |= {(number, figure): value for figure, value in figures.items()}
    return found


def _of_weighed(true: Weighed) -> Iterator[tuple[str, float]]:
    yield from (("everyone", true.everyone), ("cost", true.cost))
    yield f"ethnic_group: {SMALL}", true.changes["ethnic_group", SMALL]
    for name, levels in TOLD_OF.items():
        yield f"{name}: gap", true.gaps[name].change
        yield from ((f"{name}: {level}", true.changes[name, level]) for level in levels)


def _of_everyone(
    table: pa.Table, change: NDArray[np.float64], cost: NDArray[np.float64]
) -> Iterator[tuple[str, float]]:
    yield from (("everyone", float(change.mean())), ("cost", float(cost.sum())))
    for name, column in COLUMNS.items():
        answers = np.array(table[column].to_pylist())
        means = {level: float(change[answers == level].mean()) for level in TOLD_OF.get(name, (SMALL,))}
        yield from ((f"{name}: {level}", mean) for level, mean in means.items())
        if name in TOLD_OF:
            group, reference = TOLD_OF[name]
            yield f"{name}: gap", means[group] - means[reference]


def summed(found: Sequence[Found], true: float) -> dict[str, float]:
    """Share of intervals that hold the truth, and how estimates lie about it."""
    value, low, high = (np.array([getattr(each, end) for each in found]) for end in ("value", "low", "high"))
    return {
        "true": round(true, 4),
        "held": round(float(((low <= true) & (true <= high)).mean()), 4),
        "off": round(float((value - true).mean()), 4),
        "sd": round(float(value.std(ddof=1)), 4),
        "se": round(float(((high - low) / 2 / 1.959964).mean()), 4),
    }


def main(surveys: int, *, write: bool) -> None:
    """Print and store the shares."""
    place, wanted, rows = town(), cases(), []
    every = [
        found_in(survey_again(place, seed=seed, numbered=False), wanted, seed=seed)
        for seed in range(1, surveys + 1)
    ]
    print(f"{surveys} surveys: true effect, share of intervals that hold it, mean error, sd, se")
    for (number, figure), true in truths(place, wanted).items():
        case = wanted[number]
        found = summed([each[number, figure] for each in every], true)
        named = {"story": case.story, "draws": case.draws, "option": case.option.name, "figure": figure}
        rows.append({**named, **found})
        print(
            f"{case.story:<12}{case.draws:<8}{case.option.name:<36}{figure:<40}{true:>11.2f}"
            f"{100 * found['held']:>7.1f}%{found['off']:>10.3f}{found['sd']:>10.3f}{found['se']:>10.3f}"
        )
    if write:
        lines = ",\n".join(json.dumps(row) for row in rows)
        RESULTS.write_text(f'{{"surveys": {surveys}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else SURVEYS, write="--write" in sys.argv)
