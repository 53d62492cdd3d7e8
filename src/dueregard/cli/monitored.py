"""What came of forecasts, told to a reader: each figure, how sure they were, for whom, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dueregard.cli.rows import print_rows
from dueregard.consequences.monitoring import Calibration, Due, Monitoring, Scored
from dueregard.consequences.monitoring.monitoring import group_of
from dueregard.monitor import Monitored
from dueregard.publish import follow_ups

__all__ = ["print_monitored"]

_MOST = 12
_FIGURES = 40
_OF_ITSELF = ("proportion", "people", "ratio", "index")


def print_monitored(looked: Monitored) -> None:
    """Print what came of forecasts.

    Parameters
    ----------
    looked : Monitored
        From :func:`dueregard.monitor.monitor`.
    """
    for casebook, found, reviewed in zip(looked.casebooks, looked.found, looked.reviewed, strict=True):
        print(casebook.specification.question.title)
        _print_one(found)
        if reviewed:
            print("This review was added to the register.")
        elif found.scored:
            print("The register has this review already.")
        for sentence in follow_ups(casebook):
            print(sentence)
        print()
    if len(looked.found) > 1:
        print(f"Over {len(looked.found)} casebooks: {calibrated(looked.together)}")


def _print_one(found: Monitoring) -> None:
    print(_about(found))
    if found.scored:
        print()
        shown = sorted(found.scored, key=lambda each: len(each.forecast.by))[:_FIGURES]
        print_rows([_row(each) for each in shown], numeric=("forecast", "outturn", "error", "z"))
        if len(found.scored) > len(shown):
            print(f"and {len(found.scored) - len(shown):,} more: see --json")
        print()
        for line in _told(found):
            print(line)
    if found.unmatched:
        print("\nOutturns that score nothing:")
        _print_some([f"  {name}: {reason}" for name, reason in found.unmatched])
    if found.due:
        print(f"\n{_due_told(found.due)}")
        _print_some([f"  {line}" for line in _by_day(found.due)])


def _about(found: Monitoring) -> str:
    if not found.forecasts:
        return "There is no forecast in its register: `dueregard assess` writes them when there are options."
    if found.decided is None:
        return (
            f"{found.forecasts:,} forecasts are in its register. Which option was taken up is not said, so "
            'nothing can be scored: add [decision] with option = "...".'
        )
    taken = "Nothing was done" if found.decided == "as now" else f"Taken up: {found.decided}"
    scored = len(found.standing)
    return f"{taken}. {found.forecasts:,} forecasts are in its register; {scored:,} have an outturn."


def _row(scored: Scored) -> dict[str, str]:
    forecast, found = scored.forecast, scored.score
    share = forecast.unit == "proportion"
    write = _percent if share else _size
    interval = "" if forecast.low is None else f"{write(forecast.low)} to {write(forecast.high)}"
    figure = forecast.measure if forecast.outcome is None else f"{forecast.measure}, {forecast.outcome}"
    # A cost of a week held against one of a year is the likeliest mistake: so the unit is shown.
    unit = "" if forecast.unit is None or forecast.unit in _OF_ITSELF else f" ({forecast.unit})"
    return {
        "figure": figure + unit,
        "of": group_of(forecast.by) or "everybody",
        "made on": scored.made.at.date().isoformat() + ("" if scored.standing else " (not the last word)"),
        "forecast": write(forecast.estimate),
        "interval": interval,
        "outturn": write(scored.outturn.value),
        "error": f"{100 * found.error:+.2f} points" if share else _size(found.error),
        "inside": {True: "yes", False: "no", None: "–"}[found.inside],
        "z": "–" if found.z is None else f"{found.z:+.1f}",
    }


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


def _told(found: Monitoring) -> Iterator[str]:
    yield calibrated(found.overall)
    if found.overall.mean_z is not None:
        yield (
            f"Errors are {found.overall.mean_z:+.2f} standard errors on average (0 is without bias), and "
            f"{found.overall.root_mean_square_z:.2f} in size (1 is as sure as they say)."
        )
    yield "Figures of the same people err together, so this counts for less than as many separate forecasts."
    if found.all_versions.count > found.overall.count:
        yield f"With versions that were replaced: {calibrated(found.all_versions)}"
    yield from _apart("Measure", found.by_measure)
    missed = tuple(_apart("Group", found.by_group))
    yield from missed
    for each in found.leanings:
        if each.stands_out:
            way = "worse" if each.worse > each.better else "better"
            most = max(each.worse, each.better)
            yield (
                f"{group_of(each.by)}: {most} of {each.worse + each.better} figures came out {way} for them "
                "than forecast: more than chance is likely to do."
            )
    if found.leanings and not missed and not any(each.stands_out for each in found.leanings):
        first = found.leanings[0]
        yield (
            "For no group did figures come out worse, or better, more often than chance may do. Most often "
            f"worse: {group_of(first.by)}, {first.worse} of {first.worse + first.better}."
        )


def calibrated(found: Calibration) -> str:
    """Say how many outturns lay inside.

    Parameters
    ----------
    found : Calibration
        Of any forecasts.

    Returns
    -------
    str
        A sentence or two.
    """
    if found.share is None or found.low is None or found.high is None or found.nominal is None:
        return "No forecast with an interval has an outturn."
    return (
        f"{found.inside} of {found.count} outturns lie in their intervals: {found.share:.0%} "
        f"({found.low:.0%} to {found.high:.0%}), where {found.nominal:.0%} should: {found.verdict}."
    )


def _apart(title: str, parts: Mapping[str, Calibration]) -> Iterator[str]:
    odd = {name: each for name, each in parts.items() if each.verdict.startswith(("too sure", "less sure"))}
    for name, each in odd.items():
        yield f"{title} {name}: {calibrated(each)}"


def _due_told(due: Sequence[Due]) -> str:
    late = sum(each.figures for each in due if each.overdue)
    all_of_them = sum(each.figures for each in due)
    if late:
        return f"{late:,} forecasts are overdue: nobody has written down what came of them."
    return f"{all_of_them:,} forecasts have no outturn yet:"


def _by_day(due: Sequence[Due]) -> Iterator[str]:
    """One line for each day and outcome."""
    days: dict[tuple[str, str], list[Due]] = {}
    for each in due:
        day = each.on.isoformat() if each.on else "no date is set"
        days.setdefault((f"{day}{' (overdue)' if each.overdue else ''}", each.outcome or ""), []).append(each)
    for (day, outcome), some in days.items():
        figures = sum(each.figures for each in some)
        of = f" of {outcome}" if outcome else ""
        plural = "figure" if figures == 1 else "figures"
        yield f"{day}: {figures:,} {plural}{of} ({', '.join(each.measure for each in some)})"


def _print_some(lines: Sequence[str]) -> None:
    for line in lines[:_MOST]:
        print(line)
    if len(lines) > _MOST:
        print(f"  and {len(lines) - _MOST:,} more: see --json")


def _size(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.3g}"
