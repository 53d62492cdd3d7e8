"""Signals: the few things that a finding can mean for its principle, in words that can be argued with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.appraisal.finding import Direction, Signal

__all__ = ["FALSE_SHARE", "LEAST", "MEANINGFUL", "MOST", "SIGNALS", "Meaning"]

MEANINGFUL = 0.1
"""By this part of itself, or of what is left to a stated aim, a gap has to close to count as better."""

LEAST = 0.01
"""By this part of everybody's average a gap without a stated aim has to move, or to be wide, to count."""

MOST = 0.5
"""At least this part of what was asked has to be known before anything is called better."""

FALSE_SHARE = 0.05
"""Among many groups, at most this share of those called losing or gaining are so by chance, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a signal means.

    Attributes
    ----------
    direction : str or None
        Which way a finding with it points by itself; None where it decides nothing.
    when : str
        When an instrument gives it.
    reason : str
        Why.
    """

    direction: Direction | None
    when: str
    reason: str


SIGNALS: Mapping[Signal, Meaning] = {
    "gain": Meaning(
        direction="better",
        when=(
            f"A gap closes clearly, by at least {MEANINGFUL:.0%} of itself (or of what is left to a stated "
            f"aim) and, aims apart, by {LEAST:.0%} of everybody's average; and those on its worse-off side "
            "clearly gain; among many gaps, allowing for how many there are. Or people of the principle say "
            "or do something that is clearly for the option."
        ),
        reason="A tiny but certain improvement is no reason to call an option better.",
    ),
    "small gain": Meaning(
        direction="too close to call",
        when=f"As a gain, but smaller than {MEANINGFUL:.0%}.",
        reason="It is said, and decides nothing.",
    ),
    "loss": Meaning(
        direction="worse",
        when=(
            "People who are not clearly better off than everyone else now clearly lose, however little, "
            "allowing for how many groups there are; or a gap with a stated aim clearly widens, however "
            f"little; or another gap widens by at least {MEANINGFUL:.0%} of itself and {LEAST:.0%} of the "
            "average."
        ),
        reason=(
            "Harm needs no least size: what is small on average may be much for some. Auditors found "
            "negative effects repeatedly ignored."
        ),
    ),
    "possible loss": Meaning(
        direction="too close to call",
        when=(
            "As a loss, but among so many groups chance could show it; or it is not known which option it "
            "is of."
        ),
        reason="A harm that may be chance is no finding of harm, but it forbids to call the option better.",
    ),
    "loss of the better-off": Meaning(
        direction=None,
        when="People who are clearly better off than everyone else now clearly lose.",
        reason=(
            "To level a playing field somebody has to give. It is said and marks the cell as mixed; it does "
            "not by itself make the option worse by a principle of equality."
        ),
    ),
    "levelling down": Meaning(
        direction="worse",
        when="A gap closes because the better-off lose more than the others gain, beyond chance.",
        reason=(
            "A gap that closes because some are harmed is no equality of outcome (Parfit 1997, Ratio 10, "
            "202)."
        ),
    ),
    "own yardstick": Meaning(
        direction=None,
        when=(
            "Whoever designed an option also asked for the only outcome it was tried on, and others asked "
            "for outcomes it was not tried on."
        ),
        reason="Nobody is judge in their own cause.",
    ),
    "close": Meaning(
        direction="too close to call",
        when=(
            "An interval has nought in it, and is narrow enough to leave out a meaningful gain or a "
            "meaningful loss."
        ),
        reason="Something was learnt: the change is not large both ways.",
    ),
    "too wide": Meaning(
        direction="insufficient evidence",
        when="An interval has both a meaningful gain and a meaningful loss in it.",
        reason="A sample too small to tell them apart is not evidence that nothing changes.",
    ),
    "unknown": Meaning(
        direction="insufficient evidence",
        when="There is no figure, or it is withheld to protect people.",
        reason="What may not be shown, or was never asked, speaks neither for nor against.",
    ),
    "said": Meaning(
        direction=None,
        when="It describes how things stand.",
        reason="It is printed and decides nothing.",
    ),
}
"""What each signal means."""
