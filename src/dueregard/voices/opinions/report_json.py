"""A consultation's answer as one object for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.estimates import Record
from dueregard.voices.opinions.dividing import DividingStatement
from dueregard.voices.opinions.justified import ChosenStatements
from dueregard.voices.opinions.report import OpinionReport
from dueregard.voices.opinions.report_weights import few, unheard_objects, weights_object
from dueregard.voices.opinions.results import OpinionGroup
from dueregard.voices.opinions.safeguard import OPPOSES, GroupOpposition
from dueregard.voices.opinions.shares import RAW, WEIGHTED

__all__ = ["report_object", "share_of"]


def report_object(report: OpinionReport) -> dict[str, Any]:
    """Write the answer as a mapping that JSON can hold; participants' ids are not in it.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    dict
        With ``participants``, ``statements``, ``groups``, ``stability``, ``consensus``,
        ``group_aware_consensus``, ``dividing``, ``safeguard``, ``weights``, ``unheard``, ``chosen``,
        ``chosen_weighted`` and ``map``. In a release, numbers of people below the threshold are null, and
        groups that are not stable are left out.
    """
    votes, opinions = report.votes, report.opinions
    return {
        "participants": {
            "voted": len(votes.participants),
            "listed_and_silent": few(report, votes.silent),
            "votes": len(votes.value),
            "replaced_votes": few(report, votes.replaced),
        },
        "statements": {
            "kept": int(votes.kept.sum()),
            "left_out": [one.id for one, kept in zip(votes.statements, votes.kept, strict=True) if not kept],
            "few_votes": [votes.statements[place].id for place in opinions.few_votes],
            "floor": opinions.floor,
        },
        "groups": [
            _group(report, group) for group in opinions.groups if opinions.has_groups or not report.release
        ],
        "stability": _stability(report),
        "rand_against_export": report.opinions.export_rand,
        "consensus": [
            _statement(report, each.statement)
            | {"direction": each.direction, "p": each.p, "test": each.test, "stays": each.stays}
            | {"raw": share_of(report, each.statement, each.direction, RAW)}
            | {"weighted": share_of(report, each.statement, each.direction, WEIGHTED)}
            for each in opinions.consensus
        ],
        "group_aware_consensus": _group_aware(report),
        "dividing": [
            _statement(report, each.statement)
            | {"agree": each.agree, "disagree": each.disagree}
            | {"by_group": _by_group(report, each)}
            for each in report.dividing
        ],
        "safeguard": {
            "opposes_at_least": OPPOSES,
            "findings": [_opposition(report, each) for each in report.safeguard.findings],
            "looked_at": report.safeguard.looked_at,
            "some_too_small": report.safeguard.too_small,
        },
        "weights": weights_object(report),
        "unheard": unheard_objects(report),
        "chosen": _chosen(report, report.chosen),
        "chosen_weighted": _chosen(report, report.chosen_weighted),
        "map": _map(report),
    }


def share_of(report: OpinionReport, statement: int, answer: str, basis: str) -> dict[str, Any] | None:
    """Give everybody's share of an answer with its interval.

    Parameters
    ----------
    report : OpinionReport
        The answer.
    statement : int
        Place of the statement.
    answer : str
        ``agree``, ``disagree`` or ``pass``.
    basis : str
        Raw or weighted.

    Returns
    -------
    dict or None
        None where there are no weights.
    """
    found = report.shown[statement].find(answer, basis=basis) if statement in report.shown else None
    return None if found is None else _share(found)


def _share(record: Record) -> dict[str, Any]:
    return {
        "share": record.estimate,
        "se": record.se,
        "low": record.low,
        "high": record.high,
        "n": record.n,
        "n_eff": record.n_eff,
        "status": record.status,
    }


def _statement(report: OpinionReport, place: int) -> dict[str, Any]:
    one = report.votes.statements[place]
    return {"statement": one.id, "text": one.text}


def _withheld(report: OpinionReport, people: int, value: float | None) -> float | None:
    return None if few(report, people) is None else value


def _group(report: OpinionReport, group: OpinionGroup) -> dict[str, Any]:
    counted = group.number in report.counted_groups
    small = report.is_small(group)
    return {
        "group": chr(65 + group.number),
        "name": group.name,
        "people": group.size if counted else None,
        "share": group.size / sum(each.size for each in report.opinions.groups) if counted else None,
        "centre": None if small else [float(value) for value in group.centre],
        "stability": group.stability,
        "statements": []
        if small
        else [
            _statement(report, each.statement)
            | {
                "direction": each.direction,
                "votes": few(report, each.votes) if each.seen < report.policy.threshold else each.votes,
                "seen": few(report, each.seen),
                "p": _withheld(report, each.seen, each.p),
                "representativeness": _withheld(report, each.seen, each.representativeness),
                "best_agree": each.best_agree,
            }
            for each in group.representative
        ],
    }


def _stability(report: OpinionReport) -> dict[str, Any] | None:
    found = report.opinions.stability
    if found is None:
        return None
    return {
        "stable": found.stable,
        "camps": found.camps,
        "reason": found.reason,
        "resamples": found.resamples,
        "median_rand": found.median_rand,
        "silhouette": report.opinions.silhouette,
        "expected_silhouette": found.expected_silhouette,
        "group_counts": {
            str(number): int((found.group_counts == number).sum())
            for number in sorted(set(found.group_counts.tolist()))
        },
        "seed": found.seed,
    }


def _group_aware(report: OpinionReport) -> list[dict[str, Any]]:
    values = report.opinions.group_aware_consensus
    return [
        _statement(report, place) | {"product": float(values[place])} for place in report.in_every_group()
    ]


def _by_group(report: OpinionReport, each: DividingStatement) -> dict[str, float | None]:
    groups = zip(report.opinions.groups, each.by_group, strict=False)
    return {chr(65 + group.number): None if report.is_small(group) else share for group, share in groups}


def _opposition(report: OpinionReport, each: GroupOpposition) -> dict[str, Any]:
    shown = report.shown[each.statement]
    raw = shown.find("disagree", group=each.group)
    weighted = shown.find("disagree", group=each.group, basis=WEIGHTED)
    withheld = raw is None or raw.status == "withheld"
    return _statement(report, each.statement) | {
        "group": dict(each.group),
        "against_the_whole": each.against_the_whole,
        "sure": each.sure,
        "words": each.words,
        "disagree": None if withheld else each.disagree,
        "voted": None if withheld else each.voted,
        "raw": None if raw is None else _share(raw),
        "weighted": None if weighted is None else _share(weighted),
        "everybody": share_of(report, each.statement, "agree", each.everybody.parameters["basis"]),
    }


def _chosen(report: OpinionReport, found: ChosenStatements | None) -> dict[str, Any] | None:
    if found is None:
        return None
    silent = len(report.votes.participants) - found.voters
    return {
        "rule": found.rule,
        "statements": [_statement(report, place) for place in found.statements],
        "voters": found.voters if few(report, silent) is not None or not silent else None,
        "pav_score": found.pav_score,
        "unrepresented_share": found.unrepresented,
        "ejr_plus": found.ejr_plus,
        "proven": found.proven,
    }


def _map(report: OpinionReport) -> Mapping[str, Any]:
    view = report.view
    return {
        "people": view.people,
        "squares": [{"x": one.x, "y": one.y, "people": one.people} for one in view.squares],
        "some_hidden": view.some_hidden,
        "groups": [
            {
                "group": one.letter,
                "people": one.people,
                "x": one.x,
                "y": one.y,
                "wide": one.wide,
                "high": one.high,
                "angle": one.angle,
            }
            for one in view.groups
        ],
        "arrows": [
            _statement(report, one.statement) | {"x": one.x, "y": one.y, "towards": one.towards}
            for one in view.arrows
        ],
    }
