"""The code frame: which themes coders may give, what they mean, and what they were before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["CodeFrame", "Coding", "FrameVersion", "ThemeCode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCode:
    """One code of the frame.

    Attributes
    ----------
    id : str
        How coders write it.
    label : str
        Its name for readers.
    definition : str
        When it applies, and when not.
    parent : str or None
        The broader code that it belongs to.
    characteristic : str or None
        For an equality sub-code: the characteristic that the experience is about.
    """

    id: str
    label: str
    definition: str
    parent: str | None = None
    characteristic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameVersion:
    """An earlier version of the code frame.

    Attributes
    ----------
    version : str
        Its name.
    date : datetime.date
        From when it was used.
    codes : tuple of str
        The ids that it had.
    why : str
        Why it was replaced.
    """

    version: str
    date: date
    codes: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFrame:
    """The codes that coders may give, and what they were before.

    Attributes
    ----------
    version : str
        The name of this version.
    date : datetime.date
        From when it is used.
    codes : tuple of ThemeCode
        In the order of the file.
    history : tuple of FrameVersion
        Earlier versions, the oldest first.
    """

    version: str
    date: date
    codes: tuple[ThemeCode, ...]
    history: tuple[FrameVersion, ...] = ()

    def find(self, code: str) -> ThemeCode | None:
        """Find a code by its id.

        Parameters
        ----------
        code : str
            The id.

        Returns
        -------
        ThemeCode or None
            None when the frame has no such code.
        """
        return next((each for each in self.codes if each.id == code), None)

    def with_parents(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Add the broader codes that given ones belong to, in the order of the frame.

        Parameters
        ----------
        codes : tuple of str
            Ids of the frame.

        Returns
        -------
        tuple of str
            Each id once.

        Examples
        --------
        >>> frame = CodeFrame(
        ...     version="1",
        ...     date=date(2026, 11, 2),
        ...     codes=(
        ...         ThemeCode(id="access", label="Access", definition="Getting there."),
        ...         ThemeCode(id="ramps", label="Ramps", definition="Steps.", parent="access"),
        ...     ),
        ... )
        >>> frame.with_parents(("ramps",))
        ('access', 'ramps')
        """
        wanted: set[str] = set()
        for code in codes:
            found = self.find(code)
            while found is not None and found.id not in wanted:
                wanted.add(found.id)
                found = self.find(found.parent) if found.parent else None
        return tuple(each.id for each in self.codes if each.id in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """The codes that one coder gave one testimony.

    Attributes
    ----------
    testimony : str
        The testimony's id.
    coder : str
        Who read it; ``"agreed"`` is what the coders agreed on afterwards.
    codes : tuple of str
        Ids of the frame; empty when the coder read it and found none.
    """

    testimony: str
    coder: str
    codes: tuple[str, ...]
