"""A bundle: measures in the order in which they come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dueregard.casebook.fields import Part, Text
from dueregard.casebook.option_file import read_option_file
from dueregard.casebook.problems import validate_part
from dueregard.errors import CasebookError, UsageError, did_you_mean
from dueregard.options import Option, option_from, read_option

__all__ = ["MOST", "Bundle", "bundle_of", "read_bundle"]

MOST = 8
"""The most measures of a bundle: each further one doubles the number of subsets, of which 8 have 256."""

WHOLE = "All measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Measures that are added up.

    Attributes
    ----------
    name : str
        What the whole is called.
    measures : tuple of Option
        In the order in which they are applied: each sees people after those before it.

    Raises
    ------
    UsageError
        When there are none or too many, two have one name, or one changes the law.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> cut = option_from({"name": "Cut", "kind": "cash", "amount": -5, "amounts_below_zero": "allow"})
    >>> len(Bundle(name="Budget", measures=(cut,)))
    1
    """

    name: str = WHOLE
    measures: tuple[Option, ...]

    def __post_init__(self) -> None:
        names = self.names
        if not names:
            raise UsageError("There is no measure to add up.", remedy="Name one or more TOML files.")
        for name in names:
            if names.count(name) > 1:
                raise UsageError(
                    f"Two measures are called {name!r}.",
                    found="Results are told apart by the name of the measure.",
                    remedy="Give each file a `name` of its own.",
                )
        if len(names) > MOST:
            raise UsageError(
                f"At most {MOST} measures are added up at a time; found {len(names)}.",
                found=f"Every subset of them is worked out: {2 ** len(names):,} for {len(names)}.",
                remedy="Join measures that come together in one file each, or add up the largest ones.",
            )
        for measure in self.measures:
            if measure.kind == "parameter":
                raise UsageError(
                    f"{measure.name!r} changes the law, which is not worked out after other measures.",
                    remedy="Simulate it by itself, or write what it gives and takes as an option of its own.",
                )

    def __len__(self) -> int:
        return len(self.measures)

    @property
    def names(self) -> tuple[str, ...]:
        """The measures' names, in order."""
        return tuple(measure.name for measure in self.measures)


class _Listed(Part):
    """A measure of a bundle's file."""

    file: Text
    starts: int | None = None


def _file(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class _Written(Part):
    """A bundle's file."""

    name: Text = WHOLE
    measures: Annotated[list[Annotated[_Listed, BeforeValidator(_file)]], Field(min_length=1)]


def read_bundle(paths: Sequence[str | os.PathLike[str]], *, name: str | None = None) -> Bundle:
    """Read a bundle: the files of its measures in order, or one file that lists them.

    Parameters
    ----------
    paths : sequence of paths
        TOML files of options; or a single file with ``measures``, a list of files (beside it, unless they
        have a folder) or of tables with ``file`` and ``starts``.
    name : str, optional
        What the whole is called, whatever the file says.

    Returns
    -------
    Bundle
        Checked as far as can be without people.

    Raises
    ------
    CasebookError
        When a file is not there or not as it should be.
    UsageError
        When the measures make no bundle.
    """
    if len(paths) == 1:
        content, _, title = read_option_file(paths[0])
        if "measures" in content:
            return bundle_of(content, title=title, folder=os.path.dirname(os.fspath(paths[0])), name=name)
    return Bundle(name=name or WHOLE, measures=tuple(read_option(path) for path in paths))


def bundle_of(content: dict[str, Any], *, title: str, folder: str = "", name: str | None = None) -> Bundle:
    """Make a bundle of what was written.

    Parameters
    ----------
    content : dict
        Keys ``measures`` and, if wished, ``name``.
    title : str
        What to call it in messages.
    folder : str
        Where its files are.
    name : str, optional
        In place of the written one.

    Returns
    -------
    Bundle
        With the options of its files.

    Raises
    ------
    CasebookError
        When it is not a bundle.
    """
    _refuse_unknown(content, ("name", "measures"), title)
    for each in content["measures"] if isinstance(content.get("measures"), list) else ():
        if isinstance(each, dict):
            _refuse_unknown(each, ("file", "starts"), title)
    written, problems = validate_part(_Written, content)
    if written is None:
        raise CasebookError(
            f"{title}: {' '.join(problem.sentence for problem in problems)}",
            remedy='A bundle has measures = ["a.toml", {file = "b.toml", starts = 2028}] and perhaps a name.',
        )
    return Bundle(
        name=name or written.name,
        measures=tuple(_listed(each, folder) for each in written.measures),
    )


def _listed(listed: _Listed, folder: str) -> Option:
    content, text, title = read_option_file(os.path.join(folder, listed.file))
    if listed.starts is not None:
        content = {**content, "starts": listed.starts}
    return option_from(content, title=title, text=text)


def _refuse_unknown(keys: dict[str, Any], known: tuple[str, ...], title: str) -> None:
    for key in keys:
        if key not in known:
            raise CasebookError(
                f"{title}: there is no key {key!r} here.",
                found=f"It may have: {', '.join(known)}.",
                remedy=did_you_mean(key, known) or None,
            )
