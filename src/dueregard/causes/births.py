"""The birthright of each outcome of a casebook: what can be found, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from dueregard.casebook import Outcome
from dueregard.causes.asked import Asked, label_of, people_of
from dueregard.causes.birthright import Birthright
from dueregard.causes.birthright.asked import Settings
from dueregard.causes.birthright.report import report_of
from dueregard.causes.coarse import (
    coarse_record,
    grain_of,
    people_within,
    share_step,
    supports_of,
    type_records,
)
from dueregard.causes.discreet import discreet
from dueregard.causes.findings import BirthrightTold, NodeTold, TypeTold
from dueregard.causes.rests import PublishedVariable, fewest_left_over, unions_of
from dueregard.causes.sample import Sample, read_sample
from dueregard.causes.trees import hushed
from dueregard.disclosure import Table
from dueregard.disclosure.table import name_of_table
from dueregard.errors import ColumnNotFound, DueRegardError

if TYPE_CHECKING:
    from dueregard.causes.trees import Tree
    from dueregard.disclosure import Policy
    from dueregard.estimates import Record
    from dueregard.estimates.source import IntArray
    from dueregard.people import People

__all__ = ["Births", "births_of"]

TABLE = "causes-birthright"
HEADLINES = ("mld_share", "gini_share", "r2")
"""Of amounts the share that leads; the first that there is."""

SURE = 0.01
GROUPS = {
    "total": "what people were born into",
    "family": "family",
    "ethnic_origin": "ethnic origin",
    "place": "place",
}
"""Groups of circumstances in words."""

NO_CIRCUMSTANCES = (
    "The casebook names no circumstances of birth: say in [people.circumstances] which columns hold what "
    "nobody chooses."
)
HERE = "Place is where people live now, as far as the table does not say where they grew up."
ALL_AGES = (
    "People of all ages are counted together: fewer parents of older people had qualifications, for example, "
    "so that a part of what goes with family may go with age."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Births:
    """Birthrights before the gate.

    Attributes
    ----------
    told : tuple of BirthrightTold
        One for each outcome.
    tables : tuple of Table
        Everybody, and the types of each outcome.
    """

    told: tuple[BirthrightTold, ...] = ()
    tables: tuple[Table, ...] = field(default=(), repr=False)


def births_of(people: People, asked: Asked, *, policy: Policy) -> Births:
    """Find how far each outcome goes with circumstances.

    Parameters
    ----------
    people : People
        All periods together.
    asked : Asked
        What is looked at.
    policy : Policy
        The rules of the gate.

    Returns
    -------
    Births
        An outcome of which it cannot be found has the reason, and does not stop the others.
    """
    told: list[BirthrightTold] = []
    everybody: list[Record] = []
    tables: list[Table] = []
    for outcome in asked.outcomes:
        found = _birth(_Case(people=people, outcome=outcome, asked=asked, policy=policy))
        told.append(found.told)
        everybody += found.records
        if found.types:
            tables.append(
                Table(
                    name=found.told.types_table,
                    title=f"Types of birth: {outcome.name}",
                    records=found.types,
                    count=people.design.count,
                )
            )
    if everybody:
        title = "How far inequality goes with circumstances of birth"
        first = Table(name=TABLE, title=title, records=tuple(everybody), count=people.design.count)
        tables.insert(0, first)
    return Births(told=tuple(told), tables=tuple(tables))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Birth:
    told: BirthrightTold
    records: tuple[Record, ...] = ()
    types: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Case:
    """One outcome, and by what it is looked at."""

    people: People
    outcome: Outcome
    asked: Asked
    policy: Policy


def _birth(case: _Case) -> _Birth:
    outcome, asked, people = case.outcome, case.asked, case.people
    told = BirthrightTold(
        outcome=outcome.name,
        unit=outcome.unit if outcome.column and outcome.unit else "",
        better=outcome.better,
        estimators=asked.causes.estimators,
        components=("total", *asked.circumstances),
        circumstances={
            group: tuple(label_of(name, people) for name in names)
            for group, names in asked.circumstances.items()
        },
    )
    if not asked.circumstances:
        return _absent(told, NO_CIRCUMSTANCES)
    try:
        whole = read_sample(
            people_of(people, outcome),
            outcome=outcome.yes or outcome.column or "",
            factors=_factors(people, asked),
            missing="level",
        )
        report = report_of(
            _of_circumstances(whole, asked),
            outcome=outcome.name,
            groups=asked.circumstances,
            settings=_settings(asked),
        )
    except ColumnNotFound:
        raise
    except DueRegardError as error:
        return _absent(told, error.wrong)
    return _found(told, report, whole, case)


def _absent(told: BirthrightTold, why: str) -> _Birth:
    reason = next(iter(discreet([why])), "It cannot be estimated from these people.")
    return _Birth(told=replace(told, reason=reason, estimators=()))


def _settings(asked: Asked) -> Settings:
    causes = asked.causes
    return Settings(
        estimators=causes.estimators,
        scale=causes.scale,
        alpha=causes.alpha,
        min_size=causes.min_size,
        growth=causes.growth,
        replicates=causes.replicates,
        null_draws=causes.null_draws,
        seed=causes.seed,
    )


def _factors(people: People, asked: Asked) -> tuple[str, ...]:
    """Circumstances, and then every other variable by which tables of the grid show people."""
    own = [name for names in asked.circumstances.values() for name in names]
    return tuple(dict.fromkeys([*own, *people.schema.groupings]))


def _of_circumstances(whole: Sample, asked: Asked) -> Sample:
    names = [name for group in asked.circumstances.values() for name in group]
    kept = replace(
        whole,
        factors=tuple(whole.factor(name) for name in names),
        missing={name: who for name, who in whole.missing.items() if name in names},
        notes=(),
    )
    if asked.causes.missing == "level" or not kept.missing:
        return kept
    return kept.among(~np.any(list(kept.missing.values()), axis=0))


def _found(told: BirthrightTold, report: Birthright, whole: Sample, case: _Case) -> _Birth:
    outcome, asked = case.outcome, case.asked
    records = tuple(
        replace(coarse_record(record), outcome=outcome.name, unit=None) for record in report.records
    )
    shown = {record.measure for record in records if record.estimate is not None}
    yes_no = whole.two_valued
    share = "dissimilarity" if yes_no else next((each for each in HEADLINES if each in shown), "")
    told = replace(
        told,
        yes_no=yes_no,
        table=TABLE,
        share=share,
        scale=report.scale,
        estimators=tuple(each for each in asked.causes.estimators if each in _estimators(records)),
        null_tests=_null_tests(report),
        warnings=discreet(report.warnings),
        notes=discreet((*report.notes, *_cautions(asked))),
    )
    if report.tree is None or len(report.tree.leaves) < 2:
        return _Birth(told=told, records=records)
    tree = hushed(report.tree, threshold=case.policy.threshold)
    types, made = _types(told, tree, report, whole, case)
    name = f"causes-types-{name_of_table(outcome.name)}"
    told = replace(told, types=types, nodes=_nodes(tree, types, case.people), types_table=name)
    return _Birth(told=told, records=records, types=made)


def _estimators(records: Sequence[Record]) -> set[str]:
    return {record.by["estimator"] for record in records if record.estimate is not None}


def _cautions(asked: Asked) -> tuple[str, ...]:
    family = (ALL_AGES,) if "family" in asked.circumstances else ()
    return (*family, HERE) if "place" in asked.circumstances else family


def _null_tests(report: Birthright) -> tuple[str, ...]:
    return tuple(
        _null_words(GROUPS.get(test.group, test.group), test.p_value)
        for test in report.null_tests
        if test.reason is None
    )


def _null_words(group: str, p: float) -> str:
    """Say whether a group of circumstances matters at all; a share that is estimated is never nought."""
    beyond = "goes" if p < SURE else "is not found to go"
    told = f"p below {SURE}" if p < SURE else f"p = {p:.2f}"
    given = "" if group == GROUPS["total"] else ", given the others,"
    return f"{group.capitalize()}{given} {beyond} with the outcome beyond chance ({told})."


def _types(
    told: BirthrightTold, tree: Tree, report: Birthright, whole: Sample, case: _Case
) -> tuple[tuple[TypeTold, ...], tuple[Record, ...]]:
    """Describe the leaves of the tree, and write them out for the gate."""
    outcome, policy, asked = case.outcome, case.policy, case.asked.causes
    sample = _of_circumstances(whole, case.asked)
    kept = _rows(whole, sample)
    names = [factor.name for factor in sample.factors]
    leaf = tree.leaf_of(sample.codes[:, [names.index(name) for name in tree.levels]])
    nodes = [node.id for node in tree.leaves]
    kind = np.searchsorted(nodes, leaf)
    fewest = _fewest(kind, tree, whole, kept, case)
    supports = supports_of(
        kind,
        len(nodes),
        outcome=sample.outcome,
        weight=sample.weight,
        psu=sample.design.psu,
        yes_no=told.yes_no,
        fewest=fewest,
    )
    # The report lists types from the lowest mean, those of one mean in the order of the leaves.
    sums = np.bincount(kind, weights=sample.weight)
    means = np.bincount(kind, weights=sample.weight * sample.outcome) / sums
    order = np.argsort(means, kind="stable").tolist()
    step = share_step(sample.size, threshold=policy.threshold)
    sign = 1.0 if outcome.better == "higher" else -1.0
    worst_first = sorted(range(len(order)), key=lambda at: (sign * means[order[at]], at))
    leaves = [nodes[order[at]] for at in worst_first]
    labels = _apart([tree.describe(each) for each in leaves])
    amounts = np.bincount(kind, weights=sample.weight * np.abs(sample.outcome)) / sums
    own = [supports[order[at]] for at in worst_first]
    fared = [report.type_records[at] for at in worst_first]
    made = type_records(
        labels,
        fared,
        [float(sums[order[at]] / sums.sum()) for at in worst_first],
        own,
        [
            grain_of(
                mean,
                support,
                size=1.0 if told.yes_no else float(amounts[order[at]]),
                threshold=policy.threshold,
                within=people_within(float(sums[order[at]] / sums.sum()), sample.size, step, asked.min_size),
            )
            for at, mean, support in zip(worst_first, fared, own, strict=True)
        ],
        outcome=outcome.name,
        unit="proportion" if told.yes_no else outcome.unit,
        step=step,
    )
    return tuple(
        TypeTold(label=label, profile=_profile(tree.profile(each), tree), node=each)
        for each, label in zip(leaves, labels, strict=True)
    ), made


def _apart(labels: Sequence[str]) -> list[str]:
    """Number labels that are alike because they are short: figures are found by them."""
    return [
        f"{label} ({labels[: at + 1].count(label)})" if labels.count(label) > 1 else label
        for at, label in enumerate(labels)
    ]


def _profile(profile: Mapping[str, tuple[str, ...]], tree: Tree) -> dict[str, tuple[str, ...]]:
    return {tree.labels.get(name, name): levels for name, levels in profile.items()}


def _rows(whole: Sample, sample: Sample) -> IntArray:
    return np.searchsorted(whole.row, sample.row)


def _fewest(kind: IntArray, tree: Tree, whole: Sample, kept: IntArray, case: _Case) -> IntArray:
    """Find which types would leave few people over of groups that other tables show."""
    leaves = [node.id for node in tree.leaves]
    below = [_leaves_below(tree, node.id, leaves) for node in tree.nodes if not node.is_leaf]
    # Everybody counts: those whom no type holds, because a circumstance of theirs is not known, are no type.
    types = np.full(whole.size, len(leaves), dtype=np.intp)
    types[kept] = kind
    count = len(leaves) + (1 if len(kept) < whole.size else 0)
    unions = unions_of(below, count)
    published = {
        factor.name: PublishedVariable.of(factor.codes, len(factor.levels), whole.missing.get(factor.name))
        for factor in whole.factors
    }
    crossed = [
        PublishedVariable.crossing([published[name] for name in of]) for of in case.asked.intersections
    ]
    yes = whole.outcome > 0 if whole.two_valued and not whole.design.sampling_error else None
    found = fewest_left_over(
        types, unions, [*published.values(), *crossed], threshold=case.policy.threshold, yes=yes
    )
    return found[: len(leaves)]


def _leaves_below(tree: Tree, node: int, leaves: Sequence[int]) -> list[int]:
    found, waiting = [], [node]
    while waiting:
        each = tree.node(waiting.pop())
        if each.left is None or each.right is None:
            found.append(leaves.index(each.id))
        else:
            waiting += [each.left, each.right]
    return found


def _nodes(tree: Tree, types: Sequence[TypeTold], people: People) -> tuple[NodeTold, ...]:
    labels = {each.node: each.label for each in types}
    branches: dict[int, tuple[str, ...]] = {}
    for node in tree.nodes:
        if node.left is not None and node.right is not None:
            branches[node.left], branches[node.right] = node.left_levels, node.right_levels
    return tuple(
        NodeTold(
            id=node.id,
            parent=node.parent,
            depth=node.depth,
            variable=label_of(node.variable, people) if node.variable else "",
            branch=branches.get(node.id, ()),
            label=labels.get(node.id, ""),
        )
        for node in tree.nodes
    )
