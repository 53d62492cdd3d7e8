"""What the user writes: a folder, casebook.toml or workbook, as checked and immutable objects."""

from dueregard.casebook.alliance_specification import Alliance, AllianceMember
from dueregard.casebook.causes_specification import CauseEdge, Causes, Decompose, StrataOf
from dueregard.casebook.characteristics import (
    PROTECTED,
    Characteristic,
    canonical_name,
    characteristic_label,
)
from dueregard.casebook.consequences_specification import ConsequencesSource
from dueregard.casebook.indicators import canonical_json, indicator, indicator_hashes, indicators_hash
from dueregard.casebook.load import Casebook, find_casebook, load_casebook
from dueregard.casebook.monitor_specification import Decision, Monitor, outturns_file
from dueregard.casebook.option_files import option_files
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
from dueregard.casebook.source_files import SourceFile, source_files
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
from dueregard.casebook.voices_files import VoicesFiles, voices_files
from dueregard.casebook.voices_specification import (
    Affected,
    Author,
    Body,
    ConsultationSource,
    Material,
    PanelSource,
    ParticipantColumn,
    Population,
    Standards,
    TestimonySource,
    Voices,
)
from dueregard.casebook.workbook_writer import write_workbook

__all__ = [
    "PROTECTED",
    "Affected",
    "Alliance",
    "AllianceMember",
    "Amendment",
    "Author",
    "Body",
    "Casebook",
    "CauseEdge",
    "Causes",
    "Characteristic",
    "CharacteristicColumn",
    "Circumstances",
    "CodeBook",
    "ConsequencesSource",
    "ConsultationSource",
    "Decision",
    "DeclaredGap",
    "Decompose",
    "DisclosureLimits",
    "GenerationColumns",
    "Intersection",
    "Link",
    "LinkedTable",
    "Material",
    "Monitor",
    "Outcome",
    "PanelSource",
    "ParticipantColumn",
    "PeopleSource",
    "PlaceColumn",
    "Population",
    "Published",
    "PublishedColumns",
    "Question",
    "ReplicateWeightColumns",
    "SourceFile",
    "Specification",
    "Standards",
    "StrataOf",
    "Target",
    "TestimonySource",
    "Voices",
    "VoicesFiles",
    "canonical_json",
    "canonical_name",
    "characteristic_label",
    "find_casebook",
    "indicator",
    "indicator_hashes",
    "indicators_hash",
    "json_schema",
    "load_casebook",
    "option_files",
    "outturns_file",
    "source_files",
    "voices_files",
    "write_workbook",
]
