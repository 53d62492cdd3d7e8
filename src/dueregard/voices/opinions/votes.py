"""Votes on statements, once each, and what is known of the statements and of those who voted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Statement", "Votes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What participants voted on.

    Attributes
    ----------
    id : str
        As the export has it.
    text : str
        Its words; empty when no file of statements was given.
    moderated : int
        -1 rejected, 0 not moderated, 1 approved.
    is_meta : bool
        Whether it is about the conversation and not about its subject.
    author : str
        Who wrote it, as the export has it; empty when not known.
    """

    id: str
    text: str = ""
    moderated: int = 0
    is_meta: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Votes:
    """One vote for each participant and statement: the latest.

    Attributes
    ----------
    participants : tuple of str
        Everybody who voted, by id.
    statements : tuple of Statement
        Everything that was voted on or listed, rejected statements too: `kept` says which count.
    participant, statement : array of int32, shape (V,)
        Places in the two tuples, sorted by participant and then by statement.
    value : array of int8, shape (V,)
        +1 agree, -1 disagree, 0 pass. A statement that somebody did not vote on has no entry.
    kept : array of bool, shape (statements,)
        Which statements are analysed: rejected ones are not.
    characteristics : mapping of str to array of object, shape (participants,)
        What participants declared of themselves, by characteristic; None where they did not.
    export_groups : array of object, shape (participants,), optional
        The group that an export put each participant in; None for whoever it did not.
    placed : tuple of str
        Participants who are put into groups however few their votes.
    silent : int
        Participants who were listed but never voted; they are in none of the arrays.
    replaced : int
        How many votes were replaced by a later one of the same person on the same statement.
    notes : tuple of str
        What was decided while reading.
    """

    participants: tuple[str, ...]
    statements: tuple[Statement, ...]
    participant: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    kept: NDArray[np.bool_]
    characteristics: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    export_groups: NDArray[np.object_] | None = None
    placed: tuple[str, ...] = ()
    silent: int = 0
    replaced: int = 0
    notes: tuple[str, ...] = ()
