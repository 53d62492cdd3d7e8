from __future__ import annotations

from dueregard.casebook.positions import lines_of_keys, place_of

TEXT = '''[people]
source = """
[not.a.table]
"""
fpc = [
  1,
  2,
]
[people.columns."Economic Activity"]
labels.1 = "employee"
[[outcomes]]
name = "a"  # [comment]
[[outcomes]]
target = {gap = "sex"}
[outcomes.extra]
key = 1
'''


def test_every_key_has_its_line() -> None:
    assert lines_of_keys(TEXT) == {
        ("people",): 1,
        ("people", "source"): 2,
        ("people", "fpc"): 5,
        ("people", "columns", "Economic Activity"): 9,
        ("people", "columns", "Economic Activity", "labels", "1"): 10,
        ("outcomes", 0): 11,
        ("outcomes", 0, "name"): 12,
        ("outcomes", 1): 13,
        ("outcomes", 1, "target"): 14,
        ("outcomes", 1, "extra"): 15,
        ("outcomes", 1, "extra", "key"): 16,
    }


def test_a_key_inside_a_value_has_the_line_of_the_value() -> None:
    lines = lines_of_keys(TEXT)
    assert place_of(("outcomes", 1, "target", "gap"), lines) == 14
    assert place_of(("disclosure", "threshold"), lines) is None
