"""People: a table of persons with its survey design and the meaning of its columns."""

from dueregard.people.audit import audit
from dueregard.people.audit_findings import (
    Coverage,
    Finding,
    Identifier,
    IntakeAudit,
    Sparseness,
    WeightSanity,
)
from dueregard.people.mapping import people_from
from dueregard.people.people import People
from dueregard.people.read import read_people
from dueregard.people.schema import Characteristic, CodeBook, Schema

__all__ = [
    "Characteristic",
    "CodeBook",
    "Coverage",
    "Finding",
    "Identifier",
    "IntakeAudit",
    "People",
    "Schema",
    "Sparseness",
    "WeightSanity",
    "audit",
    "people_from",
    "read_people",
]
