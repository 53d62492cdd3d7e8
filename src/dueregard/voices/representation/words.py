"""Findings in words. A test that did not reject is never called representative."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.listing import and_list
from dueregard.voices.representation.findings import GroupFinding, Verdict
from dueregard.voices.representation.standing import POWER

__all__ = ["percent", "reach", "sentence", "verdict"]

_SHOWN = 5
_STANDS = {
    True: "That stands whatever those are who did not state theirs.",
    False: "Those who did not state theirs could overturn that.",
}
_HAS = {"population": "the population has", "affected": "those affected have"}


def verdict(group: GroupFinding, *, level: float, sampled: bool) -> Verdict:
    """Say how a group stands.

    Parameters
    ----------
    group : GroupFinding
        With its chances under a fair draw, or without, and the limits of its ratio.
    level : float
        Confidence level.
    sampled : bool
        Whether the fair share is itself an estimate; then the interval of the ratio decides.

    Returns
    -------
    str
        Fewer, or more, when the chance that a fair draw has so few, or so many, is at most (1 - level)/2.
        Otherwise too few people to tell, unless the body would have shown, with a chance of 80%, a share as
        far off on that side as power is stated for.

    Examples
    --------
    >>> verdict(
    ...     GroupFinding(level="a", by=(), count=0, so_few=0.3, so_many=1.0, power_more=0.1),
    ...     level=0.95,
    ...     sampled=False,
    ... )
    'too few people to tell'
    """
    tail = (1 - level) / 2
    if group.so_few is None or group.so_many is None or sampled:
        few = group.ratio_high is not None and group.ratio_high < 1
        many = group.ratio_low is not None and group.ratio_low > 1
    else:
        few, many = group.so_few <= tail, group.so_many <= tail
    if few:
        return "fewer than a fair draw would give"
    if many:
        return "more than a fair draw would give"
    below = (group.share or 0.0) < (group.population_share or 0.0)
    power = group.power if below else group.power_more
    if power is not None and power < POWER:
        return "too few people to tell"
    return "a fair draw could give this"


def sentence(group: GroupFinding, *, n: int, against: str) -> str:
    """Say a finding whole.

    Parameters
    ----------
    group : GroupFinding
        With its verdict.
    n : int
        Members compared.
    against : str
        The comparator's name.

    Returns
    -------
    str
        How many, against which share, the verdict with its chance, the shares that fit, the seats short.
    """
    parts = [_count(group, n, against), _verdict(group, n)]
    if group.stands is not None:
        parts.append(_STANDS[group.stands])
    if group.low is not None and group.high is not None:
        parts.append(f"True shares of {percent(group.low)} to {percent(group.high)} fit.")
    if group.seats_short and group.count is not None:
        parts.append(f"{group.seats_short:,} short of {group.count + group.seats_short:,}.")
    return " ".join(parts)


def reach(groups: Sequence[GroupFinding], *, n: int, alternative: float) -> str:
    """Say what a body of this size can show, and what it cannot.

    Parameters
    ----------
    groups : sequence of GroupFinding
        All groups of a characteristic.
    n : int
        Members compared.
    alternative : float
        The ratio at which power is stated.

    Returns
    -------
    str
        One or two sentences.
    """
    body = f"a body of {n:,}"
    hidden = [group.level for group in groups if group.detectable is None]
    powers = [group.power for group in groups if group.detectable is not None and group.power is not None]
    told = []
    if hidden:
        told.append(f"With nobody at all of {_some(hidden)}, {body} cannot show that they are too few.")
    if powers:
        low, high = percent(min(powers)), percent(max(powers))
        which, chance = "any other" if hidden else "a", low if low == high else f"{low} to {high}"
        told.append(
            f"If the true share of {which} group were {_times(alternative)} the fair one, {body} would show "
            f"it with a chance of {chance}."
        )
    return " ".join(told)


def percent(share: float) -> str:
    """Write a share in per cent, with as many figures as a reader can use.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str
        In per cent.

    Examples
    --------
    >>> percent(0.51), percent(0.0931), percent(0.0004), percent(0), percent(0.9997)
    ('51%', '9.3%', 'less than 0.1%', '0%', 'more than 99.9%')
    """
    if 0 < share < 0.001:
        return "less than 0.1%"
    if 0.999 < share < 1:
        return "more than 99.9%"
    hundredths = 100 * share
    text = f"{hundredths:.0f}" if hundredths >= 9.95 and hundredths <= 99 else f"{hundredths:.1f}"
    return f"{text.removesuffix('.0')}%"


def _count(group: GroupFinding, n: int, against: str) -> str:
    share = percent(group.share or 0.0)
    who = "nobody" if not group.count else "all" if group.count == n else f"{group.count:,}"
    shown = f"{who} of {n:,}" if who in ("nobody", "all") else f"{who} of {n:,} ({share})"
    fair = percent(group.population_share or 0.0)
    seats = 0.0 if group.count else group.expected or 0.0
    about = f", about {seats:.1f} seats" if seats >= 0.05 else ""
    return f"{group.level}: {shown}, where {_HAS.get(against, against)} {fair}{about}."


def _verdict(group: GroupFinding, n: int) -> str:
    chance = _chance(group, n)
    if group.verdict == "a fair draw could give this" and chance:
        return f"A fair draw of {n:,} could give this: it would {chance} of the time."
    said = group.verdict.capitalize()
    if not chance:
        return f"{said}."
    drawn = "a draw" if "fair draw" in said else "a fair draw"
    return f"{said}: {drawn} of {n:,} would {chance} of the time."


def _chance(group: GroupFinding, n: int) -> str:
    if group.so_few is None or group.so_many is None or group.none is None:
        return ""
    if not group.count:
        return f"have nobody {percent(group.none)}"
    if group.count == n:
        return f"be all {group.level} {percent(group.so_many)}"
    fewer = (group.share or 0.0) < (group.population_share or 0.0)
    extent, chance = ("few", group.so_few) if fewer else ("many", group.so_many)
    return f"have so {extent} {percent(chance)}"


def _some(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return and_list(names, last="or")
    return f"{', '.join(names[: _SHOWN - 1])} or any of {len(names) - _SHOWN + 1} more groups"


def _times(ratio: float) -> str:
    return "half" if ratio == 0.5 else f"{ratio:g} times"
