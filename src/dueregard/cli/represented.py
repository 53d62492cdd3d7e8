"""An audit of representation, printed for a reader."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dueregard.cli.rows import print_rows

if TYPE_CHECKING:
    from dueregard.voices.representation import (
        AgainstFinding,
        CharacteristicFinding,
        GroupFinding,
        Representation,
    )

__all__ = ["print_representation"]

LEGEND = (
    "short: lacking to the fair share of the seats, rounded half up, the size of the body staying as it is. "
    "so few, nobody: the chance of that in a fair draw."
)
NEVER = "A test that does not reject does not show that a body is representative."
_WIDE = 110
_TO = {"population": "the population", "affected": "those affected"}
_NO_VALUE = "–"
_WORDED = ("group", "against", "verdict")
_WORDS = {
    "fewer than a fair draw would give": "fewer",
    "more than a fair draw would give": "more",
    "too few people to tell": "too few to tell",
    "a fair draw could give this": "could be chance",
    "cannot be compared": "not compared",
}


def print_representation(found: Representation, *, notes: Sequence[str]) -> None:
    """Print a table for each characteristic, and what it means.

    Parameters
    ----------
    found : Representation
        The audit.
    notes : sequence of str
        Told at the end.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    members = "1 member" if found.size == 1 else f"{found.size:,} members"
    seats = f", {found.seats:,} seats" if found.seats != found.size else ""
    console.print(Text(f"{found.title}: {members}{seats}", style="bold underline"))
    for each in found.against:
        console.print(f"Against {_TO[each.name]}: {each.title}, {each.basis}", soft_wrap=True)
    for finding in found.characteristics:
        console.print()
        _print_characteristic(finding, console)
    exact = any(against.model != "weighted" for each in found.characteristics for against in each.against)
    for note in (*((LEGEND,) if exact else ()), NEVER, *notes):
        console.print(Text(note, style="dim"), soft_wrap=True)


def _print_characteristic(finding: CharacteristicFinding, console: Any) -> None:
    from rich.text import Text

    from dueregard.casebook import characteristic_label

    name = " × ".join(characteristic_label(each) for each in finding.variables)
    stated = f" (not stated: {finding.not_stated:,})" if finding.not_stated else ""
    console.print(Text(f"{name}{stated}", style="bold"))
    # A narrow terminal has no room for the limits of ratios: the sentences and --csv have the limits.
    rows = _rows(finding, limits=not console.is_terminal or console.width >= _WIDE)
    if rows:
        print_rows(rows, numeric=[each for each in rows[0] if each not in _WORDED])
    for line in _lines(finding):
        console.print(Text(line), soft_wrap=True)


def _rows(finding: CharacteristicFinding, *, limits: bool) -> list[dict[str, str]]:
    """One row a group, or one for each comparator beneath the other."""
    from dueregard.voices.written import folded

    held = [against for against in finding.against if against.groups]
    rows: dict[str, list[dict[str, str]]] = {}
    for against in held:
        for group in against.groups:
            told = rows.setdefault(folded(group.level), [])
            told.append(_row(group, against, first=not told, several=len(held) > 1, limits=limits))
    flat = [row for told in rows.values() for row in told]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    return [{name: row.get(name, _NO_VALUE) for name in columns} for row in flat]


def _row(
    group: GroupFinding, against: AgainstFinding, *, first: bool, several: bool, limits: bool
) -> dict[str, str]:
    count = _NO_VALUE if group.count is None else f"{group.count:,}"
    row = {
        "group": group.level if first else "",
        "body": count if first else "",
        "share": _percent(group.share) if first else "",
    }
    row |= {"against": against.against} if several else {}
    row |= {
        "theirs" if several else against.against: _percent(group.population_share),
        "ratio": _ratio(group, limits=limits),
    }
    if against.model != "weighted":
        row |= {
            "short": _NO_VALUE if group.seats_short is None else f"{group.seats_short:,}",
            "so few": _percent(group.so_few),
            "nobody": _percent(group.none),
        }
    said = "[c]" if _is_withheld(group) else _WORDS.get(group.verdict, group.verdict)
    return {**row, "verdict": said}


def _is_withheld(group: GroupFinding) -> bool:
    return (group.reason or "").startswith("withheld")


def _ratio(group: GroupFinding, *, limits: bool) -> str:
    if group.ratio is None:
        return _NO_VALUE
    ends = [_NO_VALUE if each is None else f"{each:.2f}" for each in (group.ratio_low, group.ratio_high)]
    return f"{group.ratio:.2f} ({ends[0]} to {ends[1]})" if limits else f"{group.ratio:.2f}"


def _percent(share: float | None) -> str:
    from dueregard.voices.representation.words import percent

    if share is None:
        return _NO_VALUE
    return percent(share).replace("less than ", "<").replace("more than ", ">")


def _lines(finding: CharacteristicFinding) -> Iterator[str]:
    several = len(finding.against) > 1
    for against in finding.against:
        if several:
            yield f"Against {_TO[against.against]}:"
        if against.reason:
            yield f"Not compared. {against.reason}"
        for group in against.groups:
            if group.sentence and _is_notable(group, against):
                yield f"  {group.sentence}"
            elif group.reason and not against.reason and not _is_withheld(group):
                yield f"  {group.level}: {group.reason}"
        if any(map(_is_withheld, against.groups)):
            yield "  [c] withheld: publishing it could show something about a person."
        yield from _tested(against)
        if against.reach:
            yield f"  {against.reach}"


def _is_notable(group: GroupFinding, against: AgainstFinding) -> bool:
    found = group.verdict.endswith("would give")
    return found or not group.count or group.count == against.compared or (group.seats_short or 0) > 1


def _tested(against: AgainstFinding) -> Iterator[str]:
    test = against.test
    if test is not None and test.df:
        how = "exact" if test.error is None else f"simulated, ± {2 * test.error:.2g}"
        yield (
            f"  All groups at once ({how} p-values): {_p(test.probability)} ordered by probability, "
            f"{_p(test.chi_square)} by chi-square, {_p(test.likelihood_ratio)} by likelihood ratio; "
            f"chi-square for large bodies {_p(test.asymptotic)}."
        )
    if against.rao_scott is not None:
        yield f"  Chi-square allowing for sampling error (Rao and Scott): p-value {_p(against.rao_scott)}."


def _p(value: float) -> str:
    return "below 0.0001" if value < 0.0001 else f"{value:.4f}" if value < 0.01 else f"{value:.3f}"
