"""Numbers planted in who was heard: who answers a consultation, who puts a name down for an assembly."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Voicing"]

Effects = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voicing:
    """Who takes part, and what moves them. Effects are log-odds."""

    participants: int = 330
    # Residents of the Traveller site who answered with the help of a liaison worker, among them.
    travellers: int = 26
    answering_under_30: float = -1.15
    answering_65_and_over: float = 0.55
    answering_disabled: float = -1.0
    answering_by_grade: Effects = (
        ("Never worked", -0.7),
        ("Routine or manual", -0.4),
        ("Managerial or professional", 0.3),
    )
    # Towards keeping the pass, on a scale whose unit is the spread between people.
    holds_pass: float = 1.5
    disabled: float = -0.9
    under_30: float = -0.2
    spread: float = 0.8
    # Of the statements somebody is shown, the share passed over.
    passing: float = 0.12
    # How many statements people vote on: fewest, and the share of the others that each goes on to.
    fewest_votes: int = 7
    going_on: float = 0.75
    # The share of participants who left a question about themselves blank.
    left_blank: float = 0.08
    # People who put their names down for an assembly.
    volunteers: int = 140
