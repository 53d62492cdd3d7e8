"""The ``dueregard`` command."""

from dueregard.cli.main import app, main

__all__ = ["app", "main"]
