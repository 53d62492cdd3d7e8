"""From an option's file to the option, or to everything that is wrong with it and where."""

from __future__ import annotations

import os

from dueregard.casebook.option_file import read_option_file
from dueregard.casebook.positions import lines_of_keys, place_of
from dueregard.casebook.problems import validate_part
from dueregard.errors import CasebookError
from dueregard.options.specification import Option

__all__ = ["option_from", "read_option"]


def read_option(path: str | os.PathLike[str]) -> Option:
    """Read an option.

    Parameters
    ----------
    path : path
        A TOML file; see :class:`~dueregard.options.specification.Option` for its keys.

    Returns
    -------
    Option
        Checked as far as can be without a table.

    Raises
    ------
    CasebookError
        When it is not there, not TOML, or not an option; all problems are listed with their lines.
    """
    content, text, name = read_option_file(path)
    return option_from(content, title=name, text=text)


def option_from(content: dict[str, object], *, title: str = "The option", text: str = "") -> Option:
    """Make an option of what was written.

    Parameters
    ----------
    content : dict
        Its keys.
    title : str
        What to call it in messages.
    text : str
        The file's text, to find lines in.

    Returns
    -------
    Option
        Checked.

    Raises
    ------
    CasebookError
        When it is not an option.

    Examples
    --------
    >>> option = option_from({"name": "Top-up", "kind": "cash", "amount": 10})
    >>> option.amount, option.eligible, option.take_up.rate
    ('10', 'true', 1.0)
    """
    option, problems = validate_part(Option, content, repeat=True)
    if option is None:
        lines = lines_of_keys(text) if text else {}
        placed = [(place_of(problem.path, lines) or 0, problem.sentence) for problem in problems]
        told = [f"line {line}: {words}" if line else words for line, words in sorted(placed)]
        if len(told) == 1:
            raise CasebookError(f"{title}{',' if told[0].startswith('line ') else ':'} {told[0]}")
        raise CasebookError(
            "\n".join([f"{title} has {len(told)} problems.", *(f"- {each}" for each in told)])
        )
    return option
