"""HiGHS without a word on standard output, which belongs to answers."""

from __future__ import annotations

import highspy

__all__ = ["QuietHighs"]


class QuietHighs(highspy.Highs):
    """A HiGHS that prints nothing, on one thread so that its answer is the same every time.

    The constructor of version 1.16 prints a banner unless output is off before callbacks are switched on;
    none are used here.
    """

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
