"""Who a measure leaves out because it is not defined for their value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.estimates import Estimates

__all__ = ["left_out_notes"]


def left_out_notes(estimates: Estimates) -> list[str]:
    """Tell, measure by measure, how many people are left out of which group.

    Parameters
    ----------
    estimates : Estimates
        Not contrasts.

    Returns
    -------
    list of str
        Nothing of measures that leave nobody out.
    """
    told: dict[str, dict[str, int]] = {}
    for label, support in zip(estimates.labels, estimates.supports, strict=True):
        if support.left_out:
            measure = f"{label.measure.replace('_', ' ')} of {label.outcome}"
            group = ", ".join(level for name, level in label.by.items() if name != "component")
            told.setdefault(measure, {})[group] = support.left_out
    return [
        f"Left out of {measure}, which is not defined for their value: "
        + "; ".join(f"{group or 'everyone'} {count:,}" for group, count in groups.items())
        for measure, groups in told.items()
    ]
