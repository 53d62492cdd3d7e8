"""From which of the worst off was nothing heard."""

from dueregard.voices.sharp_end import DisadvantagedGroup, find_sharp_end

WOMEN = DisadvantagedGroup(by={"sex": "Female"}, rank=2, outcomes=("income",))
DISABLED = DisadvantagedGroup(
    by={"sex": "Female", "disability": "yes"}, rank=1, outcomes=("income", "health")
)


def heard(women: int, disabled: int) -> list[dict[str, str]]:
    some = [{"sex": "female", "disability": "yes"}] * disabled
    return [*some, *[{"sex": "female "}] * women, *[{"sex": "male", "disability": "no"}] * 40]


def test_the_worst_off_first_with_something_to_do() -> None:
    first, second = find_sharp_end([WOMEN, DISABLED], heard(20, 0))
    assert first.group is DISABLED
    assert first.heard == "nobody or too few to show"
    assert first.action.startswith("Go to people of this group")
    assert "income and health" in first.words
    assert (second.heard, second.action) == ("heard", "")


def test_nobody_and_too_few_read_the_same() -> None:
    none, few, enough = (find_sharp_end([DISABLED], heard(20, n)) for n in (0, 9, 10))
    assert none == few
    assert enough[0].heard == "heard"


def test_what_nobody_was_asked_is_no_silence() -> None:
    [found] = find_sharp_end([DISABLED], [{"sex": "female"}] * 30)
    assert found.heard == "not asked"
    assert "Disability" in found.action


def test_where_nobody_was_heard_at_all_everybody_is_missing() -> None:
    assert {each.heard for each in find_sharp_end([WOMEN, DISABLED], [])} == {"nobody or too few to show"}


def test_a_stricter_threshold_never_says_more() -> None:
    assert find_sharp_end([WOMEN], heard(15, 0), threshold=20)[0].heard == "nobody or too few to show"
