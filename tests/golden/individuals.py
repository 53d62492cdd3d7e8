"""Slope, relative and concentration indices of individuals in a survey: R healthequal."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from dueregard.engine import evaluate
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.measures.fractional_ranks import FractionalRanks
from tests.golden import deviations
from tests.golden.calculation import EXACT, ITERATIVE, Calculation, Found
from tests.golden.estimated import estimated, table_of
from tests.golden.health_equity import around, around_logarithm, no_names
from tests.golden.rows import Row

LINKS = {"TRUE": "linear", "FALSE": "logit"}
KINDS = {
    "aci": "generalised",
    "rci": "standard",
    "rci_wagstaff": "wagstaff,lower=0,upper=1",
    "rci_erreygers": "erreygers,lower=0,upper=1",
}
SLOPE = "slope_index:sba,rank=subgroup_order"


def with_known_ranks(measure: str, row: Row, folder: Path) -> Estimates:
    """Our estimate as if the ranks were not estimated: without the influence that goes through them."""
    whole = FractionalRanks.scored

    def own_only(self, values, own, slope):
        return whole(self, values, own, 0 * slope)

    with patch.object(FractionalRanks, "scored", own_only):
        known = evaluate(table_of(row.scenario, folder), [parse_measure(measure)])
    ours = estimated(row.scenario, [measure], folder)
    assert abs(ours.se[0] / known.se[0] - 1) > 1e-3, "the ranks make no difference"
    return known


def _index(text: str, *, link: str, relative: bool) -> Calculation:
    measure = f"{text}:sba,rank=subgroup_order,link={link}"

    def find(row: Row, folder: Path) -> Found:
        known = with_known_ranks(measure, row, folder)
        if relative:
            return around_logarithm(known.values, known.se / known.values)
        return around(known.values, known.se)

    # R stops a logistic regression when the deviance changes by less than 1e-8 of itself.
    loose = EXACT if link == "linear" else ITERATIVE
    return Calculation(
        ours=measure,
        find=find,
        names=no_names,
        looser=dict.fromkeys(("estimate.se", "estimate.lowerci", "estimate.upperci"), loose),
        inputs=("estimate.measure",),
        deviation=deviations.KNOWN_RANKS,
    )


def _concentration(kind: str) -> Calculation:
    measure = f"concentration_index:sba,rank=subgroup_order,kind={kind}"

    def find(row: Row, folder: Path) -> Found:
        # An index of known ranks and mean is the slope times a number, so both have the same relative error.
        slope = with_known_ranks(SLOPE, row, folder)
        ours = estimated(row.scenario, [measure], folder)
        return around(ours.values, slope.se * ours.values / slope.values)

    return Calculation(
        ours=measure,
        find=find,
        names=no_names,
        inputs=("estimate.measure",),
        deviation=deviations.KNOWN_RANKS,
    )


CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    **{
        f"he_individual_{theirs}_linear{flag}": _index(ours, link=link, relative=theirs == "rii")
        for theirs, ours in (("sii", "slope_index"), ("rii", "relative_index"))
        for flag, link in LINKS.items()
    },
    **{f"he_individual_{theirs}": _concentration(kind) for theirs, kind in KINDS.items()},
}
