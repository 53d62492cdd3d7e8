"""The command line: which commands there are, and how an error leaves.

Each command lives in a module of its own, which loads the library only when the command runs: help is quick.
Exit codes: 0 success, 1 the job could not be done or a gate refused, 2 wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError, Group, Parameter

from dueregard.cli.assess import assess
from dueregard.cli.check import check
from dueregard.cli.complaints import complain, of_our_own, of_the_machine, of_usage, was_stopped
from dueregard.cli.demo import demo
from dueregard.cli.estimate import estimate
from dueregard.cli.funnel import funnel
from dueregard.cli.gaps import gaps
from dueregard.cli.new import new
app.command(represent, name="represent", group=ANSWER, sort_key=7)
app.command(panel, name="panel", group=ANSWER, sort_key=8)
app.command(verify_panel, name="verify-panel", group=ANSWER, sort_key=9)
