"""What ``dueregard opinions`` prints for a reader, section by section."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.cli.opinions_safeguard import safeguard_lines, safeguard_rows
from dueregard.cli.opinions_words import VOTED, WEIGHED, both, counted, percent, words
from dueregard.cli.rows import print_rows
from dueregard.voices.opinions.justified import ChosenStatements
from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.report_json import share_of
from dueregard.voices.opinions.results import OpinionGroup, RepresentativeStatement
from dueregard.voices.opinions.shares import WEIGHTED

__all__ = ["print_report"]

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
        lines=_on_consensus(report),
    )
    _section("What every group agrees on most", rows=_in_every_group(report))
    _section("What divides", rows=_dividing(report), lines=_on_dividing(report))
    _section("What a group opposes", rows=safeguard_rows(report), lines=safeguard_lines(report))
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


_NUMBERS = ("people", "votes", VOTED, WEIGHED, "share here", "share of population")


def _took_part(report: OpinionReport) -> Iterator[str]:
    votes = report.votes
    kept = int(votes.kept.sum())
    out = len(votes.statements) - kept
    yield (
        f"{counted(len(votes.participants), 'participant')} cast {counted(len(votes.value), 'vote')} on "
        f"{counted(kept, 'statement')}" + (f"; {out:,} more are left out by moderation." if out else ".")
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
        small = report.is_small(group)
        said = [] if small else [_said(report, each) for each in group.representative]
        said = said or [("[c]" if small else "nothing in particular", "")]
        for at, (told, share) in enumerate(said):
            named = {"group": group.name, "people": people} if at == 0 else {"group": "", "people": ""}
            rows.append({**named, "says more than others": told, "of its votes": share})
    return rows


def _said(report: OpinionReport, each: RepresentativeStatement) -> tuple[str, str]:
    shown = each.seen >= report.policy.threshold or not report.release
    share = f"{each.votes / each.seen:.0%}" if shown and each.seen else "[c]"
    return f"{each.direction}s: {words(report, each.statement)}", share


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
            "statement": words(report, each.statement),
            **both(report, each.statement, each.direction),
        }
        if each.stays is not None:
            row["in resamples"] = f"{each.stays:.0%}"
        if report.weights is not None:
            row["population"] = _once_weighted(report, each.statement, each.direction)
        rows.append(row)
    return rows


def _on_consensus(report: OpinionReport) -> Iterator[str]:
    if not report.opinions.consensus:
        yield "On no statement are most of one mind."
    else:
        told = "Shares of those who voted on it, with 95% intervals"
        told += "; population: whether most of it would, too." if report.weights is not None else "."
        yield told


def _once_weighted(report: OpinionReport, statement: int, answer: str) -> str:
    """Say whether most of the population would be of that mind too, as far as those who came can tell."""
    share = share_of(report, statement, answer, WEIGHTED)
    if share is None or share["low"] is None:
        return "–"
    if share["low"] > HALF:
        return "most, too"
    return "not most" if share["high"] < HALF else "too close to call"


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
                {"statement": words(report, place)}
                | {f"{group.name} agrees": _of_group(report, group, float(share)) for group, share in named}
            )
    return rows


def _dividing(report: OpinionReport) -> list[dict[str, str]]:
    rows = []
    for each in report.dividing:
        row = {"statement": words(report, each.statement)}
        if each.by_group:
            groups = zip(report.opinions.groups, each.by_group, strict=True)
            row |= {f"{group.name} agrees": _of_group(report, group, share) for group, share in groups}
        else:
            row |= {"agree": percent(each.agree), "disagree": percent(each.disagree)}
        rows.append(row)
    return rows


def _of_group(report: OpinionReport, group: OpinionGroup, share: float | None) -> str:
    return "[c]" if report.is_small(group) else percent(share)


def _on_dividing(report: OpinionReport) -> Iterator[str]:
    if not report.dividing:
        yield "No statement divides participants clearly."


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
        listed = "; ".join(words(report, place) for place in few[:MOST_LISTED])
        more = f"; and {len(few) - MOST_LISTED:,} more" if len(few) > MOST_LISTED else ""
        yield f"Fewer than {report.opinions.floor} voted on: {listed}{more}."


def _chosen(report: OpinionReport) -> list[dict[str, str]]:
    choices = {VOTED: report.chosen, WEIGHED: report.chosen_weighted}
    made = {name: choice.statements for name, choice in choices.items() if choice is not None}
    return [
        {"statement": words(report, place)}
        | ({"chosen": _among(place, made)} if len(made) > 1 else {})
        | both(report, place, "agree")
        for place in sorted({place for statements in made.values() for place in statements})
    ]


def _among(place: int, made: Mapping[str, Sequence[int]]) -> str:
    names = [name for name, statements in made.items() if place in statements]
    return "both" if len(names) > 1 else names[0]


def _on_chosen(report: OpinionReport) -> Iterator[str]:
    for found, name in ((report.chosen, VOTED), (report.chosen_weighted, WEIGHED)):
        if found is None:
            continue
        about = "" if report.chosen_weighted is None else f", {name}"
        yield (
            f"By {found.rule}{about}: {found.unrepresented:.0%} of those who agree with anything agree with "
            f"none of these; PAV score {found.pav_score:,.2f}. {_justice(report, found)}"
        )
        if not found.proven:
            yield "Time ran out: these may not be the best, only the best found."


def _justice(report: OpinionReport, found: ChosenStatements) -> str:
    if found.neglected is None:
        return "Every group large enough to deserve statements has them (EJR+ holds)."
    deserve = found.neglected.deserve
    told = words(report, found.neglected.statement)
    return f"EJR+ fails: a group of like-minded people deserves {deserve}, agreeing with: {told}"
