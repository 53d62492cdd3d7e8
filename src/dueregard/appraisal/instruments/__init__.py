"""Instruments: each turns evidence that may be shown into findings of one or more principles."""
