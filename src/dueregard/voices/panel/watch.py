"""How long a search may go on, and whom it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

__all__ = ["Watch"]


class Watch:
    """A clock with a limit, and a listener.

    Parameters
    ----------
    seconds : float, optional
        How long the search may take.
    listener : callable, optional
        Called with the share of the time that is gone (0 without a limit) and what is being done.

    Examples
    --------
    >>> Watch().late
    False
    """

    def __init__(
        self, seconds: float | None = None, listener: Callable[[float, str], None] | None = None
    ) -> None:
        self._start = monotonic()
        self._seconds = float("inf") if seconds is None else seconds
        self._listener = listener

    @property
    def left(self) -> float:
        """Seconds left; never quite none, so that a solver can be called."""
        return max(self._start + self._seconds - monotonic(), 0.05)

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return monotonic() - self._start >= self._seconds

    @property
    def gone(self) -> float:
        """The share of the time that is gone; 0 without a limit."""
        return min((monotonic() - self._start) / max(self._seconds, 1e-9), 1.0)

    def part(self, share: float) -> Watch:
        """Give a watch for a share of the time left, with the same listener."""
        return Watch(None if self._seconds == float("inf") else share * self.left, self._listener)

    def after(self, seconds: float) -> Watch:
        """Give a watch for what is left, and at least some seconds, with the same listener."""
        return Watch(max(self._start + self._seconds - monotonic(), seconds), self._listener)

    def stop(self) -> None:
        """Let the time be over: the search gets nowhere."""
        self._seconds = 0.0

    def tell(self, what: str) -> None:
        """Tell the listener."""
        if self._listener is not None:
            self._listener(self.gone, what)
