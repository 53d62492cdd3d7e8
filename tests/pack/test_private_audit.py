"""The private file of the audit: for its owner alone, and of the figures that it names."""

import json
import stat

import pytest

from dueregard.disclosure import Derived, DisclosureAudit, DisclosureFinding, release
from dueregard.errors import DueRegardError
from dueregard.pack.private_audit import read_private_audit, write_private_audit
from tests.disclosure.making import areas, table

AUDIT = DisclosureAudit(
    findings=(DisclosureFinding(kind="too close", sentence="Mend it.", by={"area": "A"}, tables=("areas",)),),
    audited=2,
    derived=(Derived(of="people", outcome="", measure="", by={}, low=0.0, high=None, primary=True),),
)


def test_it_is_read_as_it_was_written(tmp_path):
    write_private_audit(AUDIT, tmp_path, of="a")
    assert read_private_audit(tmp_path, of="a") == AUDIT


def test_only_its_owner_can_read_it(tmp_path):
    file = write_private_audit(AUDIT, tmp_path, of="a")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "[]", '{"findings": 3}', '{"estimates_sha256": "a"}'])
def test_what_is_no_audit_is_refused(tmp_path, text):
    write_private_audit(AUDIT, tmp_path, of="a").write_text(text)
    with pytest.raises(DueRegardError, match="cannot be read"):
        read_private_audit(tmp_path, of="a")


def test_an_audit_of_other_figures_is_refused(tmp_path):
    write_private_audit(AUDIT, tmp_path, of="a")
    with pytest.raises(DueRegardError, match="other figures"):
        read_private_audit(tmp_path, of="b")


def test_no_audit_is_refused(tmp_path):
    with pytest.raises(DueRegardError, match="no disclosure audit"):
        read_private_audit(tmp_path, of="a")


def test_what_a_release_says_of_its_audit_tells_no_interval():
    found = release([table(*areas(4, 11, 50))])
    assert found.audit.derived
    assert "derived" not in repr(found)
    assert found.audit.audited > 0
    assert not any(letter.isdigit() for letter in found.audit.words())  # not even how many are kept back
    assert json.dumps(found.audit.to_dict())
