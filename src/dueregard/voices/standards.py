"""The consultation's dates and documents, from the casebook to the check."""

from __future__ import annotations

from datetime import date

from dueregard.casebook import Specification, Standards
from dueregard.voices.consultation_checks import check_consultation
from dueregard.voices.consultation_standards import Consultation, Material, Standard

__all__ = ["standards_of"]


def standards_of(given: Standards, specification: Specification, *, on: date) -> tuple[Standard, ...]:
    """Hold what the casebook says of its consultation against the principles.

    Parameters
    ----------
    given : Standards
        What it says.
    specification : Specification
        For the day of the decision.
    on : datetime.date
        The day of the question.

    Returns
    -------
    tuple of Standard
        One for each principle.
    """
    told = {name: getattr(given, name) for name in type(given).model_fields if name != "materials"}
    return check_consultation(
        Consultation(
            **told,
            decision_on=specification.question.decision_on,
            materials=tuple(
                Material(
                    title=each.title,
                    published_on=each.published_on,
                    gives=each.gives,
                    source=each.source,
                )
                for each in given.materials
            ),
        ),
        on=on,
    )
