"""Small places to share a budget among, made by hand and by hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from dueregard.options.allocation import Places, Response, limit_from, places_of
from dueregard.options.allocation.limits import Limit

FEW = 6


def ratio(side: Any, share: float) -> Limit:
    """A floor or cap that is a share of the present amount."""
    limit = limit_from(side, share)
    assert isinstance(limit, Limit)
    return limit


def declared(form: str = "log", k: float = 3.0, se: float = 1.0) -> Response:
    return Response(form=form, k=k, se=se, source="assumed")  # type: ignore[arg-type]


@st.composite
def some_places(draw: st.DrawFn) -> Places:
    """Two to six places with need, present amounts and outcomes from 40 to 90."""
    count = draw(st.integers(2, FEW))

    def column(low: float, high: float) -> list[float]:
        return draw(st.lists(st.floats(low, high), min_size=count, max_size=count))

    return places_of(
        [f"place {number}" for number in range(count)],
        population=column(10, 1000),
        need=column(0.5, 5),
        current=column(100, 10_000),
        outcome=column(40, 90),
    )


def shuffled(places: Places, order: np.ndarray[Any, np.dtype[np.int64]]) -> Places:
    return places.part(order)


def twice(places: Places) -> Places:
    """Every place again under another name."""

    def doubled(column: Any) -> Any:
        return None if column is None else np.concatenate([column, column])

    return places_of(
        [*places.names, *(f"{name} again" for name in places.names)],
        population=doubled(places.population),
        need=doubled(places.need),
        current=doubled(places.current),
        outcome=doubled(places.outcome),
    )
