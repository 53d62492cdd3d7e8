"""``dueregard screen``: which duties a decision is relevant to, who said so, when, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dueregard.cli.answer import print_object
from dueregard.cli.days import day_of
from dueregard.cli.flags import AsJson, Switch
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.screen import Screening

__all__ = ["screen"]

PLACEHOLDERS = ("WHY", "NAME", "THEIR OWN WORDS")
"""What stands in the commands that are printed, for the reader to replace."""


def screen(
    casebook: str,
    /,
    *,
    duty: str | None = None,
    relevant: Literal["yes", "no"] | None = None,
    why: str | None = None,
    aim: str | None = None,
    regard: str | None = None,
    by: str | None = None,
    on: str | None = None,
    strict: Switch = False,
    as_json: AsJson = False,
) -> int:
    """Say what each duty asks and whether it was screened; record relevance, and regard in own words.

    Without flags nothing is written. To record:
    `dueregard screen CASEBOOK --duty psed --relevant yes --why "..." --by NAME`, and
    `dueregard screen CASEBOOK --duty psed --aim advance --regard "..." --by NAME`.
    Records go to `screening.toml`, and by fingerprint to the register. A later one stands in place of an
    earlier one; both stay. See `docs/duties.md`.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    duty
        The duty that is looked at, or that a record is about, such as `psed`.
    relevant
        Record that the decision is relevant to the duty, or that it is not.
    why
        Why it is, or is not.
    aim
        The aim of the duty, such as `eliminate`, `advance` or `foster`.
    regard
        Record the regard that was had to the aim, in the words of whoever decides.
    by
        Who decided so, or whose words they are.
    on
        When, such as 2027-03-01; today, unless given.
    strict
        Leave with exit code 1 while a duty that the casebook names is not screened, or a record was altered.
    as_json
        Print one JSON object.
    """
    from dueregard.cli.screened import print_recorded, print_screening, screening_json

    given = {"--relevant": relevant, "--why": why, "--aim": aim, "--regard": regard, "--by": by, "--on": on}
    if any(value is not None for value in given.values()):
        found = _recorded(
            casebook, duty=duty, relevant=relevant, why=why, aim=aim, regard=regard, by=by, on=on
        )
        print_said = print_recorded
    else:
        found = _looked_at(casebook, duty)
        print_said = print_screening
    if as_json:
        print_object(screening_json(found))
    else:
        print_said(found, casebook=casebook, duty=duty)
    undone = any((each.named and each.screened is None) or each.altered for each in found.standings)
    return 1 if strict and undone else 0


def _looked_at(casebook: str, duty: str | None) -> Screening:
    from dueregard.casebook.duties import duty_named
    from dueregard.screen import screen as look

    if duty is not None:
        duty_named(duty)
    return look(casebook)


def _recorded(
    casebook: str,
    *,
    duty: str | None,
    relevant: str | None,
    why: str | None,
    aim: str | None,
    regard: str | None,
    by: str | None,
    on: str | None,
) -> Screening:
    from dueregard.screen import record_regard, record_relevance

    day = None if on is None else day_of(on, "--on")
    if relevant is not None and regard is not None:
        raise UsageError("--relevant and --regard are two records.", remedy="Make one after the other.")
    if relevant is not None:
        of, reason, who = _given({"--duty": duty, "--why": why, "--by": by}, record="Relevance")
        return record_relevance(casebook, duty=of, relevant=relevant == "yes", why=reason, by=who, on=day)
    if regard is not None:
        flags = {"--duty": duty, "--aim": aim, "--regard": regard, "--by": by}
        of, which, words, who = _given(flags, record="Regard")
        return record_regard(casebook, duty=of, aim=which, text=words, by=who, on=day)
    raise UsageError(
        "What is to be recorded is not said.",
        remedy="Give --relevant yes or --relevant no with --why, or --regard with --aim.",
    )


def _given(given: dict[str, str | None], *, record: str) -> list[str]:
    """Return what was given, when all of it was and none of it is what the commands say to replace."""
    absent = [name for name, value in given.items() if value is None or not value.strip()]
    if absent:
        raise UsageError(
            f"{record} is recorded with {', '.join(given)}; {' and '.join(absent)} "
            f"{'is' if len(absent) == 1 else 'are'} not given.",
        )
    copied = [f'{name} "{value}"' for name, value in given.items() if value in PLACEHOLDERS]
    if copied:
        raise UsageError(
            f"{' and '.join(copied)} stands for what you are to write there.",
            remedy="Put your own words in its place.",
        )
    return [value for value in given.values() if value is not None]
