"""Checks of a published panel that share nothing with how it was made, but for reading the two tables."""
