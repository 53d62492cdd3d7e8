"""Whether the alternates, and the order in which they are asked, are those that the draw gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.voices.panel.reserves import choose_reserves
from dueregard.voices.panel.seeds import Stream
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.checks import Check, compare
from dueregard.voices.panel.volunteers import Pool

__all__ = ["alternates_check"]


def alternates_check(record: Mapping[str, Any], pool: Pool, targets: Targets) -> Check:
    """Choose the alternates once more: whoever could exchange them could say who joins the panel.

    Unlike the rest this is done by the code that chose them.

    Parameters
    ----------
    record : mapping
        A published panel, drawn.
    pool : Pool
        Volunteers.
    targets : Targets
        Quotas of the draw.

    Returns
    -------
    Check
    """
    drawn, told = record["draw"], list(record["alternates"])
    spent = {who for step in record["replacements"] for who in (*step["left"], *step["joined"])}
    place = {name: person for person, name in enumerate(pool.ids)}
    panel = [place[who] for who in drawn["panel"]]
    source = drawn["seed"] if drawn["seed"] is not None else f"ticket {drawn['number']}"
    faults = ["The draw gives other alternates, or the same in another order."]
    # Those who have joined or declined since are no longer told, so how many there were is not known.
    for count in range(len(told), len(told) + len(spent) + 1):
        stream = Stream("alternates", lottery=record["lottery"]["sha256"], seed=source)
        found = choose_reserves(pool, targets=targets, panel=panel, count=count, stream=stream)
        if [pool.ids[who] for who in found.people if pool.ids[who] not in spent] == told:
            faults = _faults_of_reach(record, found.at_most)
            break
    return compare("alternates", faults, right=f"The draw gives the {len(told)} alternates, in their order.")


def _faults_of_reach(record: Mapping[str, Any], at_most: int) -> list[str]:
    if record["reserves"] is None or record["reserves"]["at_most"] == at_most:
        return []
    return [f"Somebody in the pool can step in for {at_most} members, not as the record says."]
