"""Answers by the engine's calls, one a crossing: for every design, and for tables on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dueregard.consequences.answers import Question, direct_measures, shape_measures
from dueregard.consequences.asked import Asked, Run
from dueregard.consequences.figures import column
from dueregard.consequences.gaps import Gaps, gap_measures, gaps_between
from dueregard.consequences.labelled import settled
from dueregard.engine import Measure
from dueregard.estimates import Estimates
from dueregard.people import People

__all__ = ["OneByOne"]

FEW_PEOPLE = 300_000
"""Beyond this many people the moments of intersections are summed in the database: measured as quicker."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneByOne:
    """One call a question, so that memory holds one covariance at a time.

    Attributes
    ----------
    people, everybody : People
        Whom figures are about, and all; with the columns of effects.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.
    questions : sequence of Question
        In order.
    """

    people: People
    everybody: People
    runs: Sequence[Run]
    asked: Asked
    questions: Sequence[Question]

    def direct(self, number: int) -> Mapping[str, Estimates]:
        """Give the figures of a question, by run."""
        question = self.questions[number]
        every = [
            measure for run in self.runs for measure in direct_measures(question.figures, run, self.asked)
        ]
        keep = len(question.crossing) < 2 or self.people.count <= FEW_PEOPLE
        found = settled(self._estimate(every, question, keep_scores=keep))
        places: dict[str, list[int]] = {}
        for place, label in enumerate(found.labels):
            places.setdefault(str(label.outcome), []).append(place)
        return {
            run.key: found.select(
                [at for figure in question.figures for at in places.get(f"{figure.name}|{run.key}", ())]
            )
            for run in self.runs
        }

    def shapes(self, number: int) -> Mapping[str, Estimates]:
        """Give measures before and after, by run."""
        before = shape_measures(self.asked, None)
        after = [shape_measures(self.asked, run) for run in self.runs]
        every = [measure for together in zip(before, *after, strict=True) for measure in together]
        found = self._estimate(every, self.questions[number])
        return {run.key: found for run in self.runs}

    def gaps(self, name: str) -> Mapping[str, Gaps]:
        """Give the gaps of a variable, by run."""
        after = {run.key: column("after", run.key) for run in self.runs}
        every = gap_measures(self.asked.outcome, after, unit=self.asked.unit)
        found = self.people.estimate(*every, by=[name], level=self.asked.level)
        grouping = self.people.schema.grouping(name).name
        return gaps_between(found, after, grouping=grouping, reference=self.asked.references.get(name))

    def _estimate(
        self, every: Sequence[Measure], question: Question, *, keep_scores: bool | None = None
    ) -> Estimates:
        level = self.asked.level
        people = self.everybody if question.of_all else self.people
        return people.estimate(*every, by=question.crossing, level=level, keep_scores=keep_scores)
