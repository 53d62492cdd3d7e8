"""One assessment at a time in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dueregard.errors import DueRegardError
from dueregard.register.lock import claimed

__all__ = ["sole_run"]

LOCK = ".run"


@contextmanager
def sole_run(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Hold a folder for one run; the system gives it back even if the process dies.

    Parameters
    ----------
    folder : path
        Where the run writes; made when it is absent, and removed again when a run that made it fails
        before it wrote anything.

    Raises
    ------
    DueRegardError
        When another run holds it.
    """
    target = Path(folder)
    made = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with claimed(descriptor) as free:
            if not free:
                raise DueRegardError(
                    f"Another run is writing to {target}.",
                    remedy="Wait until it has finished, then run the command again.",
                )
            try:
                yield
            except BaseException:
                if made:
                    _tidy(target)
                raise
    finally:
        os.close(descriptor)


def _tidy(folder: Path) -> None:
    """Leave no trace of a first run that wrote nothing; what it did write stays."""
    with suppress(OSError):
        if [each.name for each in folder.iterdir()] == [LOCK]:
            (folder / LOCK).unlink()
            folder.rmdir()
