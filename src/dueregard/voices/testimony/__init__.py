"""Testimony: what people told of their lives, within the consent they gave."""
