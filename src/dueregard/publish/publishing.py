"""The last gate: an assessment is published when nothing speaks against it, and what is published stays.

Everything that speaks against it is told at once. Each version has an address of its own that never changes;
no published number changes without a word that says why; and what somebody no longer consents to is gone from
every version, with a notice in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dueregard.alliance.comparing import Changes, compare_releases
from dueregard.alliance.publication import (
    PublicationRefused,
    Reason,
    fresh_corrections,
    reason_against_changes,
    reasons_against,
)
from dueregard.casebook import Casebook, load_casebook
from dueregard.casebook.corrections_file import Correction, add_correction, read_corrections
from dueregard.errors import DueRegardError, UsageError
from dueregard.pack.numbers import day
from dueregard.pack.public.pages import Entrance
from dueregard.pack.public.reading import keep_figures, kept_figures, read_site
from dueregard.pack.public.settling import settle
from dueregard.pack.public.storing import PENDING, PUBLIC, apply_pending, prepare
from dueregard.pack.public.taking_down import TakenDown, take_down
from dueregard.pack.public.version import corrected_entry, published_entry, version_files
from dueregard.pack.public.versions import CORRECTED, WITHDRAWN, Site, Version
from dueregard.pack.public.withdrawing import Notice
from dueregard.publish.gathering import Gathered, gather, quotes_to_go
from dueregard.register import Register, sole_run

__all__ = ["Publication", "Withdrawn", "publish", "withdraw"]

NO_CONSENT = "Consent to publish it no longer holds."
NOT_SHOWN = "It is kept back now, so that nobody can be recognised."

Step = Callable[[str], None]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was taken out of published versions.

    Parameters
    ----------
    quotes, figures : int
        How many quotes and figures.
    parts : tuple of str
        The files that changed, by their paths under the site's folder.
    index : Path
        The site's first page.
    """

    quotes: int
    figures: int
    parts: tuple[str, ...]
    index: Path


def publish(
    location: str | Path,
    *,
    correction: str | None = None,
    by: str | None = None,
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
    _insist_on_pack(casebook)
    with sole_run(casebook.out):
        run = _begun(casebook, today, step)
        if _is_current(run):
            assert run.site.current is not None
            index = _index(casebook)
            return Publication(version=run.site.current, fresh=False, index=index, missing=run.found.missing)
        return _published(run, explained, by)


def withdraw(
    location: str | Path,
    *,
    why: str,
    by: str,
    parts: Sequence[str] = (),
    on: date | None = None,
    step: Step | None = None,
) -> Withdrawn:
    """Take down at once, from every published version, what may not stand there; publish nothing.

    Words of testimony whose giver no longer agrees, and figures that the pack as it is keeps back, are found
    by themselves. It waits for no review and no signature.

    Parameters
    ----------
    location : path
        The casebook.
    why : str
        Why, for everybody to read: not whose it was.
    by : str
        Who takes it down.
    parts : sequence of str
        Versions or files of them that are taken down besides, such as ``v1/tables/place-ward.csv``.
    on : datetime.date, optional
        The day for which consent is judged; today, unless given.
    step : callable, optional
        Told what is done next.

    Returns
    -------
    Withdrawn
        Without parts where nothing had to go.

    Raises
    ------
    CasebookError, RegisterError, UsageError
        When nothing is published, or the casebook, its register or the site cannot be used.
    """
    today = on or datetime.now(UTC).date()
    _said("--withdraw", why)
    _said("--by", by)
    casebook = load_casebook(location)
    _insist_on_pack(casebook)
    with sole_run(casebook.out):
        run = _begun(casebook, today, step)
        if run.site.current is None:
            raise UsageError("Nothing of this casebook is published.", remedy="There is nothing to withdraw.")
        quotes = quotes_to_go(casebook, run.site, today=today)
        shown = run.found.shown_before
        taken = take_down(
            casebook.out,
            run.site,
            notice=Notice(on=day(today), why=why.strip(), entrance=entrance_of(casebook)),
            by=by.strip(),
            words=quotes,
            figures=shown,
            parts=parts,
        )
        if taken is not None:
            _write(run, taken.files, [(WITHDRAWN, taken.payload)])
    return Withdrawn(
        quotes=len(quotes) if taken else 0,
        figures=len(set().union(*shown.values())) if taken else 0,
        parts=tuple(taken.files) if taken else (),
        index=_index(casebook),
    )


def entrance_of(casebook: Casebook) -> Entrance:
    """Say what the site's pages say of the assessment as a whole.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Entrance
    """
    specification = casebook.specification
    question, people = specification.question, specification.people
    return Entrance(
        title=question.title,
        owner=question.owner,
        decision_on=day(question.decision_on) if question.decision_on else None,
        summary=question.summary,
        synthetic=bool(people and people.synthetic),
    )


def _base_url(casebook: Casebook) -> str | None:
    publish = casebook.specification.publish
    return None if publish is None else publish.base_url


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run, with what it needs on its way."""

    casebook: Casebook
    register: Register
    site: Site
    found: Gathered
    today: date
    step: Step

    @property
    def out(self) -> Path:
        return self.casebook.out


def _published(run: _Run, explained: Correction | None, by: str | None) -> Publication:
    changes = _changes(run)
    corrections = _corrections(run, explained)
    reasons = [*run.found.reasons, *_silent(run.site, changes, corrections)]
    if reasons or run.found.files is None or run.found.about is None:
        raise PublicationRefused(reasons, changes=changes)
    if explained is not None and explained not in read_corrections(run.casebook.folder):
        add_correction(run.casebook.folder, explained)
    taken = _taken_down(run, by)
    number, entrance = len(run.site.versions) + 1, entrance_of(run.casebook)
    files, about = version_files(
        run.found.files,
        about={
            **asdict(entrance),
            **run.found.about,
            "corrections": [each.to_dict() for each in corrections],
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
    _write(run, {**(taken.files if taken else {}), **whole}, listed)
    current = read_site(run.out, run.register.entries()).current
    assert current is not None
    return Publication(
        version=current,
        fresh=True,
        index=_index(run.casebook),
        changes=changes,
        corrections=corrections,
        missing=run.found.missing,
        taken_down=len(taken.files) if taken else 0,
    )


def _changes(run: _Run) -> Changes:
    if run.site.current is None:
        return Changes()
    return compare_releases(kept_figures(run.out, run.site.current.name), run.found.figures)


def _corrections(run: _Run, explained: Correction | None) -> tuple[Correction, ...]:
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


def _taken_down(run: _Run, by: str | None) -> TakenDown | None:
    """Take out of earlier versions what the new one may not say."""
    quotes = quotes_to_go(run.casebook, run.site, today=run.today)
    hidden = any(run.found.shown_before.values())
    why = [*([NO_CONSENT] if quotes else []), *([NOT_SHOWN] if hidden else [])]
    return take_down(
        run.out,
        run.site,
        notice=Notice(on=day(run.today), why=" ".join(why), entrance=entrance_of(run.casebook)),
        by=by or run.casebook.specification.question.owner or "The publisher",
        words=quotes,
        figures=run.found.shown_before,
    )


def _write(run: _Run, files: Mapping[str, bytes], entries: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    prepare(run.out, files=files, entries=entries, step=run.step)
    apply_pending(run.out, run.register, step=run.step)
    site = read_site(run.out, run.register.entries())
    settle(run.out, site, base_url=_base_url(run.casebook), step=run.step)


def _begun(casebook: Casebook, today: date, step: Step | None) -> _Run:
    """Finish what an earlier run was stopped in the middle of, then look at what there is."""
    go_on = step or _go_on
    register = Register(casebook.out / "register.jsonl")
    found = register.verify()
    if not found.intact:
        broken = [f"out/register.jsonl: {each.sentence}" for each in found.breaks]
        raise PublicationRefused(reasons_against(integrity=broken))
    apply_pending(casebook.out, register, step=go_on)
    site = read_site(casebook.out, register.entries())
    # Pages that a run was stopped before it had written.
    settle(casebook.out, site, base_url=_base_url(casebook), step=go_on)
    gathered = gather(casebook, site, today=today)
    return _Run(casebook=casebook, register=register, site=site, found=gathered, today=today, step=go_on)


def _is_current(run: _Run) -> bool:
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
    _said("--correction", correction)
    _said("--by", by)
    assert by is not None
    return Correction(on=today, by=by.strip(), what="", why=correction.strip())


def _said(flag: str, text: str | None) -> None:
    if text is None or not text.strip():
        raise UsageError(
            f"{flag} is needed, with words.",
            remedy='Write it as --correction "why" --by "who", or --withdraw "why" --by "who".',
        )
    if len(text) > 4000 or not all(letter.isprintable() or letter in "\n\t" for letter in text):
        raise UsageError(f"{flag} is too long, or holds signs that cannot be printed.")


def _insist_on_pack(casebook: Casebook) -> None:
    if not (casebook.out / "pack.html").is_file() and not (casebook.out / PENDING).is_dir():
        raise DueRegardError(
            "This casebook has no pack.", remedy="Run `dueregard assess` first: what it writes is published."
        )


def _index(casebook: Casebook) -> Path:
    return casebook.out / PUBLIC / "index.html"


def _go_on(_: str) -> None:
    return None
