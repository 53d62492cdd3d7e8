"""One family of errors, each of which says what was wrong, what was found and what to do.

Every error that a user can provoke is a :class:`DueRegardError`; the command line prints its message
and leaves with its ``exit_code``. Anything else is a defect of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "CasebookError",
    "ColumnNotFound",
    "DisclosureRefused",
    "DueRegardError",
    "ExpressionError",
    "MissingExtra",
    "PeopleError",
    "RegisterError",
    "SpreadError",
    "UsageError",
    "did_you_mean",
]

_LONGEST = 80
"""Letters of a name that an error repeats."""


def did_you_mean(name: str, known: Iterable[str], *, limit: int = 3) -> str:
    """Suggest the known names nearest to a mistyped one.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What could have been meant.
    limit : int
        The most names to suggest.

    Returns
    -------
    str
        A sentence, or the empty string when nothing is near.

    Examples
    --------
    >>> did_you_mean("incme", ["income", "sex"])
    "Did you mean 'income'?"
    >>> did_you_mean("zzz", ["income", "sex"])
    ''
    """
    folded = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(name.casefold(), list(folded), n=limit, cutoff=0.6)
    if not close:
        return ""
    return f"Did you mean {' or '.join(repr(folded[match]) for match in close)}?"


class DueRegardError(Exception):
    """A job that could not be done, told so that the reader can mend it.

    Parameters
    ----------
    wrong : str
        What was wrong, as a sentence.
    found : str, optional
        What was found instead, as a sentence.
    remedy : str, optional
        What to do, as a sentence.
    discreet : str, optional
        What is said instead of `found` where people may not be counted.

    Attributes
    ----------
    exit_code : int
        1 when the job could not be done, 2 when it was asked for wrongly.

    Examples
    --------
    >>> str(DueRegardError("The table is empty.", found="people.csv has a header and no rows."))
    'The table is empty. people.csv has a header and no rows.'
    """

    exit_code = 1

    def __init__(
        self,
        wrong: str,
        *,
        found: str | None = None,
        remedy: str | None = None,
        discreet: str | None = None,
    ) -> None:
        self.wrong = wrong
        self.found = found
        self.remedy = remedy
        self.discreet = discreet
        super().__init__(" ".join(part for part in (wrong, found, remedy) if part))

    def discreetly(self) -> DueRegardError:
        """Give the same error without counts of people, for answers that are to be published.

        Returns
        -------
        DueRegardError
            Itself where it counts nobody.

        Examples
        --------
        >>> error = PeopleError(
        ...     "No logarithm.", found="3 people have none.", discreet="Some people have none."
        ... )
        >>> str(error.discreetly())
        'No logarithm. Some people have none.'
        """
        if self.discreet is None:
            return self
        return type(self)(self.wrong, found=self.discreet, remedy=self.remedy)


class UsageError(DueRegardError):
    """A command or call that was asked for wrongly."""

    exit_code = 2


class ColumnNotFound(UsageError):
    """A column that was named but is absent.

    Parameters
    ----------
    name : str
        The column asked for.
    known : iterable of str
        The columns of the table.
    where : str
        What was being read, for the message.

    Examples
    --------
    >>> print(ColumnNotFound("incme", ["income", "sex"], where="people.csv"))
    people.csv has no column 'incme'. Its columns are: income, sex. Did you mean 'income'?
    """

    def __init__(self, name: str, known: Iterable[str], *, where: str = "The table") -> None:
        columns = list(known)
        # A file that is read wrongly may have all that people answered for a header: that is never repeated.
        names = [each if len(each) <= _LONGEST else f"{each[:_LONGEST]}…" for each in columns[:12]]
        shown = ", ".join(names) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
        super().__init__(
            f"{where} has no column {name!r}.",
            found=f"Its columns are: {shown}.",
            remedy=did_you_mean(name, [each for each in columns if len(each) <= _LONGEST]) or None,
        )


class PeopleError(DueRegardError):
    """A table of people that cannot be read or used as declared."""


class CasebookError(UsageError):
    """A casebook that is not valid."""


class ExpressionError(UsageError):
    """An expression that cannot be understood; the message shows where.

    Parameters
    ----------
    wrong : str
        What was wrong, as a sentence.
    text : str
        The whole expression.
    position : int
        Where in it, counted in characters from 0.
    found, remedy : str, optional
        As for every error.

    Examples
    --------
    >>> print(ExpressionError("A value is expected here.", text="age >", position=5))
    A value is expected here.
        age >
             ^
    """

    def __init__(
        self,
        wrong: str,
        *,
        text: str = "",
        position: int | None = None,
        found: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(wrong, found=found, remedy=remedy)
        self.text = text
        self.position = position

    def __str__(self) -> str:
        message = super().__str__()
        if self.position is None:
            return message
        start = self.text.rfind("\n", 0, self.position) + 1
        line = self.text[start:].split("\n")[0].replace("\t", " ")
        line, at = _around(line, self.position - start)
        return f"{message}\n    {line}\n    {' ' * at}^"


def _around(line: str, position: int, *, most: int = 100) -> tuple[str, int]:
    """Show of a long line what stands around the place, and where the place is in that."""
    if len(line) <= most:
        return line, position
    begin = max(0, min(position - most // 2, len(line) - most))
    before, after = "... " if begin else "", " ..." if begin + most < len(line) else ""
    return f"{before}{line[begin : begin + most]}{after}", position - begin + len(before)


class SpreadError(DueRegardError):
    """Estimates whose joint uncertainty is not known, asked to be used together."""


class RegisterError(DueRegardError):
    """A register that was altered, or a change to the record that is refused."""


class DisclosureRefused(DueRegardError):
    """A release that the disclosure gate refuses."""


class MissingExtra(DueRegardError):
    """A capability whose optional packages are not installed.

    Parameters
    ----------
    capability : str
        What was asked for, to start a sentence.
    extra : str
        The extra that brings it.

    Examples
    --------
    >>> print(MissingExtra("Reading Stata files", "office"))
    Reading Stata files needs packages that are not installed.
    Install them with: pip install 'dueregard[office]'
    """

    def __init__(self, capability: str, extra: str) -> None:
        super().__init__(
            f"{capability} needs packages that are not installed.",
            remedy=f"Install them with: pip install 'dueregard[{extra}]'",
        )
