"""Who may not be shown: thresholds, dominance, subtraction; makes the release that renderers accept."""

from dueregard.disclosure.audited import Derived, DisclosureAudit, DisclosureFinding
from dueregard.disclosure.cells import Cell, cell_of
from dueregard.disclosure.contrasts import Sides
from dueregard.disclosure.earlier import EarlierRelease
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.release import WITHHELD, Release, release, withheld_cells
from dueregard.disclosure.table import Table

__all__ = [
    "WITHHELD",
    "Cell",
    "Derived",
    "DisclosureAudit",
    "DisclosureFinding",
    "EarlierRelease",
    "Policy",
    "Release",
    "Sides",
    "Table",
    "cell_of",
    "release",
    "withheld_cells",
]
