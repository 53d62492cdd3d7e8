"""Taking down what may not stand in public any more, at once: it waits for no review and no signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dueregard.casebook import load_casebook
from dueregard.errors import UsageError
from dueregard.pack.numbers import day
from dueregard.pack.public.taking_down import take_down
from dueregard.pack.public.versions import WITHDRAWN
from dueregard.pack.public.withdrawing import Notice
from dueregard.publish.gathering import quotes_to_go
from dueregard.publish.running import Step, begun, entrance_of, index_of, insist_on_pack, said, write
from dueregard.register import sole_run

__all__ = ["Withdrawn", "withdraw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was taken out of published versions.

    Parameters
    ----------
    quotes, figures : int
        How many quotes and figures.
    parts : tuple of str
        The files that changed, by their paths under the site's folder.
    index : Path
        The site's first page.
    """

    quotes: int
    figures: int
    parts: tuple[str, ...]
    index: Path


def withdraw(
    location: str | Path,
    *,
    why: str,
    by: str,
    parts: Sequence[str] = (),
    on: date | None = None,
    step: Step | None = None,
) -> Withdrawn:
    """Take down at once, from every published version, what may not stand there; publish nothing.

    Words of testimony whose giver no longer agrees, and figures that the pack as it is keeps back, are found
    by themselves. It waits for no review and no signature.

    Parameters
    ----------
    location : path
        The casebook.
    why : str
        Why, for everybody to read: not whose it was.
    by : str
        Who takes it down.
    parts : sequence of str
        Versions or files of them that are taken down besides, such as ``v1/tables/place-ward.csv``.
    on : datetime.date, optional
        The day for which consent is judged; today, unless given.
    step : callable, optional
        Told what is done next.

    Returns
    -------
    Withdrawn
        Without parts where nothing had to go.

    Raises
    ------
    CasebookError, RegisterError, UsageError
        When nothing is published, or the casebook, its register or the site cannot be used.
    """
    today = on or datetime.now(UTC).date()
    said("--withdraw", why)
    said("--by", by)
    casebook = load_casebook(location)
    insist_on_pack(casebook)
    with sole_run(casebook.out):
        run = begun(casebook, today, step)
        if run.site.current is None:
            raise UsageError("Nothing of this casebook is published.", remedy="There is nothing to withdraw.")
        quotes = quotes_to_go(casebook, run.site, today=today)
        shown = run.found.shown_before
        taken = take_down(
            casebook.out,
            run.site,
            notice=Notice(on=day(today), why=why.strip(), entrance=entrance_of(casebook)),
            by=by.strip(),
            words=quotes,
            figures=shown,
            parts=parts,
        )
        if taken is not None:
            write(run, taken.files, [(WITHDRAWN, taken.payload)])
    return Withdrawn(
        quotes=len(quotes) if taken else 0,
        figures=len(set().union(*shown.values())) if taken else 0,
        parts=tuple(taken.files) if taken else (),
        index=index_of(casebook),
    )
