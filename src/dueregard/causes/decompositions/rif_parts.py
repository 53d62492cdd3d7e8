"""What the values of a decomposition by recentred influence are, and how they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dueregard.causes.decompositions.columns_told import told_of_columns
from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.distribution_statistics import Statistic
from dueregard.causes.decompositions.distributions import statistic_parameters
from dueregard.causes.decompositions.findings import Part
from dueregard.causes.decompositions.model_matrix import CONSTANT
from dueregard.estimates import Source
from dueregard.estimates.source import FloatArray

__all__ = ["approximation_notes", "error_notes", "parts_of", "unaccounted"]

WHOLE = ("gap", "rif_gap")
WHY_LARGE = {
    "specification_error": "a straight line in the covariates misses much. Add powers, or covariates "
    "together",
    "reweighting_error": "the weights do not give the reference group the other's covariates. Add powers, or "
    "covariates together, or use --reweighting cells",
}
LARGE = 0.1
"""An error above this share of the gap is warned of."""

NOTED = 0.05
"""An approximation error above this share of the gap is warned of."""


def parts_of(
    comparison: Comparison, statistics: tuple[Statistic, ...], components: tuple[str, ...], width: int
) -> tuple[list[Part], FloatArray]:
    """List the values to be told, and the matrix that adds them up.

    Parameters
    ----------
    comparison : Comparison
        The two groups, with their columns.
    statistics : tuple of Statistic
        What is decomposed.
    components : tuple of str
        The component of each product of one statistic.
    width : int
        q, the number of columns.

    Returns
    -------
    parts : list of Part, length k
        For each statistic: both groups' values, gap, approximation error, rif_gap, components.
    adding : ndarray (k, m)
        From all products, by statistic, component and column; then both groups' values by statistic; then
        both groups' means of recentred influence by statistic.
    """
    each = len(components) * width
    size = len(statistics) * (each + 4)
    parts: list[Part] = []
    rows: list[FloatArray] = []
    told = told_of_columns(comparison)
    groups = [
        (label, comparison.support_of(who))
        for label, who in (
            (comparison.reference, comparison.in_reference),
            (comparison.other, ~comparison.in_reference),
        )
    ]
    for at, statistic in enumerate(statistics):
        first, raw = at * each, len(statistics) * each + 2 * at
        named = statistic_parameters(statistic)
        for place, (group, support) in enumerate(groups):
            own = dict(statistic.parameters)
            measure = statistic.name
            parts.append(
                Part(component=measure, measure=measure, parameters=own, group=group, support=support)
            )
            rows.append(_row(size, {raw + place: 1.0}))
        gap = _row(size, {raw: 1.0, raw + 1: -1.0})
        mean = raw + 2 * len(statistics)
        rif_gap = _row(size, {mean: 1.0, mean + 1: -1.0})
        for name, row in (("gap", gap), ("approximation_error", gap - rif_gap), ("rif_gap", rif_gap)):
            parts.append(Part(component=name, parameters=named))
            rows.append(row)
        for component in dict.fromkeys(components):
            starts = [first + place * width for place, name in enumerate(components) if name == component]
            for part, columns in told:
                if part.variable == CONSTANT and component in ("composition", "reweighting_error"):
                    continue  # the constant is alike everywhere
                parts.append(replace(part, component=component, parameters=named))
                rows.append(_row(size, {start + column: 1.0 for start in starts for column in columns}))
    return parts, np.array(rows)


def unaccounted(parts: Sequence[Part], values: FloatArray) -> float:
    """Find the most that a gap differs from its parts, or a part from its variables.

    Parameters
    ----------
    parts : sequence of Part, length k
        As :func:`parts_of` lists them.
    values : ndarray (k,)
        Theirs.

    Returns
    -------
    float
        Rounding only.
    """
    most = 0.0
    totals: dict[tuple[str, str], float] = {}
    sums: dict[tuple[str, str], float] = {}
    for part, value in zip(parts, values, strict=True):
        if part.group is not None or part.level is not None:
            continue
        key = (str(sorted(part.parameters.items())), part.component)
        if part.variable is None:
            totals[key] = float(value)
        else:
            sums[key] = sums.get(key, 0.0) + float(value)
    for key, total in sums.items():
        most = max(most, abs(total - totals[key]))
    for statistic in {key[0] for key in totals}:
        own = {component: value for (of, component), value in totals.items() if of == statistic}
        inside = sum(value for component, value in own.items() if component not in WHOLE)
        most = max(most, abs(own["gap"] - inside))
    return most


def approximation_notes(parts: Sequence[Part], values: FloatArray, source: Source | None) -> list[str]:
    """Warn where the gap that recentred influence gives is not the gap itself.

    Parameters
    ----------
    parts : sequence of Part, length k
        As :func:`parts_of` lists them.
    values : ndarray (k,)
        Theirs.
    source : Source or None
        Their uncertainty.

    Returns
    -------
    list of str
        A sentence for each statistic with a large approximation error.
    """
    notes = []
    spread = np.zeros(len(values)) if source is None else np.sqrt(np.maximum(source.variances(), 0.0))
    for at, part in enumerate(parts):
        if part.component != "approximation_error":
            continue
        raw, rif = float(values[at - 1]), float(values[at + 1])
        if abs(values[at]) > max(NOTED * abs(raw), 0.1 * float(spread[at - 1])):
            words = " ".join(str(value) for value in part.parameters.values())
            notes.append(
                f"At {words} the gap is {raw:.4g}, and {rif:.4g} by recentred influence: the parts add "
                f"up to the second. They differ where outcomes heap or the density is steep."
            )
    return notes


def error_notes(parts: Sequence[Part], values: FloatArray) -> list[str]:
    """Warn where a straight line, or the weights, miss much.

    Parameters
    ----------
    parts : sequence of Part, length k
        As :func:`parts_of` lists them.
    values : ndarray (k,)
        Theirs.

    Returns
    -------
    list of str
        A sentence for each statistic with a large error.
    """
    notes = []
    gap = np.nan
    for part, value in zip(parts, values, strict=True):
        if part.component == "gap":
            gap = abs(float(value))
        elif part.component in WHY_LARGE and part.variable is None and abs(value) > LARGE * gap:
            words = " ".join(str(each) for each in part.parameters.values())
            name = part.component.replace("_", " ")
            notes.append(f"At {words} the {name} is large: {WHY_LARGE[part.component]}.")
    return notes


def _row(size: int, entries: dict[int, float]) -> FloatArray:
    row = np.zeros(size)
    row[list(entries)] = list(entries.values())
    return row
