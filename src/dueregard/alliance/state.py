"""All that members have done to one pack, told from its manifest, its register and the files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dueregard.alliance.judging import Alteration, Judged, judged_reviews, judged_signatures, texts_of
from dueregard.alliance.ledger import Ledger, Recorded, ledger_of
from dueregard.alliance.manifest import Manifest
from dueregard.alliance.members import Terms
from dueregard.alliance.reviews import Review, Signature
from dueregard.alliance.standing import Standing, name_of, standing
from dueregard.casebook.record_files import RecordFiles

__all__ = ["State", "state_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What members have done.

    Parameters
    ----------
    terms : Terms
        What the casebook demanded when it was assessed.
    figures, root : str
        The roots of the pack.
    ledger : Ledger
        What the register says of keys, reviews and signatures.
    reviews, signatures : tuple of Judged
        What is there, in the order in which it was filed.
    standing : Standing
        What is demanded, and what is there of it.
    alterations : tuple of Alteration
        What is not as it was filed, in reviews and signatures.
    printed : tuple of Judged
        The reviews that the pack prints.
    """

    terms: Terms
    figures: str
    root: str
    ledger: Ledger
    reviews: tuple[Judged[Review], ...]
    signatures: tuple[Judged[Signature], ...]
    standing: Standing
    alterations: tuple[Alteration, ...]
    printed: tuple[Judged[Review], ...] = ()

    @property
    def signers(self) -> tuple[Judged[Signature], ...]:
        """The signatures that count, under the pack as it is.

        Returns
        -------
        tuple of Judged
        """
        return tuple(each for each in self.signatures if each.counts and each.paper.root == self.root)

    def name(self, member: str) -> str:
        """Give the name of a member as it is printed.

        Parameters
        ----------
        member : str
            Their id.

        Returns
        -------
        str
            The last that the register has, where the casebook no longer has the member; or else the id.
        """
        return name_of(member, self.terms, self.ledger.terms)


def state_of(manifest: Manifest, *, entries: Iterable[Recorded], files: RecordFiles) -> State:
    """Work out what members have done to a pack.

    Parameters
    ----------
    manifest : Manifest
        Of the pack.
    entries : iterable of Entry
        Of the register, in order.
    files : RecordFiles
        What lies beside the casebook.

    Returns
    -------
    State
    """
    ledger = ledger_of(entries)
    terms = Terms.read(manifest.terms)
    review_texts, no_reviews = texts_of(files.under("reviews").items())
    signature_texts, no_signatures = texts_of(files.under("signatures").items())
    reviews, odd_reviews = judged_reviews(review_texts, ledger)
    signatures, odd_signatures = judged_signatures(signature_texts, ledger)
    figures, root = manifest.figures, manifest.root
    return State(
        terms=terms,
        figures=figures,
        root=root,
        ledger=ledger,
        reviews=reviews,
        signatures=signatures,
        standing=standing(
            terms,
            reviews=reviews,
            signatures=signatures,
            figures=figures,
            root=root,
            assessed_on=datetime.fromisoformat(manifest.assessed_at).date(),
            printed=frozenset(manifest.record),
            former=ledger.terms,
        ),
        alterations=(
            *no_reviews,
            *odd_reviews,
            *no_signatures,
            *odd_signatures,
            *_of(reviews),
            *_of(signatures),
            *_removed(ledger, {*files.contents, *files.problems}),
        ),
        printed=tuple(each for each in reviews if each.path in manifest.record and not each.alterations),
    )


def _of(papers: Sequence[Judged[Review]] | Sequence[Judged[Signature]]) -> Iterable[Alteration]:
    return [alteration for each in papers for alteration in each.alterations]


def _removed(ledger: Ledger, there: set[str]) -> Iterable[Alteration]:
    """Name what was filed and is gone: a dissent cannot be taken back by deleting it, nor by anybody else."""
    for filing in ledger.filings:
        if filing.file not in there:
            what = f"{filing.member} filed it on {filing.on} (line {filing.line} of the register)"
            yield Alteration(path=filing.file, sentence=f"{filing.file} was removed: {what}.")
