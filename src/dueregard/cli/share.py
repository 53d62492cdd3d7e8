"""``dueregard share``: released estimates for other members, and no people."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from dueregard.cli.answer import print_json
from dueregard.cli.flags import AsJson
from dueregard.cli.passphrases import passphrase_from

__all__ = ["share"]


def share(
    casebook: str,
    /,
    *,
    out: str,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    passphrase_file: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Write what an assessment released as one file for other members: estimates travel, people do not.

    The file holds every figure that passed the disclosure gate, what the outcomes mean, the fingerprints of
    the sources, and the evidence gaps. Testimony is in it as counts only. Refused while the casebook has
    changed since it was assessed, its pack was altered, or its disclosure audit found something. See
    `docs/federation.md`.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    out
        The file to write.
    as_
        Your id as a member: the bundle is signed with your key. Others refuse a bundle that is not signed.
    passphrase_file
        A file whose first line is the passphrase of your key.
    as_json
        Print one JSON object.
    """
    from dueregard.federation import share_bundle

    passphrase = None if as_ is None else passphrase_from(passphrase_file, member=as_)
    shared = share_bundle(casebook, file=out, member=as_, passphrase=passphrase)
    signed, bundle = shared.signed, shared.signed.bundle
    if as_json:
        print_json(
            [each.record.to_dict() for each in bundle.estimates],
            bundle=signed.id,
            file=str(shared.file),
            signature=None if signed.signature is None else signed.signature.to_dict(),
            evidence_gaps=[dict(each) for each in bundle.evidence_gaps],
        )
        return
    withheld = sum(each.record.status == "withheld" for each in bundle.estimates)
    print(
        f"{len(bundle.estimates):,} figures, {withheld:,} of them withheld, and "
        f"{len(bundle.evidence_gaps):,} evidence gaps: {shared.file}"
    )
    print(f"Bundle {signed.id}")
    if signed.signature is None:
        print("It is not signed, and others will refuse it: give --as MEMBER.")
    else:
        print(f"Signed with {signed.signature.key}: others need it, by another way, to trust the bundle.")
