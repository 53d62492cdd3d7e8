"""The intake audit: what the data can bear, before anything is measured.

A handful of scans, each linear in the rows: who is not known and among whom, how small intersections get,
whether weights and design look sane, and which columns should not be here at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import canonical_name
from dueregard.people.audit_coverage import States, coverage_of, coverage_tables, sparseness_of
from dueregard.people.audit_findings import Coverage, Finding, IntakeAudit, Sparseness, WeightSanity
from dueregard.people.audit_identifiers import identifiers_in
from dueregard.people.audit_sanity import dates_after, design_sanity, duplicated_rows, weight_sanity
from dueregard.people.people import People

if TYPE_CHECKING:
    from dueregard.casebook import Casebook

__all__ = ["audit"]

_STATED = ("sex", "gender_reassignment", "ethnic_group", "disability", "religion", "sexual_orientation")


def audit(
    people: People,
    *,
    casebook: Casebook | None = None,
    intersections: Sequence[Sequence[str]] = (),
    decision_on: datetime.date | None = None,
    threshold: int = 10,
) -> IntakeAudit:
    """Audit people as they were read.

    Parameters
    ----------
    people : People
        The people; coverage is about those in their domain.
    casebook : Casebook, optional
        Gives the intersections, the date of the decision and the threshold.
    intersections : sequence of sequence of str, optional
        Characteristics to look at together; by default every pair.
    decision_on : datetime.date, optional
        Dates in the data should not lie after it.
    threshold : int
        The fewest people that may be shown.

    Returns
    -------
    IntakeAudit
        Its ``findings`` are safe to publish; its exact counts are for the holder of the data.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"sex": [1, 2, None], "age": [3, 40, 70]}, characteristics=["sex"])
    >>> audit(people).coverage[0].missing
    1
    """
    if casebook is not None:
        specification = casebook.specification
        intersections = intersections or [each.of for each in specification.intersections]
        decision_on = decision_on or specification.question.decision_on
        threshold = specification.disclosure.threshold
    states = States.of(people)
    size, coverage = coverage_of(states)
    sparseness = sparseness_of(states, _intersections(people, intersections), threshold=threshold)
    weights, design = weight_sanity(people), design_sanity(people)
    identifiers, repeated = identifiers_in(people), duplicated_rows(people)
    dated = dates_after(people, decision_on) if decision_on else {}
    say = _Sayer(threshold)
    findings = (
        *(
            Finding(kind="reading", level="note", subject=people.title, sentence=note)
            for note in people.notes
        ),
        *(
            Finding(
                kind="identifier",
                level="warning",
                subject=found.column,
                sentence=f"{found.column!r} seems to hold {found.kind}. Remove it unless it is needed.",
            )
            for found in identifiers
        ),
        *say.coverage(people, coverage),
        *say.meanings(people),
        *say.sparseness(sparseness),
        *say.weights(weights),
        *say.design(design),
        *say.repeated(people, repeated),
        *say.dates(dated),
    )
    return IntakeAudit(
        rows=people.count,
        people=size,
        findings=findings,
        coverage=coverage,
        sparseness=sparseness,
        weights=weights,
        design=design,
        identifiers=identifiers,
        duplicated_rows=repeated,
        tables=coverage_tables(people, coverage),
    )


def _intersections(people: People, declared: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    known = people.schema.variables
    named = [tuple(name if name in known else canonical_name(name) for name in of) for of in declared]
    if declared:
        return [names for names in named if all(name in known for name in names)]
    names = [*people.schema.characteristics, *(["age"] if "age" in people.schema.generations else [])]
    return list(combinations(names, 2))


class _Sayer:
    """Puts findings into words in which no count below the threshold, nor its complement, is told."""

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold

    def count(self, count: int, thing: str) -> str:
        return f"fewer than {self.threshold} {thing}" if count < self.threshold else f"{count:,} {thing}"

    def share(self, count: int, of: int) -> str:
        return self._share(count, of) or f"fewer than {self.threshold} people"

    def share_of_rows(self, count: int, of: int) -> str:
        share = self._share(count, of)
        return f"{share} of the rows" if share else f"fewer than {self.threshold} rows"

    def _share(self, count: int, of: int) -> str | None:
        if count == of:
            return "all"
        if count < self.threshold:
            return None
        if of - count < self.threshold:
            return "nearly all"
        return f"{100 * count / of:.0f}%" if count / of >= 0.01 else "less than 1%"

    def coverage(self, people: People, coverage: Sequence[Coverage]) -> Iterator[Finding]:
        for found in coverage:
            if found.by:
                continue
            label = people.schema.label(found.subject)
            applicable = found.n - found.not_applicable
            if found.not_applicable:
                yield Finding(
                    kind="coverage",
                    level="note",
                    subject=found.subject,
                    sentence=f"{label} does not apply to {self.share(found.not_applicable, found.n)}.",
                )
            if found.missing:
                often = found.missing / applicable >= 0.05
                yield Finding(
                    kind="coverage",
                    level="warning" if often else "note",
                    subject=found.subject,
                    sentence=f"{label} is not known for {self.share(found.missing, applicable)}"
                    f"{self.uneven(people, coverage, found.subject)}.",
                )

    def uneven(self, people: People, coverage: Sequence[Coverage], subject: str) -> str:
        """Say among whom it is least known, when groups of a hundred and more differ twofold."""
        groups = [
            found
            for found in coverage
            if found.subject == subject
            and found.by
            and found.n - found.not_applicable >= 100
            and self.threshold <= found.missing <= found.n - found.not_applicable - self.threshold
        ]
        overall = next(found for found in coverage if found.subject == subject and not found.by)
        worst = max(groups, key=lambda found: found.share_missing or 0.0, default=None)
        if worst is None or (worst.share_missing or 0.0) < 2 * (overall.share_missing or 0.0):
            return ""
        [(name, level)] = worst.by.items()
        share = 100 * (worst.share_missing or 0.0)
        return f", and for {share:.0f}% where {people.schema.label(name).lower()} is {level}"

    def meanings(self, people: People) -> Iterator[Finding]:
        for name, variable in people.schema.characteristics.items():
            if name in _STATED or variable.meaning:
                stated = (
                    variable.meaning or "not stated. Say whether it was asked or recorded, and in what words"
                )
                yield Finding(
                    kind="meaning",
                    level="note" if variable.meaning else "warning",
                    subject=name,
                    sentence=f"What {variable.label.lower()} measures: {stated}.",
                )

    def sparseness(self, found: Sequence[Sparseness]) -> Iterator[Finding]:
        for each in found:
            if each.few or each.empty:
                yield Finding(
                    kind="intersection",
                    level="note",
                    subject=" x ".join(each.of),
                    # How many would tell those that are few from those that are withheld as their company.
                    sentence=f"Of {each.combinations:,} combinations of {', '.join(each.of)}, "
                    f"some have fewer than {each.threshold} people or nobody.",
                )

    def weights(self, found: WeightSanity | None) -> Iterator[Finding]:
        if found is None:
            return
        yield Finding(
            kind="weights",
            level="note",
            subject=found.column,
            sentence=f"The weights add up to {found.total:,.0f}. Their inequality costs precision as if "
            f"variances were {found.design_effect:.2f} times as large (Kish).",
        )
        for count, what in (
            (found.zero, "weight zero"),
            (found.huge, "more than ten times the median weight"),
        ):
            if count:
                yield Finding(
                    kind="weights",
                    level="warning",
                    subject=found.column,
                    sentence=f"{self.count(count, 'rows')} have {what}.",
                )

    def design(self, found: dict[str, int]) -> Iterator[Finding]:
        if not found:
            return
        yield Finding(
            kind="design",
            level="note",
            subject="design",
            sentence=f"{found['units']:,} sampling units in "
            f"{found['strata']:,} {'stratum' if found['strata'] == 1 else 'strata'}.",
        )
        if found["lonely"]:
            yield Finding(
                kind="design",
                level="warning",
                subject="design",
                sentence=f"{found['lonely']:,} strata have one sampling unit: their variance is not known "
                "and is replaced as lonely_psu says.",
            )

    def repeated(self, people: People, count: int) -> Iterator[Finding]:
        if count:
            yield Finding(
                kind="duplicates",
                level="warning" if count < 0.01 * people.count else "note",
                subject=people.title,
                sentence=f"{self.share_of_rows(count, people.count).capitalize()} repeat another in every "
                "column: they may be the same people twice.",
            )

    def dates(self, found: dict[str, int]) -> Iterator[Finding]:
        for name, count in found.items():
            if count:
                yield Finding(
                    kind="dates",
                    level="warning",
                    subject=name,
                    sentence=f"{name!r} lies after the date of the decision in {self.count(count, 'rows')}.",
                )
