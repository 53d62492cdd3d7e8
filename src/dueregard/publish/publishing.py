"""The last gate: an assessment is published when nothing speaks against it, and what is published stays.

Everything that speaks against it is told at once. Each version has an address of its own that never changes;
no published number changes without a word that says why; and what somebody no longer consents to is gone from
every version, with a notice in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dueregard.alliance.comparing import Changes, Key, compare_releases, key_of
from dueregard.alliance.publication import (
    PublicationRefused,
    Reason,
    fresh_corrections,
    reason_against_changes,
)
from dueregard.casebook import load_casebook
from dueregard.casebook.corrections_file import Correction, add_correction, read_corrections
from dueregard.pack.numbers import day
from dueregard.pack.public.reading import keep_figures, kept_figures, read_site
from dueregard.pack.public.taking_down import TakenDown, take_down
from dueregard.pack.public.version import corrected_entry, published_entry, version_files
from dueregard.pack.public.versions import CORRECTED, WITHDRAWN, Site, Version
from dueregard.pack.public.withdrawing import Notice
from dueregard.publish.gathering import quotes_to_go
from dueregard.publish.running import Run, Step, begun, entrance_of, index_of, insist_on_pack, said, write
from dueregard.register import sole_run

__all__ = ["Publication", "publish"]

NO_CONSENT = "Consent to publish it no longer holds."
NOT_SHOWN = "It is kept back now, so that nobody can be recognised."


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What became of it.

    Parameters
    ----------
    version : Version
        The current version.
    fresh : bool
        Whether it was published now; False where nothing had changed.
    index : Path
        The site's first page.
    changes : Changes
        Against the version before.
    corrections : tuple of Correction
        Why.
    missing : tuple of str
        What the casebook asks for and is not there: printed at the top.
    taken_down : int
        How many files of earlier versions had something taken out.
    """

    version: Version
    fresh: bool
    index: Path
    changes: Changes = field(default_factory=Changes, repr=False)
    corrections: tuple[Correction, ...] = ()
    missing: tuple[str, ...] = ()
    taken_down: int = 0


def publish(
    location: str | Path,
    *,
    correction: str | None = None,
    by: str | None = None,
    keep_earlier: bool = False,
    on: date | None = None,
    step: Step | None = None,
) -> Publication:
    """Publish the pack of a casebook as a new version of its public site, or say all that speaks against it.

    Parameters
    ----------
    location : path
        The casebook.
    correction : str, optional
        Why published numbers change.
    by : str, optional
        Who decided that.
    keep_earlier : bool
        Whether earlier versions go on showing figures that are kept back from now on: where they were safe
        as they were published, and only then.
    on : datetime.date, optional
        The day for which consent is judged; today, unless given.
    step : callable, optional
        Told what is done next.

    Returns
    -------
    Publication
        The site lies in the casebook's ``out/public``.

    Raises
    ------
    PublicationRefused
        With every reason. Nothing was written then.
    CasebookError, RegisterError, UsageError
        When the casebook or its register cannot be used.
    """
    today = on or datetime.now(UTC).date()
    explained = _explained(correction, by, today)
    casebook = load_casebook(location)
    insist_on_pack(casebook)
    with sole_run(casebook.out):
        run = begun(casebook, today, step)
        if _is_current(run):
            assert run.site.current is not None
            index = index_of(casebook)
            return Publication(version=run.site.current, fresh=False, index=index, missing=run.found.missing)
        return _published(run, explained, by, keep_earlier=keep_earlier)


def _published(run: Run, explained: Correction | None, by: str | None, *, keep_earlier: bool) -> Publication:
    changes = _changes(run)
    corrections = _corrections(run, explained)
    reasons = [*run.found.reasons, *_silent(run.site, changes, corrections)]
    if reasons or run.found.files is None or run.found.about is None:
        raise PublicationRefused(reasons, changes=changes)
    if explained is not None and explained not in read_corrections(run.casebook.folder):
        add_correction(run.casebook.folder, explained)
    hidden = frozenset() if keep_earlier else frozenset(key_of(each.to_dict()) for each in changes.withheld)
    taken = _taken_down(run, by, hidden)
    kept = bool(changes.withheld) and keep_earlier
    number, entrance = len(run.site.versions) + 1, entrance_of(run.casebook)
    files, about = version_files(
        run.found.files,
        about={
            **asdict(entrance),
            **run.found.about,
            "corrections": [each.to_dict() for each in corrections],
            "earlier_kept": kept,
        },
        entrance=entrance,
        number=number,
        published_on=day(run.today),
        changes=changes if run.site.current else None,
    )
    keep_figures(run.out, f"v{number}", run.found.figures)
    listed: list[tuple[str, Mapping[str, Any]]] = [(WITHDRAWN, taken.payload)] if taken else []
    listed.append(published_entry(f"v{number}", files, about))
    if corrections:
        listed.append(corrected_entry(f"v{number}", files, corrections))
    whole = {f"v{number}/{path}": content for path, content in files.items()}
    write(run, {**(taken.files if taken else {}), **whole}, listed)
    current = read_site(run.out, run.register.entries()).current
    assert current is not None
    return Publication(
        version=current,
        fresh=True,
        index=index_of(run.casebook),
        changes=changes,
        corrections=corrections,
        missing=run.found.missing,
        taken_down=len(taken.files) if taken else 0,
    )


def _changes(run: Run) -> Changes:
    if run.site.current is None:
        return Changes()
    return compare_releases(kept_figures(run.out, run.site.current.name), run.found.figures)


def _corrections(run: Run, explained: Correction | None) -> tuple[Correction, ...]:
    if run.site.current is None:
        return ()
    entries = run.register.entries()
    used = [each for entry in entries if entry.kind == CORRECTED for each in _of(entry.payload)]
    known = read_corrections(run.casebook.folder)
    every = known if explained is None or explained in known else (*known, explained)
    return fresh_corrections(every, published_on=run.site.current.on, used=used)


def _of(payload: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = (payload.get("about") or {}).get("corrections", ())
    return found


def _silent(site: Site, changes: Changes, corrections: Sequence[Correction]) -> list[Reason]:
    if site.current is None or corrections:
        return []
    reason = reason_against_changes(changes, since=site.current.name, full_list="the answer of --json")
    return [reason] if reason else []


def _taken_down(run: Run, by: str | None, hidden: frozenset[Key]) -> TakenDown | None:
    """Take out of earlier versions what the new one may not say."""
    shown = {name: keys & hidden for name, keys in run.found.shown_before.items()}
    quotes = quotes_to_go(run.casebook, run.site, today=run.today)
    why = [*([NO_CONSENT] if quotes else []), *([NOT_SHOWN] if any(shown.values()) else [])]
    return take_down(
        run.out,
        run.site,
        notice=Notice(on=day(run.today), why=" ".join(why), entrance=entrance_of(run.casebook)),
        by=by or run.casebook.specification.question.owner or "The publisher",
        words=quotes,
        figures=shown,
    )


def _is_current(run: Run) -> bool:
    """Whether the current version holds the same files: the same pack, signatures and reviews."""
    fresh = run.found.hashes
    if run.site.current is None or fresh is None or run.found.reasons:
        return False
    published = run.site.current.files
    ours = {"index.html", "changes.json", "changes.csv"}
    return {path: digest for path, digest in published.items() if path not in ours} == fresh


def _explained(correction: str | None, by: str | None, today: date) -> Correction | None:
    if correction is None:
        return None
    said("--correction", correction)
    said("--by", by)
    assert by is not None
    return Correction(on=today, by=by.strip(), what="", why=correction.strip())
