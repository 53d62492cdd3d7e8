"""A small public site made in code: two versions, signatures, a dissent, a quote and a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dueregard.alliance.comparing import compare_releases
from dueregard.casebook.corrections_file import Correction
from dueregard.pack.public.pages import Entrance
from dueregard.pack.public.reading import keep_figures, kept_figures, read_site
from dueregard.pack.public.settling import settle
from dueregard.pack.public.storing import apply_pending, prepare
from dueregard.pack.public.version import corrected_entry, published_entry, version_files
from dueregard.pack.public.versions import Site
from dueregard.register import Register
from tests.alliance.test_comparing import figure

ENTRANCE = Entrance(
    title="Should Brackwater replace the flat travel pass with a targeted grant?",
    owner="Cabinet Member for Transport",
    decision_on="31 March 2027",
    summary="Every adult may have the flat pass. The proposal would spend the same money on a grant.",
    synthetic=True,
)
WORDS = 'I can\'t board: the ramp is <always> broken, and nobody "knows" why.'
OTHER = "A free pass for a bus that does not run is not free."
DISSENT = "The grant leaves out people without a fixed address.\nNobody asked them."
CSV = "measure,outcome,sex,contrast,reference,estimate\r\nmean,income,f,,,500\r\nmean,income,m,,,510\r\n"


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


def estimates(figures: Sequence[Mapping[str, Any]], quotes: Sequence[str] = (WORDS, OTHER)) -> dict[str, Any]:
    quoted = [{"words": words, "themes": ["access"], "role": "carer", "named_as": None} for words in quotes]
    return {"provenance": {}, "estimates": list(figures), "voices": {"testimony": {"quotes": quoted}}}


def pack(figures: Sequence[Mapping[str, Any]], quotes: Sequence[str] = (WORDS, OTHER)) -> dict[str, bytes]:
    items = [
        f'<li><blockquote><p>“{escaped(each)}”</p></blockquote><p class="note">Carer · Access</p></li>'
        for each in quotes
    ]
    page = ["<!doctype html>", '<main id="main" tabindex="-1">', "<p>£500</p>", *items, "</main>"]
    review = (
        f'member = "forum"\nnote = {json.dumps(DISSENT)}\n[[objections]]\ntext = "No address, no grant."\n'
    )
    return {
        "pack.html": ("\n".join(page) + "\n").encode(),
        "estimates.json": json.dumps(estimates(figures, quotes), ensure_ascii=False, indent=1).encode(),
        "tables/income.csv": CSV.encode(),
        "options/grant.html": b"<p>The grant</p>\n",
        "reviews/forum-1.toml": review.encode(),
    }


def about(**other: Any) -> dict[str, Any]:
    signed = [
        {
            "member": "council",
            "name": "Brackwater Council",
            "sector": "public body",
            "role": "author",
            "on": "10 January 2027",
            "dissents": False,
        },
        {
            "member": "forum",
            "name": "Brackwater Disabled People's Forum",
            "sector": "civil society",
            "role": "lived-experience reviewer",
            "on": "11 January 2027",
            "dissents": True,
        },
    ]
    review = {
        "member": "forum",
        "name": "Brackwater Disabled People's Forum",
        "role": "lived-experience reviewer",
        "position": "dissent",
        "on": "9 January 2027",
        "file": "reviews/forum-1.toml",
        "earlier": False,
    }
    usual: dict[str, Any] = {
        "title": ENTRANCE.title,
        "owner": ENTRANCE.owner,
        "decision_on": ENTRANCE.decision_on,
        "summary": ENTRANCE.summary,
        "synthetic": True,
        "root": "ab" * 32,
        "figures": "cd" * 32,
        "figures_shown": 10674,
        "figures_withheld": 1255,
        "assessed_on": "8 January 2027",
        "missing": [],
        "signed": signed,
        "reviews": [review],
        "corrections": [],
    }
    return {**usual, **other}


def publish(
    out: Path,
    figures: Sequence[Mapping[str, Any]] | None = None,
    *,
    corrections: Sequence[Correction] = (),
    step: Callable[[str], None] | None = None,
    **other: Any,
) -> Site:
    """Publish a version the way the hall does, without its gates."""
    shown = [figure("f"), figure("m", 510.0)] if figures is None else list(figures)
    register = Register(out / "register.jsonl")
    out.mkdir(exist_ok=True)
    site = read_site(out, register.entries())
    number = len(site.versions) + 1
    changes = compare_releases(kept_figures(out, site.current.name), shown) if site.current else None
    files, said = version_files(
        pack(shown),
        about=about(**{"corrections": [each.to_dict() for each in corrections], **other}),
        entrance=ENTRANCE,
        number=number,
        published_on="12 January 2027",
        changes=changes,
    )
    keep_figures(out, f"v{number}", shown)
    entries = [published_entry(f"v{number}", files, said)]
    entries += [corrected_entry(f"v{number}", files, corrections)] if corrections else []
    go_on = step or (lambda _: None)
    prepare(
        out, files={f"v{number}/{path}": each for path, each in files.items()}, entries=entries, step=go_on
    )
    return finish(out, step=go_on)


def finish(out: Path, *, step: Callable[[str], None] = lambda _: None) -> Site:
    register = Register(out / "register.jsonl")
    apply_pending(out, register, step=step)
    site = read_site(out, register.entries())
    settle(out, site, step=step)
    return site
