"""Equality of outcome: gaps, the poorest, who loses, and closing a gap by harming the better-off."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Signal, Unknown
from dueregard.appraisal.instruments.effects import Effects, effects_by, effects_of
from dueregard.appraisal.instruments.flags import flagged
from dueregard.appraisal.instruments.now import standing_now
from dueregard.appraisal.reading import is_known, size_of
from dueregard.appraisal.signals import MEANINGFUL
from dueregard.appraisal.words import change_of, listed, quoted
from dueregard.estimates import Record

__all__ = ["equality_of_outcome"]

POVERTY = "anchored_poverty_rate_change"
RELATIVE = "poverty_rate_change"


def equality_of_outcome(evidence: Evidence) -> Iterator[Finding]:
    """Find what each option does to equality of outcome.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: gaps as they stand, and how they move. Of options: stated aims, gaps, groups, the
        poorest, people in poverty, flags, the share of people who lose, and whose yardstick it is.
    """
    yield from standing_now(evidence, "outcome")
    yield from flagged(evidence, "outcome")
    for found in effects_by(evidence, "outcome"):
        yield from effects_of(found, "outcome", evidence)
        yield from _poverty(found, evidence)
        yield from _losers(found, evidence)
        yield from _yardstick(found, evidence)
        yield from _who_pays(found, evidence)


def _of_everybody(found: Effects, evidence: Evidence, measure: str) -> Record | None:
    tried = evidence.consequences
    record = tried.get(measure, found.option, found.outcome) if tried else None
    return record if is_known(record) else None


def _poverty(found: Effects, evidence: Evidence) -> Iterator[Finding]:
    tried = evidence.consequences
    change = _of_everybody(found, evidence, POVERTY)
    now = tried.get("poverty_rate", "as now", found.outcome) if tried else None
    if change is None or now is None or not now.estimate:
        return
    signal = _of_poverty(change, now.estimate)
    relative = _of_everybody(found, evidence, RELATIVE)
    if signal == "gain" and relative is not None and _of_poverty(relative, now.estimate) != "gain":
        # So much for everybody lifts some over a line that stands still, and leaves nobody less far behind.
        signal = "small gain"
    words = {
        "gain": f"Poverty (below the line as it is now) falls by {change_of(change)}.",
        "small gain": f"Poverty (below the line as it is now) falls by {change_of(change)}: by less than a "
        "tenth, or not where the line moves with everybody's income.",
        "loss": f"Poverty (below the line as it is now) rises by {change_of(change)}.",
    }
    yield found.finding(
        "outcome",
        signal,
        words.get(signal, f"Poverty: no clear change, {change_of(change)}."),
        size=size_of(change),
        good="lower",
        source="consequences-everyone",
        said_by=("table: consequences-everyone",),
        leads=2,
    )


def _of_poverty(change: Record, now: float) -> Signal:
    low = change.estimate if change.low is None else change.low
    high = change.estimate if change.high is None else change.high
    assert low is not None
    assert high is not None
    if low > 0:
        return "loss"
    least = MEANINGFUL * now
    if high < 0:
        return "gain" if -(change.estimate or 0.0) >= least else "small gain"
    return "too wide" if low < -least and high > least else "close"


def _losers(found: Effects, evidence: Evidence) -> Iterator[Finding]:
    share = _of_everybody(found, evidence, "losers_share")
    if share is None or not share.estimate:
        return
    yield found.finding(
        "outcome",
        "said",
        f"Of all people, {share.estimate:.0%} lose something.",
        short=f"{share.estimate:.0%} of all people lose",
        size=size_of(share),
        good="lower",
        source="consequences-everyone",
        said_by=("table: consequences-everyone",),
        leads=2,
    )


def _yardstick(found: Effects, evidence: Evidence) -> Iterator[Finding]:
    """Say which outcomes an option was not tried on, and whether it is measured by its own author's."""
    outcomes = evidence.specification.outcomes
    others = [each for each in outcomes if each.name != found.outcome]
    own = next((each.authored_by for each in outcomes if each.name == found.outcome), None)
    option = next((each for each in evidence.options if each.name == found.option), None)
    authors = set(option.authored_by) if option else set()
    if others:
        names = listed([quoted(each.name) for each in others])
        yield found.finding(
            "outcome",
            "said",
            f"What it does to {names} was not worked out.",
            leads=2,
            gap=Unknown(what=f"What {found.option} does to {names}."),
        )
    if authors and authors == {own} and any(each.authored_by not in (None, own) for each in others):
        yield found.finding(
            "outcome",
            "own yardstick",
            f"{own} designed the option and asked for the only outcome it was tried on; others asked for "
            "outcomes that it was not tried on.",
            said_by=(f"author: {own}",),
            leads=2,
            short="tried only on the outcome that its own designer asked for",
        )


def _who_pays(found: Effects, evidence: Evidence) -> Iterator[Finding]:
    """Say so where nobody in the figures bears the cost: then everybody may seem to gain."""
    tried = evidence.consequences
    told = {each.name: each for each in tried.findings.options} if tried else {}
    if found.option in told and not told[found.option].pays_here:
        yield found.finding(
            "outcome",
            "said",
            "Who pays for it, or gets what it saves, is not in these figures.",
            leads=2,
            short="who pays is not in the figures",
            gap=Unknown(what=f"Who pays for {found.option}, and what they give up."),
        )
