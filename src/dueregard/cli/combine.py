"""``dueregard combine``: what members share, side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from dueregard.cli.answer import print_json
from dueregard.cli.flags import AsJson, Switch
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.federation import CombinedBundles

__all__ = ["combine"]

FOLDER = "combined"


def combine(
    *bundles: str,
    out: str = FOLDER,
    trust: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    accept_untrusted: Switch = False,
    casebook: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Lay the estimates that members share side by side, with their intervals; nothing is pooled.

    Writes `combined.html`, `combined.json`, `combined.csv` and `differences.csv` to a folder, and the bundles
    themselves, so that more can be laid beside them later. The same bundles give the same files in any order.
    A bundle whose signature is bad is refused, and so is one that you have no reason to trust. See
    `docs/federation.md`.

    Parameters
    ----------
    bundles
        Files that members wrote with `dueregard share`, or folders that this command wrote before.
    out
        The folder to write to.
    trust
        A member's public key: a `.pub` file, or a folder of them such as a casebook's `keys`. May be
        repeated.
    accept_untrusted
        Take in bundles that are not signed with a key that you trust. They are marked wherever they are
        shown.
    casebook
        Record in the register of this casebook that bundles were combined.
    as_json
        Print one JSON object.
    """
    from dueregard.federation import combine_bundles

    if not bundles:
        raise UsageError("BUNDLES are needed.", remedy="Name files that members wrote with dueregard share.")
    found = combine_bundles(
        bundles, out=out, trust=trust, accept_untrusted=accept_untrusted, casebook=casebook
    )
    if as_json:
        _print_json(found)
    else:
        _print_text(found)


def _print_json(found: CombinedBundles) -> None:
    from dueregard.pack.combined_files import combined_object

    content = combined_object(found.combined)
    records = [
        {**value.record.to_dict(), "bundle": value.bundle, "finding": side.finding}
        for side in found.combined.sides
        for value in side.values
    ]
    print_json(records, folder=str(found.folder), **content)


def _print_text(found: CombinedBundles) -> None:
    combined = found.combined
    for each in combined.bundles:
        trust = {"trusted": "signed and trusted", "not trusted": "NOT TRUSTED", "unsigned": "NOT SIGNED"}
        print(f"{each.name}: {len(each.bundle.estimates):,} figures, {trust[each.trust]} ({each.id[:12]})")
    counts = Counter(side.finding for side in combined.sides)
    compared = sum(bool(side.differences) for side in combined.sides)
    print(f"{compared:,} quantities can be compared: {counts['differ clearly']:,} differ clearly.")
    print(
        f"{counts['not comparable']:,} are defined differently, {counts['not shown']:,} are not shown by "
        f"two, {counts['one only']:,} are in one bundle alone."
    )
    for words in combined.warnings:
        print(f"Note: {words}")
    print(f"Side by side: {found.folder / 'combined.html'}")
