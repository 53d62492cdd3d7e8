"""What speaks against relying on an evaluation, said before anybody else says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dueregard.consequences.evaluation.checks import LeftOut
from dueregard.consequences.evaluation.fixed_effects import COHORTS, JACKKNIFE, TWO_WAY
from dueregard.consequences.evaluation.methods import Method
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.regressions import classical
from dueregard.consequences.evaluation.words import chance, group_name, sized, told_effect
from dueregard.estimates import Record

__all__ = ["doubts_of"]

_FEW_CLUSTERS, _FEW_ON_ONE_SIDE = 30, 5
_WIDER = 1.25
_SURE = 0.05


def doubts_of(
    panel: Panel,
    method: Method,
    records: Sequence[Record],
    left_out: LeftOut | None,
    *,
    weight: str | None,
    log: bool,
) -> Iterator[str]:
    """Say what speaks against relying on the results.

    Parameters
    ----------
    panel : Panel
        The rows.
    method : Method
        Which was used.
    records : sequence of Record
        Everything found, the main effect first.
    left_out : LeftOut, optional
        The main effect without each cluster.
    weight : str, optional
        The column of weights.
    log : bool
        Whether effects are of a logarithm.

    Yields
    ------
    str
        Sentences.
    """
    main = records[0]
    yield from _clusters(panel, method)
    yield from _weights(main, records, weight, log=log)
    yield from _errors(main, records, log=log)
    yield from _estimators(main, records, log=log)
    alike = [each for each in records if each.parameters.get("weights") == main.parameters["weights"]]
    yield from _before(alike, log=log)
    yield from _left_out(main, left_out, log=log)
    for record in records:
        alone = record.by and "event_time" not in record.by and record.measure == main.measure
        same = all(record.parameters.get(each) == main.parameters.get(each) for each in ("weights", "errors"))
        if alone and record.reason and same:
            yield f"{group_name(record).capitalize()}: {record.reason}."


def _clusters(panel: Panel, method: Method) -> Iterator[str]:
    if method.name in ("its", "synthetic-did", "synthetic-control"):
        return
    if classical(panel):
        yield (
            f"People of {len(np.unique(panel.cluster))} places are compared, as if all were independent: "
            "whatever else happened in one of the places is in the result and not in its interval."
        )
        return
    held = np.isin(panel.unit, panel.treated_units)
    treated = len(np.unique(panel.cluster[held]))
    others = len(np.unique(panel.cluster[~held]))
    total = len(np.unique(panel.cluster))
    if min(treated, others) < _FEW_ON_ONE_SIDE and others:
        few, side = (treated, "treated") if treated <= others else (others, "untreated")
        yield (
            f"Only {few} of {total} clusters {'is' if few == 1 else 'are'} {side}: standard errors by "
            "cluster are too small then. Look at the placebo units, or use a synthetic method."
        )
    elif total < _FEW_CLUSTERS:
        yield f"{total} clusters are few: intervals may be too narrow."


def _weights(main: Record, records: Sequence[Record], weight: str | None, *, log: bool) -> Iterator[str]:
    """Say where a conclusion is another without weights: of all, and of each group."""
    alike = [
        each
        for each in records
        if each.measure == main.measure and each.parameters.get("errors") == main.parameters.get("errors")
    ]
    for each in alike:
        if each.parameters["weights"] == "none":
            continue
        for other in alike:
            same = other.by == each.by and other.parameters.get("estimator") == each.parameters.get(
                "estimator"
            )
            if same and other.parameters["weights"] == "none" and other.verdict != each.verdict:
                whose = "" if not each.by else f" for {group_name(each)}"
                yield (
                    f"The conclusion{whose} by {each.parameters['estimator']} hangs on the weights "
                    f"{weight!r}. With them: {told_effect(each, log=log)}. "
                    f"Without them: {told_effect(other, log=log)}."
                )


def _errors(main: Record, records: Sequence[Record], *, log: bool) -> Iterator[str]:
    """Say where a conclusion is another with the errors of the jackknife."""
    usual = {
        _key(each): each for each in records if each.parameters.get("errors") == main.parameters.get("errors")
    }
    for each in records:
        if each.measure != "att" or each.parameters.get("errors") != JACKKNIFE or each.low is None:
            continue
        other = usual.get(_key(each))
        if other is not None and other.verdict != each.verdict:
            yield (
                f"The conclusion {_whose(each)} by {each.parameters['estimator']} hangs on the kind of "
                f"error. By clusters: {told_effect(other, log=log)}. "
                f"Leaving out one cluster at a time: {told_effect(each, log=log)}."
            )


def _key(record: Record) -> tuple[object, ...]:
    told = record.parameters
    return record.measure, tuple(record.by.items()), told.get("estimator"), told.get("weights")


def _whose(record: Record) -> str:
    weights = record.parameters["weights"]
    weighted = "without weights" if weights == "none" else f"weighted by {weights!r}"
    return f"for {group_name(record)}, {weighted},"


def _estimators(main: Record, records: Sequence[Record], *, log: bool) -> Iterator[str]:
    """In staggered designs two-way fixed effects compare the treated with the already treated."""
    alike = [
        each
        for each in records
        if each.measure == "att"
        and not each.by
        and each.parameters["weights"] == main.parameters["weights"]
        and each.parameters.get("errors") == main.parameters.get("errors")
    ]
    by = {each.parameters["estimator"]: each for each in alike}
    if COHORTS in by and TWO_WAY in by:
        cohort, plain = by[COHORTS], by[TWO_WAY]
        yield (
            f"Units start at different times, so two-way fixed effects ({sized(plain.estimate, log=log)}) "
            "also compare units with others that were treated before them, and can even have the wrong sign "
            f"(Goodman-Bacon 2021). The comparison with untreated ones is {sized(cohort.estimate, log=log)}."
        )


def _before(records: Sequence[Record], *, log: bool) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    sure = records[0].verdict in ("higher than", "lower than")
    for each in records:
        p = each.parameters.get("p")
        key = (each.measure, group_name(each))
        firm = each.parameters.get("of") == "trend" or each.status == "ok"
        if each.measure == "pre_trend_test" and p is not None and p < _SURE and firm and key not in seen:
            seen.add(key)
            yield (
                f"Trends differed before the event ({group_name(each)}, {chance(p)}): what parallel trends "
                "promise did not hold then."
            )
        if each.measure == "placebo_units_test" and not each.by and p and p >= _SURE and sure:
            yield (
                f"Nought lies outside the interval, but among placebos of other units {chance(p)}: with so "
                "few treated units believe the placebos."
            )
        if each.measure == "placebo_time" and each.verdict in ("higher than", "lower than"):
            yield (
                f"An event in {each.parameters['placebo_time']}, when nothing happened, would have shown "
                f"an effect too: {told_effect(each, log=log)}."
            )
        if each.measure == "placebo_outcome" and each.verdict in ("higher than", "lower than"):
            told = told_effect(each, log=False)
            yield f"{each.outcome}, which the event should not reach, changed too: {told}."


def _left_out(main: Record, left_out: LeftOut | None, *, log: bool) -> Iterator[str]:
    if left_out is None or main.estimate is None:
        return
    for cluster, value in (left_out.lowest, left_out.highest):
        beyond = main.low is not None and main.high is not None and not main.low <= value <= main.high
        if value * main.estimate < 0 or beyond:
            yield f"Without {cluster} the effect would be {sized(value, log=log)}: it hangs on that cluster."
    ratio = left_out.jackknife_se / main.se if main.se else float("nan")
    if ratio > _WIDER:
        yield (
            f"Leaving out one cluster at a time gives a standard error {ratio:.1f} times "
            "as large: some clusters weigh a lot, and the interval is too narrow."
        )
