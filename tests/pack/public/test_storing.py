"""Stopped at any moment, the site is the previous one or the new one, and the next command finishes it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dueregard.pack.public.reading import altered_files, read_site
from dueregard.pack.public.storing import PENDING, PUBLIC, apply_pending, prepare
from dueregard.register import Register
from tests.alliance.test_comparing import figure
from tests.pack.public.making import finish, publish


class Killed(BaseException):
    """A process that ends between two steps."""


class Killer:
    """Stops at the step of a number, counted from 0."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.steps: list[str] = []

    def __call__(self, step: str) -> None:
        if len(self.steps) == self.at:
            raise Killed
        self.steps.append(step)


def texts(out: Path) -> dict[str, bytes]:
    public = out / PUBLIC
    return {
        each.relative_to(public).as_posix(): each.read_bytes() for each in public.rglob("*") if each.is_file()
    }


def whole(out: Path) -> None:
    """Whatever the first page names is there."""
    site = read_site(out, Register(out / "register.jsonl").entries())
    present = texts(out)
    for name in ("index.html", "corrections.html", "feed.json"):
        assert name in present
    feed = json.loads(present["feed.json"])
    for item in feed["items"]:
        assert f"v{item['id'].rsplit(':', 1)[1]}/pack.html" in present
    if not (out / PENDING).exists():
        assert altered_files(out, site) == ()


def test_a_kill_at_any_step_leaves_a_whole_site_which_the_next_run_finishes(tmp_path: Path) -> None:
    fresh = [figure("f", 501.0), figure("m", 510.0)]
    steps = Killer(at=-1)
    publish(tmp_path / "all", step=steps)
    publish(tmp_path / "all", fresh, step=steps)
    last = len(steps.steps) // 2
    assert last > 15
    outcomes = set()
    publish(tmp_path / "first")
    for at in sorted({0, *range(1, last, 2), last - 1}):
        out = Path(shutil.copytree(tmp_path / "first", tmp_path / str(at)))
        before = texts(out)
        with pytest.raises(Killed):
            publish(out, fresh, step=Killer(at))
        after = texts(out)
        assert all(after[path] == content for path, content in before.items() if path.startswith("v1/"))
        whole(out)
        site = finish(out)
        number = len(site.versions)
        outcomes.add(number)
        assert altered_files(out, site) == ()
        assert (texts(out) == before) is (number == 1)
        assert not (out / PENDING).exists()
        assert [each.name for each in out.glob(".public-next*")] == []
    assert outcomes == {1, 2}


def test_an_entry_is_added_once_however_often_it_was_stopped(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    prepare(tmp_path, files={"a.txt": b"a"}, entries=[("published", {"name": "v1", "sha256": "0" * 64})])
    for at in (1, 2):
        with pytest.raises(Killed):
            apply_pending(tmp_path, register, step=Killer(at))
    assert apply_pending(tmp_path, register)
    assert not apply_pending(tmp_path, register)
    assert [each.kind for each in register.entries()] == ["published"]
    assert (tmp_path / PUBLIC / "a.txt").read_bytes() == b"a"
