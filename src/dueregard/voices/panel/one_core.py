"""Linear algebra on one core: products of small matrices lose more by sharing work than they gain."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["one_core"]

PREFIXES, SUFFIXES = ("scipy_openblas", "openblas"), ("64_", "")


@contextmanager
def one_core() -> Iterator[None]:
    """Let OpenBLAS, where numpy and scipy bring it, use one thread; then as many as before.

    On a busy machine its threads wait for each other with full use of the cores: ten times the work was seen.
    The answer then does not depend on the number of cores either.

    Examples
    --------
    >>> with one_core():
    ...     pass
    """
    found = list(_settings())
    before = [get() for get, _ in found]
    for _, put in found:
        put(1)
    try:
        yield
    finally:
        for threads, (_, put) in zip(before, found, strict=True):
            put(threads)


def _settings() -> Iterator[tuple[Callable[[], int], Callable[[int], Any]]]:
    """Give the functions that get and set the number of threads, of each OpenBLAS that is loaded."""
    import numpy.linalg
    import scipy.linalg

    for module in (getattr(numpy.linalg, "_umath_linalg", None), getattr(scipy.linalg, "_fblas", None)):
        try:
            library = ctypes.CDLL(str(getattr(module, "__file__", "")))
        except OSError:
            continue
        for prefix in PREFIXES:
            for suffix in SUFFIXES:
                get = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
                put = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
                if get is not None and put is not None:
                    yield get, put
