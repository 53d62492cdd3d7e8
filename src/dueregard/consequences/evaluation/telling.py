"""The sentences of an evaluation: effect and assumption, weights, groups, and the look before the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dueregard.consequences.evaluation.methods import Method
from dueregard.consequences.evaluation.words import chance, group_sentence, headline_sentence, told_effect
from dueregard.estimates import Record

__all__ = ["sentences_of"]


def sentences_of(
    records: Sequence[Record], method: Method, *, weight: str | None, log: bool
) -> Iterator[str]:
    """Say what was found.

    Parameters
    ----------
    records : sequence of Record
        Everything found, the main effect first.
    method : Method
        Which was used.
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
    yield headline_sentence(main, method, log=log)
    same = [
        each
        for each in records
        if each.measure == main.measure
        and each.parameters.get("estimator") == main.parameters.get("estimator")
        and each.parameters.get("errors") == main.parameters.get("errors")
    ]
    for each in same:
        if not each.by and each.parameters["weights"] != main.parameters["weights"]:
            yield f"Without the weights {weight!r}: {told_effect(each, log=log)}."
    groups = [each for each in same if each.by and each.parameters["weights"] == main.parameters["weights"]]
    tests = [
        each
        for each in records
        if each.measure == "equality_test"
        and each.parameters["weights"] == main.parameters["weights"]
        and each.parameters.get("estimator") in (None, main.parameters.get("estimator"))
        and each.parameters.get("of") in (None, main.measure)
    ]
    if groups:
        yield group_sentence(groups, tests[0] if tests else None, log=log)
    for each in records:
        of_all = not each.by and each.parameters.get("weights") == main.parameters["weights"]
        estimator = each.parameters.get("estimator") in (None, main.parameters.get("estimator"))
        known = each.parameters.get("p") is not None and each.parameters.get("of") == "trend"
        if each.measure == "pre_trend_test" and of_all and estimator and known:
            periods, p = each.parameters["periods_before"], chance(each.parameters["p"])
            counted = f"over {periods} period{'' if periods == 1 else 's'}"
            yield f"Before the event: {each.verdict} ({p}, {counted})."
        if each.measure == "placebo_units_test" and of_all:
            count, p = each.parameters["placebos"], chance(each.parameters["p"])
            yield f"Among {count} placebos of units that the event did not reach: {each.verdict} ({p})."
