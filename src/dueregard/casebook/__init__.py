"""What the user writes: a folder, casebook.toml or workbook, as checked and immutable objects."""

from dueregard.casebook.characteristics import (
    PROTECTED,
    Characteristic,
    canonical_name,
    characteristic_label,
)
from dueregard.casebook.indicators import canonical_json, indicator, indicator_hashes, indicators_hash
from dueregard.casebook.load import Casebook, find_casebook, load_casebook
from dueregard.casebook.people_specification import (
    CharacteristicColumn,
    Circumstances,
    CodeBook,
    GenerationColumns,
    Link,
    LinkedTable,
    PeopleSource,
    PlaceColumn,
    ReplicateWeightColumns,
)
from dueregard.casebook.schema import json_schema
from dueregard.casebook.specification import (
    Amendment,
    DeclaredGap,
    DisclosureLimits,
    Intersection,
    Outcome,
    Published,
    PublishedColumns,
    Question,
    Specification,
    Target,
)
from dueregard.casebook.workbook_writer import write_workbook

__all__ = [
    "PROTECTED",
    "Amendment",
    "Casebook",
    "Characteristic",
    "CharacteristicColumn",
    "Circumstances",
    "CodeBook",
    "DeclaredGap",
    "DisclosureLimits",
    "GenerationColumns",
    "Intersection",
    "Link",
    "LinkedTable",
    "Outcome",
    "PeopleSource",
    "PlaceColumn",
    "Published",
    "PublishedColumns",
    "Question",
    "ReplicateWeightColumns",
    "Specification",
    "Target",
    "canonical_json",
    "canonical_name",
    "characteristic_label",
    "find_casebook",
    "indicator",
    "indicator_hashes",
    "indicators_hash",
    "json_schema",
    "load_casebook",
    "write_workbook",
]
