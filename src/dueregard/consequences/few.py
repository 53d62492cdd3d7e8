"""Which counts of people are few, and which must keep them company: judged by the gate's own rules.

That ten people are in a group does not say that ten of them win. So what happens to few people in a group is
a cell of few people; the gate (:func:`dueregard.disclosure.withheld_cells`) says which cells fall, which fall
with them so that they cannot be found from a total, and which are mostly of one person. Groups to which it
does not happen are no company: everybody less the others would show it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dueregard.consequences.placing import Group, Largest
from dueregard.disclosure import Policy, Table, withheld_cells
from dueregard.disclosure.cells import cell_of
from dueregard.disclosure.primary import is_dominated
from dueregard.estimates import Record, Support

__all__ = ["few_in"]


def few_in(
    counts: Mapping[Group, int], shares: Mapping[Group, Largest], *, policy: Policy
) -> frozenset[Group]:
    """Find the groups in which something happens to few people, and their company.

    Parameters
    ----------
    counts : mapping of Group to int
        To how many it happens; groups where it happens to nobody may be left out.
    shares : mapping of Group to Largest
        The largest shares of one and of two of them, where it is an amount.
    policy : Policy
        The rules.

    Returns
    -------
    frozenset of Group
        Those of which it may not be shown.

    Examples
    --------
    >>> counts = {(): 54, (("ward", "a"),): 4, (("ward", "b"),): 20, (("ward", "c"),): 30}
    >>> sorted(few_in(counts, {}, policy=Policy()))
    [(('ward', 'a'),), (('ward', 'b'),)]
    """
    few = any(0 < count < policy.threshold or count < policy.n_effective for count in counts.values())
    if not few and not any(is_dominated(_of(0, share), policy=policy) for share in shares.values()):
        return frozenset()
    known = {}
    rows = []
    for group, count in counts.items():
        if count:
            support = _of(count, shares.get(group))
            row = Record(measure="few", by=dict(group), support=support, estimate=0.0, se=0.0)
            known[cell_of(row)] = group
            rows.append(row)
    table = Table(name="few", title="Few", records=tuple(rows))
    return frozenset(known[cell] for cell in withheld_cells([table], policy=policy) if cell in known)


def _of(count: int, largest: Largest | None) -> Support:
    one, two = largest or (None, None)
    return Support(n=count, n_effective=float(count), largest_share=one, two_largest=two)
