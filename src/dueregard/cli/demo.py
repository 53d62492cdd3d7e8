"""``dueregard demo``: the synthetic town, assessed."""

from __future__ import annotations

from dueregard.cli.assess import report
from dueregard.cli.flags import AsJson
from dueregard.cli.progress import progress_bar

__all__ = ["demo"]


def demo(
    *,
    out: str = "brackwater",
    seed: int | None = None,
    as_json: AsJson = False,
) -> None:
    """Build the synthetic town of Brackwater, assess its casebook and say where the pack is.

    Parameters
    ----------
    out
        The folder to write: a whole casebook, with the pack in its `out` folder.
    seed
        Another seed makes another town.
    as_json
        Print one JSON object.
    """
    from dueregard.assess import assess
    from dueregard.demo import write_demo

    with progress_bar(quiet=as_json) as progress:
        progress("Building Brackwater, a synthetic town", 0.02)
        casebook = write_demo(out) if seed is None else write_demo(out, seed=seed)
        assessment = assess(casebook, progress=progress)
    report(assessment, as_json=as_json)
