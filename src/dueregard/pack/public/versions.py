"""What has been published so far, told by the register and by what each version says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dueregard.errors import RegisterError
from dueregard.register import Entry

__all__ = [
    "CORRECTED",
    "PUBLISHED",
    "REVIEWED",
    "SITE",
    "VERSION_FILE",
    "WITHDRAWN",
    "LookedBack",
    "Site",
    "Version",
    "Withdrawal",
    "history",
]

PUBLISHED, CORRECTED, WITHDRAWN, REVIEWED = "published", "corrected", "withdrawn", "outturn reviewed"
SITE = "public site"
"""What a withdrawal from published versions is of, in the register."""

VERSION_FILE = "version.json"
"""What a version says of itself: the register holds its hash, and it holds the hash of everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version.

    Parameters
    ----------
    number : int
        From 1.
    at : datetime
        When it was published.
    about : mapping
        What it says of itself.
    entry : str
        The hash of its entry in the register: who keeps it can tell whether the register was cut.
    """

    number: int
    at: datetime
    about: Mapping[str, Any]
    entry: str

    @property
    def name(self) -> str:
        """Its name, and the folder that is its address: ``v1``, ``v2``, ..."""
        return f"v{self.number}"

    @property
    def on(self) -> date:
        """The day on which it was published."""
        return self.at.date()

    @property
    def root(self) -> str:
        """The root that was signed."""
        return str(self.about.get("root", ""))

    @property
    def files(self) -> Mapping[str, str]:
        """Each of its files with the SHA-256 that it was published with."""
        return dict(self.about.get("files", {}))

    @property
    def changes(self) -> Mapping[str, int]:
        """How many figures differ from the version before."""
        return dict(self.about.get("changes", {}))

    @property
    def corrections(self) -> tuple[Mapping[str, Any], ...]:
        """Why."""
        return tuple(self.about.get("corrections", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Something that was taken out of published versions.

    Parameters
    ----------
    at : datetime
        When.
    why : str
        Why, without saying whose it was.
    by : str
        Who took it out.
    quotes, figures : bool
        Whether words of testimony, or figures, were taken out.
    parts : mapping of str to (str, str)
        For each file its hash before and after.
    notices : frozenset of str
        The files of which nothing is left but a notice.
    """

    at: datetime
    why: str
    by: str
    quotes: bool
    figures: bool
    parts: Mapping[str, tuple[str, str]] = field(repr=False)
    notices: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def on(self) -> date:
        """The day."""
        return self.at.date()

    @property
    def what(self) -> str:
        """What it was, in words that lead to nobody."""
        if self.quotes and self.figures:
            return "words of testimony and figures"
        return "words of testimony" if self.quotes else "figures" if self.figures else "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedBack:
    """That forecasts were compared with what came of them.

    Parameters
    ----------
    at : datetime
        When.
    payload : mapping
        What was recorded of it.
    """

    at: datetime
    payload: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that has been published, and what became of it.

    Parameters
    ----------
    versions : tuple of Version
        The oldest first.
    withdrawals : tuple of Withdrawal
        The oldest first.
    looked_back : tuple of LookedBack
        The oldest first.
    """

    versions: tuple[Version, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    looked_back: tuple[LookedBack, ...] = ()

    @property
    def current(self) -> Version | None:
        """The last version; None before anything was published."""
        return self.versions[-1] if self.versions else None

    @property
    def notices(self) -> frozenset[str]:
        """The files of which nothing is left but a notice, by their paths under the site's folder."""
        return frozenset(path for each in self.withdrawals for path in each.notices)

    def hashes(self) -> dict[str, str]:
        """Say which content each file of each version must have now.

        Returns
        -------
        dict of str to str
            SHA-256 by path under the site's folder: as published, or as it was left by a withdrawal.
        """
        found = {
            f"{each.name}/{path}": digest for each in self.versions for path, digest in each.files.items()
        }
        for withdrawal in self.withdrawals:
            found |= {path: after for path, (_, after) in withdrawal.parts.items()}
        return found


def history(entries: Iterable[Entry], *, about: Callable[[str], tuple[Mapping[str, Any], str]]) -> Site:
    """Tell what has been published, from the register.

    Parameters
    ----------
    entries : iterable of Entry
        The register's.
    about : callable
        Takes the name of a version and gives what it says of itself, and the SHA-256 of the file.

    Returns
    -------
    Site

    Raises
    ------
    RegisterError
        When a version no longer says what it said when it was published.
    """
    versions: list[Version] = []
    withdrawals: list[Withdrawal] = []
    looked_back: list[LookedBack] = []
    for entry in entries:
        at = datetime.fromisoformat(entry.at)
        if entry.kind == PUBLISHED:
            versions.append(_version(entry, about, number=len(versions) + 1))
        elif entry.kind == WITHDRAWN and entry.payload.get("name") == SITE:
            withdrawals.append(_withdrawal(entry.payload, at))
        elif entry.kind == REVIEWED:
            looked_back.append(LookedBack(at=at, payload=entry.payload))
    return Site(versions=tuple(versions), withdrawals=tuple(withdrawals), looked_back=tuple(looked_back))


def _version(entry: Entry, about: Callable[[str], tuple[Mapping[str, Any], str]], *, number: int) -> Version:
    content, digest = about(f"v{number}")
    if digest != entry.payload.get("sha256"):
        raise RegisterError(
            f"public/v{number}/{VERSION_FILE} is not as it was published.",
            found=f"It was published on {entry.at[:10]}; the register holds its hash.",
            remedy="Restore the folder out/public from a copy.",
        )
    return Version(number=number, at=datetime.fromisoformat(entry.at), about=content, entry=entry.hash)


def _withdrawal(payload: Mapping[str, Any], at: datetime) -> Withdrawal:
    return Withdrawal(
        at=at,
        why=str(payload.get("why", "")),
        by=str(payload.get("by", "")),
        quotes=bool(payload.get("quotes")),
        figures=bool(payload.get("figures")),
        parts={each["path"]: (each["was"], each["now"]) for each in payload.get("parts", ())},
        notices=frozenset(each["path"] for each in payload.get("parts", ()) if each.get("whole")),
    )
