"""The birthright report: people in, findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.birthright.asked import Settings, asked_circumstances, asked_estimators
from dueregard.causes.birthright.estimating import Computed, Progress, computed
from dueregard.causes.birthright.findings import Birthright
from dueregard.causes.birthright.labelled import labelled, records_of
from dueregard.causes.birthright.models import Scale
from dueregard.causes.birthright.outcomes import OutcomeKind, kind_of_outcome
from dueregard.causes.birthright.profiles import profiles_of, summands
from dueregard.causes.birthright.study import Study
from dueregard.causes.birthright.typing_trees import Opportunity, grower_of, opportunity
from dueregard.causes.birthright.usable import refuse_measurements, usable
from dueregard.causes.birthright.words import headline_of, notes_of, scale_words, warnings_of
from dueregard.causes.sample import Missing, Sample, read_sample
from dueregard.engine import parse
from dueregard.errors import PeopleError
from dueregard.people import People

__all__ = ["birthright"]


def birthright(
    people: People,
    *,
    outcome: str,
    circumstances: Mapping[str, Sequence[str]],
    estimators: Sequence[str] | None = None,
    scale: Scale | None = None,
    alpha: float = 0.01,
    min_size: int = 50,
    growth: str = "design",
    trees: int = 200,
    missing: Missing = "level",
    replicates: int = 200,
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
    growth : {"design", "unweighted"}
        Whether splits are tested under the survey design, or as if everybody counted alike.
    trees : int
        Of a forest.
    missing : {"level", "drop", "refuse"}
        What becomes of people whose answer to a circumstance is missing.
    replicates : int
        Replicate weights that are made where the user gave none; 0 for no intervals.
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
        When everybody has the same outcome, or the same circumstances.

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
    chosen = asked_estimators(estimators)
    groups = asked_circumstances(circumstances, outcome=outcome, estimators=chosen, used=parse(outcome).columns)
    settings = Settings(
        estimators=chosen,
        scale=scale,
        alpha=alpha,
        min_size=min_size,
        growth=growth,
        trees=trees,
        replicates=replicates,
        seed=seed,
        level=level,
    )
    told("Reading the people", 0.0)
    refuse_measurements(people, groups)
    factors = [column for columns in groups.values() for column in columns]
    sample = read_sample(people, outcome=outcome, factors=factors, missing=missing)
    return report_of(sample, outcome=outcome, groups=groups, settings=settings, source=people.title, progress=told)


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
    if np.ptp(sample.outcome) <= 1e-12 * max(1.0, float(np.abs(sample.outcome).max())):
        raise PeopleError(
            f"Everybody has the same {outcome!r}: there is no inequality for circumstances to go with.",
            remedy="Choose an outcome that differs between people.",
        )
    kind = kind_of_outcome(sample.outcome)
    settings, dropped = usable(settings, kind)
    varying = _varying(sample, groups)
    grower, logs = grower_of(sample, settings), settings.scale == "log"
    study = Study(
        outcome=sample.outcome,
        profiles=profiles_of(sample.codes, [len(levels) for levels in sample.levels]),
        groups=varying.columns,
        kind=kind,
        sums=summands(sample.outcome, sample.weight, logs=logs),
        settings=settings,
        grower=grower,
    )
    found = computed(study, sample, progress=told)
    told("Putting it into words", 1.0)
    estimates = labelled(found, study, sample, outcome=outcome, source=source)
    return Birthright(
        outcome=outcome,
        circumstances=dict(groups),
        estimates=estimates,
        records=(),
        types=(),
        headline="",
        estimators=settings.estimators,
        scale=scale_words(study),
        seed=settings.seed,
        level=settings.level,
    )


def _silent(_doing: str, _share: float) -> None:
    return None
