"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """Show how far a job has come, on standard error and only on a terminal.

    Parameters
    ----------
    quiet : bool
        True for machine output: nothing is shown.

    Yields
    ------
    callable
        Takes what is being done and the share that is done, from 0 to 1.
    """
    if quiet or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task("Starting", total=1.0)
        yield lambda doing, share: bar.update(job, description=doing, completed=share)


def _silent(_doing: str, _share: float) -> None:
    return None
