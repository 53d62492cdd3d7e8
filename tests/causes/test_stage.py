"""The stage of a casebook, through the gate: what is found, what is not, and nothing of few people."""

from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.causes import ReleasedCauses, find_causes, released_causes
from dueregard.causes.words import INTERACTION, SHRUNKEN
from dueregard.disclosure import Policy, Release, release
from dueregard.errors import ColumnNotFound
from dueregard.gaps import find_gaps
from dueregard.people import people_from
from tests.causes.stage_casebook import write_casebook


def stage(folder: Path) -> tuple[ReleasedCauses, Release]:
    casebook = load_casebook(folder)
    people, policy = people_from(casebook, threads=1), Policy.of(casebook.specification)
    gaps = find_gaps(people, casebook)
    found = find_causes(people, casebook, shown=release(gaps.tables, policy=policy))
    released = release((*gaps.tables, *found.tables), policy=policy)
    return released_causes(released, found), released


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> ReleasedCauses:
    return stage(write_casebook(tmp_path_factory.mktemp("town"), few=4))[0]


def test_every_outcome_has_a_birthright_or_a_reason(town: ReleasedCauses) -> None:
    income, well, always = town.birthrights
    assert income.told.share == "mld_share"
    assert well.told.share == "dissimilarity"
    parts = {part: income.headline(part).estimate for part in income.told.components}
    assert parts["total"] == pytest.approx(sum(parts.values()) - parts["total"], abs=0.01)
    assert parts["family"] > 0.1
    assert income.spread() is not None
    assert "same" in always.told.reason
    assert not always.records


def test_types_are_coarse_and_count_nobody(town: ReleasedCauses) -> None:
    types = town.birthrights[0].types
    assert len(types) > 2
    shown = [each for each in types if each.mean is not None and each.mean.estimate is not None]
    assert shown
    for each in shown:
        assert each.mean.n is None
        assert each.mean.n_eff is None
        assert each.mean.estimate == float(f"{each.mean.estimate:.3g}")
        assert round(each.share.estimate / 0.05, 6).is_integer()
    means = [each.mean.estimate for each in shown]
    assert means == sorted(means)
    assert {node.label for node in town.birthrights[0].told.nodes if node.label} == {
        each.told.label for each in types
    }


def test_the_widest_gaps_are_told_apart_by_what_came_before(town: ReleasedCauses) -> None:
    assert [each.told.outcome for each in town.decompositions] == ["well", "income"] or [
        each.told.outcome for each in town.decompositions
    ] == ["income", "well"]
    income = next(each for each in town.decompositions if each.told.outcome == "income")
    gap, explained, rest = (income.get(part) for part in ("gap", "explained", "unexplained"))
    assert gap.estimate == pytest.approx(explained.estimate + rest.estimate, rel=1e-5)
    assert gap.contrast == "decomposition"
    assert "parents" in " ".join(income.told.covariates).casefold()
    assert "not justified" in " ".join(income.told.notes)


def test_a_crossing_that_may_not_be_shown_is_in_no_model(town: ReleasedCauses, tmp_path: Path) -> None:
    income = town.strata[0]
    by = {tuple(each.by.values()): each for each in income.strata}
    assert ("f", "d") not in by
    assert income.strata[0].shrunken.parameters == {"basis": SHRUNKEN}
    assert income.strata[0].interaction.parameters == {"basis": INTERACTION}
    assert "take no part" in " ".join(income.told.notes)
    # Whatever the incomes of the few are, nothing that is said of strata changes.
    folder = write_casebook(tmp_path, few=4)
    lines = (folder / "people.csv").read_text().split("\n")
    hidden = [number for number, line in enumerate(lines) if line.startswith("f,") and ",d," in line]
    assert len(hidden) == 4
    for number in hidden:
        lines[number] = lines[number].rsplit(",", 2)[0] + ",5000,1"
    (folder / "people.csv").write_text("\n".join(lines))
    other = stage(folder)[0].strata[0]
    assert {name: each.estimate for name, each in other.figures.items()} == {
        name: each.estimate for name, each in income.figures.items()
    }
    assert [each.shrunken.estimate for each in other.strata] == [
        each.shrunken.estimate for each in income.strata
    ]


def test_the_same_people_give_the_same_figures(town: ReleasedCauses, tmp_path: Path) -> None:
    again = stage(write_casebook(tmp_path, few=4))[0]
    assert [each.to_dict() for each in again.records] == [each.to_dict() for each in town.records]


def test_without_circumstances_the_rest_goes_on(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, count=400)
    text = (folder / "casebook.toml").read_text()
    start, end = text.index("[people.circumstances]"), text.index("[[intersections]]")
    (folder / "casebook.toml").write_text(text[:start] + text[end:])
    found, _ = stage(folder)
    assert all("names no circumstances" in each.told.reason for each in found.birthrights)
    assert found.strata


def test_a_circumstance_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path, count=100)
    text = (folder / "casebook.toml").read_text().replace('family = ["parents"]', 'family = ["parnts"]')
    (folder / "casebook.toml").write_text(text)
    with pytest.raises(ColumnNotFound, match="parents"):
        stage(folder)


def test_a_stage_that_is_left_out_says_so(tmp_path: Path) -> None:
    found, _ = stage(write_casebook(tmp_path, count=100, more="skip = true"))
    assert found.findings.reason == "The casebook leaves this stage out."
    assert not found.tables
