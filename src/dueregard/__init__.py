"""Assess a decision: who gains, who loses, who was heard, and what would close the gap."""

__version__ = "0.1.0"
