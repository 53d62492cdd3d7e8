"""Birthright: how much of inequality goes with what nobody chooses."""
