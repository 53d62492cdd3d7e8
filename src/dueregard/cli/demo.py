"""``dueregard demo``: the synthetic town, assessed."""

from __future__ import annotations

from typing import Literal

from dueregard.cli.assess import report
from dueregard.cli.flags import AsJson, Switch
from dueregard.cli.progress import progress_bar

__all__ = ["demo"]


def demo(
    *,
    out: str | None = None,
    seed: int | None = None,
    story: Literal["usual", "low-take-up"] = "usual",
    short: Switch = False,
    as_json: AsJson = False,
) -> None:
    """Build the synthetic town of Brackwater, assess its casebook and say where the pack is.

    Parameters
    ----------
    out
        The folder to write: a whole casebook, with the pack in its `out` folder. By default `brackwater`, and
        for another story `brackwater-` with its name.
    seed
        Another seed makes another town.
    story
        `low-take-up` is a second casebook of the same town, in which few of those it is meant for ask for the
        grant.
    short
        A short casebook of the same town, with fewer outcomes and groups and one option: assessed in seconds.
    as_json
        Print one JSON object.
    """
    from dueregard.assess import assess
    from dueregard.demo import write_demo

    folder = out or ("brackwater" if story == "usual" else f"brackwater-{story}")
    with progress_bar(quiet=as_json) as progress:
        progress("Building Brackwater, a synthetic town", 0.02)
        seeded = {} if seed is None else {"seed": seed}
        casebook = write_demo(folder, story=story, short=short, **seeded)
        assessment = assess(casebook, progress=progress)
    report(assessment, as_json=as_json)
