"""A cluster sample of schools (R survey's `apiclus1`), by linearisation and by jackknife."""

import csv
import gzip
import json

import numpy as np
import pytest

from dueregard.estimates import Covariance, Estimates, Label, Replicates, Scores, Support
from tests.estimates.build import mean_scores, one_stage

pytestmark = pytest.mark.shared
LEVELS = ("E", "H", "M")


@pytest.fixture(scope="module")
def schools(shared):
    with gzip.open(shared / "data/measures/apiclus1.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    number = {name: np.array([float(row[name]) for row in rows]) for name in ("api00", "pw", "fpc")}
    return number | {
        "stype": np.array([row["stype"] for row in rows]),
        "cluster": np.unique([row["dnum"] for row in rows], return_inverse=True)[1],
    }


@pytest.fixture(scope="module")
def golden(shared):
    rows = json.loads((shared / "golden/measures/golden_dev.json").read_text())["rows"]
    return {(row["scenario"], row["measure"]): row for row in rows}


def linearised(schools, y, domains):
    weight, cluster = schools["pw"], schools["cluster"]
    fraction = np.array([(cluster.max() + 1) / schools["fpc"][0]])
    plan = one_stage(np.zeros(len(y), int), cluster, fraction)
    units = np.stack([mean_scores(y, weight, inside) for inside in domains], axis=1)
    values = [weight * inside @ y / (weight @ inside) for inside in domains]
    return values, Scores(identity="schools", units=units, plan=plan)


def jackknife(schools, y, domains):
    """JK1: leave out one cluster at a time and weight the others up."""
    clusters = schools["cluster"].max() + 1
    factors = (np.arange(clusters)[:, None] != schools["cluster"]) * clusters / (clusters - 1)
    weights = np.vstack([schools["pw"], factors * schools["pw"]])
    means = np.stack([weights * inside @ y / (weights @ inside) for inside in domains], axis=1)
    source = Replicates(
        identity="schools",
        values=means[1:],
        full=means[0],
        scale=(clusters - 1) / clusters,
        df=clusters - 1.0,
    )
    return means[0], source


DESIGNS = {"apiclus1_cluster_fpc": linearised, "apiclus1_JK1": jackknife}


@pytest.fixture(params=DESIGNS)
def design(request):
    return request.param, DESIGNS[request.param]


def by_type(schools, make):
    values, source = make(schools, schools["api00"], [(schools["stype"] == level) * 1.0 for level in LEVELS])
    labels = tuple(Label(measure="mean", by={"stype": level}) for level in LEVELS)
    return Estimates(values, sources=(source,), labels=labels)


def test_domain_means_and_their_covariance(schools, golden, design):
    scenario, make = design
    expected = golden[scenario, "mean_by"]
    means = by_type(schools, make)
    assert means.values == pytest.approx(list(expected["estimate"].values()), rel=1e-12)
    assert means.covariance() == pytest.approx(np.array(expected["vcov"]), rel=1e-10)


@pytest.mark.parametrize(
    ("measure", "method"),
    [("difference", "difference"), ("ratio", "ratio"), ("logratio", "log_ratio")],
)
def test_contrast_with_a_level(schools, golden, design, measure, method):
    scenario, make = design
    expected = golden[scenario, f"contrast_{measure}_first2_domains"]
    means = by_type(schools, make)
    contrast = getattr(published(means), method)("stype", reference="H")
    assert contrast.values[0] == pytest.approx(expected["estimate"], rel=1e-10)
    assert contrast.se[0] == pytest.approx(expected["se"], rel=1e-10)


def published(means):
    """The means with their covariance only, which is what R's `svycontrast` works on."""
    source = Covariance(identity="schools", matrix=means.covariance())
    return Estimates(means.values, sources=(source,), labels=means.labels)


def test_ratio_of_scores_equals_that_of_their_covariance(schools):
    means = by_type(schools, linearised)
    assert means.ratio(reference="H").se == pytest.approx(published(means).ratio(reference="H").se, rel=1e-10)


def test_ratio_is_computed_in_every_jackknife_replicate(schools):
    means = by_type(schools, jackknife)
    [source] = means.sources
    ratios = source.values[:, 0] / source.values[:, 1]
    expected = source.scale * ((ratios - ratios.mean()) ** 2).sum()
    assert means.ratio(reference="H").se[0] ** 2 == pytest.approx(expected, rel=1e-12)


def test_contrast_with_the_simple_average(schools, golden, design):
    scenario, make = design
    expected = golden[scenario, "contrast_first_vs_simple_average"]
    contrast = by_type(schools, make).versus("average")
    assert contrast.values[0] == pytest.approx(expected["estimate"], rel=1e-10)
    assert contrast.se[0] == pytest.approx(expected["se"], rel=1e-10)


@pytest.mark.parametrize("method", ["mean", "logit", "xlogit", "beta"])
def test_proportion_interval(schools, golden, design, method):
    scenario, make = design
    y = (schools["api00"] > 700) * 1.0
    values, source = make(schools, y, [np.ones(len(y))])
    estimates = Estimates(
        values,
        sources=(source,),
        labels=(Label(measure="proportion"),),
        supports=(Support(n=len(y)),),
        interval_methods=(method,),
    )
    expected = golden[scenario, f"proportion_ci_{method}"]["estimate"]
    # R finds the logit by iteration: the two agree to its tolerance.
    assert estimates.interval()[0] == pytest.approx(expected, rel=1e-8 if method == "logit" else 1e-10)
