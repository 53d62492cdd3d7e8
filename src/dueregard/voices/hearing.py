"""The consultation of a casebook: read, weighted, split by group, and what no average may hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dueregard.casebook import ConsultationSource, VoicesFiles
from dueregard.disclosure import Policy, Table
from dueregard.errors import DueRegardError
from dueregard.estimates import Record
from dueregard.voices.findings import Consulted, Objection, StatementText
from dueregard.voices.groups import groups_of
from dueregard.voices.opining import agreed, camps, chosen, opinions_of
from dueregard.voices.opinions.by_characteristic import SharesByCharacteristic
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.reading import read_votes
from dueregard.voices.opinions.safeguard import minority_safeguard
from dueregard.voices.opinions.shares import RAW, WEIGHTED
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import ParticipantWeights, weigh_participants
from dueregard.voices.representation.shares import NotCompared
from dueregard.voices.resting import shares_with_rest

if TYPE_CHECKING:
    from dueregard.voices.residents import Residents

__all__ = ["STATEMENTS", "Hearing", "hear", "read_consultation"]

STATEMENTS = "voices-statements"
"""The name of the table of what was said of each statement."""
WEIGHTINGS = {RAW: "none", WEIGHTED: "to the population"}
"""How records of the table say whether answers are weighted."""
USUAL = ("age", "sex", "disability", "ethnic_group")
"""What answers are weighted by unless the casebook says otherwise."""
NOT_COMPARABLE = (
    "Answers are shown as they were given: what participants said of themselves is not known of everybody."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hearing:
    """A consultation that was heard.

    Attributes
    ----------
    votes : Votes
        With the groups of those who voted under the casebook's names.
    weights : ParticipantWeights or None
        None where they cannot be brought to the population.
    shares : SharesByCharacteristic
        What everybody and each group says.
    consulted : Consulted
        What may be said of it.
    """

    votes: Votes
    weights: ParticipantWeights | None
    shares: SharesByCharacteristic
    consulted: Consulted

    @property
    def groups(self) -> dict[str, list[str | None]]:
        """The groups of those who voted, by characteristic, as columns of a table."""
        return {name: list(cells) for name, cells in self.votes.characteristics.items()}

    @property
    def people(self) -> list[dict[str, str]]:
        """What each of those who voted said of themselves."""
        names = list(self.votes.characteristics)
        rows = zip(*self.votes.characteristics.values(), strict=True)
        return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]

    @property
    def table(self) -> Table:
        """What everybody and each group says of each statement, before the gate."""
        return Table(
            name=STATEMENTS,
            title="What was said of each statement",
            records=tuple(_apart(record) for record in self.shares.records),
            note="Shares of those who voted on the statement, passes included.",
        )


def _apart(record: Record) -> Record:
    """Let raw and weighted shares be withheld each by itself: neither can be worked out from the other."""
    told = {name: value for name, value in record.parameters.items() if name != "basis"}
    weighting = WEIGHTINGS[record.parameters["basis"]]
    return replace(record, parameters={**told, "weighting": weighting})


def hear(
    files: VoicesFiles, source: ConsultationSource, *, residents: Residents, policy: Policy
) -> Hearing | None:
    """Hear a consultation.

    Parameters
    ----------
    files : VoicesFiles
        Where its tables lie.
    source : ConsultationSource
        What the casebook says of them.
    residents : Residents
        Those who could have taken part.
    policy : Policy
        Whose threshold the minority safeguard keeps.

    Returns
    -------
    Hearing or None
        None when there are no votes.

    Raises
    ------
    CasebookError
        When participants are in groups that the casebook does not know.
    PeopleError
        When votes, statements or participants cannot be read.
    """
    if files.votes is None:
        return None
    votes = read_consultation(files, source, residents)
    weights, weighting = _weights(votes, source.weigh_by, residents, policy)
    counting = _counting(votes)
    shares = shares_with_rest(votes, weights=weights, statements=counting, threshold=policy.threshold)
    enough = len(votes.participants) >= policy.threshold
    opinions = opinions_of(votes, weights, counting=counting, seed=source.seed) if enough else None
    groups, picture, pictured = (None, "", ()) if opinions is None else camps(opinions, policy=policy)
    size = source.choose if enough else 0
    few, few_words = chosen(votes, counting=counting, size=size, policy=policy)
    return Hearing(
        votes=votes,
        weights=weights,
        shares=shares,
        consulted=Consulted(
            statements=_statements(votes),
            rejected=sum(each.moderated == -1 for each in votes.statements),
            objections=_objections(shares, policy),
            agreed=() if opinions is None else agreed(opinions, policy=policy),
            chosen=few,
            chosen_words=few_words,
            camps=groups,
            picture=picture,
            pictured=pictured,
            weighted_by=() if weights is None else tuple(weights.not_declared),
            weighting=weighting,
        ),
    )


def read_consultation(files: VoicesFiles, source: ConsultationSource, residents: Residents) -> Votes:
    """Read votes, and the groups of those who cast them under the casebook's names.

    Parameters
    ----------
    files : VoicesFiles
        With votes.
    source : ConsultationSource
        What the casebook says of its tables.
    residents : Residents
        Whose groups are known.

    Returns
    -------
    Votes
        One for each participant and statement.

    Raises
    ------
    CasebookError
        When participants are in groups that the casebook does not know.
    PeopleError
        When a table cannot be read.
    """
    assert files.votes is not None
    votes = read_votes(files.votes, statements=files.statements, participants=files.participants)
    if files.participants is None:
        return votes
    groups = groups_of(
        votes.characteristics,
        title=files.participants.name,
        given=source.characteristics,
        known=residents.groups([*votes.characteristics, *source.characteristics]),
        place="voices.consultation",
    )
    return replace(votes, characteristics={name: _array(cells) for name, cells in groups.items()})


def _array(cells: Sequence[str | None]) -> np.ndarray:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column


def _weights(
    votes: Votes, wanted: Sequence[str], residents: Residents, policy: Policy
) -> tuple[ParticipantWeights | None, str]:
    """Weight answers by what both sides know; where that cannot be done say why, and show them raw."""
    names = [name for name in wanted or USUAL if name in votes.characteristics]
    names = names if names or wanted else list(votes.characteristics)
    margins = {name: margin for name in names if (margin := _margin(name, residents))}
    if not margins:
        return None, NOT_COMPARABLE
    try:
        weights = weigh_participants(votes, Population(title=residents.title, margins=margins))
    except DueRegardError as error:
        return None, f"Answers are shown as they were given, since they cannot be weighted: {error.wrong}"
    return weights, _weighting(weights, residents, policy)


def _margin(name: str, residents: Residents) -> Mapping[str, float]:
    try:
        shares = residents.shares((name,))
    except NotCompared:
        return {}
    counts = dict(zip((level for (level,) in shares.levels), shares.shares.tolist(), strict=True))
    return {level: 100_000.0 * share for level, share in counts.items() if share > 0}


def _weighting(weights: ParticipantWeights, residents: Residents, policy: Policy) -> str:
    quality = weights.quality
    words = (
        "Weighted, the answers of groups that took part less than their share count more, up to "
        f"{quality.highest:.1f} times the average, so that those who answered match {residents.title}. "
        "Weighting cannot speak for anybody from whom nothing was heard."
    )
    if quality.effective_n >= policy.threshold:
        words += f" Weighted answers are worth those of {quality.effective_n:.0f} people."
    return words if not weights.trimmed else f"{words} Some weights had to be cut off at their limit."


def _counting(votes: Votes) -> list[int]:
    """Leave out what moderation took down, and what is about the consultation itself."""
    return [
        place
        for place, (each, kept) in enumerate(zip(votes.statements, votes.kept.tolist(), strict=True))
        if kept and not each.is_meta
    ]


def _statements(votes: Votes) -> tuple[StatementText, ...]:
    counting = (votes.statements[place] for place in _counting(votes))
    return tuple(StatementText(id=each.id, text=each.text or f"Statement {each.id}") for each in counting)


def _objections(shares: SharesByCharacteristic, policy: Policy) -> tuple[Objection, ...]:
    statements = shares.votes.statements
    return tuple(
        Objection(
            statement=statements[each.statement].id,
            group=dict(each.group),
            against_the_whole=each.against_the_whole,
            sure=each.sure,
            words=each.words,
        )
        for each in minority_safeguard(shares, policy=policy).findings
    )
