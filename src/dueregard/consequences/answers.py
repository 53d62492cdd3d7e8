"""What is asked of people under options; it is answered from arrays, or by the engine's calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dueregard.consequences.asked import Asked, Run
from dueregard.consequences.figures import BEFORE, DOMAIN, SHAPE, Direct, column
from dueregard.consequences.gaps import Gaps
from dueregard.engine import Grouping, Measure
from dueregard.estimates import Estimates

__all__ = ["Answers", "Question", "direct_measures", "shape_measures"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """Figures over one crossing.

    Attributes
    ----------
    crossing : tuple of Grouping
        Empty for everybody.
    figures : tuple of Direct
        Functions of what changes for each person.
    shapes : bool
        Whether figures of the whole distribution are wanted too.
    of_all : bool
        Whether they are about everybody, although other figures are about some.
    """

    crossing: tuple[Grouping, ...]
    figures: tuple[Direct, ...]
    shapes: bool
    of_all: bool = False


class Answers(Protocol):
    """A way to answer questions."""

    def direct(self, number: int) -> Mapping[str, Estimates]:
        """Give the figures of a question, by run: figure by figure, each value's own error settled."""

    def shapes(self, number: int) -> Mapping[str, Estimates]:
        """Give measures before, called so, and after, called by the run's key: by run."""

    def gaps(self, name: str) -> Mapping[str, Gaps]:
        """Give the gaps of a variable, by run."""


def direct_measures(figures: Sequence[Direct], run: Run, asked: Asked) -> list[Measure]:
    """Make the measures of figures for a run.

    Parameters
    ----------
    figures : sequence of Direct
        Which figures.
    run : Run
        Which option.
    asked : Asked
        With the outcome.

    Returns
    -------
    list of Measure
        Each called by the figure's name and the run's key, with a bar between them.
    """
    shared = {BEFORE: asked.outcome, DOMAIN: DOMAIN}

    def of(effect: str) -> str:
        return shared.get(effect) or column(effect, run.key)

    return [figure.make(of, f"{figure.name}|{run.key}", asked.unit) for figure in figures]


def shape_measures(asked: Asked, run: Run | None) -> list[Measure]:
    """Make the measures of shapes, before or after.

    Parameters
    ----------
    asked : Asked
        With the outcome and the line.
    run : Run, optional
        After which option; None for before.

    Returns
    -------
    list of Measure
        Called ``before``, or by the run's key.
    """
    of = asked.outcome if run is None else column("after", run.key)
    name = BEFORE if run is None else run.key
    return [shape.make(of, name, asked.line, asked.unit) for shape in SHAPE]
