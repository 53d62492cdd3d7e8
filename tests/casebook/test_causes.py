"""What a casebook may say of causes, and what it may not."""

import pytest

from dueregard.casebook import json_schema, load_casebook
from dueregard.errors import CasebookError

BASE = """
[question]
title = "Should it?"
[people]
source = "people.csv"
[people.characteristics]
sex = "sex"
ethnic_group = "origin"
[[outcomes]]
name = "income"
column = "income"
better = "higher"
"""


def written(tmp_path, text):
    (tmp_path / "casebook.toml").write_text(BASE + text)
    return load_casebook(tmp_path).specification.causes


def test_without_a_word_there_are_defaults(tmp_path) -> None:
    assert written(tmp_path, "") is None
    causes = written(tmp_path, "[causes]\nseed = 7\n")
    assert (causes.seed, causes.alpha, causes.min_size) == (7, 0.01, 50)
    assert causes.estimators == ("tree", "parametric", "nonparametric")


def test_every_part_is_read(tmp_path) -> None:
    causes = written(
        tmp_path,
        """
[causes]
estimators = "forest"
[[causes.decompose]]
outcome = "income"
gap = "ethnicity"
covariates = "age"
[[causes.strata]]
of = ["sex", "ethnic_group"]
[[causes.map]]
from = "parents' work"
to = "income"
kind = "associational"
""",
    )
    assert causes.estimators == ("forest",)
    assert causes.decompose[0].gap == "ethnic_group"
    assert causes.map[0].from_ == "parents' work"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[causes]\noutcomes = ["incme"]', "did you mean 'income'|Did you mean 'income'"),
        ('[causes]\nestimators = ["trees"]', "estimators"),
        ("[causes]\nalpha = 1.0", "alpha"),
        ('[[causes.decompose]]\noutcome = "income"\ngap = "sx"', "names the characteristic 'sx'"),
        ('[[causes.decompose]]\noutcome = "income"\ngap = "sex"\nquantile = 0.5', "quantile"),
        ('[[causes.strata]]\nof = ["sex", "sex"]', "must name each characteristic once"),
        ('[[causes.map]]\nfrom = "a"\nto = "b"\nkind = "causal"\nsource = "x"', "lacks its assumption"),
        ('[[causes.map]]\nfrom = "a"\nto = "b"\nkind = "causes"', "kind"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(tmp_path, text, says) -> None:
    with pytest.raises(CasebookError, match=says):
        written(tmp_path, text)


def test_the_schema_knows_the_written_names() -> None:
    edge = json_schema()["$defs"]["CauseEdge"]["properties"]
    assert "from" in edge
    assert "from_" not in edge
