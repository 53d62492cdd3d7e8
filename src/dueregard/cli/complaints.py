"""How an error leaves the command line: what was wrong, what was found, what to do; never a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from pathlib import Path

from cyclopts import CycloptsError, MissingArgumentError

from dueregard.errors import DueRegardError, ExpressionError, UsageError

__all__ = ["complain", "of_our_own", "of_the_machine", "of_usage", "was_stopped"]

TRACEBACK = "DUEREGARD_TRACEBACK"


def complain(error: DueRegardError, *, as_json: bool) -> int:
    """Print an error.

    Parameters
    ----------
    error : DueRegardError
        What happened.
    as_json : bool
        Print it as one JSON object on standard output too.

    Returns
    -------
    int
        The exit code.
    """
    if as_json:
        told = {"wrong": error.wrong, "found": error.found, "remedy": error.remedy}
        # Standard output may be what is broken: a full disk must not hide the message.
        with contextlib.suppress(OSError):
            print(json.dumps({"error": told, "exit_code": error.exit_code}, ensure_ascii=False), flush=True)
    parts = [f"Error: {error.wrong}", *_place(error), *(part for part in (error.found, error.remedy) if part)]
    print(_without_control("\n".join(parts).replace("\n", "\n  ")), file=sys.stderr)
    return error.exit_code


def _without_control(text: str) -> str:
    """Leave out what a terminal would obey: an error may repeat names from somebody's file."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)


def of_usage(error: CycloptsError) -> UsageError:
    """Say in our words what was wrong with the words of a command.

    Parameters
    ----------
    error : CycloptsError
        As the parser tells it.

    Returns
    -------
    UsageError
    """
    command = " ".join(["dueregard", *(error.command_chain or ())])
    remedy = f"See `{command} --help`."
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        given = any(token.keyword for token in error.argument.tokens) or error.keyword
        lacks = "needs a value" if given else "is needed"
        if given:
            remedy = f"A value that begins with a minus is written {error.argument.name}=-2. {remedy}"
        return UsageError(f"{error.argument.name} {lacks}.", remedy=remedy)
    return UsageError(" ".join(str(error).split()), remedy=remedy)


def of_the_machine(error: OSError | MemoryError) -> DueRegardError:
    """Say what the machine could not do.

    Parameters
    ----------
    error : OSError or MemoryError
        From the system.

    Returns
    -------
    DueRegardError
    """
    if isinstance(error, MemoryError):
        return DueRegardError("There was not enough memory.", remedy="Give fewer groups in one call.")
    place = f": {error.filename}" if error.filename else ""
    return DueRegardError(
        f"{error.strerror or type(error).__name__}{place}.",
        remedy="Check the path, its permissions and the space on the disk.",
    )


def of_our_own(error: BaseException) -> DueRegardError:
    """Admit a defect, without its message: that may hold what somebody answered.

    Parameters
    ----------
    error : BaseException
        What was not foreseen.

    Returns
    -------
    DueRegardError
    """
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return DueRegardError(
        "Something happened that dueregard did not foresee. This is a defect of ours, not of your data.",
        found=f"It was {type(error).__name__}{place}.",
        remedy=f"Please report it, with what {TRACEBACK}=1 shows; read that first, it may hold data.",
    )


def was_stopped(error: BaseException) -> bool:
    """Say whether Ctrl-C is behind an error: the database makes errors of its own from it.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    bool
    """
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, KeyboardInterrupt) or type(chain).__name__ == "InterruptException":
            return True
        if isinstance(chain, RuntimeError) and str(chain) == "Query interrupted":
            return True
        chain = chain.__cause__ or chain.__context__
    return False


def _place(error: DueRegardError) -> list[str]:
    """Show where in an expression."""
    if not isinstance(error, ExpressionError) or error.position is None:
        return []
    return str(error).splitlines()[-2:]
