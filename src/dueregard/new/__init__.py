"""A first casebook, guessed from a table for its owner to confirm."""

from dueregard.new.draft import Draft
from dueregard.new.toml_text import as_toml
from dueregard.new.write import draft_casebook, write_new

__all__ = ["Draft", "as_toml", "draft_casebook", "write_new"]
