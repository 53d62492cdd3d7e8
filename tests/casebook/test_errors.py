"""What is said about casebooks that are not valid, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.errors import CasebookError

QUESTION = '[question]\ntitle = "Q"\n'
PEOPLE = '[people]\nsource = "p.csv"\n'
START = QUESTION + PEOPLE
INCOME = '[[outcomes]]\nname = "income"\ncolumn = "income"\nbetter = "higher"\n'


def refused(folder: Path, text: str) -> str:
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CasebookError) as raised:
        load_casebook(folder)
    assert raised.value.exit_code == 2
    return str(raised.value)


ONE = {
    "unknown key": (
        START + 'wieght = "w"\n',
        "casebook.toml, line 5: [people] has no key 'wieght'. Did you mean 'weight'?",
    ),
    "unknown key with no neighbour": (
        START + "[disclosure]\nzzz = 1\n",
        (
            "casebook.toml, line 6: [disclosure] has no key 'zzz'. It may have: "
            "threshold, n_effective, approximate, largest_share, two_largest, p_ratio, rounding, "
            "already_public, reason."
        ),
    ),
    "unknown table": (
        START + "[disclosur]\nthreshold = 10\n",
        "casebook.toml, line 5: A casebook has no table [disclosur]. Did you mean 'disclosure'?",
    ),
    "unknown key in a list": (
        START + INCOME + 'mesures = ["gini"]\n',
        "casebook.toml, line 9: [[outcomes]] 'income' has no key 'mesures'. Did you mean 'measures'?",
    ),
    "unknown key in braces": (
        START + '[people.characteristics]\nsex = {column = "sex", lable = "Sex"}\n',
        (
            "casebook.toml, line 6: [people.characteristics] sex has no key 'lable'. "
            "Did you mean 'label' or 'labels'?"
        ),
    ),
    "mistyped key that is needed": (
        '[question]\ntitel = "Q"\n' + PEOPLE,
        "casebook.toml, line 2: [question] has no key 'titel'. Did you mean 'title'?",
    ),
    "missing key": (
        QUESTION + '[people]\nweight = "w"\n',
        "casebook.toml, line 3: [people] source is missing.",
    ),
    "missing table": (PEOPLE, "casebook.toml: [question] is missing."),
    "not a whole number": (
        START + '[disclosure]\nthreshold = "ten"\n',
        "casebook.toml, line 6: [disclosure] threshold must be a whole number; found 'ten'.",
    ),
    "not a number": (
        START + INCOME + 'target = {gap = "sex", at_most = "20", by = 2030}\n',
        "casebook.toml, line 9: [[outcomes]] 'income' target at_most must be a number; found '20'.",
    ),
    "not text": (
        QUESTION + "[people]\nsource = 3\n",
        "casebook.toml, line 4: [people] source must be text in quotation marks; found 3.",
    ),
    "not a truth": (
        START + 'synthetic = "yes"\n',
        "casebook.toml, line 5: [people] synthetic must be true or false; found 'yes'.",
    ),
    "not a date": (
        '[question]\ntitle = "Q"\ndecision_on = "31/03/2027"\n' + PEOPLE,
        (
            "casebook.toml, line 3: [question] decision_on must be a date such as 2027-03-31; "
            "found '31/03/2027'."
        ),
    ),
    "not a choice": (
        START + '[[outcomes]]\nname = "income"\ncolumn = "income"\nbetter = "more"\n',
        "casebook.toml, line 8: [[outcomes]] 'income' better must be 'higher' or 'lower'; found 'more'.",
    ),
    "not a table": (
        "disclosure = 5\n" + START,
        "casebook.toml, line 1: [disclosure] must be a table; found 5.",
    ),
    "not a list": (
        START + '[[intersections]]\nof = "sex"\n',
        "casebook.toml, line 6: [[intersections]] number 1 of must be a list; found 'sex'.",
    ),
    "too few": (
        START + '[[intersections]]\nof = ["sex"]\n',
        "casebook.toml, line 6: [[intersections]] number 1 of must have at least 2 entries; found ['sex'].",
    ),
    "empty text": (
        '[question]\ntitle = " "\n' + PEOPLE,
        "casebook.toml, line 2: [question] title must not be empty.",
    ),
    "below the limit": (
        START + "[disclosure]\nthreshold = 0\n",
        "casebook.toml, line 6: [disclosure] threshold must be 1 or more; found 0.",
    ),
    "bands that fall": (
        START + '[people.generations]\nage = "age"\nbands = [0, 16, 16]\n',
        (
            "casebook.toml, line 7: [people.generations] bands must rise from each number to the next; "
            "found [0, 16, 16]."
        ),
    ),
    "looser limits": (
        START + "[disclosure]\nthreshold = 5\n",
        (
            "casebook.toml, line 5: [disclosure] threshold below 10 may be declared only for data that are "
            "public already: add already_public = true and the reason."
        ),
    ),
    "public without a reason": (
        START + "[disclosure]\nalready_public = true\n",
        "casebook.toml, line 5: [disclosure] needs a reason when already_public = true.",
    ),
    "two outcomes of one name": (
        START + INCOME + INCOME,
        "casebook.toml, line 10: [[outcomes]] 'income' name 'income' is used twice: give each its own name.",
    ),
    "outcome of nothing": (
        START + '[[outcomes]]\nname = "income"\nbetter = "higher"\n',
        (
            "casebook.toml, line 5: [[outcomes]] 'income' needs column or yes, "
            "or a [[published]] table with its name."
        ),
    ),
    "outcome of two things": (
        START + INCOME + 'yes = "income > 0"\n',
        "casebook.toml, line 5: [[outcomes]] 'income' gives both column and yes: keep one of them.",
    ),
    "intersection of the unknown": (
        START + '[people.characteristics]\nsex = "sex"\nethnicity = "e"\n'
        '[[intersections]]\nof = ["sex", "ethnic_grup"]\n',
        (
            "casebook.toml, line 9: [[intersections]] number 1 of entry 2 names the characteristic "
            "'ethnic_grup', which the casebook does not have. Did you mean 'ethnic_group'?"
        ),
    ),
    "target for the unknown": (
        START + INCOME + 'target = {gap = "sex", at_most = 20, by = 2030}\n',
        (
            "casebook.toml, line 9: [[outcomes]] 'income' target gap names the characteristic 'sex', "
            "which the casebook does not have."
        ),
    ),
    "one characteristic twice": (
        START + '[people.characteristics]\nrace = "a"\nethnicity = "b"\n',
        (
            "casebook.toml, line 5: [people] characteristics 'race' and 'ethnicity' are two names of "
            "'ethnic_group': keep one, and give the other a name of its own."
        ),
    ),
    "reference that is no label": (
        START + '[people.characteristics]\nsex = {column = "s", labels = {1 = "Male"}, reference = "male"}\n',
        (
            "casebook.toml, line 6: [people.characteristics] sex reference must be one of its "
            "labels: 'Male'; "
            "found 'male'."
        ),
    ),
    "gap that is a slip of the pen": (
        START + '[[evidence_gaps]]\ncharacteristic = "sexual_orientaton"\n',
        (
            "casebook.toml, line 6: [[evidence_gaps]] number 1 characteristic names the characteristic "
            "'sexual_orientaton', which the casebook does not have. Did you mean 'sexual_orientation'?"
        ),
    ),
    "no evidence at all": (
        QUESTION,
        "casebook.toml: A casebook needs [people] or at least one [[published]] table.",
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_one_problem(tmp_path: Path, name: str) -> None:
    text, message = ONE[name]
    assert refused(tmp_path, text) == message


def test_all_problems_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[question]\ntitel = "Q"\n[people]\nsource = 3\n[disclosure]\nthreshold = "ten"\n'
    assert refused(tmp_path, text) == (
        "casebook.toml has 3 problems.\n"
        "- line 2: [question] has no key 'titel'. Did you mean 'title'?\n"
        "- line 4: [people] source must be text in quotation marks; found 3.\n"
        "- line 6: [disclosure] threshold must be a whole number; found 'ten'."
    )


def test_no_message_speaks_of_pydantic(tmp_path: Path) -> None:
    for text, _ in ONE.values():
        assert "pydantic" not in refused(tmp_path, text).lower()
