"""Small designs and estimates that several tests use."""

import numpy as np

from dueregard.estimates import Covariance, Estimates, Label, SamplePlan, Scores, Stage, Support


def mean_scores(y, weight, inside=None):
    """Weighted score totals of the mean of y, one row a person; `inside` marks the domain."""
    w = np.asarray(weight, float) * (np.ones(len(y)) if inside is None else inside)
    return w * (y - w @ y / w.sum()) / w.sum()


def one_stage(stratum, unit=None, fraction=None, lonely="adjust"):
    unit = np.arange(len(stratum)) if unit is None else unit
    return SamplePlan(stages=(Stage(stratum=stratum, unit=unit, fraction=fraction),), lonely=lonely)


def grouped(values, matrix, *, variable="group", levels="abcdefgh", identity="survey", df=np.inf, **more):
    """One mean by the levels of a variable, with this covariance."""
    labels = tuple(
        Label(measure="mean", outcome="income", by={variable: level}, unit="£ a week")
        for level in levels[: len(values)]
    )
    return Estimates(
        values,
        sources=(Covariance(identity=identity, matrix=np.asarray(matrix, float), df=df),),
        labels=labels,
        supports=tuple(Support(n=100, n_effective=90.0) for _ in labels),
        **more,
    )


def crossed(values, matrix, *, first=("a", "b"), second=("x", "y")):
    """One mean by two variables, the second varying fastest."""
    labels = tuple(Label(measure="mean", by={"group": one, "year": two}) for one in first for two in second)
    return Estimates(values, sources=(Covariance(identity="survey", matrix=matrix),), labels=labels)


def random_scores(random, *, people=60, strata=3, columns=4, identity="survey"):
    """Estimates with scores of a stratified random sample; each person is in one domain."""
    domain = random.integers(0, columns, people)
    units = np.zeros((people, columns))
    units[np.arange(people), domain] = random.normal(size=people)
    plan = one_stage(np.sort(np.r_[np.arange(strata), random.integers(0, strata, people - strata)]))
    labels = tuple(Label(measure="mean", by={"group": "abcdefgh"[i]}) for i in range(columns))
    return Estimates(
        random.normal(10, 1, columns),
        sources=(Scores(identity=identity, units=units, plan=plan),),
        labels=labels,
    )
