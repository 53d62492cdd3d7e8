"""Representation: a body, a panel or a consultation held against those it speaks for."""
