"""What the stage finds: tables for the disclosure gate, and what may be said beside them.

Nothing here but the tables counts people: sentences name a statement and a group, and whoever prints them
looks the figures up among those that have passed the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dueregard.disclosure import Table
from dueregard.voices.consultation_standards import Standard
from dueregard.voices.sharp_end import SharpEnd
from dueregard.voices.testimony.findings import TestimonyFindings

__all__ = [
    "Agreed",
    "BodyHeard",
    "Consulted",
    "Designed",
    "Designer",
    "Lottery",
    "Objection",
    "OpinionGroups",
    "Silence",
    "StatementText",
    "VoicesFindings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A part of the method for which the casebook has nothing: a gap in the evidence with a remedy.

    Attributes
    ----------
    part : {"consultation", "bodies", "panel", "testimony", "standards"}
        Which.
    reason : str
        What is missing.
    remedy : str
        What to do.
    """

    part: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementText:
    """A statement that was voted on.

    Attributes
    ----------
    id, text : str
        Its id, by which records know it, and its words.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A statement that a group opposes; its figures are in the released table of statements.

    Attributes
    ----------
    statement : str
        The statement's id.
    group : mapping of str to str
        The group: its level by characteristic.
    against_the_whole : bool
        Whether more than half of all agree to what the group opposes.
    sure : {"sure", "likely", "open"}
        How sure it is that most of the group opposes it.
    words : str
        The same in words.
    """

    statement: str
    group: Mapping[str, str]
    against_the_whole: bool
    sure: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A statement on which most of all are of one mind.

    Attributes
    ----------
    statement : str
        Its id.
    direction : {"agree", "disagree"}
        What most of them say.
    stays : float or None
        In which share of repeats with other people like these it stays so.
    """

    statement: str
    direction: str
    stays: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGroups:
    """Whether those who took part fall into camps, and what each says more than the others.

    Attributes
    ----------
    stable : bool
        Whether another such consultation would find the same groups again.
    apart : bool
        Whether they lie further apart than parts of one crowd would: camps, and not degrees of one opinion.
    words : str
        Why, or why not.
    shares : tuple of float
        Each camp's share of those placed; empty when a camp is too small to be shown.
    says : tuple of tuple of (str, str)
        For each camp, statements' ids and what it says of them.
    """

    stable: bool
    apart: bool
    words: str
    shares: tuple[float, ...] = ()
    says: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """What a consultation came to.

    Attributes
    ----------
    statements : tuple of StatementText
        Those that count.
    rejected : int
        Statements that moderation took down.
    objections : tuple of Objection
        Those against the whole first.
    agreed : tuple of Agreed
        The firmest first.
    chosen : tuple of str
        Statements chosen so that as many as possible agree to some of them, by id.
    chosen_words : str
        How they were chosen, and how many are left without any.
    camps : OpinionGroups or None
        None where too few voted.
    picture : str
        The opinion map as SVG, in which nobody is a point; empty where there is none.
    pictured : tuple of str
        The statements whose arrows it draws, by id.
    weighted_by : tuple of str
        The characteristics by which answers are weighted; empty when they are not.
    weighting : str
        How, or why not, in words.
    notes : tuple of str
        What readers must know.
    """

    statements: tuple[StatementText, ...]
    rejected: int
    objections: tuple[Objection, ...]
    agreed: tuple[Agreed, ...]
    chosen: tuple[str, ...]
    chosen_words: str
    camps: OpinionGroups | None
    picture: str
    pictured: tuple[str, ...]
    weighted_by: tuple[str, ...]
    weighting: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHeard:
    """A board or committee held against those it decides for.

    Attributes
    ----------
    name : str
        Its name.
    table : str
        The name of its released table.
    decides : bool
        Whether it decides, or advises.
    reach : str
        What a body of this size can show, and what not.
    public : str
        Why its members' particulars may be shown; empty where they are protected.
    """

    name: str
    table: str
    decides: bool
    reach: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """How a panel is drawn: no ids, and no probability of any one person.

    Attributes
    ----------
    size : int
        Seats.
    pool : int or None
        People in the pool; None where they are too few to be told.
    algorithm : str
        How fair the lottery is.
    least, most : float or None
        The range of selection probabilities; None where the pool is too small.
    certified : bool
        Whether it is proved that no lottery is fairer, in the algorithm's sense.
    gap : float
        The proven distance.
    proof : str
        How it was proved.
    quotas : tuple of (str, str, int, int)
        Category, feature, least and most.
    words : tuple of str
        The same for readers.
    """

    size: int
    pool: int | None
    algorithm: str
    least: float | None
    most: float | None
    certified: bool
    gap: float
    proof: str
    quotas: tuple[tuple[str, str, int, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Designer:
    """Somebody who designed a part of the assessment.

    Attributes
    ----------
    name : str
        Who.
    parts : tuple of str
        The outcomes they asked for.
    options : tuple of str
        The options they designed.
    characteristics : mapping of str to str
        What they chose to share of themselves.
    """

    name: str
    parts: tuple[str, ...]
    characteristics: Mapping[str, str]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Designed:
    """The ledger: who designed it.

    Attributes
    ----------
    designers : tuple of Designer
        In the casebook's order.
    unsigned : tuple of str
        Outcomes that name nobody.
    unsigned_options : tuple of str
        Options that name nobody.
    words : tuple of str
        What the ledger shows.
    """

    designers: tuple[Designer, ...]
    unsigned: tuple[str, ...]
    unsigned_options: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesFindings:
    """Who was heard, before the disclosure gate.

    Attributes
    ----------
    on : datetime.date
        The day for which consent and standards were judged.
    population, affected : str
        What those are called with whom participants are compared; the second may be empty.
    tables : tuple of Table
        Everything that counts people.
    silences : tuple of Silence
        Parts that are missing.
    consultation : Consulted or None
        Votes on statements.
    bodies : tuple of BodyHeard
        Who decides.
    lottery : Lottery or None
        The panel.
    testimony : TestimonyFindings or None
        What people told; its counts are in the tables.
    standards : tuple of Standard
        Whether the consultation was a fair one.
    sharp_end : tuple of SharpEnd
        Whether those who are worst off were heard.
    sought : tuple of SharpEnd
        Whether further groups that were asked after were heard.
    designed : Designed
        Who designed the assessment.
    notes : tuple of str
        What readers must know.
    """

    on: date
    population: str
    affected: str
    tables: tuple[Table, ...]
    silences: tuple[Silence, ...]
    consultation: Consulted | None = None
    bodies: tuple[BodyHeard, ...] = ()
    lottery: Lottery | None = None
    testimony: TestimonyFindings | None = None
    standards: tuple[Standard, ...] = ()
    sharp_end: tuple[SharpEnd, ...] = ()
    sought: tuple[SharpEnd, ...] = ()
    designed: Designed = Designed(designers=(), unsigned=())
    notes: tuple[str, ...] = ()
