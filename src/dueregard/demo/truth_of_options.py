"""What an assessment should find about the options: their true effects, from everyone in the town.

They are worked out here from the columns of the town alone, without the room that simulates options, so that
the one can be held against the other. Take-up counts as expected: whom a draw would serve is no truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.income import of_household
from dueregard.demo.town import Town
from dueregard.demo.truth import CHARACTERISTICS, groups_of
from dueregard.errors import UsageError, did_you_mean

__all__ = [
    "STORIES",
    "TOLD_OF",
    "Story",
    "TrueGap",
    "Weighed",
    "check_story",
    "repaid_by",
    "weighed",
]

Story = Literal["usual", "low-take-up"]
STORIES: tuple[str, ...] = get_args(Story)
"""The casebooks that there are of the same town: they differ in who takes up the grant."""

#: The gaps that the options are told by: a characteristic, the group, and whom it is compared with.
TOLD_OF: Mapping[str, tuple[str, str]] = {"disability": ("yes", "no"), "help_with_council_tax": ("yes", "no")}

_ADULT, _VOTER, _OLDEST = 16, 18, 120
_BEGINS, _LOAN = 2027, (2037, 2056)
_ON_TRAINS = 0.5  # of what holders save on buses
_FARE_RISE = 0.30
_GRANT, _LARGER_GRANT = 12.0, 15.0
_TAKE_UP: Mapping[str, tuple[float, float]] = {"usual": (0.75, 0.75), "low-take-up": (0.05, 0.25)}
"""Of those who are helped with council tax, and of the others who may have the grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueGap:
    """The mean income after travel of a group less that of another.

    Attributes
    ----------
    group, reference : str
        Whose gap it is.
    before, after : float
        Pounds a week, without and with the option.
    """

    group: str
    reference: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """Above nought where a group that has less comes nearer."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What is true of an option.

    Attributes
    ----------
    option : str
        Its name.
    cost : float
        Pounds a week, on balance; below nought it saves.
    everyone : float
        The mean change of income after travel, equivalised, in pounds a week.
    changes : mapping of (characteristic, level) to float
        The same for each group.
    gaps : mapping of str to TrueGap
        By characteristic, for those in ``TOLD_OF``.
    meant : mapping of str to float
        The mean change by ethnic group, among people who are disabled or helped with council tax.
    """

    option: str
    cost: float
    everyone: float
    changes: Mapping[tuple[str, str], float]
    gaps: Mapping[str, TrueGap]
    meant: Mapping[str, float]


def repaid_by(town: Town) -> Mapping[str, float]:
    """Work out on whom the loan for the trains falls.

    Parameters
    ----------
    town : Town

    Returns
    -------
    mapping of str to float
        The shares of its present value, at 3.5% a year, that fall on those who are 16 and over in 2027, on
        those then younger (``children``), and on those not yet born (``unborn``). Each year has as many
        people of each age as the town has now, and all adults of that year pay alike.

    Examples
    --------
    >>> from dueregard.demo.town import town
    >>> shares = repaid_by(town(1))
    >>> shares["children"] > shares["unborn"] > 0.02
    True
    """
    count = np.bincount(town.columns["age"], minlength=_OLDEST).astype(float)
    age = np.arange(len(count))
    payers = np.where(age >= _VOTER, count, 0.0)
    found = {"adults": 0.0, "children": 0.0, "unborn": 0.0}
    for passed in range(_LOAN[0] - _BEGINS, _LOAN[1] - _BEGINS + 1):
        present = 1.035**-passed / payers.sum()
        unborn, child = age < passed, (age >= passed) & (age < _ADULT + passed)
        found["unborn"] += present * payers[unborn].sum()
        found["children"] += present * payers[child].sum()
        found["adults"] += present * payers[~unborn & ~child].sum()
    whole = sum(found.values())
    return {name: float(value / whole) for name, value in found.items()}


def check_story(story: str) -> None:
    """Refuse a story that there is not.

    Parameters
    ----------
    story : str
        Its name.

    Raises
    ------
    UsageError
        When it is none of ``STORIES``.
    """
    if story not in STORIES:
        raise UsageError(
            f"There is no story {story!r} of Brackwater.",
            found=f"There are: {', '.join(STORIES)}.",
            remedy=did_you_mean(story, STORIES) or None,
        )


def weighed(town: Town, *, story: Story = "usual") -> tuple[Weighed, ...]:
    """Work out what an assessment should find about the options.

    Parameters
    ----------
    town : Town
    story : {"usual", "low-take-up"}
        Which casebook.

    Returns
    -------
    tuple of Weighed
        In the order of the casebook's options. Doing nothing changes nothing, and is not among them.

    Raises
    ------
    UsageError
        When there is no such story.

    Examples
    --------
    >>> from dueregard.demo.town import town
    >>> passes, grant, _ = weighed(town(1))
    >>> passes.gaps["disability"].change < 0 < grant.gaps["disability"].change
    True
    """
    check_story(story)
    columns = town.columns
    saved = columns["pass_saving"]
    trips = np.where(columns["age"] >= _ADULT, columns["bus_trips"], 0)
    served = _served(town, story)
    amounts = {
        "Flat pass, on trains too": _ON_TRAINS * saved,
        "Targeted grant in place of the pass": _GRANT * served - saved,
        "Targeted grant and a fare rise": _LARGER_GRANT * served - saved - _FARE_RISE * trips,
    }
    return tuple(_weighed(town, option, amount) for option, amount in amounts.items())


def _served(town: Town, story: Story) -> NDArray[np.float64]:
    """Give each person's chance of having the grant."""
    columns = town.columns
    helped = columns["council_tax_help"] == 1
    may = (columns["age"] >= _ADULT) & ((columns["disabled"] == 1) | helped) & (columns["fixed_address"] == 1)
    of_helped, of_others = _TAKE_UP[story]
    return np.where(may, np.where(helped, of_helped, of_others), 0.0)


def _weighed(town: Town, option: str, amount: NDArray[np.float64]) -> Weighed:
    columns = town.columns
    change = of_household(amount, columns["household"]) / columns["scale"]
    income = columns["income_after_travel"]
    changes = {
        (name, level): mean
        for name in CHARACTERISTICS
        for level, mean in _means(town, change, by=name).items()
    }
    gaps = {}
    for name, (group, reference) in TOLD_OF.items():
        now = _means(town, income, by=name)
        before = now[group] - now[reference]
        after = before + changes[name, group] - changes[name, reference]
        gaps[name] = TrueGap(group=group, reference=reference, before=before, after=after)
    meant = (columns["disabled"] == 1) | (columns["council_tax_help"] == 1)
    return Weighed(
        option=option,
        cost=float(amount.sum()),
        everyone=float(change.mean()),
        changes=changes,
        gaps=gaps,
        meant=_means(town, change, by="ethnic_group", among=meant),
    )


def _means(
    town: Town, values: NDArray[np.float64], *, by: str, among: NDArray[np.bool_] | None = None
) -> dict[str, float]:
    codes, labels = groups_of(town, by)
    who = np.ones(len(town), dtype=bool) if among is None else among
    return {
        label: float(values[who & (codes == code)].mean())
        for code, label in enumerate(labels)
        if (who & (codes == code)).any()
    }
