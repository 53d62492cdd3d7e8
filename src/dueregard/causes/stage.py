"""The stage: from people, a casebook and its gaps to what they go with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.casebook import Casebook
from dueregard.causes.asked import asked_of
from dueregard.causes.births import births_of
from dueregard.causes.cause_map import edges_of
from dueregard.causes.crossed import crossed_of
from dueregard.causes.decomposing import decompositions_of
from dueregard.causes.findings import CausesFindings
from dueregard.causes.widest import gaps_to_decompose
from dueregard.disclosure import Policy

if TYPE_CHECKING:
    from dueregard.disclosure import Release
    from dueregard.people import People

__all__ = ["find_causes"]

ASSOCIATIONAL = (
    "Nothing here says that one thing causes another: it is told what goes along with what, in these people. "
    "Only lines of the cause map that are marked causal claim more, with an assumption and a source."
)


def find_causes(people: People | None, casebook: Casebook, *, shown: Release | None) -> CausesFindings:
    """Find how far outcomes go with what nobody chooses, what gaps go with, and which crossings stand out.

    Parameters
    ----------
    people : People or None
        The people; None when the casebook rests on published tables alone.
    casebook : Casebook
        The outcomes, circumstances and crossings.
    shown : Release or None
        What may be shown of gaps: gaps to decompose are chosen from it, and strata that it withholds take
        no part in any model.

    Returns
    -------
    CausesFindings
        Tables for the gate, and what may be said beside them. What cannot be found of one outcome never
        stops the others.
    """
    causes = casebook.specification.causes
    edges = edges_of(causes.map) if causes else ()
    if people is None:
        return CausesFindings(edges=edges, reason="There is no table of people.")
    if causes and causes.skip:
        return CausesFindings(edges=edges, reason="The casebook leaves this stage out.")
    asked = asked_of(casebook.specification, people)
    policy = Policy.of(casebook.specification)
    births = births_of(people, asked, policy=policy)
    gaps = decompositions_of(people, gaps_to_decompose(asked, shown), asked, policy=policy)
    crossed = crossed_of(people, asked, shown=shown)
    return CausesFindings(
        tables=(*births.tables, *gaps.tables, *crossed.tables),
        birthrights=births.told,
        decompositions=gaps.told,
        strata=crossed.told,
        edges=edges,
        seed=asked.causes.seed,
        notes=(ASSOCIATIONAL,),
    )
