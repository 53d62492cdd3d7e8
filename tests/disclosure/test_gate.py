import dataclasses
from pathlib import Path

import pytest
from mypy import api

import dueregard
from dueregard.disclosure import Policy, Release, release
from dueregard.errors import DisclosureRefused
from tests.disclosure.making import areas, table

SNIPPET = """
from dueregard.disclosure import Release, Table, release
def render(release: Release) -> str: return ""
def tables() -> tuple[Table, ...]: return ()
render(release(tables()))
render(tables())
"""


def test_release_cannot_be_constructed():
    with pytest.raises(DisclosureRefused, match="cannot be constructed"):
        Release(tables=(table(*areas(3)),), policy=Policy(), withheld=0)


def test_release_cannot_be_replaced():
    with pytest.raises(DisclosureRefused, match="cannot be constructed"):
        dataclasses.replace(release([]), tables=(table(*areas(3)),))


def test_release_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        release([]).tables = (table(*areas(3)),)


def test_release_cannot_be_subclassed():
    with pytest.raises(DisclosureRefused, match="subclassed"):
        type("Looser", (Release,), {})


@pytest.mark.slow
def test_renderer_takes_only_a_release(tmp_path, monkeypatch):
    snippet = tmp_path / "snippet.py"
    snippet.write_text(SNIPPET)
    # What is installed, such as numpy, matters nothing here and takes mypy long to read.
    monkeypatch.setenv("MYPYPATH", str(Path(dueregard.__file__).parents[1]))
    found, error, status = api.run(
        ["--follow-imports=silent", "--no-site-packages", "--ignore-missing-imports", str(snippet)]
    )
    refused = [line for line in found.splitlines() if ": error: " in line]
    assert (status, len(refused)) == (1, 1), found + error
    assert f"snippet.py:{len(SNIPPET.splitlines())}: " in refused[0]
    assert 'expected "Release"' in refused[0]


def test_names_of_tables_are_unique():
    with pytest.raises(DisclosureRefused, match="one name"):
        release([table(), table()])


def test_public_table_passes_as_it_is():
    released = release([table(*areas(3, 900), already_public=True)])
    assert [record.n for record in released.tables[0].records] == [3, 900]
