"""The birthright report: people in, findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.causes.birthright.asked import Growth, Settings, asked_circumstances, asked_estimators
from dueregard.causes.birthright.doubting import by_chance, doubts_of
from dueregard.causes.birthright.estimating import Progress, computed
from dueregard.causes.birthright.findings import Birthright
from dueregard.causes.birthright.growing import Orchard
from dueregard.causes.birthright.labelled import labelled
from dueregard.causes.birthright.life_report import life_report
from dueregard.causes.birthright.models import Scale
from dueregard.causes.birthright.outcomes import kind_of_outcome
from dueregard.causes.birthright.profiles import profiles_of, summands
from dueregard.causes.birthright.reading import read_circumstances
from dueregard.causes.birthright.study import Study
from dueregard.causes.birthright.testing import tested
from dueregard.causes.birthright.types import TypesFound, types_of_profiles, types_of_tree
from dueregard.causes.birthright.usable import varying
from dueregard.causes.birthright.warnings import warnings_of
from dueregard.causes.birthright.words import LOWER_BOUND, OF_A_YES, headline_of, scale_words
from dueregard.causes.left_out import Missing
from dueregard.causes.sample import Sample
from dueregard.causes.trees import Tree
from dueregard.causes.written import columns_in
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import records
from dueregard.people import People

__all__ = ["birthright"]

FEWEST = 10
"""Of fewer people, every share is chance."""


def birthright(
    people: People,
    *,
    outcome: str,
    circumstances: Mapping[str, Sequence[str]],
    estimators: Sequence[str] | None = None,
    scale: Scale | None = None,
    alpha: float = 0.01,
    min_size: int = 50,
    growth: Growth = "auto",
    trees: int = 200,
    missing: Missing = "level",
    equal_bands: int | None = None,
    entry: str | None = None,
    exit: str | None = None,
    at_age: float | None = None,
    replicates: int = 200,
    null_draws: int = 499,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Birthright:
    """Estimate how much of inequality in an outcome goes with what nobody chooses.

    The outcome is smoothed over circumstances at birth: everybody gets what people of their circumstances
    have on average. The inequality that is left is inequality of opportunity. Circumstances that are not in
    the table would only add to it, so that the share is a lower bound; but an estimator with many types also
    counts chance, which is why several are shown.

    Parameters
    ----------
    people : People
        With their design; of a domain, its people.
    outcome : str
        A column of numbers or an expression; a condition gives a yes/no outcome.
    circumstances : mapping of str to sequence of str
        Columns by group, such as ``{"family": ["father_class", "mother_class"], "place": ["region"]}``.
    estimators : sequence of str, optional
        Of ``tree``, ``forest``, ``parametric``, ``nonparametric``, ``expost``, or ``all``; by default the
        tree, the regression and distinct profiles.
    scale : {"level", "log"}, optional
        Of trees and regressions; by default levels for trees, and for regressions logarithms of amounts and
        log odds of chances.
    alpha : float
        Significance at which a tree splits, after adjusting for the number of circumstances.
    min_size : int
        Fewest people of a tree's type.
    growth : {"auto", "design", "unweighted"}
        Whether splits are tested under the survey design, or by permutation as if everybody counted alike.
        By default the design, where there are strata, clusters, replicate weights or known totals; with
        sampling weights alone, the people as interviewed. Means of types are always weighted.
    trees : int
        Of a forest.
    missing : {"level", "drop", "refuse"}
        What becomes of people whose answer to a circumstance is missing.
    equal_bands : int, optional
        Cut circumstances that are measurements into so many bands.
    entry, exit : str, optional
        Columns of the ages at which people came under observation and left it. Then the outcome says who
        died on leaving, and the report is of life expectancy.
    at_age : float, optional
        Age from which life expectancy is counted, a multiple of five; by default the lowest.
    replicates : int
        Replicate weights that are made where the user gave none; 0 for no intervals.
    null_draws : int
        Shuffles of each test whether a group of circumstances matters at all; 0 for no tests.
    seed : int
        Of replicates, forests and shuffles.
    level : float
        Confidence level.
    progress : callable, optional
        Told how far it is: words, and a share from 0 to 1.

    Returns
    -------
    Birthright

    Raises
    ------
    UsageError
        For circumstances that cannot be: none, in two groups, the outcome itself, measurements, too many
        groups.
    ColumnNotFound
        For a column that is not there.
    PeopleError
        When everybody has the same outcome, or the same circumstances, or there are too few people.

    References
    ----------
    Roemer (1998), Equality of Opportunity; Ferreira and Gignoux (2011), Review of Income and Wealth 57,
    622-657; Brunori, Hufe and Mahler (2023), Scandinavian Journal of Economics 125, 900-932.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"pay": [10.0, 12.0, 20.0, 22.0] * 30, "born": ["a", "a", "b", "b"] * 30})
    >>> report = birthright(people, outcome="pay", circumstances={"place": ["born"]}, replicates=0)
    >>> round(report.value("r2", estimator="tree").estimate, 4)
    0.9615
    """
    told = progress or _silent
    chosen = asked_estimators(estimators, groups=len(circumstances))
    groups = asked_circumstances(
        circumstances, estimators=chosen, used=tuple(columns_in(outcome, people.table))
    )
    settings = Settings(
        estimators=chosen,
        scale=scale,
        alpha=alpha,
        min_size=min_size,
        growth=growth,
        trees=trees,
        replicates=replicates,
        null_draws=null_draws,
        seed=seed,
        level=level,
    )
    told("Reading the people", 0.0)
    ages = _ages(entry, exit, at_age)
    sample = read_circumstances(
        people, outcome=outcome, groups=groups, missing=missing, equal_bands=equal_bands, numbers=ages
    )
    if ages:
        return life_report(
            sample,
            outcome=outcome,
            groups=groups,
            settings=settings,
            ages=(ages[0], ages[1]),
            at_age=at_age,
            source=people.title,
            progress=told,
        )
    return report_of(
        sample, outcome=outcome, groups=groups, settings=settings, source=people.title, progress=told
    )


def report_of(
    sample: Sample,
    *,
    outcome: str,
    groups: Mapping[str, tuple[str, ...]],
    settings: Settings,
    source: str | None = None,
    progress: Progress | None = None,
) -> Birthright:
    """Make a report of people who were read already.

    Parameters
    ----------
    sample : Sample
        With circumstances as factors, in the order of the groups.
    outcome : str
        What the outcome is called.
    groups : mapping of str to tuple of str
        Circumstances by group.
    settings : Settings
        How it is made.
    source : str, optional
        What to call the data.
    progress : callable, optional
        Told how far it is.

    Returns
    -------
    Birthright

    Raises
    ------
    PeopleError
        When everybody has the same outcome, or the same circumstances.
    """
    told = progress or _silent
    _refuse_few(sample, outcome)
    _refuse_constant(sample, outcome)
    kind = kind_of_outcome(sample.outcome)
    if settings.scale == "log" and kind.kind != "amount":
        raise UsageError(
            f"{outcome!r} has no logarithm for everybody: some of its values are not above 0.",
            remedy="Leave --scale out, or give --scale level.",
        )
    found = varying(sample, groups)
    sample = replace(sample, factors=tuple(sample.factors[place] for place in found.kept))
    orchard = Orchard.of(sample, settings, groups)
    study = Study(
        outcome=sample.outcome,
        profiles=profiles_of(sample.codes, [len(levels) for levels in sample.levels]),
        groups=found.groups,
        kind=kind,
        sums=summands(sample.outcome, sample.weight, logs=orchard.logs),
        settings=settings,
        splits=orchard.splits,
        grower=orchard,
        forester=orchard.forest,
    )
    return _reported(study, orchard, _Said(outcome, dict(groups), source, found.notes), told)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is only repeated."""

    outcome: str
    groups: Mapping[str, tuple[str, ...]]
    source: str | None
    notes: tuple[str, ...]


def _reported(study: Study, orchard: Orchard, said: _Said, told: Progress) -> Birthright:
    settings, sample, outcome = study.settings, orchard.sample, said.outcome
    values = computed(study, sample, progress=told)
    told("Putting it into words", 1.0)
    chance = by_chance(study, sample, values.values)
    doubts = doubts_of(study, study.sums.of_sample(study.profiles), values.values, chance)
    estimates = labelled(
        values, study, sample, outcome=outcome, source=said.source, doubts=doubts, by_chance=chance
    )
    made = tuple(records(estimates, level=settings.level))
    tests = tested(sample, study.groups, settings)
    tree = orchard.tree(range(len(sample.factors))) if _grows(settings) else None
    types = _types(study, sample, tree, outcome, said.source)
    return Birthright(
        outcome=outcome,
        circumstances=said.groups,
        estimates=estimates,
        records=made,
        types=types.types,
        type_records=types.records,
        tree=tree,
        headline=headline_of(made, study, outcome),
        warnings=warnings_of(
            study,
            sample,
            values.values,
            splits=None if tree is None else len(tree.leaves),
            by_chance=chance,
        ),
        null_tests=tests,
        notes=(LOWER_BOUND, *((OF_A_YES,) if study.kind.is_chance else ()), *sample.notes, *said.notes),
        estimators=settings.estimators,
        scale=scale_words(study),
        seed=settings.seed,
        level=settings.level,
        fewest=study.profiles.fewest,
    )


def _ages(entry: str | None, leaving: str | None, at_age: float | None) -> tuple[str, ...]:
    if entry is not None and leaving is not None:
        return (entry, leaving)
    if entry is not None or leaving is not None or at_age is not None:
        raise UsageError(
            "Life expectancy needs the ages at which people came under observation and left it.",
            remedy="Give both --entry-age and --exit-age, with an outcome that says who died.",
        )
    return ()


def _grows(settings: Settings) -> bool:
    return "tree" in settings.estimators or "expost" in settings.estimators


def _types(study: Study, sample: Sample, tree: Tree | None, outcome: str, source: str | None) -> TypesFound:
    level = study.settings.level
    if tree is not None:
        return types_of_tree(tree, sample, outcome=outcome, level=level, source=source)
    profiles = study.profiles
    return types_of_profiles(profiles.of, profiles.codes, sample, outcome=outcome, level=level, source=source)


def _refuse_few(sample: Sample, outcome: str) -> None:
    if sample.size < FEWEST:
        raise PeopleError(
            f"There are too few people to learn from what {outcome!r} goes with.",
            found=f"There are {sample.size}; the fewest is {FEWEST}.",
            remedy="Widen the condition on the people, and check which values are missing.",
            discreet=f"The fewest is {FEWEST}.",
        )


def _refuse_constant(sample: Sample, outcome: str) -> None:
    largest = float(np.abs(sample.outcome).max())
    if np.ptp(sample.outcome) <= 1e-12 * largest:
        raise PeopleError(
            f"Everybody has the same {outcome!r}: there is no inequality for circumstances to go with.",
            remedy="Choose an outcome that differs between people.",
        )


def _silent(_doing: str, _share: float) -> None:
    return None
