"""Lay the estimates that members share side by side, and trust nobody who has not been named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dueregard.alliance.bundle_reading import LARGEST, read_bundle
from dueregard.alliance.bundles import SignedBundle
from dueregard.alliance.combining import Combined, Listed, Trust, combine
from dueregard.alliance.signing import valid
from dueregard.casebook import load_casebook
from dueregard.casebook.trusted_keys import trusted_keys
from dueregard.errors import DueRegardError, UsageError
from dueregard.pack.combined_write import BUNDLES, write_combined
from dueregard.register import Register, record_filed

__all__ = ["CombinedBundles", "combine_bundles"]

REGISTER = "register.jsonl"
MOST_BUNDLES = 200
MOST_BYTES = 2**29


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedBundles:
    """What was laid side by side.

    Attributes
    ----------
    combined : Combined
        The bundles side by side.
    folder : Path
        Where it was written: combined.html, combined.json, combined.csv, differences.csv, and the bundles.
    """

    combined: Combined
    folder: Path


def combine_bundles(
    bundles: Iterable[str | Path],
    *,
    out: str | Path,
    trust: Iterable[str | Path] = (),
    accept_untrusted: bool = False,
    casebook: str | Path | None = None,
) -> CombinedBundles:
    """Lay bundles side by side, and write what came of it.

    Parameters
    ----------
    bundles : iterable of path
        Files that members shared, or folders that this function wrote before: their bundles are taken in.
    out : path
        The folder to write to.
    trust : iterable of path
        Public keys to trust: ``.pub`` files, or folders of them such as a casebook's ``keys``.
    accept_untrusted : bool
        Take in bundles that are unsigned or signed with other keys. They are marked everywhere.
    casebook : path, optional
        Record in its register that bundles were combined.

    Returns
    -------
    CombinedBundles

    Raises
    ------
    DueRegardError
        When a bundle cannot be used, its signature is bad, or its key is not trusted; when, of the same
        people, one bundle shows what another withholds.
    """
    read = _read_bundles(bundles, trusted_keys(trust))
    if not accept_untrusted:
        _refuse_untrusted(read)
    # Of two copies of one bundle the better signed one is kept, whichever came first.
    kept = {each.id: each for each in sorted(read, key=_order, reverse=True)}
    combined = combine(
        Listed(id=each.id, bundle=each.signed.bundle, trust=each.trust, key=_key(each.signed))
        for each in kept.values()
    )
    folder = Path(out)
    texts = {name: each.signed.text() for name, each in kept.items()}
    write_combined(combined, folder=folder, bundles=texts)
    if casebook is not None:
        register = Register(load_casebook(casebook).out / REGISTER)
        about = {"bundles": [each.id for each in combined.bundles]}
        record_filed(register, "bundles combined", folder.name, combined.root, about=about)
    return CombinedBundles(combined=combined, folder=folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    id: str
    name: str
    signed: SignedBundle
    trust: Trust


_RANKS: tuple[Trust, ...] = ("trusted", "not trusted", "unsigned")


def _order(read: _Read) -> tuple[int, str]:
    signature = read.signed.signature
    return _RANKS.index(read.trust), "" if signature is None else signature.value


def _read_bundles(places: Iterable[str | Path], keys: Collection[str]) -> list[_Read]:
    files = [file for place in places for file in _files(Path(place))]
    if not files:
        raise UsageError(
            "There are no bundles.", remedy="Name files that members wrote with dueregard share."
        )
    if len(files) > MOST_BUNDLES or sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UsageError(
            f"These are more than {MOST_BUNDLES} bundles or {MOST_BYTES // 2**20} MB.",
            remedy="Combine fewer at a time.",
        )
    read = [_read(file, keys) for file in files]
    bad = [each.name for each in read if _is_forged(each.signed)]
    if bad:
        raise DueRegardError(
            f"The signature of {' and of '.join(bad)} is bad, and nothing was combined.",
            found="It was altered after it was signed, or signed with another key than it names.",
            remedy="Ask the member to send it again, or leave it out.",
        )
    return read


def _key(signed: SignedBundle) -> str | None:
    return None if signed.signature is None else signed.signature.key


def _is_forged(signed: SignedBundle) -> bool:
    return signed.signature is not None and not valid(signed.bundle, signed.signature)


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        found = sorted((place / BUNDLES).glob("*.json"))
        if not found:
            raise UsageError(f"{place} has no bundles.", remedy="Name a folder that dueregard combine wrote.")
        return found
    if not place.is_file():
        raise UsageError(f"There is no bundle {place}.")
    return [place]


def _read(file: Path, keys: Collection[str]) -> _Read:
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    signed = read_bundle(content, name=file.name)
    key = _key(signed)
    trust: Trust = "unsigned" if key is None else "trusted" if key in keys else "not trusted"
    return _Read(id=signed.id, name=file.name, signed=signed, trust=trust)


def _refuse_untrusted(read: Sequence[_Read]) -> None:
    told = []
    for each in read:
        if each.trust == "trusted":
            continue
        sharer = each.signed.bundle.sharer
        claims = f", which says that it is of {sharer.name}," if sharer else ""
        key = "" if each.signed.signature is None else f": {each.signed.signature.key}"
        signed = (
            "is not signed"
            if each.trust == "unsigned"
            else f"is signed with a key that you do not trust{key}"
        )
        told.append(f"{each.name}{claims} {signed}.")
    if told:
        raise DueRegardError(
            "Anybody could have made these bundles, and nothing was combined.",
            found=" ".join(told),
            remedy="Ask each member for their public key by another way than the bundle came, and name it: "
            "--trust FILE.pub. To look at bundles that nobody answers for: --accept-untrusted",
        )
