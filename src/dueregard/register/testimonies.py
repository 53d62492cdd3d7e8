"""That testimony was entered and that it was withdrawn, never what it said or whose it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dueregard.register.entry import Entry
from dueregard.register.register import Proposal, Register
from dueregard.register.testimony_keys import KeyStore, keyed

__all__ = ["ENTERED", "WITHDRAWN", "TestimonyRecord", "record_testimony"]

ENTERED = "testimony_entered"
WITHDRAWN = "testimony_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyRecord:
    """What a build added to the register.

    Attributes
    ----------
    entered : int
        Testimonies that are new, or whose words have changed.
    withdrawn : int
        Testimonies that were withdrawn.
    """

    entered: int
    withdrawn: int


def record_testimony(
    register: Register,
    keys: KeyStore,
    *,
    used: Mapping[str, str],
    kept: Iterable[str] = (),
    at: datetime | None = None,
) -> TestimonyRecord:
    """Record what was entered and what was withdrawn since the last build, and destroy the latter's keys.

    Each testimony has a random key of its own. The register holds hashes under that key only: one that names
    the testimony, one of its words. Once the key is destroyed nobody can tell, even with the words in hand,
    which entries were about them. A second build of the same folder adds nothing; a build that was stopped
    half-way is completed by the next.

    Parameters
    ----------
    register : Register
        The casebook's register.
    keys : KeyStore
        The private file of keys.
    used : mapping of str to str
        The words of each testimony that is used, by id.
    kept : iterable of str
        Testimonies that are not used now but were not withdrawn either, such as those whose consent has run
        out. Every other testimony that has a key was withdrawn, be it marked or its file removed.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    TestimonyRecord
        What was added.

    Raises
    ------
    RegisterError
        When the register or the file of keys is not as it was written.
    """
    known = keys.read()
    gone = [each for each in known if each not in used and each not in set(kept)]
    entered = register.decide(lambda entries: _entering(entries, used, keys.keep(used)), at=at)
    withdrawn = register.decide(
        lambda entries: _withdrawing(entries, {each: known[each] for each in gone}), at=at
    )
    keys.destroy(gone)
    return TestimonyRecord(entered=_size(entered), withdrawn=_size(withdrawn))


def _entering(entries: Sequence[Entry], used: Mapping[str, str], keys: Mapping[str, str]) -> Proposal | None:
    last = _last(entries)
    now = {
        keyed(keys[each], about="testimony", text=each): keyed(keys[each], about="words", text=words)
        for each, words in used.items()
    }
    fresh = {name: words for name, words in now.items() if last.get(name) != words}
    return (ENTERED, {"testimonies": dict(sorted(fresh.items()))}) if fresh else None


def _withdrawing(entries: Sequence[Entry], keys: Mapping[str, str]) -> Proposal | None:
    last = _last(entries)
    names = [keyed(key, about="testimony", text=each) for each, key in keys.items()]
    # What was never entered, or is recorded as withdrawn already, is not withdrawn again.
    gone = sorted(name for name in names if last.get(name) is not None)
    return (WITHDRAWN, {"testimonies": gone}) if gone else None


def _last(entries: Sequence[Entry]) -> dict[str, str | None]:
    """What the register last said of each testimony: the hash of its words, or None once withdrawn."""
    last: dict[str, str | None] = {}
    for entry in entries:
        if entry.kind == ENTERED:
            last |= entry.payload["testimonies"]
        elif entry.kind == WITHDRAWN:
            last |= dict.fromkeys(entry.payload["testimonies"])
    return last


def _size(entry: Entry | None) -> int:
    return len(entry.payload["testimonies"]) if entry else 0
