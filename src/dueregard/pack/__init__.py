"""The published evidence pack: a page that stands alone, every number as JSON, every table as CSV."""

from dueregard.pack.causes_summary import causes_lines
from dueregard.pack.options_summary import consequences_lines
from dueregard.pack.voices_plain import voices_json, voices_lines
from dueregard.pack.write import write_pack

__all__ = ["causes_lines", "consequences_lines", "voices_json", "voices_lines", "write_pack"]
