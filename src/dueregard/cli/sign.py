"""``dueregard sign``: a member's signature under the pack as it is printed."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson, Switch
from dueregard.cli.passphrases import passphrase_from

__all__ = ["sign"]


def sign(
    casebook: str,
    /,
    *,
    as_: Annotated[str, Parameter(name="--as")],
    role: str | None = None,
    dissents: Switch = False,
    passphrase_file: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Sign the pack as a member: everything that it prints, with the dissent in it.

    A signature says that the pack is a true record, not that you agree. It is refused while the pack does not
    print a review that was filed, is older than what it was made from, or is not as it was written.

    Parameters
    ----------
    casebook
        The casebook.
    as_
        Your id as a member.
    role
        As what you sign, where you have several roles.
    dissents
        You dissent. It is so without saying where your last review of these figures does.
    passphrase_file
        A file whose first line is the passphrase of your key.
    as_json
        Print one JSON object.
    """
    from dueregard.sign import sign as sign_pack

    done = sign_pack(
        casebook,
        member=as_,
        passphrase=passphrase_from(passphrase_file, member=as_),
        role=role,
        dissents=dissents,
    )
    if as_json:
        standing = done.standing
        print_object(
            {
                **done.signature.signed_content(),
                "file": done.path,
                "register": done.head,
                "quorum": standing.quorum,
                "met": standing.met,
                "missing": [demand.words for demand in standing.missing],
            }
        )
        return
    print(f"{done.name} has signed{', dissenting' if done.signature.dissents else ''}: {done.path}")
    for demand in done.standing.missing:
        print(f"  missing still: {demand.words}")
    if done.standing.met:
        print(f"  {done.standing.words}")
    print(f"Keep this, to show that it was filed: {done.head}")
