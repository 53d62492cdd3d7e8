"""Withdrawing deletes everything but the day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dueregard.casebook.testimony_files import read_testimony
from dueregard.casebook.testimony_places import REVIEWS
from dueregard.casebook.testimony_reviews import write_reviews
from dueregard.casebook.testimony_withdrawal import withdraw_testimony
from dueregard.errors import UsageError
from tests.casebook.test_testimony_reviews import REVIEW
from tests.casebook.testimony_folders import AISHA, folder

TODAY = date(2026, 11, 28)
CODES = 'Testimony;coder;code;note\nkhan: 1;AB;cost;Aisha says "so"\nb;AB;access;\nkhan: 1;CD;access;x\n'


def test_nothing_of_it_is_left(tmp_path: Path) -> None:
    told = AISHA.replace("date:", 'id: "khan: 1"\ndate:')
    place = folder(tmp_path, a__md=told, b__md="Two", coding__csv=CODES)
    write_reviews(place / REVIEWS, [replace(REVIEW, testimony="khan: 1")])
    withdraw_testimony(place, "khan: 1", on=TODAY)
    found = read_testimony(place)
    assert [(each.id, each.withdrawn_on) for each in found.testimonies] == [("b", None), ("khan: 1", TODAY)]
    assert [(each.testimony, each.coder, each.codes) for each in found.codings] == [("b", "AB", ("access",))]
    assert (found.reviews, found.notes) == ((), ())
    everything = "".join(file.read_text(encoding="utf-8") for file in place.iterdir())
    assert "Aisha" not in everything
    assert everything.count("khan") == 1


def test_an_unknown_id_changes_nothing(tmp_path: Path) -> None:
    place = folder(tmp_path, a__md=AISHA)
    with pytest.raises(UsageError, match="There is no testimony 'aa'"):
        withdraw_testimony(place, "aa", on=TODAY)
    assert (place / "a.md").read_text(encoding="utf-8") == AISHA
