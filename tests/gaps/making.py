"""People and casebooks with known values, for tests of the grid."""

from pathlib import Path

from dueregard.casebook import Casebook, Specification
from dueregard.people import read_people

BANDS = {"y": "young", "o": "old"}

# Group, age, people, people in good health. B is younger than A; it does worse at each age.
HEALTH = [("A", "y", 100, 90), ("A", "o", 300, 150), ("B", "y", 180, 144), ("B", "o", 20, 8)]


def rows(cells=HEALTH):
    """Write out a person for each count."""
    table = {"group": [], "age": [], "good": []}
    for group, age, people, good in cells:
        for person in range(people):
            table["group"].append(group)
            table["age"].append(age)
            table["good"].append(1 if person < good else 0)
    return table


def casebook(folder=Path(), **parts):
    """Make a casebook of one yes/no outcome, or of other parts."""
    given = {
        "question": {"title": "Should it be done?"},
        "people": {"source": "people.csv"},
        "outcomes": [{"name": "good health", "yes": "good == 1", "better": "higher"}],
    } | parts
    given = {key: value for key, value in given.items() if value is not None}
    return Casebook(file=Path(folder) / "casebook.toml", specification=Specification.model_validate(given))


def people(table=None, **options):
    """Read people with a group and an age band."""
    settings = {
        "characteristics": {"ethnic_group": "group"},
        "generations": {"age_band": {"column": "age", "labels": BANDS}},
    } | options
    return read_people(rows() if table is None else table, **settings)


def records(findings, table, **wanted):
    """Pick records of one table."""
    [found] = [each for each in findings.tables if each.name == table]
    return [record for record in found.records if all(_of(record, key) == wanted[key] for key in wanted)]


def one(findings, table, **wanted):
    """Pick the only record."""
    [record] = records(findings, table, **wanted)
    return record


def _of(record, key):
    if key == "basis":
        return record.parameters["basis"]
    return ", ".join(record.by.values()) if key == "group" else getattr(record, key)
