"""Where each duty stands: screened or not, in time or late, with whose regard, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dueregard.casebook.duties import Aim, Duty, duties, duty_named
from dueregard.casebook.screening import Regard, Screened, ScreeningFile, fingerprint
from dueregard.register.screenings import EnteredScreening, altered_screenings

if TYPE_CHECKING:
    from dueregard.casebook import Specification

__all__ = ["AimStanding", "DutyStanding", "Missing", "duty_standings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is still to be recorded.

    Attributes
    ----------
    what : str
        A sentence.
    flags : tuple of str
        What `dueregard screen CASEBOOK` is given to record it; empty where it is mended otherwise.
    """

    what: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AimStanding:
    """One aim of a duty, and the regard that was had to it.

    Attributes
    ----------
    aim : Aim
        The aim.
    regard : Regard or None
        The words that stand; None where nobody has given any.
    earlier : tuple of Regard
        Words that were given before.
    late : bool
        Whether all of them are dated after the decision.
    """

    aim: Aim
    regard: Regard | None
    earlier: tuple[Regard, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStanding:
    """Where one duty stands.

    Attributes
    ----------
    duty : Duty
        The duty.
    named : bool
        Whether the casebook names it.
    binds : bool or None
        Whether it is in force where and when the decision is taken; None where the territory is not said
        and it matters.
    screened : Screened or None
        The record that stands.
    earlier : tuple of Screened
        Records that it took the place of.
    late : bool
        Whether the first of them is dated after the decision.
    entered_late : bool
        Whether the first of them was entered in the register after the day of the decision, whatever date it
        bears.
    aims : tuple of AimStanding
        Each aim of the duty.
    altered : tuple of EnteredScreening
        Records that the register knows and the file no longer has as they were.
    missing : tuple of Missing
        What is still to be recorded.
    """

    duty: Duty
    named: bool
    binds: bool | None
    screened: Screened | None
    earlier: tuple[Screened, ...]
    late: bool
    entered_late: bool
    aims: tuple[AimStanding, ...]
    altered: tuple[EnteredScreening, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def relevant(self) -> bool | None:
        """Whether the decision is relevant to it; None where that was not screened."""
        return None if self.screened is None else self.screened.relevant


def duty_standings(
    specification: Specification,
    screening: ScreeningFile,
    *,
    entered: Mapping[str, EnteredScreening] | None = None,
    on: date,
) -> tuple[DutyStanding, ...]:
    """Say where each duty stands.

    Parameters
    ----------
    specification : Specification
        The casebook: its duties, its territory and the day of the decision.
    screening : ScreeningFile
        What was screened.
    entered : mapping, optional
        What the register knows, by fingerprint.
    on : datetime.date
        The day for which it is judged whether a duty is in force, where the casebook has no day of decision.

    Returns
    -------
    tuple of DutyStanding
        Those that the casebook names, then others that were screened or that the register knows.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> question = SimpleNamespace(duties=("psed",), territory="England", decision_on=date(2027, 3, 31))
    >>> casebook = SimpleNamespace(question=question, decision=None)
    >>> [standing] = duty_standings(casebook, ScreeningFile(), on=date(2026, 11, 28))
    >>> standing.binds, standing.screened, standing.missing[0].what
    (True, None, 'Whether the decision is relevant to it has not been recorded.')
    """
    known = entered or {}
    question = specification.question
    names = [*question.duties, *(each.duty for each in screening.records)]
    names += [each.name.partition("/")[0] for each in known.values()]
    return tuple(
        _standing(duty_named(name), specification, screening, known, on)
        for name in dict.fromkeys(names)
        if name in duties()
    )


def _standing(
    duty: Duty,
    specification: Specification,
    screening: ScreeningFile,
    entered: Mapping[str, EnteredScreening],
    on: date,
) -> DutyStanding:
    question, decided = specification.question, decided_on(specification)
    records = screening.standing(duty.name)
    aims = tuple(_aim(duty, aim, screening, decided) for aim in duty.aims)
    screened = records[-1] if records else None
    first = entered.get(fingerprint(records[0])) if records else None
    return DutyStanding(
        duty=duty,
        named=duty.name in question.duties,
        binds=duty.binds_on(decided or on, territory=question.territory),
        screened=screened,
        earlier=records[:-1],
        late=bool(records and decided and min(each.on for each in records) > decided),
        entered_late=bool(first and decided and first.at.date() > decided),
        aims=aims,
        altered=tuple(
            each
            for each in altered_screenings(entered, screening)
            if each.name.partition("/")[0] == duty.name
        ),
        missing=tuple(_missing(duty, screened, aims, named=duty.name in question.duties)),
    )


def decided_on(specification: Specification) -> date | None:
    """Return the day of the decision: when it was taken, or else when it is to be.

    Parameters
    ----------
    specification : Specification
        The casebook.

    Returns
    -------
    datetime.date or None
        None where the casebook says neither.
    """
    decision = specification.decision
    return (decision.taken_on if decision else None) or specification.question.decision_on


def _aim(duty: Duty, aim: Aim, screening: ScreeningFile, decided: date | None) -> AimStanding:
    words = screening.regards(duty.name, aim.id)
    return AimStanding(
        aim=aim,
        regard=words[-1] if words else None,
        earlier=words[:-1],
        late=bool(words and decided and min(each.on for each in words) > decided),
    )


def _missing(
    duty: Duty, screened: Screened | None, aims: Sequence[AimStanding], *, named: bool
) -> Iterator[Missing]:
    if screened is None:
        flags = ("--duty", duty.name, "--relevant", "yes", "--why", "WHY", "--by", "NAME")
        yield Missing(what="Whether the decision is relevant to it has not been recorded.", flags=flags)
        return
    if screened.relevant and not named:
        yield Missing(
            what=f'The casebook does not name it: add "{duty.name}" to duties under [question].',
        )
    without = [each.aim.id for each in aims if each.regard is None]
    if screened.relevant:
        for aim in without:
            flags = ("--duty", duty.name, "--aim", aim, "--regard", "THEIR OWN WORDS", "--by", "NAME")
            yield Missing(what=f"No regard of those who decide is recorded for the aim “{aim}”.", flags=flags)
