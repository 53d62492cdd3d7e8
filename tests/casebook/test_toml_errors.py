from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.errors import CasebookError

TOLD = {
    "two keys on a line": (
        '[people]\nweight = "w"; strata = "s"\n',
        (
            "casebook.toml, line 2, column 13: There is more after the value: each key has a "
            "line of its own.\n"
            '    weight = "w"; strata = "s"\n'
            "                ^"
        ),
    ),
    "a date as people write it": (
        "[question]\ndecision_on = 31/03/2027\n",
        (
            "casebook.toml, line 2, column 17: There is more after the value: each key has a "
            "line of its own. "
            "Dates are written year first: 2027-03-31.\n"
            "    decision_on = 31/03/2027\n"
            "                    ^"
        ),
    ),
    "truth in capitals": (
        "[people]\nsynthetic = True\n",
        (
            "casebook.toml, line 2, column 13: After the equals sign comes text in quotation "
            "marks, a number, "
            "a date, true or false. Write true or false, in small letters and without quotation marks.\n"
            "    synthetic = True\n"
            "                ^"
        ),
    ),
    "a key twice": (
        '[question]\ntitle = "a"\ntitle = "b"\n',
        'casebook.toml, line 3, column 12: This key is given twice.\n    title = "b"\n               ^',
    ),
    "a table twice": (
        "[people]\n[people]\n",
        "casebook.toml, line 2, column 8: This table is given twice.\n    [people]\n           ^",
    ),
    "no quotation marks": (
        "[question]\ntitle = Should we\n",
        (
            "casebook.toml, line 2, column 9: After the equals sign comes text in quotation marks, a number, "
            "a date, true or false.\n    title = Should we\n            ^"
        ),
    ),
    "no closing quotation mark": (
        '[question]\ntitle = "Should we\nowner = "X"\n',
        (
            "casebook.toml, line 2, column 19: Text begins on this line and its closing quotation mark is "
            'missing.\n    title = "Should we\n                      ^'
        ),
    ),
    "a list without an end": (
        '[question]\nduties = ["psed"\n',
        "casebook.toml ends too early. A list must end with ].",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_the_language_forbids(tmp_path: Path, name: str) -> None:
    text, message = TOLD[name]
    (tmp_path / "casebook.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path)
    assert str(raised.value) == message


def test_what_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "casebook.toml").write_bytes(b'[question]\ntitle = "\xa3"\n')
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path)
    assert str(raised.value) == (
        "casebook.toml is not UTF-8 text: line 2 has a byte that is not. Save it as UTF-8 in your editor."
    )


def test_lists_within_lists_without_end_are_told_and_not_a_defect(tmp_path: Path) -> None:
    (tmp_path / "casebook.toml").write_text(f"deep = {'[' * 20_000}{']' * 20_000}", encoding="utf-8")
    with pytest.raises(CasebookError, match="too deep to read"):
        load_casebook(tmp_path)
