"""What each declared group says of each statement: shares as records, and through the disclosure gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.disclosure import Policy, Table, release
from dueregard.estimates import Record, records
from dueregard.voices.opinions.declared import Declared, declared, named_characteristics
from dueregard.voices.opinions.shares import RAW, answer_shares
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights

__all__ = ["SharesByCharacteristic", "StatementShares", "shares_by_characteristic"]

Group = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementShares:
    """The shares of one statement.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    records : tuple of Record
        Every answer of every group, everybody first, raw and, with weights, weighted.
    """

    statement: int
    records: tuple[Record, ...]
    found: dict[tuple[str, str, frozenset[tuple[str, str]]], Record] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for record in self.records:
            said = record.parameters
            self.found[said["answer"], said["basis"], frozenset(record.by.items())] = record

    def find(self, answer: str, *, group: Group | None = None, basis: str = RAW) -> Record | None:
        """Find one share.

        Parameters
        ----------
        answer : str
            ``agree``, ``disagree`` or ``pass``.
        group : mapping of str to str, optional
            Levels by characteristic; by default everybody.
        basis : str
            :data:`~.shares.RAW` or :data:`~.shares.WEIGHTED`.

        Returns
        -------
        Record or None
            None where there is no such group, or no weights.
        """
        return self.found.get((answer, basis, frozenset((group or {}).items())))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharesByCharacteristic:
    """The shares of all statements, before the gate.

    Attributes
    ----------
    votes : Votes
        What was voted.
    by : tuple of Declared
        The characteristics that split participants.
    statements : tuple of StatementShares
        Those of each statement that is kept, in order.
    notes : tuple of str
        Which characteristics were left out, and why.
    """

    votes: Votes = field(repr=False)
    by: tuple[Declared, ...]
    statements: tuple[StatementShares, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, statement by statement."""
        return tuple(record for each in self.statements for record in each.records)

    def tables(self) -> tuple[Table, ...]:
        """Make the tables that the disclosure gate takes.

        Participants are a sample of people like them: few yeses or noes alone withhold nothing, and what
        one statement's voters say is not subtracted from another's, since nobody knows who voted on which.

        Returns
        -------
        tuple of Table
            One for each statement.
        """
        return tuple(
            Table(
                name=f"statement-{each.statement + 1}",
                title=self.votes.statements[each.statement].text or self.votes.statements[each.statement].id,
                records=each.records,
            )
            for each in self.statements
        )

    def released(self, policy: Policy | None = None) -> tuple[StatementShares, ...]:
        """Apply the disclosure gate.

        Parameters
        ----------
        policy : Policy, optional
            The rules.

        Returns
        -------
        tuple of StatementShares
            As they may be published, in the same order.
        """
        passed = release(self.tables(), policy=policy).tables
        return tuple(
            StatementShares(statement=each.statement, records=table.records)
            for each, table in zip(self.statements, passed, strict=True)
        )


def shares_by_characteristic(
    votes: Votes,
    *,
    by: Iterable[str] | None = None,
    weights: ParticipantWeights | None = None,
    statements: Sequence[int] | None = None,
    level: float = 0.95,
) -> SharesByCharacteristic:
    """Estimate what each declared group says of each statement.

    A characteristic that nobody declared, or that has very many levels, is left out and named; it never
    stops the others.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.
    by : iterable of str, optional
        Characteristics; several are crossed by a star. By default each that was declared, by itself.
    weights : ParticipantWeights, optional
        Then every share is given raw and weighted.
    statements : sequence of int, optional
        Places of the statements wanted; by default all that are kept.
    level : float
        Confidence level.

    Returns
    -------
    SharesByCharacteristic
        As records.

    Raises
    ------
    ColumnNotFound
        When a characteristic was asked for that participants were not.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.voices.opinions.votes import Statement
    >>> votes = Votes(
    ...     participants=("a", "b", "c"),
    ...     statements=(Statement(id="1", text="More buses"),),
    ...     participant=np.arange(3, dtype=np.int32),
    ...     statement=np.zeros(3, np.int32),
    ...     value=np.array([1, 1, -1], np.int8),
    ...     kept=np.array([True]),
    ...     characteristics={"sex": np.array(["f", "f", "m"], object)},
    ... )
    >>> found = shares_by_characteristic(votes)
    >>> women = found.statements[0].find("agree", group={"sex": "f"})
    >>> women.estimate, women.n, women.outcome
    (1.0, 2, 'agree: More buses')
    """
    names, notes = named_characteristics(votes, by)
    parts = tuple(declared(votes, name) for name in names)
    found = tuple(
        StatementShares(statement=place, records=tuple(records(shares, level)))
        for place, shares in answer_shares(votes, by=parts, weights=weights, statements=statements)
    )
    return SharesByCharacteristic(votes=votes, by=parts, statements=found, notes=tuple(notes))
