"""What is found about options: records, flags, prompts, and everything that was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dueregard.consequences.failures import Failure
from dueregard.estimates import Record
from dueregard.options import Prompt

__all__ = ["Consequences", "Flag", "Summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A pattern that averages hide.

    Attributes
    ----------
    kind : {"levelling_down", "average_up_most_lose", "place_up_people_down"}
        A gap closes because the better-off lose; the mean of a group rises while more lose than win; or that
        of a place rises while its poorest fifth, or a group of its people, loses.
    option : str
        The option.
    by : mapping of str to str
        The group.
    text : str
        In words.
    certain : bool
        Whether it stands out even among all groups looked at.
    """

    kind: str
    option: str
    by: Mapping[str, str]
    text: str
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An option as it was applied; in a release, sums that may not be shown are None.

    Attributes
    ----------
    name, kind, unit : str
        As written.
    authored_by : tuple of str
        Who designed it.
    income_concept : str
        What the outcome is before and after.
    eligible_people : float or None
        People of the population in eligible units.
    units : float or None
        Units that got it.
    total_cost, uncapped_cost : float or None
        With and without the cap.
    paid_by_these_people : float or None
        The part of the cost that the people in the table bear.
    non_take_up : float or None
        Share of eligible people who do not get it.
    switching_elasticity : float or None
        At which elasticity of utility it is just worth its cost.
    marginal_value_of_public_funds : float or None
        Worth to recipients over net cost to the public purse: infinite where that is nought or less, NaN
        where what is given is not money from the public purse.
    assumptions : tuple of str
        Every default and choice, in words.
    """

    name: str
    kind: str
    unit: str
    authored_by: tuple[str, ...]
    income_concept: str
    eligible_people: float | None
    units: float | None
    total_cost: float | None
    uncapped_cost: float | None
    paid_by_these_people: float | None
    non_take_up: float | None
    switching_elasticity: float | None
    marginal_value_of_public_funds: float | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What options do to people.

    Attributes
    ----------
    records : tuple of Record
        Every figure, with ``option`` first in ``by``.
    options : tuple of Summary
        Each option as applied.
    prompts : tuple of Prompt
        Uses of protected characteristics, to be reviewed.
    flags : tuple of Flag
        Patterns that averages hide.
    line : float
        The poverty line before.
    seed : int
        Of take-up.
    where : str, optional
        Whom figures are about, where that is not everybody.
    notes : tuple of str
        On the people.
    rules_engine : mapping, optional
        Where options change the law: which engine, what it was told, what it took for granted, and what was
        changed from what to what.
    failures : tuple of Failure
        Options that could not be worked out on these people, and why.
    """

    records: tuple[Record, ...] = field(repr=False)
    options: tuple[Summary, ...]
    prompts: tuple[Prompt, ...] = ()
    flags: tuple[Flag, ...] = ()
    line: float
    seed: int
    where: str | None = None
    notes: tuple[str, ...] = ()
    rules_engine: Mapping[str, Any] | None = None
    failures: tuple[Failure, ...] = ()

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``options``, ``prompts``, ``flags``, ``poverty_line``, ``seed``, ``where``, ``notes``,
            ``failures``, and ``rules_engine`` where one was asked.
        """
        engine = {} if self.rules_engine is None else {"rules_engine": dict(self.rules_engine)}
        return {
            "options": [asdict(option) for option in self.options],
            "prompts": [asdict(prompt) for prompt in self.prompts],
            "flags": [asdict(flag) for flag in self.flags],
            "poverty_line": self.line,
            "seed": self.seed,
            "where": self.where,
            "notes": list(self.notes),
            "failures": [asdict(failure) for failure in self.failures],
            **engine,
        }
