"""What the register is told of testimony: that it was entered, that it was withdrawn, and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from dueregard.casebook import Casebook, voices_files
from dueregard.casebook.testimony import TestimonyFolder
from dueregard.casebook.testimony_files import read_testimony
from dueregard.register.register import Register
from dueregard.register.testimonies import TestimonyRecord, record_testimony
from dueregard.register.testimony_keys import KEYS, KeyStore
from dueregard.voices.testimony.standing import may_be_read

__all__ = ["record_casebook", "record_folder"]


def record_casebook(register: Register, casebook: Casebook, *, on: date) -> None:
    """Record the testimony of a casebook, once the pack no longer has what was withdrawn.

    Parameters
    ----------
    register : Register
        The casebook's register.
    casebook : Casebook
        Which may have none.
    on : datetime.date
        The day for which consent is judged.

    Raises
    ------
    RegisterError
        When the register or the file of keys is not as it was written.
    """
    folder = voices_files(casebook).testimony
    if folder is not None:
        record_folder(register, KeyStore(folder / KEYS), read_testimony(folder), on=on)


def record_folder(
    register: Register, keys: KeyStore, folder: TestimonyFolder, *, on: date, at: datetime | None = None
) -> TestimonyRecord:
    """Record a folder of testimony in the register.

    Testimony is entered once somebody may read it. One that may no longer be read, because its consent has
    run out, is not entered again and not withdrawn. One that is marked as withdrawn, or whose file is gone,
    is withdrawn.

    Parameters
    ----------
    register : Register
        The casebook's register.
    keys : KeyStore
        The private file of keys, beside the testimony.
    folder : TestimonyFolder
        What was read.
    on : datetime.date
        The day for which consent is judged.
    at : datetime, optional
        When this is recorded; now, if not given.

    Returns
    -------
    TestimonyRecord
        What was added; nothing when nothing has changed.

    Raises
    ------
    RegisterError
        When the register or the file of keys is not as it was written.
    """
    standing = [each for each in folder.testimonies if not each.withdrawn]
    used = {each.id: each.text for each in standing if not may_be_read(each, on=on)}
    return record_testimony(register, keys, used=used, kept=[each.id for each in standing], at=at)
