"""The last gate before the public: refuse with every reason, or publish at an address that stays."""

from dueregard.publish.following import follow_ups
from dueregard.publish.publishing import Publication, publish
from dueregard.publish.withdrawing import Withdrawn, withdraw

__all__ = ["Publication", "Withdrawn", "follow_ups", "publish", "withdraw"]
