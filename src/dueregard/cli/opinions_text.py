"""What ``dueregard opinions`` prints for a reader, section by section."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.cli.rows import print_rows
from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.report_json import share_of
from dueregard.voices.opinions.results import RepresentativeStatement
from dueregard.voices.opinions.safeguard import GroupOpposition
from dueregard.voices.opinions.shares import RAW, WEIGHTED

__all__ = ["print_report"]

VOTED, WEIGHED = "as voted", "weighted"
HALF = 0.5
MOST_LISTED = 12


def print_report(report: OpinionReport, notes: Sequence[str]) -> None:
    """Print the answer.

    Parameters
    ----------
    report : OpinionReport
        The answer.
    notes : sequence of str
        What to know, told last.
    """
    _section("Who took part", lines=_took_part(report))
    _section("Groups of people who vote alike", rows=_groups(report), lines=_on_groups(report))
    _section(
        "What most agree on",
        rows=_consensus(report),
        lines=() if report.opinions.consensus else ("On no statement are most of one mind.",),
    )
    _section("What every group agrees on most", rows=_in_every_group(report))
    _section("What divides", rows=_dividing(report), lines=_on_dividing(report))
    _section("What a group opposes", rows=_safeguard(report), lines=_on_safeguard(report))
    _section("Who was not heard", rows=_unheard(report), lines=_on_unheard(report))
    if report.chosen is not None:
        _section("Statements chosen to represent everybody", rows=_chosen(report), lines=_on_chosen(report))
    _section("Too few votes to say anything", lines=_few_votes(report))
    marked = ["[c] is confidential: kept back so that nobody can be recognised."] if report.release else []
    _section("To know", lines=[*notes, *marked])


def _section(
    title: str, *, rows: Sequence[Mapping[str, Any]] = (), lines: Sequence[str] | Iterator[str] = ()
) -> None:
    from rich.console import Console
    from rich.text import Text

    told = list(lines)
    if not rows and not told:
        return
    # The stream of this moment: a console made earlier would write to another.
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(Text(title, style="bold"))
    if rows:
        print_rows(rows, numeric=_NUMBERS)
    for line in told:
        console.print(Text(line), soft_wrap=True)
    console.print()


_NUMBERS = (
    "people",
    "votes",
    VOTED,
    WEIGHED,
    f"{VOTED}, 95%",
    f"{WEIGHED}, 95%",
    "share here",
    "share of population",
)


def _took_part(report: OpinionReport) -> Iterator[str]:
    votes = report.votes
    kept = int(votes.kept.sum())
    out = len(votes.statements) - kept
    yield (
        f"{_counted(len(votes.participants), 'participant')} cast {_counted(len(votes.value), 'vote')} on "
        f"{_counted(kept, 'statement')}" + (f"; {out:,} more are left out by moderation." if out else ".")
    )
    if report.weights is not None and report.population is not None:
        found = report.weights.quality
        cap = report.weights.cap
        yield (
            f"Weighted to {report.population.title} they are worth {found.effective_n:,.0f} people of equal "
            f"weight (design effect {found.design_effect:.2f}). Weights lie between {found.lowest:.2f} and "
            f"{found.highest:.2f} times the mean"
            + (f" and are capped at {cap[0]:g} and {cap[1]:g}." if cap else ".")
        )


def _groups(report: OpinionReport) -> list[dict[str, str]]:
    if not report.opinions.has_groups:
        return []
    rows = []
    for group in report.opinions.groups:
        people = f"{group.size:,}" if group.number in report.counted_groups else "[c]"
        small = report.release and group.size < report.policy.threshold
        said = [] if small else [_said(report, each) for each in group.representative]
        said = said or [("[c]" if small else "nothing in particular", "")]
        for at, (words, share) in enumerate(said):
            named = {"group": group.name, "people": people} if at == 0 else {"group": "", "people": ""}
            rows.append({**named, "says more than others": words, "of its votes": share})
    return rows


def _said(report: OpinionReport, each: RepresentativeStatement) -> tuple[str, str]:
    shown = each.seen >= report.policy.threshold or not report.release
    share = f"{each.votes / each.seen:.0%}" if shown and each.seen else "[c]"
    return f"{each.direction}s: {_words(report, each.statement)}", share


def _on_groups(report: OpinionReport) -> Iterator[str]:
    found = report.opinions.stability
    if found is not None:
        yield found.reason
    elif not report.opinions.has_groups:
        yield "There are no groups."


def _consensus(report: OpinionReport) -> list[dict[str, str]]:
    rows = []
    for each in report.opinions.consensus:
        row = {
            "most": f"{each.direction}",
            "statement": _words(report, each.statement),
            **_both(report, each.statement, each.direction),
        }
        if each.stays is not None:
            row["in resamples"] = f"{each.stays:.0%}"
        if report.weights is not None:
            row["of the population?"] = _once_weighted(report, each.statement, each.direction)
        rows.append(row)
    return rows


def _once_weighted(report: OpinionReport, statement: int, answer: str) -> str:
    """Say whether most of the population would be of that mind too, as far as those who came can tell."""
    share = share_of(report, statement, answer, WEIGHTED)
    if share is None or share["low"] is None:
        return "–"
    if share["low"] > HALF:
        return "most, too"
    return "not most" if share["high"] < HALF else "too close to call"


def _both(report: OpinionReport, statement: int, answer: str) -> dict[str, str]:
    """Raw and weighted shares side by side, each with its interval."""
    row = {}
    for heading, basis in ((VOTED, RAW), (WEIGHED, WEIGHTED)):
        share = share_of(report, statement, answer, basis)
        if share is not None:
            row[heading] = _percent(share["share"])
            row[f"{heading}, 95%"] = _interval(share["low"], share["high"])
    return row


def _in_every_group(report: OpinionReport) -> list[dict[str, str]]:
    opinions = report.opinions
    rows = []
    for place in report.in_every_group():
        counts = opinions.group_counts
        shares = [
            counts.agree[group.number, place] / max(counts.seen[group.number, place], 1.0)
            for group in opinions.groups
        ]
        if min(shares) > HALF:
            named = zip(opinions.groups, shares, strict=True)
            rows.append(
                {"statement": _words(report, place)}
                | {f"{group.name} agrees": _percent(float(share)) for group, share in named}
            )
    return rows


def _dividing(report: OpinionReport) -> list[dict[str, str]]:
    rows = []
    for each in report.dividing:
        row = {"statement": _words(report, each.statement)}
        if each.by_group:
            groups = zip(report.opinions.groups, each.by_group, strict=True)
            row |= {f"{group.name} agrees": _percent(share) for group, share in groups}
        else:
            row |= {"agree": _percent(each.agree), "disagree": _percent(each.disagree)}
        rows.append(row)
    return rows


def _on_dividing(report: OpinionReport) -> Iterator[str]:
    if not report.dividing:
        yield "No statement divides participants clearly."


def _safeguard(report: OpinionReport) -> list[dict[str, str]]:
    """A row for each group that is against the whole; elsewhere a row for each statement, with its groups."""
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
        "opposes": _words(report, each.statement),
        "votes": "[c]" if hidden else f"{each.disagree:,} of {each.voted:,}",
    }
    for heading, basis in ((VOTED, RAW), (WEIGHED, WEIGHTED)):
        share = report.shown[each.statement].find("disagree", group=each.group, basis=basis)
        if share is not None:
            row[heading] = "60% or more" if hidden else _percent(share.estimate)
            row[f"{heading}, 95%"] = "[c]" if hidden else _interval(share.low, share.high)
    return row | {"the whole": each.whole, "how sure": each.sure}


def _together(report: OpinionReport, found: Sequence[GroupOpposition]) -> dict[str, str]:
    sure = [name for name in ("sure", "likely", "open") if any(each.sure == name for each in found)]
    return {
        "group": ", ".join(_group_name(each) for each in found),
        "opposes": _words(report, found[0].statement),
        "the whole": found[0].whole,
        "how sure": " to ".join((sure[0], sure[-1]) if len(sure) > 1 else sure),
    }


def _group_name(each: GroupOpposition) -> str:
    return " and ".join(f"{name} {level}" for name, level in each.group.items())


def _on_safeguard(report: OpinionReport) -> Iterator[str]:
    found = report.safeguard
    if not report.shares.by:
        yield "Nothing is known of what groups of participants say: give --participants."
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
        words = next(each.words for each in found.findings if each.sure == sure)
        yield f"{sure.capitalize()}: {words}"
    if found.findings:
        yield f"{found.looked_at:,} groups and statements were looked at; a group's share is of its votes."
    if found.too_small:
        yield "Some groups are too small, or voted too little on a statement, to be shown."


def _unheard(report: OpinionReport) -> list[dict[str, str]]:
    rows = []
    for each in report.unheard:
        level = each.level
        hidden = (level.characteristic, level.level) in report.hidden
        rows.append(
            {
                "who": f"{level.characteristic} {level.level}",
                "people": "[c]" if hidden else f"{level.participants:,}",
                "share here": "[c]" if hidden else f"{level.share:.1%}",
                "share of population": f"{level.population_share:.1%}",
                "fewer than a fair draw?": "yes, more than chance"
                if each.more_than_chance
                else "may be chance",
            }
        )
    return rows


def _on_unheard(report: OpinionReport) -> Iterator[str]:
    if report.weights is None:
        yield "Without --population it is not known who was not heard."
        return
    if not report.unheard:
        yield "Every level of the population took part at four fifths of its share or more."
    silent = [each.level for each in report.unheard if not each.level.participants]
    told = [level for level in silent if (level.characteristic, level.level) not in report.hidden]
    if told:
        named = ", ".join(f"{level.characteristic} {level.level}" for level in told)
        yield f"Nobody took part of: {named}. Weighting cannot speak for them: ask them."
    if len(told) < len(silent):
        yield "Of levels marked [c] few or none took part; weighting cannot speak for whoever is not there."
    yield (
        "Weights give those who came the voice of those like them who did not. They cannot know what those "
        "who stayed away would have said."
    )


def _few_votes(report: OpinionReport) -> Iterator[str]:
    few = report.opinions.few_votes
    if few:
        listed = "; ".join(_words(report, place) for place in few[:MOST_LISTED])
        more = f"; and {len(few) - MOST_LISTED:,} more" if len(few) > MOST_LISTED else ""
        yield f"Fewer than {report.opinions.floor} voted on: {listed}{more}."


def _chosen(report: OpinionReport) -> list[dict[str, str]]:
    assert report.chosen is not None
    return [
        {"statement": _words(report, place), **_both(report, place, "agree")}
        for place in report.chosen.statements
    ]


def _on_chosen(report: OpinionReport) -> Iterator[str]:
    found = report.chosen
    assert found is not None
    yield (
        f"By {found.rule}: {found.unrepresented:.0%} of those who agree with anything agree with none of "
        f"these; PAV score {found.pav_score:,.2f}."
    )
    if found.neglected is None:
        yield "Every group large enough to deserve statements has them (EJR+ holds)."
    else:
        words = _words(report, found.neglected.statement)
        deserve = found.neglected.deserve
        yield f"EJR+ fails: a group of like-minded people deserves {deserve}, agreeing with: {words}"
    if not found.proven:
        yield "Time ran out: these may not be the best, only the best found."


def _words(report: OpinionReport, place: int) -> str:
    one = report.votes.statements[place]
    return f"{one.id}: {one.text}" if one.text else f"statement {one.id}"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.0%} to {high:.0%}"
