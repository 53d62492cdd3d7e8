"""The public site: what passed every gate, at addresses that stay."""

from dueregard.pack.public.storing import PUBLIC, apply_pending, prepare
from dueregard.pack.public.versions import Site, Version, Withdrawal, history

__all__ = ["PUBLIC", "Site", "Version", "Withdrawal", "apply_pending", "history", "prepare"]
