"""One writer at a time, across processes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["locked"]

_TURN = 0.05
"""Seconds between attempts where the system has no lock that waits."""


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


if sys.platform == "win32":
    import msvcrt

    # A byte that no register reaches: a lock on Windows bars others from reading what it covers.
    _FAR = 2**62

    def _acquire(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        while True:
            try:
                return msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(_TURN)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import errno
    import fcntl

    def _acquire(descriptor: int) -> None:
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError as error:
                if error.errno not in (errno.EINTR, errno.ENOLCK):
                    raise
                time.sleep(_TURN)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
