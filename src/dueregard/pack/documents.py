"""Documents of duties for committees: which are there, and their files."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from dueregard.errors import UsageError, did_you_mean
from dueregard.pack.duties import standings_of
from dueregard.pack.psed import psed_document
from dueregard.pack.word import word_file
from dueregard.pack.written import Written, read_written, written_from

if TYPE_CHECKING:
    from dueregard.casebook import Casebook
    from dueregard.pack.word_blocks import Document

__all__ = ["DOCUMENTS", "document_of", "pack_documents", "planned_documents"]

DOCUMENTS = {"psed": "psed.docx"}
"""The duties that have a document, and the name of its file in the pack."""


def planned_documents(casebook: Casebook) -> tuple[str, ...]:
    """Name the documents that a pack of a casebook has.

    Parameters
    ----------
    casebook : Casebook
        The casebook: a document for each duty that it names and that has one.

    Returns
    -------
    tuple of str
        File names; none where python-docx is not installed, since an assessment does without it.
    """
    if find_spec("docx") is None:
        return ()
    return tuple(DOCUMENTS[name] for name in casebook.specification.question.duties if name in DOCUMENTS)


def pack_documents(casebook: Casebook, numbers: str) -> dict[str, bytes]:
    """Write the documents of a pack.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    numbers : str
        The estimates.json that the pack gets.

    Returns
    -------
    dict of str to bytes
        By file name.
    """
    names = planned_documents(casebook)
    if not names:
        return {}
    written = written_from(numbers)
    return {name: word_file(_document(casebook, written)) for name in names}


def document_of(casebook: Casebook, duty: str) -> tuple[bytes, Document]:
    """Write the document of a duty from the last assessment, and from what is recorded now.

    Parameters
    ----------
    casebook : Casebook
        The casebook. Where it was not assessed yet, what rests on figures is a blank.
    duty : str
        The duty.

    Returns
    -------
    file : bytes
        A Word file.
    document : Document
        What it says.

    Raises
    ------
    UsageError
        When the duty has no document.
    MissingExtra
        When python-docx is not installed.
    RegisterError
        When what was assessed is no longer as it was recorded.
    """
    if duty not in DOCUMENTS:
        raise UsageError(
            f"There is no document for the duty {duty!r}.",
            found=f"There is one for: {', '.join(DOCUMENTS)}.",
            remedy=did_you_mean(duty, DOCUMENTS) or None,
        )
    document = _document(casebook, read_written(casebook))
    return word_file(document), document


def _document(casebook: Casebook, written: Written | None) -> Document:
    return psed_document(casebook, written=written, standings=standings_of(casebook))
