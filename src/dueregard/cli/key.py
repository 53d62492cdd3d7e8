"""``dueregard key``: members' keys, made on their own machine, added to a casebook, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import App, Parameter

from dueregard.cli.answer import print_object
from dueregard.cli.days import day_of
from dueregard.cli.flags import AsJson
from dueregard.cli.passphrases import passphrase_from

if TYPE_CHECKING:
    from dueregard.key import KeyAdded

__all__ = ["key"]

key = App(
    name="key",
    help="Members' keys: make one, add a public key to a casebook, revoke one. See `docs/alliance.md`.",
    default_parameter=Parameter(negative=()),
    help_format="markdown",
    group_commands="Commands",
)


@key.command(name="new")
def new(
    member: str,
    /,
    *,
    casebook: str | None = None,
    passphrase_file: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Make a member's key: the private half stays on this machine, encrypted.

    It goes to `$DUEREGARD_KEYS` or `~/.config/dueregard/keys`, never to a casebook. The passphrase is asked
    for, or taken from `$DUEREGARD_PASSPHRASE` or a file; it cannot be recovered.

    Parameters
    ----------
    member
        The member's id, as in the casebook.
    casebook
        The casebook to add the public half to.
    passphrase_file
        A file whose first line is the passphrase.
    as_json
        Print one JSON object.
    """
    from dueregard.key import make_key

    passphrase = passphrase_from(passphrase_file, member=member, anew=True)()
    added = make_key(member, passphrase=passphrase, casebook=casebook)
    _report(added, as_json=as_json)


@key.command(name="add")
def add(casebook: str, member: str, /, *, public: str | None = None, as_json: AsJson = False) -> None:
    """Add a member's public key to a casebook.

    Parameters
    ----------
    casebook
        The casebook.
    member
        The member's id, as in the casebook.
    public
        The `.pub` file that the member has sent; without it, the one on this machine.
    as_json
        Print one JSON object.
    """
    from dueregard.key import add_key

    text = None if public is None else _text_of(public)
    _report(add_key(casebook, member, public=text), as_json=as_json)


@key.command(name="revoke")
def revoke(
    casebook: str,
    member: str,
    /,
    *,
    because: str,
    since: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a member's key: nothing signed with it from now on counts.

    What the register shows was filed before still counts, and the pack says so with the reason. Where
    somebody else may have had the key for some time, give `--since`: then that does not count either.

    Parameters
    ----------
    casebook
        The casebook.
    member
        The member's id.
    because
        Why; printed in the pack.
    since
        The day from which somebody else may have had the key, such as 2026-11-20.
    as_json
        Print one JSON object.
    """
    from dueregard.key import revoke_key

    day = None if since is None else day_of(since, "--since")
    done = revoke_key(casebook, member, because=because, since=day)
    if as_json:
        print_object(
            {
                "member": done.member,
                "key": done.key,
                "on": done.on.isoformat(),
                "because": done.because,
                "since": None if done.since is None else done.since.isoformat(),
                "no_longer_counts": list(done.lapsed),
                "still_counts": list(done.standing),
            }
        )
        return
    print(f"The key of {done.member} is revoked: {done.because}")
    for path in done.lapsed:
        print(f"  does not count any more: {path}")
    for path in done.standing:
        print(f"  was filed before and counts: {path}")


def _report(added: KeyAdded, *, as_json: bool) -> None:
    if as_json:
        print_object(
            {
                "member": added.member,
                "key": added.key,
                "private": None if added.private is None else str(added.private),
                "casebook": None if added.casebook is None else str(added.casebook),
            }
        )
        return
    if added.private is not None:
        print(f"The private key: {added.private} (encrypted; keep a copy and the passphrase apart)")
    print(f"The public key of {added.name}: {added.key}")
    if added.casebook is not None:
        print(f"It is in {added.casebook / 'keys' / f'{added.member}.pub'} and in the register.")
    else:
        print("Send the .pub file beside it to whoever keeps the casebook: dueregard key add")


def _text_of(file: str) -> str:
    from pathlib import Path

    from dueregard.errors import UsageError

    path = Path(file).expanduser()
    if not path.is_file():
        raise UsageError(f"There is no file {path.name}.", remedy="Give the .pub file of the member.")
    with path.open("rb") as opened:
        return opened.read(4096).decode("utf-8", errors="replace")
