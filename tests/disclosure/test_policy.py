import pytest

from dueregard.disclosure import Policy
from dueregard.errors import DisclosureRefused


@pytest.mark.parametrize(
    "rule", [{"threshold": 9}, {"n_effective": 5}, {"approximate": 20}, {"largest_share": 0.6}]
)
def test_rules_are_not_made_looser_silently(rule):
    with pytest.raises(DisclosureRefused, match="looser than the default"):
        Policy(**rule)


def test_reason_alone_is_not_enough():
    with pytest.raises(DisclosureRefused, match="already_public is False"):
        Policy(threshold=5, reason="council minutes")


def test_public_data_alone_is_not_enough():
    with pytest.raises(DisclosureRefused, match="looser"):
        Policy(threshold=5, already_public=True, reason=" ")


def test_looser_policy_prints_its_reason():
    policy = Policy(threshold=1, already_public=True, reason="councillors are listed by name")
    assert policy.words().endswith("already public: councillors are listed by name")


def test_stricter_policy_needs_no_reason():
    assert not Policy(threshold=50, n_effective=50, approximate=100, largest_share=0.3).looser


def test_nonsense_is_refused():
    with pytest.raises(DisclosureRefused, match="makes no sense"):
        Policy(threshold=0, already_public=True, reason="x")
