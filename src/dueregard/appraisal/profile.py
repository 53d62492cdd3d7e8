"""The five-principle profile: for each principle and option what was found, and never one number for all.

An *instrument* turns released evidence into findings; *rules* (:mod:`dueregard.appraisal.rules`) combine the
findings of one principle and option into a cell. Nothing here adds up across principles, or ranks options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dueregard.appraisal.finding import Direction, Finding, Grade, Principle, Size, Unknown
from dueregard.options import DO_NOTHING

__all__ = ["Appraisal", "Dominated", "Edge", "ProfileCell", "TradeOff"]


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
        """The direction for readers, such as "worse for some, better for others" where it is mixed.

        "Mixed" would level everything: whether those who lose are worse off already, and whether a stated aim
        moves away, is said.
        """
        if not self.mixed:
            assumed = self.principle == "evidence" and any(each.signal == "close" for each in self.findings)
            untested = assumed and self.option != DO_NOTHING and self.direction == "too close to call"
            return f"{self.direction}: nothing was tested" if untested else self.direction
        others = {"worse": self._worse(), "better": "better, the better-off pay"}
        return others.get(self.direction, f"{self.direction}, some may lose")

    def _worse(self) -> str:
        losses = [each for each in self.findings if each.signal in ("loss", "levelling down")]
        if any(each.standing == "worse off" for each in losses):
            return "worse for some already worse off, better for others"
        if losses and all(map(_is_gap, losses)):
            aimed = any(each.leads == 0 for each in losses)
            gap = "a stated aim moves away" if aimed else "a gap widens"
            return f"worse: {gap}, while people gain"
        return "worse for some, better for others"

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
class Edge:
    """What one of two options does clearly better.

    Attributes
    ----------
    principle : str
        By which principle.
    who : str
        For whom, or what else it is, such as how many people lose; empty for the principle as a whole.
    kind : {"aim", "whole", "group"}
        Whether it is a stated aim, about nobody in particular, or about a group.
    because : str
        Without a figure: what speaks for it, in few words; empty where there is a figure.
    standing : str
        Whether the group is ``worse off`` or ``better off`` now; empty where neither is clear.
    unborn : bool
        Whether it is about people not yet born.
    crossed : bool
        Whether the group is where two characteristics meet.
    by_how_much : float or None
        The difference of the two options' figures, above nought; None where there is no figure.
    unit : str or None
        Its unit.
    measure, outcome : str or None
        What it is a difference of.
    """

    principle: Principle
    who: str
    kind: Literal["aim", "whole", "group"]
    because: str = ""
    standing: str = ""
    unborn: bool = False
    crossed: bool = False
    by_how_much: float | None = None
    unit: str | None = None
    measure: str | None = None
    outcome: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            ``principle``, ``who``, ``because``, ``by_how_much``, ``unit``, ``measure`` and ``outcome``.
        """
        return {
            "principle": self.principle,
            "who": self.who,
            "because": self.because,
            "by_how_much": self.by_how_much,
            "unit": self.unit,
            "measure": self.measure,
            "outcome": self.outcome,
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
    better : tuple of (tuple of Edge, tuple of Edge)
        All that the first does better, and all that the other does; in no order of importance.
    """

    options: tuple[str, str]
    words: str
    better: tuple[tuple[Edge, ...], tuple[Edge, ...]] = ((), ())

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys.
        """
        return {
            "options": list(self.options),
            "words": self.words,
            "better": [[each.to_dict() for each in side] for side in self.better],
        }


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
