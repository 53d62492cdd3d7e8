"""The command line: which commands there are, and how an error leaves.

Each command lives in a module of its own, which loads the library only when the command runs: help is quick.
Exit codes: 0 success, 1 the job could not be done or a gate refused, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError, Parameter

from dueregard.cli.assess import assess
from dueregard.cli.check import check
from dueregard.cli.demo import demo
from dueregard.cli.estimate import estimate
from dueregard.cli.gaps import gaps
from dueregard.cli.new import new
from dueregard.errors import DueRegardError

__all__ = ["app", "main"]

INTERRUPTED = 130

ASSESS = "Assess a decision"
ANSWER = "Answer one question (any table, no casebook)"

app = App(
    name="dueregard",
    help=(
        "Who gains, who loses, who was heard, and what would close the gap: "
        "by group, place and generation. Start with `dueregard demo`."
    ),
    version=version("dueregard"),
    default_parameter=Parameter(negative=()),
    help_format="markdown",
    print_error=False,
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
app.command(demo, name="demo", group=ASSESS, sort_key=1)
app.command(new, name="new", group=ASSESS, sort_key=2)
app.command(check, name="check", group=ASSESS, sort_key=3)
app.command(assess, name="assess", group=ASSESS, sort_key=4)
app.command(gaps, name="gaps", group=ASSESS, sort_key=5)
app.command(estimate, name="estimate", group=ANSWER, sort_key=6)
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
        The exit code: 0, 1 (the job could not be done) or 2 (asked for wrongly).
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    return _guarded(lambda: app(words), as_json="--json" in words)


def _guarded(command: Callable[[], object], *, as_json: bool) -> int:
    try:
        result = command()
    except DueRegardError as error:
        return _complain(error, as_json=as_json)
    except CycloptsError as error:
        return _complain(DueRegardError(_plain(error)), as_json=as_json, code=2)
    except KeyboardInterrupt:
        print("\nStopped. What was there before is untouched.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (for instance `| head`): nothing is wrong, and nothing more can be said.
        sys.stderr.close()
        return 0
    except (OSError, MemoryError) as error:
        return _complain(_of_the_machine(error), as_json=as_json)
    return result if isinstance(result, int) else 0


def _complain(error: DueRegardError, *, as_json: bool, code: int | None = None) -> int:
    exit_code = error.exit_code if code is None else code
    if as_json:
        told = {"wrong": error.wrong, "found": error.found, "remedy": error.remedy}
        print(json.dumps({"error": told, "exit_code": exit_code}, ensure_ascii=False))
    lines = [f"Error: {error.wrong}", *(part for part in (error.found, error.remedy) if part)]
    print("\n  ".join(lines), file=sys.stderr)
    return exit_code


def _plain(error: CycloptsError) -> str:
    text = " ".join(str(error).split())
    return f"{text} See `dueregard --help`."


def _of_the_machine(error: OSError | MemoryError) -> DueRegardError:
    if isinstance(error, MemoryError):
        return DueRegardError("There was not enough memory.", remedy="Give fewer groups in one call.")
    place = f" ({error.filename})" if error.filename else ""
    return DueRegardError(
        f"{error.strerror or error}{place}.", remedy="Check the path, its permissions and the disk."
    )
