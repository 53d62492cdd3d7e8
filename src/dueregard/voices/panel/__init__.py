"""Panels by lot: lotteries over panels that meet quotas, as fair to every volunteer as can be.

Examples
--------
>>> from dueregard.people.written_rows import WrittenRows
>>> table = WrittenRows(
...     title="targets.csv",
...     columns=("category", "feature", "min", "max"),
...     rows=(("sex", "Female", "1", "1"), ("sex", "Male", "1", "1")),
...     lines=(2, 3),
... )
>>> targets = read_targets(table)
>>> people = WrittenRows(
...     title="people.csv",
...     columns=("id", "sex"),
...     rows=(("a", "Female"), ("b", "male"), ("c", "Male")),
...     lines=(2, 3, 4),
... )
>>> lottery = make_lottery(read_pool(people, targets=targets), targets=targets, size=2)
>>> lottery.probabilities.round(6).tolist()
[1.0, 0.5, 0.5]
>>> draw(lottery.content, seed="4 8 15 16 23 42").panel[0]
'a'
"""

from dueregard.voices.panel.document import (
    document,
    drawn,
    records,
    replaced,
    with_counts,
    with_reserves,
    written,
)
from dueregard.voices.panel.drawing import Draw, draw
from dueregard.voices.panel.infeasible import InfeasibleQuotas, Relaxation
from dueregard.voices.panel.lottery import Lottery, make_lottery
from dueregard.voices.panel.replacing import Vacancy, from_reserves, replacement_lottery, vacancy
from dueregard.voices.panel.reserves import Reserves, choose_reserves
from dueregard.voices.panel.solve import ALGORITHMS
from dueregard.voices.panel.targets import Quota, Targets, read_targets
from dueregard.voices.panel.verifier.checks import Check
from dueregard.voices.panel.verifier.verify import verify_panel
from dueregard.voices.panel.volunteers import Pool, read_pool

__all__ = [
    "ALGORITHMS",
    "Check",
    "Draw",
    "InfeasibleQuotas",
    "Lottery",
    "Pool",
    "Quota",
    "Relaxation",
    "Reserves",
    "Targets",
    "Vacancy",
    "choose_reserves",
    "document",
    "draw",
    "drawn",
    "from_reserves",
    "make_lottery",
    "read_pool",
    "read_targets",
    "records",
    "replaced",
    "replacement_lottery",
    "vacancy",
    "verify_panel",
    "with_counts",
    "with_reserves",
    "written",
]
