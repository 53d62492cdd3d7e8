"""The profile told to a reader: a block a principle, a paragraph an option; then what has to be weighed."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence

from dueregard.appraisal import PRINCIPLES, Appraisal, ProfileCell, TradeOff, Unknown
from dueregard.appraisal.profile import Edge
from dueregard.disclosure import Release
from dueregard.estimates import Record
from dueregard.options import DO_NOTHING

__all__ = ["print_appraisal", "resting_on"]

MARKS = {"better": "+", "worse": "-", "too close to call": "~", "insufficient evidence": "?"}
GRADES = {"data": "figures", "voice": "voices", "both": "figures and voices", "none": "no evidence"}
DID = {"yes": "done", "in part": "done in part", "no": "answered, nothing done"}
SENTENCES = 5
"""Of a finding: the first say what decided; --json has all."""
MOST = 12
WIDEST, INDENT = 110, 4
_SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")


def print_appraisal(found: Appraisal) -> None:
    """Print the profile.

    Parameters
    ----------
    found : Appraisal
        The profile.
    """
    for principle, title in PRINCIPLES.items():
        print(title.upper())
        for option in found.options:
            for line in _lines(found.cell(principle, option)):
                print(line)
        print()
    _print_list("DOMINATED", [each.words for each in found.dominated], "No option is dominated by another.")
    _print_weighed(found.trade_offs)
    _print_list("NOT COMPARED", found.not_compared, "")
    _print_list("NOT KNOWN", _unknown(found.unknown), "")
    print("The principles are never added up. The rules, with reasons: docs/appraisal.md, and --json.")


def resting_on(released: Release, found: Appraisal) -> tuple[Record, ...]:
    """Pick the figures that findings rest on.

    Parameters
    ----------
    released : Release
        Everything that may be shown.
    found : Appraisal
        The profile.

    Returns
    -------
    tuple of Record
        In the order of their tables.
    """
    wanted = {
        (size.measure, size.outcome, frozenset(size.by.items()), size.estimate)
        for cell in found.cells
        for each in cell.findings
        if (size := each.size) is not None
    }
    return tuple(
        record
        for table in released.tables
        for record in table.records
        if (record.measure, record.outcome, _group(record), record.estimate) in wanted
    )


def _group(record: Record) -> frozenset[tuple[str, str]]:
    return frozenset((name, level) for name, level in record.by.items() if name != "option")


def _lines(cell: ProfileCell) -> Iterator[str]:
    mark = "±" if cell.mixed and cell.direction in ("better", "worse") else MARKS[cell.direction]
    name = "Doing nothing" if cell.option == DO_NOTHING else cell.option
    yield f"  {mark} {name}: {cell.told} ({GRADES[cell.grade]})"
    sentences = _SENTENCE.split(cell.finding)
    more = f" [{len(sentences) - SENTENCES} more in --json]" if len(sentences) > SENTENCES else ""
    yield from _wrapped(" ".join(sentences[:SENTENCES]) + more)
    for row in cell.to_dict()["objections"]:
        by = f" by {row['raised_by']}" if row.get("raised_by") else ""
        answered = (
            DID.get(row["answers"][-1].get("did"), "answered") if row.get("answers") else "not answered"
        )
        yield from _wrapped(f"Objection{by} ({answered}): “{row.get('text')}”")


def _print_weighed(pairs: Sequence[TradeOff]) -> None:
    """Print two options principle by principle: what each does better, the aim and the worst-off first."""
    from dueregard.appraisal.weighing import weighed

    if not pairs:
        return
    print("TO BE WEIGHED")
    for pair in pairs[:MOST]:
        names = ["Doing nothing" if option == DO_NOTHING else option for option in pair.options]
        print(*_wrapped(f"{names[0]} / {names[1]}", first="  * "), sep="\n")
        for row in weighed(pair):
            sides = (_better(row.named[side], row.more[side]) for side in (0, 1))
            print(*_wrapped(f"{PRINCIPLES[row.principle]}: {' / '.join(sides)}"), sep="\n")
    if len(pairs) > MOST:
        print(f"  * {len(pairs) - MOST} more pairs of options: see --json.")
    print()


def _better(edges: Sequence[Edge], more: int) -> str:
    from dueregard.appraisal.weighing import edge_words

    told = [edge_words(each) for each in edges] + ([f"{more} more"] if more else [])
    return "; ".join(told) or "nothing clearly"


def _unknown(gaps: Sequence[Unknown]) -> list[str]:
    told = [f"{each.what} {_owned(each)}" for each in gaps[:MOST]]
    return [*told, f"{len(gaps) - MOST} more: see --json."] if len(gaps) > MOST else told


def _owned(gap: Unknown) -> str:
    if gap.owner is None:
        return "(nobody has taken it on)"
    return f"({gap.owner}, by {gap.due.isoformat()})" if gap.due else f"({gap.owner}, no date)"


def _print_list(title: str, lines: Sequence[str], otherwise: str) -> None:
    if not lines and not otherwise:
        return
    print(title)
    for line in lines or [otherwise]:
        for part in _wrapped(line, first="  * "):
            print(part)
    print()


def _wrapped(text: str, *, first: str = " " * INDENT) -> list[str]:
    width = min(WIDEST, max(40, shutil.get_terminal_size((WIDEST, 24)).columns))
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.wrap(plain, width=width, initial_indent=first, subsequent_indent=" " * INDENT)
