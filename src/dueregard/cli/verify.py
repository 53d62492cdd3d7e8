"""``dueregard verify``: whether a pack, its register and its record are what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson

if TYPE_CHECKING:
    from dueregard.alliance.verifying import Verified

__all__ = ["verify"]

MOST = 40


def verify(casebook: str, /, *, head: str | None = None, as_json: AsJson = False) -> int:
    """Verify a pack: its files, register, reviews, signatures and keys; nothing is written.

    Exit code 0 when all is as it was written, also where nobody has signed; 1 when something was altered, and
    then it says what and where. What has changed since the assessment without touching the pack is named,
    and is no alteration. See `docs/alliance.md` for what this can show and what it cannot.

    Parameters
    ----------
    casebook
        The casebook.
    head
        The hash of an entry that the register must have, as it was published or as a member kept it.
    as_json
        Print one JSON object.
    """
    from dueregard.verify import verify_casebook

    found = verify_casebook(casebook, head=None if head is None else head.strip().lower())
    if as_json:
        print_object(_plain(found))
    else:
        _print(found)
    return 0 if found.intact else 1


def _plain(found: Verified) -> dict[str, Any]:
    state = found.state
    told: dict[str, Any] = {
        "intact": found.intact,
        "alterations": [
            {"path": each.path, "sentence": each.sentence, "line": each.line, "field": each.field}
            for each in found.alterations
        ],
        "stale": [{"name": each.name, "sentence": each.sentence} for each in found.stale],
        "entries": found.entries,
        "head": found.head,
        "files": found.files,
        "unknown_kinds": list(found.unknown_kinds),
        "figures": None,
        "root": None,
        "standing": None,
    }
    if state is None:
        return told
    standing = state.standing
    return told | {
        "figures": state.figures,
        "root": state.root,
        "standing": {
            "quorum": standing.quorum,
            "met": standing.met,
            "words": standing.words,
            "demands": [
                {"kind": each.kind, "sector": each.sector, "needed": each.needed, "there": each.there}
                for each in standing.demands
            ],
            "dissents": list(standing.dissents),
            "warnings": list(standing.warnings),
        },
        "reviews": [
            {
                "path": each.path,
                "member": each.paper.member,
                "position": each.paper.position,
                "counts": each.counts,
                "of_these_figures": each.paper.figures == state.figures,
            }
            for each in state.reviews
        ],
        "signatures": [
            {
                "path": each.path,
                "member": each.paper.member,
                "dissents": each.paper.dissents,
                "counts": each.counts,
                "of_this_pack": each.paper.root == state.root,
            }
            for each in state.signatures
        ],
    }


def _print(found: Verified) -> None:
    if found.intact:
        print(f"Nothing was altered: {found.files} files and {found.entries} entries of the register.")
    else:
        number = len(found.alterations)
        print(f"{number} {'thing is' if number == 1 else 'things are'} not as written.")
        for each in found.alterations[:MOST]:
            print(f"- {each.sentence}")
        if number > MOST:
            print(f"- and {number - MOST} more (--json lists all)")
    for one in found.stale:
        print(f"  since the assessment: {one.sentence}")
    if found.unknown_kinds:
        kinds = ", ".join(repr(each) for each in found.unknown_kinds)
        print(f"The register has entries of kinds that this version does not know: {kinds}.")
        print(
            "  Their hashes were checked, and not what they say. A newer version of dueregard may read them."
        )
    if found.state is not None:
        print(found.state.standing.words)
        for demand in found.state.standing.missing:
            print(f"  missing: {demand.words}")
        for sentence in found.state.standing.warnings:
            print(f"  {sentence}")
    if found.entries:
        print(f"The register's last entry: {found.head}")
