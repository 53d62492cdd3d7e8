"""The five-principle profile: for each principle and option what was found, and never one number for all.

An *instrument* turns released evidence into findings; *rules* (:mod:`dueregard.appraisal.rules`) combine the
findings of one principle and option into a cell. Nothing here adds up across principles, or ranks options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dueregard.appraisal.finding import Direction, Finding, Grade, Principle, Size, Unknown

__all__ = ["Appraisal", "Dominated", "ProfileCell", "TradeOff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCell:
    """One principle and one option.

    Attributes
    ----------
    id : str
        What an answer to this finding names, such as ``finding:outcome/targeted-grant``.
    principle, option : str
        Which.
    direction : str
        Against doing nothing; of doing nothing, how things have been moving.
    mixed : bool
        Whether some gain and some lose: the direction is then that of those who lose, unless only the
        better-off lose.
    finding : str
        What was found, in words.
    size : Size or None
        The figure that the direction rests on most.
    grade : {"data", "voice", "both", "none"}
        What it rests on, by the declared rubric.
    said_by : tuple of str
        Who says so.
    gaps : tuple of Unknown
        What is not known; the most pressing first.
    findings : tuple of Finding
        All that it was made of.
    rule : str
        The id of the rule that decided.
    objections : tuple
        Objections attached to it.
    """

    id: str
    principle: Principle
    option: str
    direction: Direction
    mixed: bool
    finding: str
    size: Size | None
    grade: Grade
    said_by: tuple[str, ...]
    gaps: tuple[Unknown, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    rule: str
    objections: tuple[Any, ...] = ()

    @property
    def gap(self) -> Unknown | None:
        """The most pressing thing that is not known."""
        return self.gaps[0] if self.gaps else None

    @property
    def told(self) -> str:
        """The direction for readers, such as "worse for some, better for others" where it is mixed."""
        if not self.mixed:
            return self.direction
        losses = [each for each in self.findings if each.signal in ("loss", "levelling down")]
        gaps = bool(losses) and all(map(_is_gap, losses))
        worse = "worse: a gap widens, while people gain" if gaps else "worse for some, better for others"
        others = {"worse": worse, "better": "better, the better-off pay"}
        return others.get(self.direction, f"{self.direction}, some may lose")

    def to_dict(self, *, objections: bool = True) -> dict[str, Any]:
        """Give it ready for JSON.

        Parameters
        ----------
        objections : bool
            Whether objections are in it; without them it is what a review is of.

        Returns
        -------
        dict
            ``principle``, ``option``, ``direction``, ``finding``, ``size``, ``grade``, ``said_by``, ``gap``
            and ``objections``; beside them ``id``, ``mixed``, ``rule``, ``gaps`` and ``findings``.
        """
        attached = [each.to_dict() if hasattr(each, "to_dict") else each for each in self.objections]
        return {
            "id": self.id,
            "principle": self.principle,
            "option": self.option,
            "direction": self.direction,
            "mixed": self.mixed,
            "finding": self.finding,
            "size": self.size.to_dict() if self.size else None,
            "grade": self.grade,
            "said_by": list(self.said_by),
            "gap": self.gap.to_dict() if self.gap else None,
            "gaps": [each.to_dict() for each in self.gaps],
            "rule": self.rule,
            "findings": [each.to_dict() for each in self.findings],
            **({"objections": attached} if objections else {}),
        }


def _is_gap(finding: Finding) -> bool:
    return finding.size is not None and finding.size.measure == "gap_change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominated:
    """An option that another is clearly better than in one principle, and not worse than in any.

    Attributes
    ----------
    option, by : str
        The dominated option, and the other.
    principles : tuple of str
        Where the other is clearly better.
    words : str
        The same in a sentence.
    """

    option: str
    by: str
    principles: tuple[Principle, ...]
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys.
        """
        return {
            "option": self.option,
            "by": self.by,
            "principles": list(self.principles),
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOff:
    """Two options of which each does better than the other by some principle.

    Attributes
    ----------
    options : tuple of (str, str)
        The two.
    words : str
        What each does better, in a sentence.
    """

    options: tuple[str, str]
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys.
        """
        return {"options": list(self.options), "words": self.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The profile of every option.

    Attributes
    ----------
    options : tuple of str
        Doing nothing first, then as declared.
    cells : tuple of ProfileCell
        By principle, then option: every pair is there.
    dominated : tuple of Dominated
        Options that another is better than.
    trade_offs : tuple of TradeOff
        What has to be weighed: the method does not.
    not_compared : tuple of str
        Why some options could not be held against each other.
    rules_applied : tuple of str
        Ids of the rules that decided any cell, in the order of the table of rules.
    unknown : tuple of Unknown
        All that is not known, each once; what has an owner and a date first, by date.
    """

    options: tuple[str, ...]
    cells: tuple[ProfileCell, ...] = field(repr=False)
    dominated: tuple[Dominated, ...] = ()
    trade_offs: tuple[TradeOff, ...] = ()
    not_compared: tuple[str, ...] = ()
    rules_applied: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def cell(self, principle: Principle, option: str) -> ProfileCell:
        """Look a cell up.

        Parameters
        ----------
        principle, option : str
            Which.

        Returns
        -------
        ProfileCell
            Always there for the options of the appraisal.

        Raises
        ------
        KeyError
            When there is no such option.
        """
        for each in self.cells:
            if (each.principle, each.option) == (principle, option):
                return each
        raise KeyError(principle, option)

    def with_objections(self, attached: Mapping[str, tuple[Any, ...]]) -> Appraisal:
        """Attach objections to cells.

        Parameters
        ----------
        attached : mapping of str to tuple
            Objections by the id of the cell; each is a mapping or has ``to_dict``.

        Returns
        -------
        Appraisal
            The same findings, with the objections beside them.
        """
        cells = tuple(replace(cell, objections=attached.get(cell.id, ())) for cell in self.cells)
        return replace(self, cells=cells)

    def beside(self, *, objections: bool = True) -> dict[str, Any]:
        """Give what stands beside the estimates in JSON.

        Parameters
        ----------
        objections : bool
            Whether objections are in it.

        Returns
        -------
        dict
            ``principles``, ``dominated``, ``trade_offs``, ``not_compared``, ``unknown`` and ``rules`` (those
            that decided a cell, each with its reason and source).
        """
        from dueregard.appraisal.rules import rule_of

        return {
            "principles": [cell.to_dict(objections=objections) for cell in self.cells],
            "dominated": [each.to_dict() for each in self.dominated],
            "trade_offs": [each.to_dict() for each in self.trade_offs],
            "not_compared": list(self.not_compared),
            "unknown": [each.to_dict() for each in self.unknown],
            "rules": [rule_of(each).to_dict() for each in self.rules_applied],
        }
