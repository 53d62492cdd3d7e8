"""What groups oppose, printed so that nobody who reads only the summary can miss it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dueregard.cli.opinions_words import VOTED, WEIGHED, with_interval, words
from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.safeguard import OPPOSES, GroupOpposition
from dueregard.voices.opinions.shares import RAW, WEIGHTED

__all__ = ["safeguard_lines", "safeguard_rows"]


def safeguard_rows(report: OpinionReport) -> list[dict[str, str]]:
    """Give a row to each group that is against the whole; elsewhere one to each statement, with its groups.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    list of dict
        Cells by heading.
    """
    rows = [_opposition(report, each) for each in report.safeguard.findings if each.against_the_whole]
    others: dict[int, list[GroupOpposition]] = {}
    for each in report.safeguard.findings:
        if not each.against_the_whole:
            others.setdefault(each.statement, []).append(each)
    for found in others.values():
        if len(found) == 1:
            rows.append(_opposition(report, found[0]))
        else:
            rows.append(dict.fromkeys(_opposition(report, found[0]), "") | _together(report, found))
    return rows


def _opposition(report: OpinionReport, each: GroupOpposition) -> dict[str, str]:
    record = report.shown[each.statement].find("disagree", group=each.group)
    hidden = record is None or record.status == "withheld"
    row = {
        "group": _group_name(each),
        "opposes": words(report, each.statement),
        "votes": "[c]" if hidden else f"{each.disagree:,} of {each.voted:,}",
    }
    for heading, basis in ((VOTED, RAW), (WEIGHED, WEIGHTED)):
        share = report.shown[each.statement].find("disagree", group=each.group, basis=basis)
        if share is not None:
            own = each.raw if basis == RAW else each.weighted
            opposed = own is not None and (own.estimate or 0.0) >= OPPOSES - 1e-12
            told = with_interval(share.estimate, share.low, share.high)
            row[heading] = told if not hidden else "60% or more" if opposed else "[c]"
    return row | {"the whole": _whole(each), "how sure": each.sure}


def _whole(each: GroupOpposition) -> str:
    """What more than half of all do, in few words."""
    if not each.supported:
        return "does not"
    one_of_two = len(each.supported) == 1 and each.weighted is not None
    return f"supports it {VOTED if each.supported == (RAW,) else WEIGHED}" if one_of_two else "supports it"


def _together(report: OpinionReport, found: Sequence[GroupOpposition]) -> dict[str, str]:
    sure = [name for name in ("sure", "likely", "open") if any(each.sure == name for each in found)]
    return {
        "group": ", ".join(_group_name(each) for each in found),
        "opposes": words(report, found[0].statement),
        "the whole": _whole(found[0]),
        "how sure": " to ".join((sure[0], sure[-1]) if len(sure) > 1 else sure),
    }


def _group_name(each: GroupOpposition) -> str:
    return " and ".join(f"{name} {level}" for name, level in each.group.items())


def safeguard_lines(report: OpinionReport) -> Iterator[str]:
    """Say how sure it is, and what was looked at.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Yields
    ------
    str
        Sentences.
    """
    found = report.safeguard
    if not report.shares.by:
        yield (
            "Nothing is known of what participants declared of themselves: give --participants with columns "
            "such as age or ethnicity."
        )
        return
    if not found.findings:
        yield (
            f"No group with {found.threshold} votes or more opposes a statement at 60% or more; "
            f"{found.looked_at:,} groups and statements were looked at."
        )
    against = sum(each.against_the_whole for each in found.findings)
    if against:
        times = "Once" if against == 1 else f"{against:,} times"
        yield f"{times} most of a group opposes what the whole supports: ask that group before deciding."
    for sure in dict.fromkeys(each.sure for each in found.findings):
        told = next(each.words for each in found.findings if each.sure == sure)
        yield f"{sure.capitalize()}: {told}"
    if found.findings:
        yield f"{found.looked_at:,} groups and statements were looked at; a group's share is of its votes."
    if found.too_small:
        yield "Some groups are too small, or voted too little on a statement, to be shown."
