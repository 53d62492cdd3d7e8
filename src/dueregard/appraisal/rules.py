"""The rules that make a cell of the profile, as data: read them, argue with them, change them in one place.

The first rule whose conditions hold decides. A rule looks at nothing but the signals of the findings of one
principle and one option, so that an instrument that comes later needs no new rule.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dueregard.appraisal.finding import Direction, Principle
from dueregard.appraisal.signals import MOST

__all__ = ["RULES", "Rule", "deciding_rule", "rule_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes
    ----------
    id : str
        Its name.
    some : tuple of str
        Signals of which at least one must be there; empty where none need be.
    also : tuple of str
        Further signals of which at least one must be there.
    none : tuple of str
        Signals of which none may be there.
    principles : tuple of str
        For which principles; empty for all.
    direction : str
        What then holds.
    mixed_with : tuple of str
        Signals that make the cell mixed, when one is there too.
    says : str
        The rule in words.
    reason, source : str
        Why it is so, and from where.
    """

    id: str
    some: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    principles: tuple[Principle, ...] = ()
    direction: Direction
    mixed_with: tuple[str, ...] = ()
    says: str
    reason: str
    source: str

    def holds(self, signals: Collection[str], principle: Principle) -> bool:
        """Say whether its conditions hold.

        Parameters
        ----------
        signals : collection of str
            Of the findings, with what :func:`dueregard.appraisal.combine.signals_of` adds.
        principle : str
            Whose findings they are.

        Returns
        -------
        bool

        Examples
        --------
        >>> rule_of("clear-gain").holds({"gain", "close"}, "outcome")
        True
        """
        return (
            (not self.principles or principle in self.principles)
            and (not self.some or any(each in signals for each in self.some))
            and (not self.also or any(each in signals for each in self.also))
            and not any(each in signals for each in self.none)
        )

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            ``id``, ``says``, ``direction``, ``reason`` and ``source``.
        """
        return {
            "id": self.id,
            "says": self.says,
            "direction": self.direction,
            "reason": self.reason,
            "source": self.source,
        }


MOSTLY_UNKNOWN = "mostly unknown"
FUTURE_UNKNOWN = "the future unknown"
AIM_UNKNOWN = "a stated aim unknown"
FOR_SOME = ("gain", "small gain")
AGAINST_SOME = ("loss of the better-off",)

RULES = (
    Rule(
        id="clear-loss",
        some=("loss",),
        direction="worse",
        mixed_with=FOR_SOME,
        says=(
            "Worse, where anybody who is not clearly better off clearly loses, or a stated aim moves further "
            "away; however many others gain. Where others gain, that is said, and the cell is mixed."
        ),
        reason=(
            "An average that rises must not hide a group that is harmed. Those at the sharp end decide how "
            "the principle is read; those who decide may still choose the option, with this before their "
            "eyes."
        ),
        source=(
            "Equality Act 2010 s.149(3)(a)-(b); R (Bridges) v Chief Constable of South Wales Police [2020] "
            "EWCA Civ 1058 at [175], principle 2, after R (Bracking) v Secretary of State for Work and "
            "Pensions [2013] EWCA Civ 1345: in substance, with rigour and an open mind; Audit Wales, "
            "Equality Impact Assessments (September 2022)"
        ),
    ),
    Rule(
        id="levelling-down",
        some=("levelling down",),
        direction="worse",
        mixed_with=FOR_SOME,
        says="Worse, where a gap closes because the better-off lose more than the others gain.",
        reason="Equality of outcome is to level up a playing field. A gap closed by harm alone helps nobody.",
        source="Parfit, Equality and Priority (1997), Ratio 10, 202-221: the levelling down objection",
    ),
    Rule(
        id="possible-loss",
        some=("possible loss",),
        also=("gain",),
        direction="too close to call",
        mixed_with=("gain",),
        says="Too close to call, where some clearly gain and others may lose, which chance could show too.",
        reason=(
            "A harm that cannot be told from chance is no finding, and no reason to call the rest an "
            "improvement."
        ),
        source="Benjamini and Hochberg 1995, JRSS B 57, 289-300, for what is clear among many groups",
    ),
    Rule(
        id="mostly-unknown",
        some=(MOSTLY_UNKNOWN,),
        direction="insufficient evidence",
        mixed_with=("possible loss",),
        says=(
            f"Insufficient evidence, where less than {MOST:.0%} of the groups asked about have a figure "
            "that may be shown and tells a meaningful gain from a meaningful loss; even where one of them "
            "gains."
        ),
        reason="A favourable figure beside many that are missing is a chosen figure.",
        source=(
            "House of Commons Treasury Committee, HC 1606, paragraph 74: lack of data on some "
            "characteristics does not excuse leaving out the others"
        ),
    ),
    Rule(
        id="silent-on-the-aim",
        some=(AIM_UNKNOWN,),
        also=("gain",),
        direction="insufficient evidence",
        says=(
            "Insufficient evidence, where something gains but whether a stated aim comes closer cannot be "
            "told: another favourable figure does not stand in for it."
        ),
        reason="The aim was fixed before anybody knew the figures; a figure picked afterwards was not.",
        source="Women and Equalities Committee 2016: Spending Review analysis that lists positives only",
    ),
    Rule(
        id="own-yardstick",
        some=("own yardstick",),
        also=("gain",),
        direction="insufficient evidence",
        says=(
            "Insufficient evidence, where an option gains by nothing but an outcome that its own designer "
            "asked for, and was not tried on the outcomes that others asked for."
        ),
        reason="Who chooses the yardstick alone can always be tall.",
        source="The Alliance's second principle: who gets to design; nemo iudex in causa sua",
    ),
    Rule(
        id="silent-on-the-future",
        some=(FUTURE_UNKNOWN,),
        also=("gain",),
        principles=("generations",),
        direction="insufficient evidence",
        says=(
            "Insufficient evidence, where people alive now gain and nothing is known of those not yet "
            "born: about generations nothing is called better without them."
        ),
        reason="Future generations have no voice; silence about them must not count as their consent.",
        source="Well-being of Future Generations (Wales) Act 2015 s.5(2)(a): the long term beside the short",
    ),
    Rule(
        id="clear-gain",
        some=("gain",),
        direction="better",
        mixed_with=AGAINST_SOME,
        says=(
            "Better, where somebody who is worse off now clearly and meaningfully gains and nobody but "
            "people who are clearly better off loses. Where the better-off lose, that is said, and the "
            "cell is mixed."
        ),
        reason=(
            "Treating people differently in order to level the playing field is the first principle; that "
            "those who have more give is no harm to equality of outcome, but it is said."
        ),
        source="Equality Act 2010 s.149(3), (6); founding statement of the Alliance, first principle",
    ),
    Rule(
        id="nothing-known",
        none=("close", "small gain", "possible loss"),
        direction="insufficient evidence",
        says=(
            "Insufficient evidence, where no figure or voice that may be shown tells a meaningful gain "
            "from a meaningful loss."
        ),
        reason="Not to know is a finding. It has an owner and a date, or says that it has none.",
        source=(
            "R (Bridges) v Chief Constable of South Wales Police [2020] EWCA Civ 1058 at [175], principle 5: "
            "where material is not available there is a duty to acquire it"
        ),
    ),
    Rule(
        id="too-close",
        direction="too close to call",
        mixed_with=("possible loss",),
        says=(
            "Too close to call, in every other case: what was found is small, or cannot be told from no "
            "change."
        ),
        reason="A verdict has to be true to its uncertainty.",
        source="Office for Statistics Regulation, Code of Practice for Statistics, V3 and T3",
    ),
)
"""In their order: the first that holds decides."""


def deciding_rule(signals: Collection[str], principle: Principle) -> Rule:
    """Find the rule that decides.

    Parameters
    ----------
    signals : collection of str
        Of the findings of a principle and option.
    principle : str
        Which principle.

    Returns
    -------
    Rule
        The first that holds; the last always does.

    Examples
    --------
    >>> deciding_rule({"gain", "loss"}, "outcome").id, deciding_rule(set(), "voice").id
    ('clear-loss', 'nothing-known')
    """
    return next(rule for rule in RULES if rule.holds(signals, principle))


def rule_of(name: str) -> Rule:
    """Look a rule up.

    Parameters
    ----------
    name : str
        Its id.

    Returns
    -------
    Rule

    Raises
    ------
    KeyError
        When there is none.
    """
    return {rule.id: rule for rule in RULES}[name]
