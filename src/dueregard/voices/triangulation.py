"""Material for triangulation: for each theme and statement, which groups and places say what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dueregard.estimates.record import Record
from dueregard.estimates.support import Status

__all__ = ["Saying", "statement_sayings", "theme_sayings"]

Direction = Literal["raises", "does not raise", "agrees", "disagrees", "divided", "not shown"]

MOST = 0.6
"""From this share of a group's voters on it is said to agree or disagree, as in the minority safeguard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a group or place says about a theme or statement.

    Attributes
    ----------
    about : {"theme", "statement"}
        Whether it was told or voted on.
    id, label : str
        The theme or statement.
    by : mapping of str to str
        Who says it: levels by characteristic or place; empty for everybody.
    direction : str
        Testimony raises a theme or does not; votes agree or disagree with a statement, or divide; ``"not
        shown"`` where the gate withholds it.
    count : int or None
        How many say it, where that may be shown.
    out_of : int or None
        Of how many.
    status : str
        As of every record: ``"ok"``, ``"approximate"``, ``"withheld"``, ``"not_estimable"``.
    """

    about: Literal["theme", "statement"]
    id: str
    label: str
    by: Mapping[str, str]
    direction: Direction
    count: int | None
    out_of: int | None
    status: Status = "ok"


def theme_sayings(records: Iterable[Record]) -> tuple[Saying, ...]:
    """Turn counts of testimonies into what each group says.

    Parameters
    ----------
    records : iterable of Record
        Of :func:`dueregard.voices.testimony.themes.theme_records`, as they passed the disclosure gate. Only
        counts given by individuals are taken.

    Returns
    -------
    tuple of Saying
        In the order of the records.

    Examples
    --------
    >>> record = Record(
    ...     measure="count",
    ...     outcome="Cost",
    ...     estimate=12.0,
    ...     n=30,
    ...     parameters={"theme": "cost", "given_by": "individuals"},
    ... )
    >>> [found] = theme_sayings([record])
    >>> found.direction, found.count, found.out_of
    ('raises', 12, 30)
    """
    return tuple(
        Saying(
            about="theme",
            id=str(record.parameters["theme"]),
            label=record.outcome or "",
            by=record.by,
            direction="not shown"
            if record.estimate is None
            else "raises"
            if record.estimate
            else "does not raise",
            count=None if record.estimate is None else round(record.estimate),
            out_of=record.n,
            status=record.status,
        )
        for record in records
        if record.measure == "count" and record.parameters.get("given_by") == "individuals"
    )


def statement_sayings(
    records: Iterable[Record], *, texts: Mapping[str, str], basis: str = "as voted"
) -> tuple[Saying, ...]:
    """Turn the shares of statements' answers into what each group says.

    Parameters
    ----------
    records : iterable of Record
        Shares of votes with the parameters ``statement``, ``answer`` (agree, disagree or pass) and ``basis``,
        as they passed the disclosure gate.
    texts : mapping of str to str
        The statements' words, by id.
    basis : str
        Which shares: as voted, or weighted to the population.

    Returns
    -------
    tuple of Saying
        One for each statement and group, in the order of the records: it agrees or disagrees where six in
        ten of its voters do, else it is divided. `count` is what the share makes of the group's voters; there
        is none for weighted shares, which count nobody.

    Examples
    --------
    >>> said = {"statement": "7", "basis": "as voted"}
    >>> shares = [
    ...     Record(measure="proportion", estimate=value, n=50, parameters={**said, "answer": answer})
    ...     for answer, value in (("agree", 0.2), ("disagree", 0.7), ("pass", 0.1))
    ... ]
    >>> [found] = statement_sayings(shares, texts={"7": "Replace the pass"})
    >>> found.direction, found.count
    ('disagrees', 35)
    """
    groups: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, Record]] = {}
    for record in records:
        given = record.parameters
        if {"statement", "answer"} <= set(given) and given.get("basis", basis) == basis:
            key = (str(given["statement"]), frozenset(record.by.items()))
            groups.setdefault(key, {})[str(given["answer"])] = record
    return tuple(
        _said(answers, statement=statement, label=texts.get(statement, ""), counted=basis == "as voted")
        for (statement, _), answers in groups.items()
        if {"agree", "disagree"} <= set(answers)
    )


def _said(answers: Mapping[str, Record], *, statement: str, label: str, counted: bool) -> Saying:
    agree, disagree = answers["agree"], answers["disagree"]
    if agree.estimate is None or disagree.estimate is None:
        hidden = agree if agree.estimate is None else disagree
        return Saying(
            about="statement",
            id=statement,
            label=label,
            by=agree.by,
            direction="not shown",
            count=None,
            out_of=None,
            status=hidden.status,
        )
    share = max(agree.estimate, disagree.estimate)
    larger = agree if agree.estimate >= disagree.estimate else disagree
    direction: Direction = "divided" if share < MOST else "agrees" if larger is agree else "disagrees"
    return Saying(
        about="statement",
        id=statement,
        label=label,
        by=agree.by,
        direction=direction,
        count=round(share * larger.n) if counted and larger.n is not None else None,
        out_of=larger.n,
        status=larger.status,
    )
