"""``dueregard publish``: the last gate, the public site, and taking down what may not stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson, Switch
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.alliance.publication import PublicationRefused
    from dueregard.publish import Publication, Withdrawn

__all__ = ["publish"]


def publish(
    casebook: str,
    /,
    *,
    correction: str | None = None,
    by: str | None = None,
    keep_earlier: Switch = False,
    withdraw: str | None = None,
    part: list[str] | None = None,
    as_json: AsJson = False,
) -> int:
    """Publish the pack as a new version of the site in `out/public`, or say all that speaks against it.

    Nothing is published while somebody could be recognised, is quoted without consent, the pack is older than
    what it was made from, something was altered, or a demand of `quorum = "required"` is not met. A published
    number that would change needs a reason: `--correction "..." --by NAME`. See `docs/publishing.md`.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    correction
        Why published numbers change; it is printed in the log of corrections and kept in corrections.toml.
    by
        Who decided to correct or to withdraw.
    keep_earlier
        Leave earlier versions as they are, where they show figures that are kept back from now on: only where
        those were safe as they were published.
    withdraw
        Publish nothing; take down at once what may no longer stand on the site, and say why, but not whose it
        was. Words without consent, and figures that the pack keeps back now, are found by themselves.
    part
        With `--withdraw`: a version, or a file of one, that is taken down too, such as
        `v1/tables/place-ward.csv`. Repeat for several.
    as_json
        Print one JSON object; after a refusal, every reason and every changed figure.
    """
    from dueregard.alliance.publication import PublicationRefused

    if withdraw is None and part:
        raise UsageError("--part belongs to --withdraw.", remedy='Say why: --withdraw "..." --by NAME.')
    if withdraw is not None and correction is not None:
        raise UsageError(
            "--withdraw and --correction are two things.",
            remedy="Withdraw first, then publish the correction.",
        )
    try:
        if withdraw is not None:
            _withdraw(casebook, withdraw, by, part or [], as_json=as_json)
        else:
            _publish(casebook, correction, by, keep_earlier=keep_earlier, as_json=as_json)
    except PublicationRefused as refused:
        if not as_json:
            raise
        print_object(_refusal(refused))
        return refused.exit_code
    return 0


def _publish(
    casebook: str, correction: str | None, by: str | None, *, keep_earlier: bool, as_json: bool
) -> None:
    from dueregard.publish import publish as publish_casebook

    done = publish_casebook(casebook, correction=correction, by=by, keep_earlier=keep_earlier)
    if as_json:
        print_object(_published(done))
        return
    version = done.version
    if not done.fresh:
        print(f"Nothing to publish: {version.name} is current, published on {version.on}.")
        return
    print(f"Published as version {version.number}: {done.index}")
    if version.number > 1:
        from dueregard.pack.public.words import changes_words

        print(changes_words(version))
    for each in done.missing:
        print(f"Printed at the top: {each}")
    if done.taken_down:
        number = "1 file" if done.taken_down == 1 else f"{done.taken_down} files"
        print(f"Something was taken out of {number} of earlier versions, with a notice in its place.")
    print("Put the folder on the web as it is. Keep this, to tell later whether anything was altered:")
    print(f"  root      {version.root}")
    print(f"  register  {version.entry}")


def _published(done: Publication) -> dict[str, Any]:
    version = done.version
    return {
        "published": done.fresh,
        "version": version.name,
        "on": version.on.isoformat(),
        "index": str(done.index),
        "root": version.root,
        "register": version.entry,
        "missing": list(done.missing),
        "corrections": [each.to_dict() for each in done.corrections],
        "counts": done.changes.counts(),
        "changes": [each.to_dict() for each in done.changes.all],
        "taken_down": done.taken_down,
    }


def _refusal(refused: PublicationRefused) -> dict[str, Any]:
    changes = refused.changes
    return {
        "published": False,
        "error": {"wrong": refused.wrong, "found": refused.found, "remedy": refused.remedy},
        "reasons": [each.to_dict() for each in refused.reasons],
        "changes": [] if changes is None else [each.to_dict() for each in changes.all],
        "exit_code": refused.exit_code,
    }


def _withdraw(casebook: str, why: str, by: str | None, parts: list[str], *, as_json: bool) -> None:
    from dueregard.publish import withdraw

    done = withdraw(casebook, why=why, by=by or "", parts=parts)
    if as_json:
        print_object(
            {
                "withdrawn": bool(done.parts),
                "quotes": done.quotes,
                "figures": done.figures,
                "parts": list(done.parts),
                "index": str(done.index),
            }
        )
        return
    _print_withdrawn(done)


def _print_withdrawn(done: Withdrawn) -> None:
    if not done.parts:
        print("Nothing on the site has to go: every quote has its consent, and no figure is kept back now.")
        return
    counted = [
        f"{number} {what}{'' if number == 1 else 's'}"
        for number, what in ((done.quotes, "quote"), (done.figures, "figure"))
        if number
    ]
    print(f"Withdrawn from the site{': ' if counted else ''}{' and '.join(counted)}. Changed:")
    for path in done.parts:
        print(f"  {path}")
    print("Put the folder on the web again now. Copies that others have made are theirs to delete: ask them.")
