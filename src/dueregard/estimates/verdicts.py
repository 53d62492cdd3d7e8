"""Comparisons in plain words that are true to their uncertainty."""

from __future__ import annotations

from dueregard.estimates.support import Status

__all__ = ["verdict"]


def verdict(
    estimate: float | None,
    low: float | None,
    high: float | None,
    *,
    contrast: str = "difference",
    status: Status = "ok",
    reason: str | None = None,
    counted: bool = False,
) -> str | None:
    """Say how a group compares with its reference.

    Parameters
    ----------
    estimate : float, optional
        The comparison.
    low, high : float, optional
        Its interval.
    contrast : str
        "difference", "ratio" or "log_ratio"; a ratio is compared with one, the others with zero.
    status : {"ok", "approximate", "withheld", "not_estimable"}
        Whether the comparison may be relied on.
    reason : str, optional
        Why it has no value.
    counted : bool
        Whether everybody was counted, so that no interval is needed.

    Returns
    -------
    str or None
        "higher than" or "lower than" when the interval lies on one side, else "too close to call"; without
        an interval "not estimable". None when the value is withheld.

    Examples
    --------
    >>> verdict(-5.2, -7.4, -3.1)
    'lower than'
    >>> verdict(1.1, 0.9, 1.3, contrast="ratio")
    'too close to call'
    >>> verdict(None, None, None, status="not_estimable", reason="too few people")
    'not estimable: too few people'
    """
    if status == "withheld":
        return None
    if status == "not_estimable" or estimate is None:
        return f"not estimable: {reason or 'too few people'}"
    null = 1.0 if contrast.startswith("ratio") else 0.0
    if counted:
        low = high = estimate
        if estimate == null:
            return "the same as"
    if low is None and high is None:
        return f"not estimable: {reason or 'its uncertainty is not known'}"
    if low is not None and low > null:
        return "higher than"
    if high is not None and high < null:
        return "lower than"
    return "too close to call"
