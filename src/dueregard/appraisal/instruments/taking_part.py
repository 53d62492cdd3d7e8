"""Who takes part and who decides, from the released comparisons with a fair draw."""

from __future__ import annotations

from collections.abc import Iterable

from dueregard.appraisal.reading import is_known
from dueregard.appraisal.words import listed, who
from dueregard.estimates import Record

__all__ = ["FEWER", "fewer_than_fair"]

FEWER = "fewer than a fair draw would give"


def fewer_than_fair(records: Iterable[Record]) -> str:
    """Name the groups of which fewer take part than chance explains.

    Parameters
    ----------
    records : iterable of Record
        Released representation ratios.

    Returns
    -------
    str
        Each group once; empty where there is none.

    Examples
    --------
    >>> few = Record(measure="representation_ratio", by={"sex": "Women"}, estimate=0.4, verdict=FEWER)
    >>> fewer_than_fair([few, few])
    'Women (sex)'
    """
    names = [who(each.by) for each in records if is_known(each) and each.verdict == FEWER]
    return listed(list(dict.fromkeys(names)))
