"""``dueregard template``: the document of a duty in Word, filled from the evidence, its blanks visible."""

from __future__ import annotations

from pathlib import Path

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson, Switch
from dueregard.errors import UsageError

__all__ = ["template"]


def template(
    casebook: str,
    /,
    *,
    out: Path,
    duty: str = "psed",
    replace: Switch = False,
    as_json: AsJson = False,
) -> None:
    """Write the document of a duty for a committee, in Word: filled from the last assessment, blanks visible.

    Figures, objections and actions are those of the last `dueregard assess`; screening and regard are as they
    are recorded now. What a person has yet to write is a numbered box, and is listed at the front. `assess`
    writes the same document to `out/documents`. Needs the extra `office`. See `docs/duties.md`.

    Parameters
    ----------
    casebook
        The casebook: a folder with casebook.toml, or a workbook (.xlsx).
    out
        The file to write, such as `equality-impact.docx`.
    duty
        The duty: `psed`.
    replace
        Write over a file that is there already.
    as_json
        Print one JSON object.
    """
    from dueregard.casebook import load_casebook
    from dueregard.casebook.whole_file import write_whole
    from dueregard.pack.documents import document_of

    if out.suffix.casefold() != ".docx":
        raise UsageError(
            f"--out must name a Word file; found {out.name!r}.", remedy=f"Name it {out.stem}.docx."
        )
    if out.exists() and not replace:
        raise UsageError(
            f"{out} is there already, and somebody may have written in it.",
            remedy="Name another file, or give --replace.",
        )
    loaded = load_casebook(casebook)
    content, document = document_of(loaded, duty)
    write_whole(out, content)
    blanks = document.blanks
    if as_json:
        listed = [{"what": each.what, "by": each.who} for each in blanks]
        print_object({"estimates": [], "file": out, "blanks": listed})
        return
    print(f"Written: {out}")
    if not (loaded.out / "estimates.json").exists():
        print("The casebook was not assessed yet: run `dueregard assess`, then write the document again.")
    print(f"{len(blanks)} parts are still to be written; the document lists them at its front.")
