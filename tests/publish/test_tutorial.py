"""The walk through Brackwater in docs/tutorial.md: every command runs, and prints what the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from dueregard.pack.public.reading import altered_files, read_site
from dueregard.register import Register
from tests.cli.making import dueregard

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
OBSERVED = "2028-03-31"


@dataclass(frozen=True)
class Step:
    """A block of commands, what they print by the page, and how the last one ends."""

    commands: tuple[str, ...]
    printed: tuple[str, ...]
    code: int


def steps() -> list[Step]:
    found: list[Step] = []
    for fence, body in re.findall(r"```(sh|text(?: exit \d)?)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        lines = tuple(line.strip() for line in body.strip().splitlines())
        if fence == "sh":
            found.append(Step(lines, (), 0))
        else:
            found[-1] = Step(found[-1].commands, lines, int(fence[-1]) if "exit" in fence else 0)
    return found


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    if command.startswith("export "):
        name, _, value = command.removeprefix("export ").partition("=")
        monkeypatch.setenv(name, shlex.split(value)[0])
        return 0, ""
    if not command.startswith("dueregard "):
        # What came of it is known after it was forecast, whenever this runs.
        later = max(date.fromisoformat(OBSERVED), date.today() + timedelta(days=365))
        subprocess.run(["sh", "-c", command.replace(OBSERVED, later.isoformat())], check=True)
        return 0, ""
    answer = dueregard(*shlex.split(command)[1:])
    return answer.code, " ".join((answer.out + answer.err).split())


@pytest.mark.slow
def test_the_walk_goes_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    walk = steps()
    assert len(walk) > 10
    for step in walk:
        said = ""
        for place, command in enumerate(step.commands, start=1):
            code, printed = run(command, monkeypatch)
            said += f" {printed}"
            assert code == (step.code if place == len(step.commands) else 0), f"{command}: {printed}"
        for line in step.printed:
            assert " ".join(line.split()) in said, f"{step.commands[-1]} did not print: {line}\n{said}"
    out = tmp_path / "brackwater" / "out"
    entries = Register(out / "register.jsonl").entries()
    assert altered_files(out, read_site(out, entries)) == ()
    assert [each.kind for each in entries].count("published") == 2
    assert not list(out.rglob("*.pem"))
    first = (out / "public" / "index.html").read_text(encoding="utf-8")
    assert "Less money, and still no grant without an address." in first
    assert "11.50 pounds" in (out / "public" / "corrections.html").read_text(encoding="utf-8")
