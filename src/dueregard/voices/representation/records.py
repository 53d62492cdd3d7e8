"""Every figure of an audit as a record of the public contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dueregard.estimates import Record, Support
from dueregard.voices.representation.exact import ORDERINGS
from dueregard.voices.representation.findings import (
    Against,
    AgainstFinding,
    CharacteristicFinding,
    GroupFinding,
    Representation,
)

__all__ = ["records_of"]

EXACT = "Clopper-Pearson (1934) exact interval"
DESIGN = "Korn and Graubard (1998) interval of a weighted share"
_MODELS = {
    "multinomial": "exact, members drawn at random",
    "hypergeometric": "exact, members drawn at random without replacement",
    "weighted": "weighted",
}
_SEATS = {
    "nearest": "members lacking to the fair share of the seats, rounded half up",
    "floor": "members lacking to the fair share of the seats, rounded down",
}


def records_of(found: Representation) -> tuple[Record, ...]:
    """Write the findings as records.

    Parameters
    ----------
    found : Representation
        The audit.

    Returns
    -------
    tuple of Record
        Of each group ``share`` (once); against each comparator ``population_share``,
        ``representation_ratio``, ``shortfall_seats`` (rounding nearest, and floor),
        ``probability_of_so_few``, ``probability_of_so_many``, ``binomial_p``, ``probability_of_none``,
        ``power`` and ``detectable_ratio``, with ``against`` among the parameters; of each characteristic
        ``multinomial_p`` by ordering and ``chi_square_p``. Support is the group's members, so that the
        disclosure gate withholds small groups; tests carry the smallest. What cannot be compared is
        ``not_estimable`` with its reason.
    """
    titles = {each.name: each for each in found.against}
    return tuple(record for each in found.characteristics for record in _characteristic(each, titles, found))


def _characteristic(
    finding: CharacteristicFinding, titles: Mapping[str, Against], found: Representation
) -> Iterator[Record]:
    shown: set[tuple[tuple[str, str], ...]] = set()
    for against in finding.against:
        for group in against.groups:
            if group.by not in shown:
                shown.add(group.by)
                yield _share(group, against, found)
        for group in against.groups:
            yield from _group(group, against, titles[against.against], found)
        yield from _tests(finding, against, titles[against.against])


def _share(group: GroupFinding, against: AgainstFinding, found: Representation) -> Record:
    method = DESIGN if against.model == "weighted" else EXACT
    # Members of groups that are not compared are no part of n: they add up with nobody's.
    compared = group.population_share is not None
    return Record(
        measure="share",
        parameters={} if compared else {"compared": False},
        by=dict(group.by),
        estimate=group.share,
        low=group.low,
        high=group.high,
        level=None if group.low is None else found.level,
        n=against.compared or 0,
        unit="proportion",
        source=found.title,
        support=_of(group, against),
        **_state(group, group.share, method=method),
    )


def _group(
    group: GroupFinding, against: AgainstFinding, whom: Against, found: Representation
) -> Iterator[Record]:
    parameters = {"against": against.against}
    common = {"by": dict(group.by), "source": f"{found.title}; {whom.title}"}
    model = _MODELS[against.model]
    members: dict[str, Any] = {
        **common,
        "n": against.compared,
        "support": _of(group, against, group.population_people),
    }
    yield Record(
        measure="population_share",
        parameters=parameters,
        estimate=group.population_share,
        low=group.population_low,
        high=group.population_high,
        level=None if group.population_low is None else found.level,
        unit="proportion",
        by=dict(group.by),
        source=whom.title,
        support=_of_comparator(group),
        **_state(group, group.population_share, method="known" if whom.kind == "known" else "estimated"),
    )
    yield Record(
        measure="representation_ratio",
        parameters=parameters,
        estimate=group.ratio,
        low=group.ratio_low,
        high=group.ratio_high,
        level=None if group.ratio is None else found.level,
        verdict=None if group.ratio is None else group.verdict,
        **members,
        **_state(group, group.ratio, method=_ratio_method(against, whom)),
    )
    for rounding, value in (("nearest", group.seats_short), ("floor", group.floor_short)):
        if value is not None or against.model != "weighted":
            yield Record(
                measure="shortfall_seats",
                parameters={**parameters, "rounding": rounding},
                estimate=None if value is None else float(value),
                unit="seats",
                **members,
                **_state(group, value, method=_SEATS[rounding]),
            )
    if against.model != "weighted":
        for measure, chance in (
            ("probability_of_so_few", group.so_few),
            ("probability_of_so_many", group.so_many),
            ("binomial_p", group.p),
        ):
            yield Record(
                measure=measure,
                parameters=parameters,
                estimate=chance,
                unit="probability",
                **members,
                **_state(group, chance, method=f"{model}; two-sided" if measure == "binomial_p" else model),
            )
    yield from _of_size_alone(group, against, parameters, common, found)


def _of_size_alone(
    group: GroupFinding,
    against: AgainstFinding,
    parameters: Mapping[str, Any],
    common: Mapping[str, Any],
    found: Representation,
) -> Iterator[Record]:
    """What the size of the body and the fair share say, whoever is in the body."""
    if group.population_share is None:
        return
    if against.model != "weighted":
        yield Record(
            measure="probability_of_none",
            parameters=parameters,
            estimate=group.none,
            unit="probability",
            n=against.compared or 0,
            support=_of_comparator(group),
            **common,
            **_state(group, group.none, method=_MODELS[against.model]),
        )
    for measure, more, value, otherwise in (
        ("power", {"alternative": found.alternative}, group.power, None),
        ("detectable_ratio", {"power": 0.8}, group.detectable, "even nobody would not be found too few"),
    ):
        state = _state(group, value, method=_MODELS[against.model])
        if value is None and group.reason is None and otherwise:
            state["reason"] = otherwise
        yield Record(
            measure=measure,
            parameters={**parameters, **more},
            estimate=value,
            unit="probability" if measure == "power" else "ratio",
            n=against.compared or 0,
            support=_of_comparator(group),
            **common,
            **state,
        )


def _tests(finding: CharacteristicFinding, against: AgainstFinding, whom: Against) -> Iterator[Record]:
    named = {"against": against.against, "characteristic": finding.name}
    least = min((group.count for group in against.groups if group.count), default=0)
    common: dict[str, Any] = {
        "n": against.compared,
        "unit": "probability",
        "source": whom.title,
        "support": Support(
            n=against.compared or 0,
            n_effective=against.compared or 0,
            least_n=least,
            least_n_effective=least,
        ),
    }
    test = against.test
    if test is not None:
        how = "every outcome" if test.error is None else f"simulated, standard error {test.error:.2g}"
        for ordering in ORDERINGS:
            yield Record(
                measure="multinomial_p",
                parameters={**named, "ordering": ordering},
                estimate=getattr(test, ordering),
                status="ok" if test.error is None else "approximate",
                reason=None if test.error is None else how,
                method=f"exact {against.model} test, outcomes ordered by {ordering.replace('_', ' ')}; {how}",
                **common,
            )
        if test.df:
            yield Record(
                measure="chi_square_p",
                parameters=named,
                estimate=test.asymptotic,
                method="Pearson's chi-square, for large bodies",
                **common,
            )
    if against.rao_scott is not None:
        yield Record(
            measure="chi_square_p",
            parameters={**named, "sampling": "both" if whom.kind == "sample" else "body"},
            estimate=against.rao_scott,
            method="chi-square with the second-order correction of Rao and Scott (1981)",
            **common,
        )
    if against.reason is not None:
        yield Record(
            measure="multinomial_p", parameters=named, status="not_estimable", reason=against.reason, **common
        )


def _state(group: GroupFinding, value: float | None, *, method: str) -> dict[str, Any]:
    if value is not None:
        return {"method": method}
    return {"status": "not_estimable", "reason": group.reason or "not defined for this group"}


def _ratio_method(against: AgainstFinding, whom: Against) -> str:
    if whom.kind == "sample":
        return "limits of both shares by the method of Donner and Zou (2012)"
    return f"{DESIGN if against.model == 'weighted' else EXACT}, over the known share"


def _of(group: GroupFinding, against: AgainstFinding, *others: int | None) -> Support:
    """Who must not be singled out: the group, and whoever is left out, for n would tell how many they are."""
    count = group.count or 0
    left_out = [each.count for each in against.groups if each.population_share is None]
    least = min((each for each in (count, *left_out, *others) if each), default=0) if count else 0
    return Support(n=count, n_effective=count, least_n=least, least_n_effective=least)


def _of_comparator(group: GroupFinding) -> Support:
    if group.population_people is None:
        return Support()
    return Support(n=group.population_people, n_effective=group.population_people)
