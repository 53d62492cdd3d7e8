"""The published evidence pack: a page that stands alone, every number as JSON, every table as CSV."""

from dueregard.pack.write import write_pack

__all__ = ["write_pack"]
