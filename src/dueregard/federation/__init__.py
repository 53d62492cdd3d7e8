"""Shared evidence: estimates travel between members, and people do not."""

from dueregard.federation.combine import CombinedBundles, combine_bundles
from dueregard.federation.share import SharedBundle, share_bundle

__all__ = ["CombinedBundles", "SharedBundle", "combine_bundles", "share_bundle"]
