import csv
import json

import pytest

from dueregard.disclosure import Table, release
from dueregard.estimates import Record
from dueregard.pack.data_files import estimates_json, table_csv
from tests.pack import town

CONTRACT = [
    "measure",
    "parameters",
    "outcome",
    "by",
    "contrast",
    "reference",
    "estimate",
    "se",
    "low",
    "high",
    "level",
    "df",
    "n",
    "n_eff",
    "status",
    "reason",
    "unit",
    "method",
    "source",
]


@pytest.fixture(scope="module")
def content(pack):
    return json.loads((pack / "estimates.json").read_text(encoding="utf-8"))


def read(pack, name):
    with (pack / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_record_is_there_with_the_keys_of_the_contract(content, release):
    assert len(content["estimates"]) == sum(len(table.records) for table in release.tables)
    for record in content["estimates"]:
        assert list(record)[: len(CONTRACT)] == CONTRACT
        assert list(record)[-1] == "verdict"
        assert set(record) <= {*CONTRACT, "verdict", "discovery", "rank", "owner", "due"}


def test_provenance_and_gaps_are_there(content):
    assert content["provenance"] == {
        "version": "0.1.0",
        "sources": {"people.parquet": "ab" * 32},
        "synthetic": True,
    }
    assert content["evidence_gaps"][0]["due"] == "2027-01-29"


def test_there_is_a_table_for_each_table(pack, release):
    assert sorted(p.name for p in (pack / "tables").iterdir()) == sorted(
        f"{t.name}.csv" for t in release.tables
    )


def test_tables_hold_the_same_numbers(pack, release):
    for table in release.tables:
        rows = read(pack, table.name)
        assert len(rows) == len(table.records)
        for row, record in zip(rows, table.records, strict=True):
            if record.estimate is None:
                assert row["estimate"] == row["shorthand"] in ("[c]", "[x]")
            else:
                assert float(row["estimate"]) == record.estimate
                assert int(row["n"]) == record.n
            assert {name: row[name] for name in record.by} == record.by
            assert row["basis"] == record.parameters["basis"]


def test_synthetic_rows_say_so(pack):
    assert {row["data"] for row in read(pack, "everyone")} == {"synthetic: these are not real people"}


def test_a_group_named_like_a_field_keeps_its_own_column():
    record = Record(measure="mean", by={"n": "few", "unit": "north"}, estimate=1.0, n=40)
    table = release([Table(name="t", title="T", records=(record,), already_public=True)]).tables[0]
    header, row, _ = table_csv(table, synthetic=False).split("\r\n")
    assert header.startswith("by: n,by: unit,measure,")
    assert row.startswith("few,north,mean,")


def test_a_text_is_never_a_formula():
    record = Record(measure="mean", by={"group": "=1+1"}, estimate=1.0, n=40)
    table = release([Table(name="t", title="T", records=(record,), already_public=True)]).tables[0]
    assert "'=1+1" in table_csv(table, synthetic=False)


def test_infinite_degrees_of_freedom_are_null():
    record = town.record("income", {}, 400.0, 2.0, n=900, df=float("inf"))
    cleared = release([Table(name="t", title="T", records=(record,))])
    text = estimates_json(cleared, evidence_gaps=(), provenance={}, synthetic=False)
    assert json.loads(text)["estimates"][0]["df"] is None
