"""Made evidence: a few figures of options, released as they would be, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dueregard.appraisal import Appraisal, Evidence, ProfileCell, appraise, evidence_of
from dueregard.casebook import Specification
from dueregard.consequences import ConsequencesFindings, OptionTold, released_consequences
from dueregard.consequences.failures import Failure
from dueregard.disclosure import Table, release
from dueregard.estimates import Record
from dueregard.options import DeclaredOption, Option

OUTCOME = "income"
AIM = {"gap": "disability", "at_most": 40, "by": 2030}
DISABLED, OTHERS = {"disability": "Disabled"}, {"disability": "Not disabled"}
ROMA = {"ethnic_group": "Roma"}
PEOPLE = {
    "source": "people.csv",
    "characteristics": {name: name for name in ("disability", "ethnic_group", "religion", "sex")},
}


def asked(*, better: str = "higher", aim: Mapping[str, Any] | None = None, **more: Any) -> Specification:
    """A casebook with one outcome."""
    first = {"name": OUTCOME, "column": "income", "unit": "£ a week", "better": better, "measures": ["mean"]}
    outcome = first | ({"target": dict(aim)} if aim else {}) | more.pop("outcome", {})
    outcomes = [outcome, *more.pop("others", [])]
    given = {"question": {"title": "Shall we?"}, "people": PEOPLE, "outcomes": outcomes, **more}
    return Specification.model_validate(given)


def change(
    option: str, by: Mapping[str, str], value: float | None, *, se: float = 0.5, **more: Any
) -> Record:
    """An average change of a group under an option."""
    return _record("mean_change", option, by, value, se, reference="before", **more)


def gap(
    option: str, by: Mapping[str, str], before: float, moved: float | None, *, se: float = 0.5, **aim: Any
) -> list[Record]:
    """A gap now, and how it changes; with an aim where one is given."""
    parameters = {"of": "mean", "target": aim["aim"], "by": 2030} if aim else {}
    to = {**parameters, "gap_to": "the others"}
    return [
        _record("gap_before", option, by, before, 1.0, reference="the others", parameters=parameters),
        _record("gap_change", option, by, moved, se, reference="before", parameters=to),
    ]


def standing(by: Mapping[str, str], value: float) -> Record:
    """A gap to everyone else now, clear among many."""
    verdict = "lower than" if value < 0 else "higher than"
    return Record(
        measure="mean",
        outcome=OUTCOME,
        by=dict(by),
        contrast="difference",
        reference="everyone else",
        parameters={"basis": "crude"},
        estimate=value,
        low=value - 2,
        high=value + 2,
        discovery=True,
        verdict=verdict,
        unit="£ a week",
    )


def evidence(
    records: Iterable[Record],
    *,
    now: Sequence[Record] = (),
    options: Sequence[str] = ("Grant",),
    specification: Specification | None = None,
    also: Sequence[Table] = (),
    declared: Mapping[str, Mapping[str, Any]] | None = None,
    places: Sequence[str] = (),
    failures: Sequence[Failure] = (),
    **more: Any,
) -> Evidence:
    """What instruments may see of these figures."""
    of_aims = [record for record in records if "target" in record.parameters]
    others = [record for record in records if "target" not in record.parameters]
    tables = [
        _table("consequences-groups", others),
        _table("consequences-aim", of_aims),
        *(
            _table(f"characteristic-{name}", [each for each in now if list(each.by) == [name]])
            for name in dict.fromkeys(name for each in now for name in each.by)
        ),
        *also,
    ]
    released = release(tables)
    told = tuple(
        OptionTold(
            name=name, kind="cash", unit="person", outcome=OUTCOME, authored_by=(), income_concept="",
            assumptions=(), pays_here=True,
        )
        for name in options
    )  # fmt: skip
    tried = ConsequencesFindings(
        tables=tuple(tables), options=told, places=tuple(places), failures=tuple(failures)
    )
    given = {name: {"evidence": "A trial", **(declared or {}).get(name, {})} for name in options}
    return evidence_of(
        released,
        specification=specification or asked(),
        consequences=released_consequences(released, tried) if options else None,
        options=[
            DeclaredOption(
                file=f"{name}.toml", option=Option(name=name, kind="cash", amount="1", **given[name])
            )  # type: ignore[arg-type]
            for name in options
        ],
        **more,
    )


def appraised(records: Iterable[Record], **more: Any) -> Appraisal:
    """The profile of these figures."""
    return appraise(evidence(list(records), **more))


def outcome_of(records: Iterable[Record], *, option: str = "Grant", **more: Any) -> ProfileCell:
    """The cell of equality of outcome."""
    return appraised(records, **more).cell("outcome", option)


def _table(name: str, records: Sequence[Record]) -> Table:
    return Table(name=name, title=name, records=tuple(records), already_public=True)


def _record(
    measure: str,
    option: str,
    by: Mapping[str, str],
    value: float | None,
    se: float,
    *,
    reference: str,
    parameters: Mapping[str, Any] | None = None,
) -> Record:
    known = value is not None
    return Record(
        measure=measure,
        outcome=OUTCOME,
        by={"option": option, **by},
        contrast="difference",
        reference=reference,
        parameters=dict(parameters or {}),
        estimate=value,
        se=se if known else None,
        low=value - 1.96 * se if value is not None else None,
        high=value + 1.96 * se if value is not None else None,
        n=500 if known else None,
        status="ok" if known else "withheld",
        unit="£ a week",
    )
