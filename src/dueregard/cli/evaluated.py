"""An evaluation told to a reader: the effect, groups, the path over time, checks, doubts and assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dueregard.cli.rows import print_rows
from dueregard.consequences.evaluation import Evaluation
from dueregard.consequences.evaluation.words import chance, group_name, sized, spelt_interval
from dueregard.estimates import Record

__all__ = ["print_evaluation"]

_EFFECTS = ("att", "level_change", "slope_change", "average_effect")
_NAMES = {
    "att": "effect on the treated",
    "level_change": "change of level",
    "slope_change": "change of slope, a period",
    "average_effect": "average effect after",
    "placebo_time": "placebo date",
    "placebo_outcome": "placebo outcome",
    "pre_trend_test": "trends before",
    "equality_test": "groups alike",
    "placebo_units_test": "placebo units",
    "leave_one_out": "without one cluster",
    "jackknife_se": "error by leaving out",
}


def print_evaluation(found: Evaluation, *, log: bool) -> None:
    """Print an evaluation.

    Parameters
    ----------
    found : Evaluation
        From :func:`dueregard.consequences.evaluation.evaluate`.
    log : bool
        Whether effects are of a logarithm, and told in per cent.
    """
    title = found.method.title
    print(title[0].upper() + title[1:])
    size = found.size
    print(
        f"  {size['rows']:,} rows: {_count(size['units'], 'unit')} ({size['treated_units']:,} treated) in "
        f"{_count(size['periods'], 'period')}, {_count(size['clusters'], 'cluster')}"
    )
    if found.chosen_because:
        print(f"  Chosen because {found.chosen_because}; --method names another.")
    print()
    for sentence in found.sentences:
        print(sentence)
    print()
    records = found.records
    print_rows(
        [_effect_row(each, log=log) for each in records if _is_shown(each, records[0])],
        numeric=("estimate",),
    )
    _print_path(records, log=log)
    weights = records[0].parameters["weights"]
    checks = [_check_row(each, log=log) for each in records if _is_check(each, weights)]
    if checks:
        print()
        print_rows(checks)
    if found.donors:
        print()
        heaviest = ", ".join(f"{unit} {weight:.2f}" for unit, weight in found.donors.items())
        print(f"Weighted average of: {heaviest}")
    print()
    for heading, texts in (
        ("Look at", found.doubts),
        ("Before it", (found.method.before,)),
        ("Note", found.notes),
    ):
        for number, text in enumerate(texts):
            print(f"  {'' if number else heading:<12}{text}")


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _is_shown(record: Record, main: Record) -> bool:
    """Whether a row is printed; of other errors, those with the main weights are enough."""
    if record.measure not in _EFFECTS:
        return False
    beside = record.parameters.get("errors") != main.parameters.get("errors")
    if not beside:
        return True
    alike = record.parameters["weights"] == main.parameters["weights"]
    return alike and (not record.by or record.measure == "att")


def _effect_row(record: Record, *, log: bool) -> dict[str, str]:
    return {
        "what": _NAMES[record.measure],
        "of": group_name(record),
        "by": str(record.parameters["estimator"]),
        "errors": str(record.parameters.get("errors", "placebos")),
        "weights": str(record.parameters["weights"]),
        "estimate": sized(record.estimate, log=log),
        "interval": spelt_interval(record, log=log),
        "in words": _in_words(record),
    }


def _in_words(record: Record) -> str:
    words = (record.verdict or "").removesuffix(" than")
    if record.status == "approximate" and record.reason:
        return f"{words} (approximate)"
    return words


def _print_path(records: Sequence[Record], *, log: bool) -> None:
    """Print effects over time of the first estimator and weights; all others are in --json."""
    path = [each for each in records if each.measure == "event_time_effect"]
    if not path:
        return
    first = path[0].parameters
    path = [
        each
        for each in path
        if each.parameters["weights"] == first["weights"]
        and each.parameters["estimator"] == first["estimator"]
    ]
    grouped = [each for each in path if len(each.by) > 1]
    names = list(dict.fromkeys(group_name(each) for each in (grouped or path)))
    times = sorted({int(each.by["event_time"]) for each in path})
    if len(times) < 2:
        return
    cells = {(group_name(each), int(each.by["event_time"])): each for each in path}
    rows = []
    for time in times:
        row = {"periods since the event": str(time)}
        for name in names:
            cell = cells.get((name, time))
            row[name] = "–" if cell is None else _cell(cell, log=log)
        rows.append(row)
    print()
    print_rows(rows, numeric=("periods since the event",))


def _cell(record: Record, *, log: bool) -> str:
    told = f"{sized(record.estimate, log=log)} ({spelt_interval(record, log=log)})"
    return f"{told} [{record.reason}]" if record.reason and "rests on" in record.reason else told


def _is_check(record: Record, weights: object) -> bool:
    """Checks with the main weights; whether groups are alike also without."""
    if record.measure in _EFFECTS or record.measure == "event_time_effect":
        return False
    return record.parameters["weights"] == weights or record.measure == "equality_test"


def _check_row(record: Record, *, log: bool) -> dict[str, str]:
    told = record.parameters
    return {
        "check": _NAMES[record.measure],
        "of": ", ".join(_of(record)) or "all",
        "weights": str(told["weights"]),
        "found": _found(record, log=log),
        "in words": _in_words(record),
    }


def _of(record: Record) -> Iterator[str]:
    told = record.parameters
    if record.by:
        yield group_name(record)
    for key in ("placebo_time", "without", "of"):
        if key in told:
            yield str(told[key]).replace("_", " ")
    if record.measure == "placebo_outcome":
        yield str(record.outcome)


def _found(record: Record, *, log: bool) -> str:
    told = record.parameters
    if "p" in told:
        return "–" if told["p"] is None else chance(float(told["p"]))
    if record.measure == "jackknife_se":
        return f"{record.estimate:.3g}{' log points' if log else ''}"
    of_log = log and record.measure != "placebo_outcome"
    if record.low is None:
        return sized(record.estimate, log=of_log)
    return f"{sized(record.estimate, log=of_log)} ({spelt_interval(record, log=of_log)})"
