"""``dueregard review``: a member's review of the figures, signed and filed."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson
from dueregard.cli.passphrases import passphrase_from
from dueregard.errors import UsageError

__all__ = ["review"]

LARGEST = 200_000


def review(
    casebook: str,
    /,
    *,
    as_: Annotated[str, Parameter(name="--as")],
    position: Literal["assent", "dissent"],
    note: str | None = None,
    note_file: str | None = None,
    role: str | None = None,
    objection: str | None = None,
    objection_id: str | None = None,
    principle: str | None = None,
    option: str | None = None,
    characteristic: str | None = None,
    level: str | None = None,
    outcome: str | None = None,
    passphrase_file: str | None = None,
    as_json: AsJson = False,
) -> None:
    """Review the figures as a member: assent or dissent, in your own words, signed and filed.

    The pack prints the review in full once it is assessed again. A review is of the figures: it counts while
    they are the same, whatever else changes. It cannot be deleted; a later one of yours stands beside it. The
    note of a steward for future generations is a review in that role. See `docs/alliance.md`.

    Parameters
    ----------
    casebook
        The casebook.
    as_
        Your id as a member.
    position
        Where you stand.
    note
        What you say; printed in full.
    note_file
        A text file with what you say.
    role
        As what you review, where you have several roles that review.
    objection
        What you object to in particular: it stands beside the finding and is to be answered.
    objection_id
        A name for the objection, such as `bus-stops`; a number is given otherwise.
    principle
        Which principle it is about: outcome, voice, evidence, place or generations.
    option
        Which option it is about.
    characteristic
        Which characteristic or place it is about.
    level
        Which group of it.
    outcome
        Which outcome it is about.
    passphrase_file
        A file whose first line is the passphrase of your key.
    as_json
        Print one JSON object.
    """
    from dueregard.review import review as file_review

    about = {
        "id": objection_id,
        "principle": principle,
        "option": option,
        "characteristic": characteristic,
        "level": level,
        "outcome": outcome,
    }
    said = {name: value for name, value in about.items() if value is not None}
    if objection is None and said:
        raise UsageError("Nothing is objected.", remedy="Give --objection with what you object to.")
    done = file_review(
        casebook,
        member=as_,
        position=position,
        note=_note(note, note_file),
        passphrase=passphrase_from(passphrase_file, member=as_),
        role=role,
        objections=[] if objection is None else [{**said, "text": objection}],
    )
    if as_json:
        print_object({**done.review.signed_content(), "file": done.path, "register": done.head})
        return
    print(f"{done.name} {done.review.position}s, as {done.review.role}: {done.path}")
    print("The pack prints it once the casebook is assessed again.")
    print(f"Keep this, to show that it was filed: {done.head}")


def _note(note: str | None, file: str | None) -> str:
    if (note is None) == (file is None):
        raise UsageError("A review has one note.", remedy="Give --note TEXT or --note-file FILE.")
    if note is not None:
        return note
    from pathlib import Path

    path = Path(str(file)).expanduser()
    if not path.is_file():
        raise UsageError(f"There is no file {path.name}.", remedy="Check --note-file.")
    with path.open("rb") as opened:
        content = opened.read(LARGEST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path.name} is no UTF-8 text.", remedy="Save it as UTF-8 in your editor."
        ) from None
