"""What a block of figures is called for a reader: the measure in prose, and the settings that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dueregard.cli.figures import in_percent

__all__ = ["blocks_of", "measured"]

Record = Mapping[str, Any]

# Settings that only say in which column something stands; --json has them.
_COLUMNS = frozenset(
    (
        "age",
        "band",
        "frequency",
        "group",
        "lower",
        "population",
        "reference_count",
        "reference_population",
        "se",
        "standard",
        "upper",
    )
)
_SWITCHES = {
    ("corrected", True): "sampling noise taken off",
    ("corrected", False): "sampling noise left in",
    ("weighted", True): "groups count by their people",
    ("weighted", False): "every group counts once",
}


def blocks_of(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Gather the records of one measure and outcome under a heading.

    Parameters
    ----------
    records : sequence of mappings
        Records of the public contract.

    Returns
    -------
    dict of str to list of mappings
        By heading, in order. Measures that only differ in what a short heading leaves out have long ones.
    """
    blocks: dict[str, list[Record]] = {}
    # Ratios have no unit and so a block of their own, which stands beside that of their measure.
    places = {name: place for place, name in enumerate(dict.fromkeys(map(measured, records)))}
    for record in sorted(records, key=lambda each: places[measured(each)]):
        blocks.setdefault(_heading(record, full=True), []).append(record)
    short = [_heading(members[0], full=False) for members in blocks.values()]
    return {
        brief if short.count(brief) == 1 else full: members
        for brief, (full, members) in zip(short, blocks.items(), strict=True)
    }


def measured(record: Record) -> str:
    """Say what is measured, without settings and unit.

    Parameters
    ----------
    record : mapping
        A record of the public contract.

    Returns
    -------
    str
        Such as "Gini index of income".
    """
    from dueregard.measures.catalogue import CATALOGUE

    name = record["measure"]
    title = CATALOGUE[name].title if name in CATALOGUE else name.replace("_", " ").capitalize()
    return f"{title} of {record['outcome']}" if record["outcome"] else title


def _heading(record: Record, *, full: bool) -> str:
    unit = "%" if in_percent(record) or record["measure"] == "proportion" else record["unit"]
    # A unit such as "per 100,000" says the multiplier.
    untold = {"interval"} | (set() if full else {*_COLUMNS, *({"multiplier"} if unit else ())})
    settings = [
        _setting(name, value, full=full)
        for name, value in record["parameters"].items()
        if name not in untold and value is not None
    ]
    told = ", ".join(part for part in (*settings, unit) if part)
    return measured(record) + (f" ({told})" if told else "")


def _setting(name: str, value: Any, *, full: bool) -> str:
    words = name.replace("_", " ")
    if name == "basis":
        return str(value)
    if isinstance(value, bool):
        return _SWITCHES.get((name, value)) or (words if value else f"not {words}" if full else "")
    if isinstance(value, float):
        return f"{words} {value:.10g}"
    return f"{words} {value}"
