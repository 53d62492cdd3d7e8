"""Which sheets a workbook casebook has, and which fields of the casebook each one holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dueregard.casebook.alliance_specification import SECTORS, Alliance, AllianceMember
from dueregard.casebook.causes_specification import CauseEdge, Causes, Decompose, StrataOf
from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.consequences_specification import ConsequencesSource
from dueregard.casebook.data_protection import DataProtection
from dueregard.casebook.leaves import Leaf, leaves
from dueregard.casebook.monitor_specification import Decision, Monitor
from dueregard.casebook.people_specification import (
    CharacteristicColumn,
    Circumstances,
    CodeBook,
    GenerationColumns,
    LinkedTable,
    PeopleSource,
    PlaceColumn,
)
from dueregard.casebook.specification import (
    Amendment,
    DeclaredGap,
    DisclosureLimits,
    Intersection,
    Outcome,
    Published,
    Question,
)
from dueregard.casebook.voices_specification import (
    Affected,
    Author,
    Body,
    ConsultationSource,
    Material,
    PanelSource,
    Population,
    TestimonySource,
)

__all__ = ["ABOUT", "CODE_OWNERS", "NOTES", "REMARKS", "SHEETS", "TREATMENTS", "Sheet"]

ABOUT = "about"
"""The sheet that explains the others; it is never read back."""

REMARKS = "remarks"
"""The sheet of remarks about a draft, such as warnings; it is never read back."""

NOTES = "notes"
"""The column that is the user's own; it is never read back."""

TREATMENTS = ("shown", "missing", "not applicable")
"""What a code stands for: a group, an answer that is not known, a question that does not apply."""

CODE_OWNERS: dict[str, tuple[str, ...]] = {
    "columns": ("people", "columns"),
    "characteristics": ("people", "characteristics"),
    "places": ("people", "places"),
    "generations": ("people", "generations"),
}
"""The sheets whose columns may have codes, and where those stand in the casebook."""

_CODES = ("labels", "missing", "not_applicable", "parents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the workbook.

    Parameters
    ----------
    name : str
        Its name.
    shape : str
        "keys": a row for each field. "entries": a row for each entry of a list. "named": a row for each
        entry of a table, whose name is in the first column. "codes", "pairs": see `fields`.
    path : tuple of str
        Where its content stands in the casebook.
    fields : tuple of Leaf
        Its fields.
    """

    name: str
    shape: Literal["keys", "entries", "named", "codes", "pairs"]
    path: tuple[str, ...]
    fields: tuple[Leaf, ...]


def _field(name: str, meaning: str, *, kind: str = "text", choices: tuple[str, ...] = ()) -> Leaf:
    return Leaf(path=(name,), kind=kind, choices=choices, meaning=meaning, required=True)


_NAMED = "The name that the rest of the casebook uses."
_CHARACTERISTIC = _field("name", f"{_NAMED} Usual ones: {', '.join(PROTECTED)}.")

SHEETS: tuple[Sheet, ...] = (
    Sheet(name="question", shape="keys", path=("question",), fields=leaves(Question)),
    Sheet(
        name="people",
        shape="keys",
        path=("people",),
        fields=tuple(
            leaf for leaf in leaves(PeopleSource) if leaf.path[0] not in ("circumstances", "generations")
        ),
    ),
    Sheet(
        name="columns",
        shape="named",
        path=("people", "columns"),
        fields=(_field("name", "The column of the people's table."), *leaves(CodeBook, leave_out=_CODES)),
    ),
    Sheet(
        name="characteristics",
        shape="named",
        path=("people", "characteristics"),
        fields=(_CHARACTERISTIC, *leaves(CharacteristicColumn, leave_out=_CODES)),
    ),
    Sheet(
        name="places",
        shape="named",
        path=("people", "places"),
        fields=(
            _field("name", f"{_NAMED} The lowest level comes first."),
            *leaves(PlaceColumn, leave_out=_CODES),
        ),
    ),
    Sheet(
        name="generations",
        shape="keys",
        path=("people", "generations"),
        fields=leaves(GenerationColumns, leave_out=_CODES),
    ),
    Sheet(
        name="codes",
        shape="codes",
        path=("people",),
        fields=(
            _field("sheet", "The sheet that names the column.", kind="choice", choices=tuple(CODE_OWNERS)),
            _field("name", "Its name there; age_band for the sheet generations."),
            _field("code", "The code, as it stands in the table."),
            _field("label", "The group's name for readers."),
            _field("treat as", "What the code stands for.", kind="choice", choices=TREATMENTS),
            _field("parent", "For a place, the place above it."),
        ),
    ),
    Sheet(
        name="life stages",
        shape="pairs",
        path=("people", "generations", "life_stages"),
        fields=(
            _field("name", "The stage of life."),
            _field("from", "The youngest age.", kind="number"),
            _field("to", "The oldest age.", kind="number"),
        ),
    ),
    Sheet(
        name="age standard",
        shape="pairs",
        path=("people", "generations", "standard"),
        fields=(
            _field("band", "The age band. Leave this sheet empty to use the table's own age structure."),
            _field("share", "Its share of the standard population.", kind="number"),
        ),
    ),
    Sheet(
        name="circumstances",
        shape="keys",
        path=("people", "circumstances"),
        fields=leaves(Circumstances),
    ),
    Sheet(name="linked tables", shape="entries", path=("people", "linked"), fields=leaves(LinkedTable)),
    Sheet(name="intersections", shape="entries", path=("intersections",), fields=leaves(Intersection)),
    Sheet(name="outcomes", shape="entries", path=("outcomes",), fields=leaves(Outcome)),
    Sheet(name="causes", shape="keys", path=("causes",), fields=leaves(Causes)),
    Sheet(name="decompositions", shape="entries", path=("causes", "decompose"), fields=leaves(Decompose)),
    Sheet(name="strata", shape="entries", path=("causes", "strata"), fields=leaves(StrataOf)),
    Sheet(name="cause map", shape="entries", path=("causes", "map"), fields=leaves(CauseEdge)),
    Sheet(name="published", shape="entries", path=("published",), fields=leaves(Published)),
    Sheet(name="disclosure", shape="keys", path=("disclosure",), fields=leaves(DisclosureLimits)),
    Sheet(name="evidence gaps", shape="entries", path=("evidence_gaps",), fields=leaves(DeclaredGap)),
    Sheet(name="amendments", shape="entries", path=("amendments",), fields=leaves(Amendment)),
    Sheet(name="who could be heard", shape="keys", path=("voices", "population"), fields=leaves(Population)),
    Sheet(name="who is affected", shape="keys", path=("voices", "affected"), fields=leaves(Affected)),
    Sheet(
        name="consultation", shape="keys", path=("voices", "consultation"), fields=leaves(ConsultationSource)
    ),
    Sheet(
        name="materials",
        shape="entries",
        path=("voices", "consultation", "standards", "materials"),
        fields=leaves(Material),
    ),
    Sheet(name="bodies", shape="entries", path=("voices", "bodies"), fields=leaves(Body)),
    Sheet(name="panel", shape="keys", path=("voices", "panel"), fields=leaves(PanelSource)),
    Sheet(name="testimony", shape="keys", path=("voices", "testimony"), fields=leaves(TestimonySource)),
    Sheet(name="options", shape="keys", path=("consequences",), fields=leaves(ConsequencesSource)),
    Sheet(name="authors", shape="entries", path=("authors",), fields=leaves(Author)),
    Sheet(name="alliance", shape="keys", path=("alliance",), fields=leaves(Alliance)),
    Sheet(
        name="sectors",
        shape="pairs",
        path=("alliance", "sectors"),
        fields=(
            _field("sector", "The sector.", kind="choice", choices=SECTORS),
            _field("signatures", "The fewest signatures from it.", kind="whole number"),
        ),
    ),
    Sheet(name="members", shape="entries", path=("alliance", "members"), fields=leaves(AllianceMember)),
    Sheet(name="decision", shape="keys", path=("decision",), fields=leaves(Decision)),
    Sheet(name="monitor", shape="keys", path=("monitor",), fields=leaves(Monitor)),
    Sheet(name="data protection", shape="keys", path=("data_protection",), fields=leaves(DataProtection)),
)
"""Every sheet but the one that explains them, in the order of the workbook."""
