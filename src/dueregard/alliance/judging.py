"""Whether a review or a signature is what was filed, and whether it counts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from dueregard.alliance.ledger import Filing, KeyHistory, Ledger, digests
from dueregard.alliance.merkle import sha256
from dueregard.alliance.reviews import Review, Signature
from dueregard.alliance.signing import valid
from dueregard.casebook.toml_text import toml_text

__all__ = ["Alteration", "Judged", "judged_reviews", "judged_signatures"]

Paper = TypeVar("Paper", bound=Review | Signature)

_FILED_WITHIN = timedelta(days=1)
"""A paper is dated and filed in one go; midnight may come between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """Something that is not as it was written.

    Parameters
    ----------
    path : str
        The file, from the casebook's folder.
    sentence : str
        What was altered, and where in the file as far as can be told.
    line : int or None
        The line, where it is known.
    field : str or None
        The field, where it is known.
    """

    path: str
    sentence: str
    line: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Generic[Paper]):
    """A review or a signature, and what is to be thought of it.

    Parameters
    ----------
    path : str
        Its file.
    paper : Review or Signature
        What it says.
    line, on : int, date
        Where and when the register says that it was filed; line 0 where it does not.
    alterations : tuple of Alteration
        What is wrong with it; then it does not count.
    key : KeyHistory or None
        The key that it is signed with, as the register has it; None where it is none of the member's.
    key_good : bool
        Whether its key was good when it was filed.
    """

    path: str
    paper: Paper
    line: int
    on: date
    alterations: tuple[Alteration, ...] = ()
    key: KeyHistory | None = None
    key_good: bool = True

    @property
    def counts(self) -> bool:
        """Whether it counts towards what is demanded.

        Returns
        -------
        bool
        """
        return self.key_good and not self.alterations

    def doubt(self, name: str) -> str:
        """Say that its key was revoked, and what follows.

        Parameters
        ----------
        name : str
            The member's name.

        Returns
        -------
        str
            A sentence; empty where it was not.
        """
        key = self.key
        if key is None or key.revoked_on is None:
            return ""
        revoked = f"The key of {name} was revoked on {key.revoked_on} ({key.because.rstrip('.')})"
        dissent = getattr(self.paper, "position", "") == "dissent" or getattr(self.paper, "dissents", False)
        what = f"the {self.paper.kind} of {self.paper.on}{', a dissent,' if dissent else ''}"
        if self.key_good:
            return f"{revoked}; {what} was filed before that and counts."
        return f"{revoked}; {what} does not count."


def judged_reviews(
    files: Mapping[str, str], ledger: Ledger
) -> tuple[tuple[Judged[Review], ...], tuple[Alteration, ...]]:
    """Judge the reviews of a casebook.

    Parameters
    ----------
    files : mapping of str to str
        From each path under ``reviews`` to its text.
    ledger : Ledger
        What the register says.

    Returns
    -------
    judged : tuple of Judged
        Those that can be read, in the order in which they were filed.
    unreadable : tuple of Alteration
        One for each that cannot.
    """
    return _judged(files, ledger, Review.read)


def judged_signatures(
    files: Mapping[str, str], ledger: Ledger
) -> tuple[tuple[Judged[Signature], ...], tuple[Alteration, ...]]:
    """Judge the signatures of a casebook.

    Parameters
    ----------
    files : mapping of str to str
        From each path under ``signatures`` to its text.
    ledger : Ledger
        What the register says.

    Returns
    -------
    judged : tuple of Judged
        Those that can be read, in the order in which they were filed.
    unreadable : tuple of Alteration
        One for each that cannot.
    """
    return _judged(files, ledger, Signature.read)


def _judged(
    files: Mapping[str, str], ledger: Ledger, read: Callable[[Mapping[str, Any]], Paper]
) -> tuple[tuple[Judged[Paper], ...], tuple[Alteration, ...]]:
    judged: list[Judged[Paper]] = []
    unreadable: list[Alteration] = []
    for path, text in sorted(files.items()):
        try:
            content = tomllib.loads(text)
            paper = read(content)
        except tomllib.TOMLDecodeError as error:
            unreadable.append(Alteration(path=path, sentence=f"{path} was altered: it is no TOML ({error})."))
        except RecursionError:
            unreadable.append(Alteration(path=path, sentence=f"{path} was altered: it is no TOML."))
        except ValueError as error:
            sentence = f"{path} was altered: its field {error} is not as it is written."
            unreadable.append(Alteration(path=path, sentence=sentence, field=str(error)))
        else:
            judged.append(_judge(path, text, paper, content, ledger))
    return tuple(sorted(judged, key=lambda each: (each.line, each.path))), tuple(unreadable)


def _judge(path: str, text: str, paper: Paper, content: Mapping[str, Any], ledger: Ledger) -> Judged[Paper]:
    filing = ledger.filing(path)
    history = None if paper.seal is None else ledger.history(paper.member, paper.seal.key)
    line, on = (0, paper.on) if filing is None else (filing.line, filing.on)
    return Judged(
        path=path,
        paper=paper,
        line=line,
        on=on,
        alterations=(
            *_faults(path, text, paper, content, filing),
            *_strangers(path, paper, history),
            *_out_of_order(path, paper, filing, ledger),
        ),
        key=history,
        key_good=history is not None and filing is not None and history.good_at(line, on),
    )


def _faults(
    path: str, text: str, paper: Review | Signature, content: Mapping[str, Any], filing: Filing | None
) -> Iterator[Alteration]:
    what = paper.kind
    if filing is None:
        yield Alteration(path=path, sentence=f"{path} was put there: the register knows of no such {what}.")
    elif sha256(text) != filing.sha256:
        yield from _changed(path, content, filing)
        return
    if path != paper.path:
        sentence = f"{path} was renamed: this {what} by {paper.member} was filed as {paper.path}."
        yield Alteration(path=path, sentence=sentence)
    if not valid(paper, paper.seal):
        yield Alteration(
            path=path, sentence=f"{path} is not signed by the key that it names.", field="signature"
        )
    elif toml_text(paper.content()) != text:
        yield Alteration(path=path, sentence=f"{path} was altered: it is not written as {what}s are.")


def _strangers(path: str, paper: Review | Signature, history: KeyHistory | None) -> Iterator[Alteration]:
    if history is None:
        sentence = f"{path} is signed with a key that is not one of {paper.member}'s by the register."
        yield Alteration(path=path, sentence=sentence, field="signature")


def _changed(path: str, content: Mapping[str, Any], filing: Filing) -> Iterator[Alteration]:
    """Say which fields are not those that were filed."""
    now = digests(content)
    names = list(dict.fromkeys([*filing.fields, *now]))
    changed = [name for name in names if now.get(name) != filing.fields.get(name)]
    for name in changed:
        yield Alteration(path=path, sentence=f"{path} was altered: its field {name} was changed.", field=name)
    if not changed:
        yield Alteration(path=path, sentence=f"{path} was altered: something between its fields was changed.")


def _out_of_order(
    path: str, paper: Review | Signature, filing: Filing | None, ledger: Ledger
) -> Iterator[Alteration]:
    if filing is None:
        return
    if filing.member != paper.member:
        sentence = f"{path} gives {paper.member} as its author, the register {filing.member}."
        yield Alteration(path=path, sentence=sentence, field="member")
    if abs(filing.on - paper.on) > _FILED_WITHIN:
        sentence = f"{path} is dated {paper.on}, and the register has it filed on {filing.on}."
        yield Alteration(path=path, sentence=sentence, field="on")
    seen = ledger.hashes.get(paper.register)
    if paper.register != "0" * 64 and (seen is None or seen >= filing.line):
        sentence = (
            f"The register was altered: {path} was signed when its last entry was {paper.register[:12]}…, "
            "which is not before it now."
        )
        yield Alteration(path="out/register.jsonl", sentence=sentence, line=filing.line)


def texts_of(files: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], tuple[Alteration, ...]]:
    """Decode files.

    Parameters
    ----------
    files : iterable of (path, content)
        What was read.

    Returns
    -------
    texts : dict of str to str
        Those that are UTF-8.
    unreadable : tuple of Alteration
        One for each that is not.
    """
    texts: dict[str, str] = {}
    unreadable: list[Alteration] = []
    for path, content in files:
        try:
            texts[path] = content.decode()
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            sentence = f"{path} was altered: line {line} is no UTF-8 text."
            unreadable.append(Alteration(path=path, sentence=sentence, line=line))
    return texts, tuple(unreadable)
