"""``dueregard testimony``: what may be used, what may be known of whom, and how far coders agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.cli.answer import print_json
from dueregard.cli.days import day_of
from dueregard.cli.flags import AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.rows import print_rows
from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from dueregard.casebook.testimony import Testimony, TestimonyFolder
    from dueregard.voices.testimony.findings import Agreement, AlphaInterval, Standing

__all__ = ["testimony"]

CAUTION = (
    "Suggestions are patterns: they miss names and know no stories. Read each testimony before you review "
    "it. Nothing here makes anybody anonymous."
)

WITHDRAWN = (
    "{} is withdrawn: its words, codes and review are deleted here. Copies, backups and what version control "
    "remembers are yours to destroy."
)


def testimony(
    casebook: str,
    /,
    *,
    on: str | None = None,
    review: str | None = None,
    by: str | None = None,
    keep: list[int] | None = None,
    also: list[str] | None = None,
    withdraw: str | None = None,
    words: Switch = False,
    seed: int = 0,
    as_json: AsJson = False,
) -> None:
    """Look after testimony: consent, what to redact before anything is quoted, and coders' agreement.

    For your own computer: it shows ids and, with `--words`, people's words. Packs show neither.
    To review one: `dueregard testimony CASEBOOK --review t07 --by AB`, which strikes out every suggestion
    but those you keep. To withdraw one: `dueregard testimony CASEBOOK --withdraw t07`.

    Parameters
    ----------
    casebook
        The casebook, or its folder of testimony.
    on
        The day for which consent is judged, such as 2027-03-31; today, unless given.
    review
        The testimony that you have read and review now.
    by
        Who reviews it.
    keep
        The number of a suggestion that stays as it is; repeat for several.
    also
        Words to strike out too, wherever they stand, such as `"the corner shop"`; or first and last
        character, such as `120-134`, counted from 1 as below. Repeat for several.
    withdraw
        The testimony that its giver has withdrawn: its words, codes and review are deleted from the folder.
    words
        Show the words that were picked out and the text around them.
    seed
        Seeds the intervals of the coders' agreement.
    as_json
        Print one JSON object.
    """
    from dueregard.casebook.testimony_files import read_testimony
    from dueregard.casebook.testimony_places import testimony_folder
    from dueregard.casebook.testimony_withdrawal import withdraw_testimony
    from dueregard.voices.testimony.find import find_testimony
    from dueregard.voices.testimony.standing import counted, standings
    from dueregard.voices.testimony.themes import decided_codes, trace

    day = date.today() if on is None else day_of(on, "--on")
    place = testimony_folder(casebook)
    if withdraw is not None:
        withdraw_testimony(place, withdraw, on=day)
    if review is not None:
        _review(place, review, by=by, keep=keep or [], also=also or [], on=day)
    elif by or keep or also:
        raise UsageError("--by, --keep and --also belong to a review.", remedy="Give --review with an id.")
    with progress_bar(quiet=as_json) as progress:
        progress("Reading the testimony", 0.2)
        folder = read_testimony(place)
        found = find_testimony(folder, on=day, seed=seed)
    judged = standings(folder, on=day)
    quoted = [each for each in counted(folder, on=day) if each.consent.allows("quote_anonymous")]
    suggestions = [row for each in quoted for row in _suggestions(each, folder, words=words)]
    if as_json:
        decided = decided_codes(folder.codings, folder.frame) if folder.frame else {}
        print_json(
            [record.to_dict() for record in found.records],
            on=day.isoformat(),
            testimonies=[_standing(each) for each in judged],
            left_out=found.left_out,
            suggestions=suggestions,
            themes=trace(counted(folder, on=day), decided),
            agreement=_agreement(found.agreement),
            prompts=found.prompts,
            notes=folder.notes,
        )
        return
    done = [] if withdraw is None else [WITHDRAWN.format(withdraw)]
    _print(judged, suggestions, found.agreement, [*done, *folder.notes, *found.prompts])


def _review(place: Path, wanted: str, *, by: str | None, keep: list[int], also: list[str], on: date) -> None:
    import secrets

    from dueregard.casebook.testimony_files import read_testimony
    from dueregard.casebook.testimony_places import REVIEWS
    from dueregard.casebook.testimony_reviews import write_reviews
    from dueregard.voices.testimony.redaction import make_review

    if not by or not by.strip():
        raise UsageError("A review needs somebody who made it.", remedy="Give --by with a name or initials.")
    folder = read_testimony(place)
    known = {each.id: each for each in folder.testimonies if not each.withdrawn}
    if wanted not in known:
        raise UsageError(f"There is no testimony {wanted!r}.", remedy=did_you_mean(wanted, known) or None)
    made = make_review(
        known[wanted],
        by=by.strip(),
        on=on,
        salt=secrets.token_hex(16),
        keep=keep,
        also=[stretch for each in also for stretch in _stretches(each, known[wanted].text)],
    )
    others = [each for each in folder.reviews if each.testimony != wanted]
    write_reviews(place / REVIEWS, [*others, made])


def _stretches(written: str, text: str) -> list[tuple[int, int]]:
    first, dash, last = written.partition("-")
    if dash and first.strip().isdecimal() and last.strip().isdecimal():
        return [(int(first) - 1, int(last))]
    # However lines break in the file, and whatever the case.
    words = r"\s+".join(re.escape(word) for word in written.split())
    found = [match.span() for match in re.finditer(words, text, re.IGNORECASE)] if words else []
    if not found:
        raise UsageError(
            "The words of an --also are not in the testimony.",
            remedy="Write them as they stand there, or give first and last character, such as 120-134.",
        )
    return found


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.testimony,
        "consent": standing.scope,
        "counted": standing.counted,
        "quotable": standing.quotable,
        "why": standing.why,
    }


def _suggestions(each: Testimony, folder: TestimonyFolder, *, words: bool) -> list[dict[str, Any]]:
    from dueregard.voices.testimony.redaction import review_state, suggest_redactions

    review = next((one for one in folder.reviews if one.testimony == each.id), None)
    state = review_state(each, review)
    rows = []
    for number, found in enumerate(suggest_redactions(each.text, named_as=each.named_as), start=1):
        row = {
            "testimony": each.id,
            "number": number,
            "kind": found.kind,
            "line": each.first_line + each.text.count("\n", 0, found.start),
            "first": found.start + 1,
            "last": found.end,
            "review": state,
            "why": found.reason,
        }
        if words:
            before, after = max(0, found.start - 20), found.end + 20
            around = f"{each.text[before : found.start]}[{each.text[found.start : found.end]}]"
            row["words"] = " ".join((around + each.text[found.end : after]).split())
        rows.append(row)
    return rows


def _agreement(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {
        "testimonies": agreement.testimonies,
        "twice": agreement.twice,
        "awaiting": agreement.awaiting,
        "masi": _alpha(agreement.masi),
        "jaccard": _alpha(agreement.jaccard),
        "advice": agreement.advice,
        "codes": [
            {
                "code": each.code,
                "label": each.label,
                "given": each.given,
                **_alpha(each.alpha),
                "advice": each.advice,
            }
            for each in agreement.codes
        ],
    }


def _alpha(interval: AlphaInterval) -> dict[str, Any]:
    names = ("alpha", "low", "high", "level", "metric", "units", "coders", "resamples")
    return {name: getattr(interval, name) for name in names}


def _print(
    judged: Sequence[Standing],
    suggestions: Sequence[Mapping[str, Any]],
    agreement: Agreement | None,
    notes: Sequence[str],
) -> None:
    rows = [
        {
            "testimony": each.testimony,
            "consent": each.scope.replace("_", " "),
            "counted": "yes" if each.counted else "no",
            "quoted": "yes" if each.quotable else "no",
            "to see to": each.why,
        }
        for each in judged
    ]
    print_rows(rows, notes=[] if rows else ["There is no testimony that may be used."])
    waiting = [each for each in suggestions if each["review"] != "reviewed"]
    if waiting:
        print()
        shown = [{name: cell for name, cell in row.items() if name != "review"} for row in waiting]
        print_rows(shown, numeric=("number", "line", "first", "last"), notes=[CAUTION])
    if agreement:
        print()
        _print_agreement(agreement)
    for note in notes:
        print(note)


def _print_agreement(agreement: Agreement) -> None:
    rows = [
        {"code": each.code, "given": str(each.given), **_shown(each.alpha), "advice": each.advice}
        for each in agreement.codes
    ]
    rows.append(
        {"code": "all codes (MASI)", "given": "", **_shown(agreement.masi), "advice": agreement.advice}
    )
    number = "1 testimony" if agreement.twice == 1 else f"{agreement.twice} testimonies"
    twice = f"Krippendorff's alpha of {number} that two or more people coded."
    print_rows(rows, numeric=("given", "alpha", "95% interval"), notes=[twice])


def _shown(interval: AlphaInterval) -> dict[str, str]:
    limits = "–" if interval.low is None else f"{interval.low:.2f} to {interval.high:.2f}"
    return {"alpha": "–" if interval.alpha is None else f"{interval.alpha:.2f}", "95% interval": limits}
