"""A consultation's answer as one object for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.estimates import Record
from dueregard.voices.opinions.report import OpinionReport
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
        ``group_aware_consensus``, ``dividing``, ``safeguard``, ``weights``, ``unheard``, ``chosen`` and
        ``map``. In a release, numbers of people below the threshold are null, and groups that are not
        stable are left out.
    """
    votes, opinions = report.votes, report.opinions
    return {
        "participants": {
            "voted": len(votes.participants),
            "listed_and_silent": _few(report, votes.silent),
            "votes": len(votes.value),
            "replaced_votes": _few(report, votes.replaced),
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
            | {"by_group": {chr(65 + at): share for at, share in enumerate(each.by_group)}}
            for each in report.dividing
        ],
        "safeguard": {
            "opposes_at_least": OPPOSES,
            "findings": [_opposition(report, each) for each in report.safeguard.findings],
            "looked_at": report.safeguard.looked_at,
            "some_too_small": report.safeguard.too_small,
        },
        "weights": _weights(report),
        "unheard": [
            {
                "characteristic": each.level.characteristic,
                "level": each.level.level,
                "participants": _few(report, each.level.participants),
                "share": _withheld(report, each.level.participants, each.level.share),
                "population_share": each.level.population_share,
                "more_than_chance": each.more_than_chance,
            }
            for each in report.unheard
        ],
        "chosen": _chosen(report),
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


def _few(report: OpinionReport, people: int) -> int | None:
    """A number of people; null in a release where it is small."""
    return None if report.release and 0 <= people < report.policy.threshold else people


def _withheld(report: OpinionReport, people: int, value: float | None) -> float | None:
    return None if _few(report, people) is None else value


def _group(report: OpinionReport, group: OpinionGroup) -> dict[str, Any]:
    few = report.release and group.size < report.policy.threshold
    return {
        "group": chr(65 + group.number),
        "name": group.name,
        "people": None if few else group.size,
        "share": None if few else group.size / max(sum(each.size for each in report.opinions.groups), 1),
        "centre": None if few else [float(value) for value in group.centre],
        "stability": group.stability,
        "statements": []
        if few
        else [
            _statement(report, each.statement)
            | {
                "direction": each.direction,
                "votes": _few(report, each.votes) if each.seen < report.policy.threshold else each.votes,
                "seen": _few(report, each.seen),
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
        "reason": found.reason,
        "resamples": found.resamples,
        "median_rand": found.median_rand,
        "group_counts": {
            str(number): int((found.group_counts == number).sum())
            for number in sorted(set(found.group_counts.tolist()))
        },
        "seed": found.seed,
        "export_rand": report.opinions.export_rand,
    }


def _group_aware(report: OpinionReport) -> list[dict[str, Any]]:
    if not report.opinions.has_groups:
        return []
    values = report.opinions.group_aware_consensus
    known = [
        place for place in range(len(values)) if report.votes.kept[place] and values[place] == values[place]
    ]
    return [
        _statement(report, place) | {"product": float(values[place])}
        for place in sorted(known, key=lambda place: (-values[place], place))[:5]
    ]


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


def _weights(report: OpinionReport) -> dict[str, Any]:
    found = report.weights
    if found is None or report.population is None:
        people = len(report.votes.participants)
        return {
            "population": None,
            "effective_n": float(people),
            "design_effect": 1.0,
            "lowest": 1.0,
            "highest": 1.0,
        }
    return {
        "population": report.population.title,
        "method": found.method,
        "cap": None if found.cap is None else list(found.cap),
        "effective_n": found.quality.effective_n,
        "design_effect": found.quality.design_effect,
        "lowest": found.quality.lowest,
        "highest": found.quality.highest,
        "trimmed": _few(report, found.trimmed) if found.trimmed else 0,
        "largest_miss": found.largest_miss,
        "not_declared": {
            name: _few(report, count) if count else 0 for name, count in found.not_declared.items()
        },
        "levels": [
            {
                "characteristic": level.characteristic,
                "level": level.level,
                "participants": _few(report, level.participants),
                "share": _withheld(report, level.participants, level.share),
                "population_share": level.population_share,
                "weighted_share": _withheld(report, level.participants, level.weighted_share),
                "mean_weight": _withheld(report, level.participants, level.mean_weight),
            }
            for level in found.levels
        ],
    }


def _chosen(report: OpinionReport) -> dict[str, Any] | None:
    found = report.chosen
    if found is None:
        return None
    return {
        "rule": found.rule,
        "statements": [_statement(report, place) for place in found.statements],
        "voters": found.voters,
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
