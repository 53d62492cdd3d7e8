"""One casebook whose every label, name and word is an attack on whoever opens what is made of it."""

from __future__ import annotations

import json
import random
from pathlib import Path

PAYLOADS = (
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror='window.pwned=1'>",
    "' onmouseover=window.pwned=1 x='",
    "</style><script>window.pwned=1</script>",
    "</title></caption><svg onload=window.pwned=1>",
    "{{7*7}}{% include 'x' %}${7*7}",
    "<!--record-->x<!--/record-->",
    "--><!--/record--><b>",
    "<![CDATA[<iframe src=https://evil.example/>]]>",
    "javascript:window.pwned=1",
    "'; } body { background: url(https://evil.example/x) } a { x: '",
    "\\27 ;}*{background:url(//evil.example)}",
    "\u202egnp.exe\u2066 \u200b",
    "&lt;script&gt;&#x3c;script&#x3e;",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4",
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "  =1+2",
    "\uff1d1+1",
    "%0A=1+1;=2",
    "BEGIN:VALARM\\nATTACH:https://evil.example/x",
    "../../../etc/passwd",
    "\x00nul\x1b]0;title\x07\x1b[31mred\x7f\x85",
)
FORMULAS = tuple(each for each in PAYLOADS if each.lstrip()[0] in "=+-@\uff1d")


def quoted(text: str) -> str:
    """A TOML string (JSON's are TOML's, but for letters beyond the first plane)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_hostile(folder: Path, *, first: int = 0) -> Path:
    """Write it; `first` says which payload comes first, so that each comes to every place in turn."""
    turn = [*PAYLOADS[first:], *PAYLOADS[:first]]
    # Options, objections and what follows from them refuse letters that do not show.
    plain = [each.strip() for each in turn if each.isprintable()]
    place, shown = iter(turn * 8), iter(plain * 8)

    def next_one() -> str:
        return quoted(next(place))

    def next_plain() -> str:
        return quoted(next(shown))

    group, other, place_a, place_b = turn[0], turn[1], turn[2], turn[3]
    column = "income <b>" + turn[4].replace("\t", " ").strip() + '"'
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(4)
    rows = [
        ("sex", "eth", "area", "age", column, "health", "household"),
        *(
            (
                str(n % 2 + 1),
                ("a", "b")[n % 3 == 0],
                (place_a, place_b)[n % 5 < 2],
                str(16 + n * 7 % 70),
                f"{draw.gauss(500 + 60 * (n % 2), 90):.2f}",
                str(draw.randint(1, 4)),
                str(n // 2),
            )
            for n in range(160)
        ),
    ]
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    unit = "£ a week"
    text = f"""\
[question]
title = {next_one()}
summary = {next_one()}
decision_on = 2027-03-31
owner = {next_one()}
duties = ["psed"]
[people]
source = "people.csv"
cluster = "household"
population = {next_one()}
collected = {next_one()}
[people.characteristics.sex]
column = "sex"
meaning = {next_one()}
reference = {quoted(other)}
labels = {{ "1" = {quoted(group)}, "2" = {quoted(other)} }}
[people.characteristics.ethnic_group]
column = "eth"
meaning = {next_one()}
labels = {{ "a" = {next_one()}, "b" = {next_one()} }}
[people.places.area]
column = "area"
[people.generations]
age = "age"
bands = [16, 40, 65]
[[outcomes]]
name = {quoted("o" + turn[5])}
column = {quoted(column)}
unit = {quoted(unit)}
better = "higher"
measures = ["mean"]
[[outcomes]]
name = {quoted(turn[6])}
yes = "health in [1, 2]"
better = "higher"
[consequences]
outcome = {quoted("o" + turn[5])}
[[evidence_gaps]]
characteristic = "disability"
reason = {next_one()}
owner = {next_one()}
due = 2027-01-31
[voices.consultation.standards]
opened = 2026-09-01
closed = 2026-10-31
formative = {next_one()}
"""
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    options = folder / "options"
    options.mkdir(exist_ok=True)
    for number, amount in enumerate((10, 20)):
        (options / f"o{number}.toml").write_text(
            f'name = {quoted(plain[7 + number])}\nkind = "cash"\neligible = "health >= 3"\n'
            f"amount = {amount}\n"
            f"authored_by = [{next_plain()}]\nnote = {next_plain()}\n",
            encoding="utf-8",
        )
    (folder / "objections.toml").write_text(
        f'[[objections]]\nid = "one"\ntext = {next_plain()}\nraised_by = {next_plain()}\non = 2026-11-20\n'
        'characteristic = "sex"\n',
        encoding="utf-8",
    )
    (folder / "answers.toml").write_text(
        f'[[answers]]\nto = "one"\ndid = "no"\ntext = {next_plain()}\nbecause = {next_plain()}\n'
        f"by = {next_plain()}\non = 2026-11-26\n",
        encoding="utf-8",
    )
    (folder / "actions.toml").write_text(
        f"[[actions]]\nwhat = {next_plain()}\nowner = {next_plain()}\ndue = 2027-06-30\n"
        f'measure = {next_plain()}\nlevel = "service"\nbecause = "one"\n',
        encoding="utf-8",
    )
    (folder / "screening.toml").write_text(
        f'[[screened]]\nduty = "psed"\nrelevant = true\nwhy = {next_plain()}\n'
        f"by = {next_plain()}\non = 2026-11-01\n",
        encoding="utf-8",
    )
    _voices(folder / "voices", plain)
    return folder


def _voices(folder: Path, turn: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    draw = random.Random(5)
    votes = ["participant,statement,vote"]
    votes += [f"P{n},{s},{draw.choice((1, 0, -1))}" for n in range(60) for s in (1, 2, 3)]
    people = ["participant,sex", *(f"P{n},{n % 2 + 1}" for n in range(60))]
    words = [f'{n},"{turn[8 + n].replace(chr(34), chr(34) * 2)}"' for n in (1, 2, 3)]
    for name, lines in (
        ("votes", votes),
        ("participants", people),
        ("statements", ["statement,text", *words]),
    ):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
