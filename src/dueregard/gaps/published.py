from __future__ import annotations
def published_tables(people, casebook, *, grid):
    return ()
