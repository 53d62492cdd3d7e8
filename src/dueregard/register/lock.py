"""One writer at a time, across processes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["claimed", "locked"]

_TURN = 0.05
"""Seconds between attempts where the system has no lock that waits."""
_PATIENCE = 10.0
"""Seconds until a file system that gives no lock is told of, rather than waited for."""


@contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Hold an open file's lock; the system gives it back even if the process dies.

    Parameters
    ----------
    descriptor : int
        An open file.
    """
    _acquire(descriptor)
    try:
        yield
    finally:
        _release(descriptor)


@contextmanager
def claimed(descriptor: int) -> Iterator[bool]:
    """Hold an open file's lock if it is free.

    Parameters
    ----------
    descriptor : int
        An open file.

    Yields
    ------
    bool
        Whether the lock is held; False when somebody else has it.
    """
    free = _try(descriptor)
    try:
        yield free
    finally:
        if free:
            _release(descriptor)


if sys.platform == "win32":
    import msvcrt

    # A byte that no register reaches: a lock on Windows bars others from reading what it covers.
    _FAR = 2**62

    def _try(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _acquire(descriptor: int) -> None:
        while not _try(descriptor):
            time.sleep(_TURN)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import errno
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _acquire(descriptor: int) -> None:
        patience = time.monotonic() + _PATIENCE
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError as error:
                out_of_locks = error.errno == errno.ENOLCK and time.monotonic() < patience
                if error.errno != errno.EINTR and not out_of_locks:
                    raise
                time.sleep(_TURN)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
