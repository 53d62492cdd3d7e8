"""Who may not be shown: thresholds, dominance, subtraction; makes the release that renderers accept."""

from dueregard.disclosure.policy import Policy
from dueregard.disclosure.release import WITHHELD, Release, release, withheld_cells
from dueregard.disclosure.table import Table

__all__ = ["WITHHELD", "Policy", "Release", "Table", "release", "withheld_cells"]
