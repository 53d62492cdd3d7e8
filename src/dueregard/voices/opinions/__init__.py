"""Opinions: what a consultation's participants agree on, where they divide, and who was not heard."""
