"""The command line: which commands there are, and how an error leaves.

Each command lives in a module of its own, which loads the library only when the command runs: help is quick.
Exit codes: 0 success, 1 the job could not be done or a gate refused, 2 wrong usage.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version

from cyclopts import App, CycloptsError, Group, Parameter

from dueregard.cli.allocate import allocate
from dueregard.cli.appraise import appraise
from dueregard.cli.assess import assess
from dueregard.cli.birthright import birthright
from dueregard.cli.calendar import calendar
from dueregard.cli.causes import causes
from dueregard.cli.check import check
from dueregard.cli.combine import combine
from dueregard.cli.complaints import complain, of_our_own, of_the_machine, of_usage, was_stopped
from dueregard.cli.consent import as_consented, without_consent
from dueregard.cli.consequences import consequences
from dueregard.cli.cumulative import cumulative
from dueregard.cli.decompose import decompose
from dueregard.cli.demo import demo
from dueregard.cli.discount import discount
from dueregard.cli.estimate import estimate
from dueregard.cli.evaluate import evaluate
from dueregard.cli.funnel import funnel
from dueregard.cli.gaps import gaps
from dueregard.cli.key import key
from dueregard.cli.monitor import monitor
from dueregard.cli.new import new
from dueregard.cli.opinions import opinions
from dueregard.cli.panel import panel
from dueregard.cli.publish import publish
from dueregard.cli.quantiles import quantiles
from dueregard.cli.represent import represent
from dueregard.cli.review import review
from dueregard.cli.screen import screen
from dueregard.cli.share import share
from dueregard.cli.sign import sign
from dueregard.cli.simulate import simulate
from dueregard.cli.strata import strata
from dueregard.cli.template import template
from dueregard.cli.testimony import testimony
from dueregard.cli.verify import verify
from dueregard.cli.verify_panel import verify_panel
from dueregard.cli.voices import voices
from dueregard.errors import DueRegardError

__all__ = ["app", "main"]

INTERRUPTED = 130

ASSESS = Group("Assess a decision", sort_key=1)
ANSWER = Group("Answer one question (any table, no casebook)", sort_key=2)
OTHERWISE = Group("Otherwise", sort_key=3)

app = App(
    name="dueregard",
    help=(
        "Who gains, who loses, who was heard, and what would close the gap: "
        "by group, place and generation. Start with `dueregard demo`. "
        "A casebook reads only its own folder; `--allow-outside` lets it reach further, for one command."
    ),
    version=version("dueregard"),
    default_parameter=Parameter(negative=()),
    group_commands=OTHERWISE,
    help_format="markdown",
    print_error=False,
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
app.command(demo, name="demo", group=ASSESS, sort_key=1)
app.command(new, name="new", group=ASSESS, sort_key=2)
app.command(check, name="check", group=ASSESS, sort_key=3)
app.command(screen, name="screen", group=ASSESS, sort_key=4)
app.command(assess, name="assess", group=ASSESS, sort_key=5)
app.command(gaps, name="gaps", group=ASSESS, sort_key=6)
app.command(causes, name="causes", group=ASSESS, sort_key=7)
app.command(voices, name="voices", group=ASSESS, sort_key=8)
app.command(testimony, name="testimony", group=ASSESS, sort_key=9)
app.command(consequences, name="consequences", group=ASSESS, sort_key=10)
app.command(appraise, name="appraise", group=ASSESS, sort_key=11)
app.command(template, name="template", group=ASSESS, sort_key=12)
key.group, key.sort_key = ASSESS, 13  # a command with commands of its own
app.command(key)
app.command(review, name="review", group=ASSESS, sort_key=14)
app.command(sign, name="sign", group=ASSESS, sort_key=15)
app.command(verify, name="verify", group=ASSESS, sort_key=16)
app.command(publish, name="publish", group=ASSESS, sort_key=17)
app.command(monitor, name="monitor", group=ASSESS, sort_key=18)
app.command(calendar, name="calendar", group=ASSESS, sort_key=19)
app.command(share, name="share", group=ASSESS, sort_key=20)
app.command(combine, name="combine", group=ASSESS, sort_key=21)
app.command(estimate, name="estimate", group=ANSWER, sort_key=22)
app.command(funnel, name="funnel", group=ANSWER, sort_key=23)
app.command(quantiles, name="quantiles", group=ANSWER, sort_key=24)
app.command(represent, name="represent", group=ANSWER, sort_key=25)
app.command(opinions, name="opinions", group=ANSWER, sort_key=26)
app.command(panel, name="panel", group=ANSWER, sort_key=27)
app.command(verify_panel, name="verify-panel", group=ANSWER, sort_key=28)
app.command(allocate, name="allocate", group=ANSWER, sort_key=29)
app.command(simulate, name="simulate", group=ANSWER, sort_key=30)
app.command(cumulative, name="cumulative", group=ANSWER, sort_key=31)
app.command(discount, name="discount", group=ANSWER, sort_key=32)
app.command(evaluate, name="evaluate", group=ANSWER, sort_key=33)
app.command(decompose, name="decompose", group=ANSWER, sort_key=34)
app.command(birthright, name="birthright", group=ANSWER, sort_key=35)
app.command(strata, name="strata", group=ANSWER, sort_key=36)
app.register_install_completion_command(add_to_startup=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``dueregard``; by default those of the shell.

    Returns
    -------
    int
        The exit code: 0, 1 (the job could not be done), 2 (asked for wrongly) or 130 (stopped).
    """
    words, consented = without_consent(list(sys.argv[1:] if arguments is None else arguments))
    _write_any_letter()
    with as_consented(consented), _seldom_collected():
        return _guarded(lambda: app(words), as_json="--json" in words)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles seldom: a command makes records by the ten thousand, and they live to its end."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _guarded(command: Callable[[], object], *, as_json: bool) -> int:
    try:
        result = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away (for instance `| head`), which is not a fault.
        _drop_what_cannot_be_written()
        return 0
    except (KeyboardInterrupt, Exception) as error:
        if was_stopped(error):
            print("\nStopped. What was there before is untouched.", file=sys.stderr)
            return INTERRUPTED
        code = complain(_as_ours(error), as_json=as_json)
        _drop_what_cannot_be_written()
        return code
    return result if isinstance(result, int) else 0


def _as_ours(error: BaseException) -> DueRegardError:
    match error:
        case DueRegardError():
            return error
        case CycloptsError():
            return of_usage(error)
        case OSError() | MemoryError():
            return of_the_machine(error)
        case _:
            return of_our_own(error)


def _write_any_letter() -> None:
    """Make names of any script printable, whatever the terminal's code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _drop_what_cannot_be_written() -> None:
    """Keep Python from trying once more, and complaining, when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
