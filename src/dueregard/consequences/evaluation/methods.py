"""The methods: what each takes for granted, and what the look before the event can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dueregard.consequences.evaluation.panel import Panel
from dueregard.errors import PeopleError, UsageError

__all__ = ["METHODS", "SYNTHETIC", "Method", "MethodName", "chosen_method"]

MethodName = Literal["did", "event-study", "staggered", "synthetic-control", "synthetic-did", "its"]
SYNTHETIC = ("synthetic-did", "synthetic-control")
_DONORS_FOR_SYNTHETIC, _BEFORE_FOR_SYNTHETIC = 5, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method in words.

    Attributes
    ----------
    name : str
        As it is asked for.
    title : str
        In full.
    expectation : str
        What the result is measured from, after "than".
    assumption : str
        What must hold for its result to be the effect, after "only if".
    before : str
        What the look before the event can show and what it cannot.
    source : str
        Where it comes from.
    """

    name: MethodName
    title: str
    expectation: str
    assumption: str
    before: str
    source: str


_TRENDS = (
    "without it, the outcome of treated units would have changed as that of untreated ones did, "
    "nobody changed before it came, and it did not reach the untreated"
)
_SHOWS = (
    "Equal trends before the event make equal trends after it more credible; they do not prove them. "
    "A test with few periods or clusters can miss a difference that matters."
)
METHODS: dict[MethodName, Method] = {
    each.name: each
    for each in (
        Method(
            name="did",
            title="difference-in-differences, two-way fixed effects",
            expectation="untreated units lead to expect",
            assumption=_TRENDS,
            before=_SHOWS,
            source="Angrist and Pischke (2009), Mostly Harmless Econometrics, chapter 5",
        ),
        Method(
            name="event-study",
            title="event study, two-way fixed effects with one effect a period",
            expectation="untreated units lead to expect",
            assumption=_TRENDS,
            before=_SHOWS,
            source="Jacobson, LaLonde and Sullivan (1993), American Economic Review 83, 685-709",
        ),
        Method(
            name="staggered",
            title="staggered difference-in-differences, cohort by cohort",
            expectation="untreated units lead to expect",
            assumption=_TRENDS,
            before=_SHOWS,
            source="Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230",
        ),
        Method(
            name="synthetic-control",
            title="synthetic control on all outcomes before the event, each as important as the others",
            expectation="the weighted average of untreated units leads to expect",
            assumption=(
                "the weighted average of untreated units that followed the treated ones before the event "
                "would have gone on doing so, and the event did not reach them"
            ),
            before=(
                "A close fit over many periods before the event is what speaks for the method; a poor one "
                "speaks against it. Neither shows what would have happened after it."
            ),
            source="Abadie, Diamond and Hainmueller (2010), JASA 105, 493-505",
        ),
        Method(
            name="synthetic-did",
            title="synthetic difference-in-differences",
            expectation="the weighted average of untreated units leads to expect",
            assumption=(
                "without it, treated units would have kept their distance to the weighted average of "
                "untreated units, which the event did not reach"
            ),
            before=(
                "Units and periods are weighted to be parallel before the event, so parallel lines there are "
                "no test. The placebo date and the placebo units are."
            ),
            source="Arkhangelsky et al. (2021), American Economic Review 111, 4088-4118",
        ),
        Method(
            name="its",
            title="interrupted time series, segmented regression with autoregressive errors",
            expectation="the line before the event leads to expect",
            assumption=(
                "the line before the event would have gone on, and nothing else changed at the same time"
            ),
            before=(
                "There is no comparison group: whatever else happened at that time is part of the result. A "
                "placebo date shows only how often such breaks come without an event."
            ),
            source="Bernal, Cummins and Gasparrini (2017), Int J Epidemiol 46, 348-355; Turner et al. "
            "(2021), BMC Med Res Methodol 21, 181",
        ),
    )
}


def chosen_method(panel: Panel, asked: str | None, *, compared: bool) -> tuple[Method, str | None]:
    """Choose a method, or check the one that was asked for.

    Parameters
    ----------
    panel : Panel
        The rows.
    asked : str, optional
        What was asked for.
    compared : bool
        Whether it was said which units are treated.

    Returns
    -------
    tuple of Method and (str or None)
        With the reason, where it was chosen here.

    Raises
    ------
    UsageError
        For an unknown method, or one that does not fit.
    PeopleError
        When nothing is treated, or everything is from the start.
    """
    if asked is not None and asked not in METHODS:
        raise UsageError(f"There is no method {asked!r}.", remedy=f"Choose from: {', '.join(METHODS)}.")
    starts, first = panel.start_dates, int(panel.time.min())
    if not starts:
        raise PeopleError("No unit is treated in any period.", remedy="Check the column that says so.")
    later = [start for start in starts if start > first]
    if not later:
        raise PeopleError(
            "Every treated unit is treated from the first period on.",
            remedy="An evaluation needs periods before the event. If --treated marks the units that the "
            "event reached, say when it came with --event.",
        )
    if asked is None:
        name, why = _guess(panel, later, compared=compared)
        return METHODS[name], why
    method = METHODS[asked]
    _refuse_unfit(panel, method, later)
    return method, None


def _refuse_unfit(panel: Panel, method: Method, later: list[int]) -> None:
    starts = panel.start_dates
    if method.name == "its":
        if len(starts) > 1:
            raise UsageError("An interrupted time series has one event; here units start at different times.")
        return
    if not panel.untreated_units.size and len(later) < 2 and len(later) == len(starts):
        raise PeopleError(
            "There are no untreated units to compare with.",
            remedy="Name the treated ones with --treated; or, for one series, use --method its.",
        )
    if method.name in ("event-study", *SYNTHETIC):
        if len(starts) > 1:
            raise UsageError(
                f"--method {method.name} needs one start date; here units start at {len(starts)} dates.",
                remedy="Use --method staggered.",
            )
        if panel.ends:
            raise UsageError(
                "The event leaves units again, which only --method did allows for.",
                remedy="Use --method did.",
            )


def _guess(panel: Panel, later: list[int], *, compared: bool) -> tuple[MethodName, str]:
    if not panel.untreated_units.size and (not compared or len(later) == 1):
        if len(panel.start_dates) > 1:
            raise PeopleError("There are no untreated units to compare with.")
        return "its", "there are no untreated units"
    if len(later) > 1 and not panel.ends:
        return "staggered", "units start at different times"
    treated = panel.treated_units.size
    complete = panel.complete()
    enough = (
        not panel.people
        and not panel.ends
        and panel.covariates.shape[1] == 0
        and complete.untreated_units.size >= _DONORS_FOR_SYNTHETIC
        and complete.treated_units.size == treated
        and later[0] - int(panel.time.min()) >= _BEFORE_FOR_SYNTHETIC
    )
    if treated == 1 and enough:
        return "synthetic-did", "one unit is treated, many are not, and the periods before the event are many"
    return "did", "units start together" if len(later) == 1 else "the event leaves units again"
