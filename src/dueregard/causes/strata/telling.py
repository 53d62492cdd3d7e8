"""What a study of strata found, and what to be careful with, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.causes.strata.modelling import Modelled
from dueregard.causes.strata.people import StrataPeople

if TYPE_CHECKING:
    from dueregard.causes.strata.findings import Figure, StrataFindings

__all__ = ["statements_of", "warnings_of"]

FEW_STRATA = 20
SURE = 0.05
LEAST = 0.001
MOST_NAMED = 3


def statements_of(found: StrataFindings) -> tuple[str, ...]:
    """Tell what was found.

    Parameters
    ----------
    found : StrataFindings
        Numbers.

    Returns
    -------
    tuple of str
        Sentences that are true to their uncertainty, and say nothing of causes.
    """
    return tuple(each for each in (_between(found), _explained(found), _interacting(found)) if each)


def _between(found: StrataFindings) -> str:
    what = f"the variance of {found.outcome}" + (" (latent scale)" if found.family == "binomial" else "")
    crossed = _listed([label.lower() for label in found.variables.values()])
    if found.adjusted:
        what += f", with {_listed(list(found.adjusted))} held constant,"
    value = found.vpc.value
    if value == 0:
        doubt = _range(found.vpc, found.level)
        return (
            f"Strata of {crossed} do not differ more than chance would have it: the variance between them is "
            f"estimated as exactly 0{doubt}."
        )
    assert value is not None
    return f"{value:.1%} of {what} lies between strata of {crossed}{_range(found.vpc, found.level)}." + (
        ""
        if found.chance is None or found.chance < SURE
        else f" Chance alone could do that (p = {found.chance:.2f})."
    )


def _explained(found: StrataFindings) -> str:
    share = found.pcv.value
    if share is None:
        return f"What crossing adds cannot be told: {found.pcv.reason}."
    if share == 1:
        return (
            "The characteristics, each by itself, account for all of that (PCV exactly 1, by maximum "
            f"likelihood){_nothing_left(found)}."
        )
    if share < 0:
        return (
            f"The characteristics, each by itself, account for none of that (PCV {share:.1%}: with them, "
            "strata differ more from what is expected)."
        )
    return (
        f"The characteristics, each by itself, account for {share:.1%} of that"
        f"{_range(found.pcv, found.level)}; {1 - share:.1%} is left to their crossing "
        f"(PCV, by maximum likelihood{_doubt(found)})."
    )


def _doubt(found: StrataFindings) -> str:
    if found.chance_main is None:
        return ""
    p = "p < 0.001" if found.chance_main < LEAST else f"p = {found.chance_main:.3f}"
    return f"; {p} if crossing added nothing"


def _nothing_left(found: StrataFindings) -> str:
    if found.chance_main is None:
        return ": no sign that crossing them adds anything"
    if found.chance_main >= SURE:
        return f": no sign that crossing them adds anything (p = {found.chance_main:.2f})"
    return (
        ", yet strata differ more from what is expected than chance would have it "
        f"(p = {found.chance_main:.3f}): the number of strata is small for maximum likelihood"
    )


def _interacting(found: StrataFindings) -> str:
    if found.main is None or found.by_chance is None:
        return ""
    flagged, size = len(found.flagged), len(found.strata)
    if not flagged:
        return (
            f"No stratum stands out from what its characteristics imply, of {size:,}, which is not to say "
            "that none differs."
        )
    expected = "fewer than 0.1" if found.by_chance < 0.1 else f"about {found.by_chance:.1f}"
    verb = "differs from what its" if flagged == 1 else "differ from what their"
    return (
        f"{flagged:,} of {size:,} strata {verb} characteristics imply; {expected} would by chance if no "
        "crossing added anything."
    )


def warnings_of(found: StrataFindings, read: StrataPeople, model: Modelled) -> tuple[str, ...]:
    """Tell what to be careful with.

    Parameters
    ----------
    found : StrataFindings
        Numbers.
    read : StrataPeople
        Of the people.
    model : Modelled
        Of them.

    Returns
    -------
    tuple of str
        Sentences.
    """
    told = (
        *_about_size(found, read),
        *_about_answers(found, read),
        *_about_main(found, model),
        *_about_design(read),
    )
    full = "The people are a full count: intervals are about a model of which they are one outcome."
    return (*told, full) if read.full else told


def _about_design(read: StrataPeople) -> Iterator[str]:
    if read.rows is not None and read.rows.design.clustered:
        yield (
            "Intervals of single strata take people of one sampling unit as no more alike than others; where "
            "they are, those intervals are too narrow. Intervals of the whole count it."
        )


def _about_size(found: StrataFindings, read: StrataPeople) -> Iterator[str]:
    if read.size < FEW_STRATA:
        yield (
            f"There are {read.size} strata: with fewer than {FEW_STRATA}, the variance between them is known "
            "roughly, and what is drawn from it too."
        )
    if sparse := sum(each.sparse for each in found.strata):
        words = "1 stratum has" if sparse == 1 else f"{sparse} strata have"
        yield f"{words} fewer than 10 people: where they stand is mostly borrowed from the other strata."
    possible = math.prod(len(levels) for levels in read.levels)
    if possible > read.size:
        yield f"{possible - read.size:,} of {possible:,} possible strata have nobody."


def _about_answers(found: StrataFindings, read: StrataPeople) -> Iterator[str]:
    if found.family == "gaussian" and read.two_valued:
        yield (
            f"{found.outcome} is only ever 0 or 1, and the model treats it as a measurement: the binomial "
            "family fits it better."
        )
    same = int(((read.tally.yeses == 0) | (read.tally.yeses == read.tally.people)).sum())
    if found.family == "binomial" and same:
        yield (
            f"In {same} of {read.size} strata everybody gave the same answer: their raw shares of 0% or "
            "100% mean little, and predictions draw on the other strata."
        )


def _about_main(found: StrataFindings, model: Modelled) -> Iterator[str]:
    if found.main is None:
        yield (
            f"There is no main-effects model: {model.why_no_main}. Predictions are drawn towards the mean of "
            "all strata."
        )
        return
    if model.main_part.aliased:
        yield (
            "Some levels cannot be told apart from others by these strata, and are left out of the main "
            f"effects: {_listed(list(model.main_part.aliased), MOST_NAMED)}."
        )
    if found.main_is_uneven:
        yield (
            "By maximum likelihood, which the PCV compares models by, nothing is left between strata beyond "
            f"the main effects; by REML a variance of {found.main.variance:,.4g} is left, which interactions "
            "are drawn from."
        )
    if found.main.boundary and found.null is not None and not found.null.boundary:
        yield (
            "With the main effects, the variance between strata is estimated as exactly 0 (at the boundary): "
            "a result, not a failure. Intervals of interactions count that it is uncertain."
        )


def _range(figure: Figure, level: float) -> str:
    if figure.low is None or figure.high is None:
        return ""
    rough = ", approximate" if figure.status == "approximate" else ""
    return f" ({level:.0%} interval {figure.low:.1%} to {figure.high:.1%}{rough})"


def _listed(names: list[str], most: int = 12) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
