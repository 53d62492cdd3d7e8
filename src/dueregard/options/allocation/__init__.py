"""Allocation: a budget shared among places or groups by stated rules, held against the same a head."""

from dueregard.options.allocation.allocate import Allocation, allocate
from dueregard.options.allocation.judged import Shared
from dueregard.options.allocation.limits import Limit, limit_from
from dueregard.options.allocation.pace import Pace
from dueregard.options.allocation.places import Places, places_of
from dueregard.options.allocation.regions import Regions
from dueregard.options.allocation.response import Response, response_from
from dueregard.options.allocation.rules import RULES

__all__ = [
    "RULES",
    "Allocation",
    "Limit",
    "Pace",
    "Places",
    "Regions",
    "Response",
    "Shared",
    "allocate",
    "limit_from",
    "places_of",
    "response_from",
]
