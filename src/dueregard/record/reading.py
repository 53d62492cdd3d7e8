"""A casebook's pack, register and members' files, read together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dueregard.alliance.manifest import Manifest
from dueregard.alliance.state import State, state_of
from dueregard.alliance.verifying import Evidence, Verified, verified
from dueregard.casebook import Casebook, find_casebook
from dueregard.casebook.load import read_casebook
from dueregard.casebook.record_files import RecordFiles, read_record_files
from dueregard.casebook.record_writer import write_over
from dueregard.errors import CasebookError, DueRegardError
from dueregard.pack.record import record_html, region_of, with_region
from dueregard.pack.sealing import PAGE
from dueregard.record.files import REGISTER, content_hash, files_of, manifest_in
from dueregard.record.inputs import inputs_of, plain_name
from dueregard.register import Register, Verification

__all__ = ["REGISTER", "Record", "read_record", "refresh_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What there is of a casebook's pack.

    Parameters
    ----------
    file : Path
        The casebook's file.
    casebook : Casebook or None
        The casebook; None where it is not valid any more.
    chain : Verification
        Its register, read.
    manifest : Manifest or None
        Of its pack; None where there is none, or it was altered.
    manifest_problem : str
        What is wrong with it, if something is.
    files : RecordFiles
        What members and others have left beside it.
    """

    file: Path
    casebook: Casebook | None
    chain: Verification
    manifest: Manifest | None
    manifest_problem: str
    files: RecordFiles

    @property
    def folder(self) -> Path:
        """The casebook's folder."""
        return self.file.parent

    @property
    def out(self) -> Path:
        """The pack's folder."""
        return self.file.parent / "out"

    @property
    def register(self) -> Register:
        """The register itself."""
        return Register(self.out / REGISTER)

    def state(self) -> State | None:
        """Work out what members have done.

        Returns
        -------
        State or None
            None without a manifest.
        """
        if self.manifest is None:
            return None
        return state_of(self.manifest, entries=self.chain.entries, files=self.files)

    def verify(self) -> Verified:
        """See whether all is as it was written.

        Returns
        -------
        Verified
        """
        out = self.out
        hashes, odd = files_of(out)
        state = self.state()
        page = out / PAGE
        region = region_of(page.read_bytes()) if PAGE in hashes else None
        return verified(
            Evidence(
                register=self.chain,
                manifest=self.manifest,
                manifest_problem=self.manifest_problem,
                files=hashes,
                odd_files=odd,
                record=self.files,
                inputs=self._inputs(),
                state=state,
                region=None if region is None else region.decode(errors="replace"),
                region_due=None if state is None else record_html(state).decode(),
            )
        )

    def _inputs(self) -> dict[str, str | None]:
        """Fingerprint what there is of the inputs; of a casebook that is not valid, its file alone."""
        known: dict[str, str | None] = {} if self.manifest is None else dict(self.manifest.inputs)
        try:
            if self.casebook is not None:
                return {**dict.fromkeys(known), **inputs_of(self.casebook).every}
        except CasebookError:
            pass
        return {**known, plain_name(self.file.name): content_hash(self.file)}


def read_record(location: str | Path, *, head: str | None = None) -> Record:
    """Read what there is of a casebook's pack; nothing is judged yet.

    Parameters
    ----------
    location : path
        The casebook.
    head : str, optional
        The hash of an entry that the register must have, as published.

    Returns
    -------
    Record

    Raises
    ------
    CasebookError
        When there is no casebook.
    """
    file = find_casebook(location)
    casebook, _ = _read_casebook(file)
    manifest, problem = manifest_in(file.parent / "out")
    return Record(
        file=file,
        casebook=casebook,
        chain=Register(file.parent / "out" / REGISTER).verify(head=head),
        manifest=manifest,
        manifest_problem=problem,
        files=read_record_files(file.parent),
    )


def _read_casebook(file: Path) -> tuple[Casebook | None, list[str]]:
    try:
        return read_casebook(file)
    except CasebookError as error:
        return None, [str(error)]


def refresh_page(record: Record) -> None:
    """Write the record at the top of the page anew, from what lies there now; the rest of the page stays.

    Parameters
    ----------
    record : Record
        As it is now.

    Raises
    ------
    DueRegardError
        When the page has no place for it.
    """
    state = record.state()
    page = record.out / PAGE
    if state is None or not page.is_file():
        return
    try:
        written = with_region(page.read_bytes(), record_html(state))
    except ValueError:
        raise DueRegardError(
            f"out/{PAGE} has no place for signatures: it was altered, or an older version made it.",
            remedy="Run dueregard assess again.",
        ) from None
    write_over(record.out, PAGE, written)
