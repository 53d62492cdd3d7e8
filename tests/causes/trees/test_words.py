import numpy as np
import pytest

from dueregard.causes.trees import Tree, grow_tree, tree_text
from dueregard.causes.trees.words import level_words, type_words
from dueregard.errors import UsageError


def town() -> Tree:
    work, ward = (each.ravel() for each in np.meshgrid(np.arange(3), np.arange(4), indexing="ij"))
    codes = np.repeat(np.stack([work, ward], axis=1), 60, axis=0)
    y = 300 + 200 * (codes[:, 0] > 0) + 80 * (codes[:, 0] == 2) - 90 * (codes[:, 1] > 1) * (codes[:, 0] == 0)
    return grow_tree(
        y + np.tile([-1, 1], len(codes) // 2),
        codes,
        {
            "parent_work": ["routine", "intermediate", "managerial"],
            "ward": ["Abbey", "Hill", "Harbour", "Marsh"],
        },
        labels={"parent_work": "Parents' work", "ward": "Ward"},
        groups={"family": ["parent_work"], "place": ["ward"]},
    )


def test_types_are_described_and_repeated_splits_are_one_phrase() -> None:
    tree = town()
    assert [tree.describe(leaf.id) for leaf in tree.leaves] == [
        "born to parents whose work is routine, in Abbey or Hill",
        "born to parents whose work is routine, in Harbour or Marsh",
        "born to parents whose work is intermediate",
        "born to parents whose work is managerial",
    ]
    assert tree.describe(1) == "everybody"
    assert tree.sides(1) == ("routine", "intermediate or managerial")
    with pytest.raises(UsageError, match="no sides"):
        tree.sides(tree.leaves[0].id)
    with pytest.raises(UsageError, match="no such node"):
        tree.node(99)


def test_a_tree_is_drawn_in_plain_text_within_its_width() -> None:
    text = tree_text(town(), unit="£ a week", width=60)
    assert text.splitlines()[0] == "Everybody: mean 445 £ a week, 720 people"
    assert "|   |-- Ward: Abbey or Hill -> mean 300 £ a week, 17% (120" in text
    assert max(map(len, text.splitlines())) <= 60


def test_the_dictionary_has_words_for_a_picture() -> None:
    root, *others = town().to_dict()["nodes"]
    assert (root["label"], root["left_words"]) == ("Parents' work", "routine")
    assert others[1]["words"] == "born to parents whose work is routine, in Abbey or Hill"


@pytest.mark.parametrize(
    ("label", "group", "said"),
    [
        ("Father's education", "family", "born to a father whose education is low"),
        ("parent_occupation", "family", "born to parents whose occupation is low"),
        ("Ethnic group", "ethnic_origin", "people of ethnic group low"),
        ("Size of municipality", "place", "people where size of municipality is low"),
        ("IMD decile", "place", "people where IMD decile is low"),
        ("Sex", "", "people with sex low"),
    ],
)
def test_circumstances_are_said_as_what_they_are(label: str, group: str, said: str) -> None:
    words = type_words(
        {"x": ["low"]}, levels={"x": ["low", "high"]}, labels={"x": label}, groups={"x": group}, phrases={}
    )
    assert words == said


def test_own_phrases_come_first() -> None:
    words = type_words(
        {"x": ["low"]}, levels={"x": ["low"]}, labels={}, groups={}, phrases={"x": "to parents in {} work"}
    )
    assert words == "born to parents in low work"


def test_long_lists_are_short() -> None:
    wards = [f"ward {number}" for number in range(20)]
    assert level_words(wards[:18], wards, place=True) == "anywhere but ward 18 or ward 19"
    assert level_words(wards[:12], wards) == "ward 0, ward 1, ward 2 or one of 9 others"
    assert level_words(wards[:4], wards) == "ward 0, ward 1, ward 2 or ward 3"
