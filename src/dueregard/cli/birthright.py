"""``dueregard birthright``: how much of inequality goes with what nobody chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.birthright_answer import print_birthright
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import discreet_notes, uncounted
from dueregard.errors import UsageError

__all__ = ["birthright"]


def birthright(
    table: str,
    /,
    *,
    outcome: str,
    circumstance: list[str],
    estimator: list[str] | None = None,
    scale: Literal["level", "log"] | None = None,
    alpha: float = 0.01,
    min_size: int = 50,
    growth: Literal["auto", "design", "unweighted"] = "auto",
    trees: int = 200,
    missing: Literal["level", "drop", "refuse"] = "level",
    equal_bands: int | None = None,
    entry_age: str | None = None,
    exit_age: str | None = None,
    at_age: float | None = None,
    replicates: int = 200,
    null_draws: int = 499,
    seed: int = 1,
    level: float = 0.95,
    where: str | None = None,
    design: Design | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Estimate how much of inequality goes with circumstances at birth: family, ethnic origin, place.

    For example: `dueregard birthright people.csv --outcome income --circumstance family=parent_occupation
    --circumstance ethnic_origin=ethnicity --circumstance place=region`. It is a lower bound: circumstances
    that the table does not hold would add to it.

    Parameters
    ----------
    table
        A table of people.
    outcome
        A column of numbers, or a condition such as `"good_health == 'yes'"`.
    circumstance
        A group of circumstances and its columns, as `name=column,column`; repeat for up to eight groups,
        between which inequality is split. A column alone is a group of its own.
    estimator
        `tree` and `forest` (conditional inference), `parametric` (a regression), `nonparametric` (every
        distinct profile is a type), `expost` (types compared at equal effort) or `all`; repeat. By
        default tree, parametric and nonparametric.
    scale
        Of trees and regressions. By default trees are in levels, and regressions in logarithms of amounts
        and log odds of yes/no outcomes.
    alpha
        Significance at which a tree splits.
    min_size
        Fewest people of a tree's type.
    growth
        How splits of a tree are tested: under the survey `design`; `unweighted`, by permutation of the people
        as interviewed, as published trees are; or `auto`: by design where there are strata, clusters,
        replicate weights or known totals, and unweighted with sampling weights alone. Means are weighted.
    trees
        Of a forest.
    missing
        People whose answer to a circumstance is missing are a `level` of their own, are left out (`drop`), or
        are a reason to stop (`refuse`).
    equal_bands
        Cut circumstances that are measurements, such as a parent's income, into so many bands of like numbers
        of people.
    entry_age
        Column of the age at which people came under observation: with --exit-age, and an outcome that says
        who died, the answer is life expectancy by type of birth.
    exit_age
        Column of the age at which they died or left.
    at_age
        Age from which life expectancy is counted, a multiple of five; by default the lowest.
    replicates
        Replicate weights behind the intervals, where the table has none; 0 for no intervals.
    null_draws
        Shuffles behind the test whether a group of circumstances matters at all; 0 for no tests.
    seed
        Of replicates, forests and shuffles.
    level
        Confidence level.
    where
        Whom to estimate for, for instance `"age >= 25"`. Everybody stays in the design.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.causes import birthright as report
    from dueregard.causes.birthright.releasing import released

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    groups = _groups(circumstance)
    with progress_bar(quiet=quiet) as progress, uncounted(release=release):
        progress("Reading the table", 0.05)
        people = (design or Design()).read(table, where=where)
        found = report(
            people,
            outcome=outcome,
            circumstances=groups,
            estimators=estimator,
            scale=scale,
            alpha=alpha,
            min_size=min_size,
            growth=growth,
            trees=trees,
            missing=missing,
            equal_bands=equal_bands,
            entry=entry_age,
            exit=exit_age,
            at_age=at_age,
            replicates=replicates,
            null_draws=null_draws,
            seed=seed,
            level=level,
            progress=progress,
        )
        notes, doubts = [*found.notes, *people.notes], list(found.warnings)
        answer = found.to_dict()
        if release:
            passed = released(found, count=people.design.count)
            found = passed.report
            notes, doubts = discreet_notes(notes, found.records), discreet_notes(doubts, ())
            answer = found.to_dict() | {"tree": passed.tree}
    answer |= {"warnings": doubts, "notes": notes}
    if as_json:
        print_json(answer.pop("estimates"), **answer)
    elif as_csv:
        print_csv([record.to_dict() for record in found.records])
    else:
        print_birthright(found, warnings=doubts, notes=notes)


def _groups(told: Iterable[str]) -> dict[str, list[str]]:
    """Read ``name=column,column``; a column alone is a group of that name."""
    groups: dict[str, list[str]] = {}
    for text in told:
        name, given, columns = text.partition("=")
        name = name.strip()
        if name in groups:
            raise UsageError(
                f"The group of circumstances {name!r} is given twice.",
                remedy=f"Write its columns together: {name}=one,other.",
            )
        groups[name] = [each.strip() for each in columns.split(",") if each.strip()] if given else [name]
    return groups
