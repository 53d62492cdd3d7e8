"""Who answers for an assessment: members, reviews, signatures, and what is demanded of them."""

from dueregard.alliance.judging import Alteration, Judged, judged_reviews, judged_signatures
from dueregard.alliance.ledger import Ledger, ledger_of
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.members import Member, Terms
from dueregard.alliance.merkle import merkle_root, sha256
from dueregard.alliance.reviews import Dissent, Review, Signature
from dueregard.alliance.signing import Seal, public_key_of, seal, valid
from dueregard.alliance.standing import Demand, Standing, standing

__all__ = [
    "MANIFEST",
    "Alteration",
    "Demand",
    "Dissent",
    "Judged",
    "Ledger",
    "Manifest",
    "Member",
    "Review",
    "Seal",
    "Signature",
    "Standing",
    "Terms",
    "judged_reviews",
    "judged_signatures",
    "ledger_of",
    "merkle_root",
    "public_key_of",
    "seal",
    "sha256",
    "standing",
    "valid",
]
