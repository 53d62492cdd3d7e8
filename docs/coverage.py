"""The page of how often intervals hold the truth, from the stored results of benchmarks/coverage.py."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"
ENOUGH = 0.93
HOW = {
    "t": "t",
    "mean": "t",
    "log": "log",
    "logit": "logit",
    "index": "logit",
    "given": "its own",
}
"""What the table calls a method."""


def results() -> dict[str, Any]:
    """What was simulated."""
    found: dict[str, Any] = json.loads((RESULTS / "coverage.json").read_text(encoding="utf-8"))
    return found


def rising(shares: Sequence[float], samples: Sequence[int]) -> list[tuple[float, float]]:
    """Smooth shares so that they never fall: neighbours that do are averaged, by their samples.

    Ayer et al. (1955), Annals of Mathematical Statistics 26, 641-647. Each share comes with the samples that
    it then rests on.
    """
    blocks: list[list[float]] = []
    for share, count in zip(shares, samples, strict=True):
        blocks.append([share * count, float(count), 1.0])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    return [(held / count, count) for held, count, size in blocks for _ in range(int(size))]


def from_size(row: dict[str, Any]) -> int | None:
    """The smallest size from which on intervals hold the truth often enough; None if there is none.

    Often enough is 93%, less the standard error of simulation.
    """
    known = [each for each in zip(row["sizes"], row["held"], row["samples"], strict=True) if each[2]]
    smooth = rising([share for _, share, _ in known], [count for _, _, count in known])
    enough = [
        size
        for (size, _, _), (share, count) in zip(known, smooth, strict=True)
        if share >= ENOUGH - (ENOUGH * (1 - ENOUGH) / count) ** 0.5
    ]
    return min(enough, default=None)


def thresholds(found: dict[str, Any], examples: dict[str, str], never: int) -> dict[str, int]:
    """How many effective people each measure needs, by its example in the catalogue.

    Of a measure with several results the one that needs most counts. What is of one group only is left out,
    since it rests on that group's people; and measures whose intervals cover in the smallest samples.
    """
    effective = {each["people"]: each["effective"] for each in found["designs"]["households"]}
    needed: dict[str, int] = {}
    for row in found["results"]:
        entry, of_group = row["entry"], row["result"].partition(" ")[0] in found["regions"]
        if row["design"] == "households" and examples.get(entry) == row["measure"] and not of_group:
            size = from_size(row)
            here = never if size is None else 0 if size == min(effective) else effective[size]
            needed[entry] = max(needed.get(entry, 0), here)
    return {entry: least for entry, least in sorted(needed.items()) if least}


def coverage_page() -> str:
    """What coverage is, what was simulated, and the tables."""
    found = results()
    rows = [row for row in found["results"] if row["design"] == "households"]
    lines = [*_introduction(), *_simulated(found), *_named(found), *_approximate(), *_reasons()]
    lines += ["## Every measure", "", *_legend(found)]
    for heading, chosen in _by_family(rows):
        lines += [f"### {heading}", "", *_table(chosen), ""]
    lines += [*_lighter(found), *_yardstick(found), *_between_groups(), *_of_options()]
    return "\n".join(lines).rstrip() + "\n"


def _introduction() -> Iterator[str]:
    yield from (
        "# How often intervals hold the truth",
        "",
        "A 95% interval promises that, if many samples were drawn in the same way and an interval computed",
        "from each, 95 in 100 of them would hold the true value. How many in fact do is the interval's",
        "*coverage*. If it is lower, say 85%, then the interval is too short: it claims to know more than it",
        "does, and is wrong three times as often as it says.",
        "",
        "On real people coverage cannot be seen, because the truth is not known. So we made a country whose",
        "every person is known, drew thousands of samples from it as a survey would, estimated every measure",
        "of every sample with this software as users call it, and counted. A measure's result is marked",
        "**approximate** where fewer people stand behind it than its intervals need to hold the truth at",
        "least 93% of the time.",
        "",
    )


def _simulated(found: dict[str, Any]) -> Iterator[str]:
    people = found["population"]
    sizes = found["designs"]["households"]
    listed = ", ".join(f"{each['people']:,}" for each in sizes)
    yield from (
        "## What was simulated",
        "",
        f"{people['people']:,} people in 150,000 households, 1,500 areas and 4 regions. Household incomes,",
        "shared by all members, have a long right tail: the share of people above an income falls with",
        "about its power -3, and the richest are far richer than anybody in most samples. One household in",
        "200 has nothing. Illness goes with income, age and the deprivation of the area.",
        "",
        "Samples are stratified by region and clustered: households are drawn with unequal chances (three",
        "times as high in one region as in another), and everybody in them is asked. They have",
        f"{listed} people on average; people share incomes and weights differ, so that",
        "fewer count:",
        "",
        "| people | effective people | households |",
        "|---|---|---|",
        *(f"| {each['people']:,} | {each['effective']:,} | {each['units']:,} |" for each in sizes),
        "",
        "Effective people are those of an equally weighted sample that would be as informative (Kish 1965,",
        "section 11.7). [coverage.py](../benchmarks/coverage.py) makes all this anew from seeds.",
        "",
    )


def _named(found: dict[str, Any]) -> Iterator[str]:
    texts = found["named"]
    rows, sizes = _by_measure(found, "households"), found["designs"]["households"]
    yield from (
        "## Eleven measures of most use",
        "",
        "Coverage in per cent, by people in the sample; under 93 in bold.",
        "",
        f"| | {' | '.join(format(each['people'], ',') for each in sizes)} |",
        f"|---|{'---|' * len(sizes)}",
        *(f"| {title} | {' | '.join(_cells(rows[text]))} |" for text, title in texts.items()),
        f"| *samples drawn* | {' | '.join(_drawn(rows['gini:income']))} |",
        f"| *error of simulation* | {' | '.join(_errors(rows['gini:income']))} |",
        "",
        "The last line is the standard error, in points, of a figure of 95 that rests on so many samples.",
        "The mean and S80/S20 fall a little short of 93 in samples of 2,000: that is the heavy tail, and",
        "[with a lighter one](#with-a-lighter-tail-of-incomes) the mean does not.",
        "",
    )


def _cells(row: dict[str, Any]) -> list[str]:
    return [_percent(share) for share in row["held"]]


def _percent(share: float) -> str:
    if math.isnan(share):
        return "–"
    text = f"{100 * share:.1f}"
    return text if share >= ENOUGH else f"**{text}**"


def _drawn(row: dict[str, Any]) -> list[str]:
    return [f"{count + none:,}" for count, none in zip(row["samples"], row["without"], strict=True)]


def _errors(row: dict[str, Any]) -> list[str]:
    return [f"± {100 * (0.95 * 0.05 / count) ** 0.5:.1f}" for count in row["samples"]]


def _approximate() -> Iterator[str]:
    from dueregard.engine.blocks import EVERY_SIZE
    from dueregard.measures import CATALOGUE

    least = sorted({entry.enough for entry in CATALOGUE.values() if entry.enough})
    yield from (
        "## Which results are marked approximate",
        "",
        "Coverage is smoothed so that it never falls as samples grow (what does is chance). The number is",
        "the effective size of the smallest samples from which on it is 93% or more, or within one standard",
        "error of simulation of that. For a decomposition it is the part of the whole that needs most; parts",
        "of one group are judged by that group's people. `mean`, `total` and `variance` are asked of",
        "outcomes of all kinds: their number is that of hourly pay; for incomes see the tables. A full count",
        "has no interval, and no such mark.",
        "",
        "| fewer effective people than | measures |",
        "|---|---|",
    )
    for number in least:
        names = ", ".join(f"`{name}`" for name, entry in CATALOGUE.items() if entry.enough == number)
        yield f"| {'in all that were simulated' if number >= EVERY_SIZE else format(number, ',')} | {names} |"
    not_yet = ", ".join(f"`{name}`" for name in results()["not_yet"])
    yield from ("", f"Not simulated yet, and so never marked for this: {not_yet}.", "")


def _legend(found: dict[str, Any]) -> Iterator[str]:
    yield from (
        "Each measure as the command line takes it; how its intervals are made (*t*: value ± t standard",
        "errors; *log*, *logit*: so on that scale, then carried back; *its own*: computed with the",
        "value); coverage in per cent by people in the sample, under 93 in bold. *By t* is what value ± t",
        "standard errors would have had in samples of 100 and 2,000 people, where that is not what is",
        "used. A dash: no sample had an interval; samples without one are not counted. Samples drawn by",
        "size are in",
        "[coverage.json](../benchmarks/results/coverage.json); the error of simulation of a figure of 95 is",
        f"{_range_of_errors(found)} points.",
        "",
    )


def _range_of_errors(found: dict[str, Any]) -> str:
    counts = [count for row in found["results"] for count in row["samples"] if count]
    usual = sorted(counts)[len(counts) // 20], max(counts)
    return " to ".join(f"{100 * (0.95 * 0.05 / count) ** 0.5:.1f}" for count in reversed(usual))


def _by_family(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    from dueregard.measures import CATALOGUE
    from dueregard.measures.catalogue import FAMILIES

    for family in FAMILIES:
        chosen = [row for row in rows if row["entry"] and CATALOGUE[row["entry"]].family == family]
        if chosen:
            yield family.capitalize(), sorted(chosen, key=lambda row: (row["entry"], row["measure"]))
    yield "Between groups", [row for row in rows if not row["entry"]]


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    sizes = sorted({size for row in rows for size in row["sizes"]})
    yield f"| measure | interval | {' | '.join(f'{size:,}' for size in sizes)} | by t |"
    yield f"|---|---|{'---|' * len(sizes)}---|"
    before = ""
    for row in rows:
        name = f"`{row['measure']}`" if row["measure"] != before else "″"
        before = row["measure"]
        shares = dict(zip(row["sizes"], row["held"], strict=True))
        cells = [_percent(shares[size]) if size in shares else "" for size in sizes]
        told = f"{name} {row['result']}".replace("|", "\\|").strip()
        yield f"| {told} | {HOW[row['interval']]} | {' | '.join(cells)} | {_by_t(row)} |"


def _by_t(row: dict[str, Any]) -> str:
    if HOW[row["interval"]] == "t":
        return ""
    shares = dict(zip(row["sizes"], row["symmetric"], strict=True))
    told = [_percent(shares[size]) for size in (100, 2_000) if size in shares]
    return ", ".join(told)


def _reasons() -> Iterator[str]:
    yield from (
        "## Why samples of some hundreds are not enough",
        "",
        "- **The richest are missing from most samples.** Measures that listen to the top (the variance,",
        "  `generalised_entropy` with alpha=2, the share of the richest hundredth) are too low in most",
        "  samples and much too high in the few that hold one of the very rich; the standard error is too",
        "  small in the same samples. No interval made of an estimate and its standard error mends that",
        "  (Cowell and Flachaire 2007, Journal of Econometrics 141, 1044-1072). It is a matter of the",
        "  outcome: of hours, scores or ages, which have no such tail, the same measures do well. Bounded",
        "  outcomes, such as illness, cover from the smallest samples on.",
        "- **Indices near an end of their range are skewed.** Few are poor, so that the poverty gap",
        "  cannot fall as far as it can rise. Intervals on the log or logit scale follow that: they are",
        "  used where they covered more often in small samples and not less often in large ones.",
        "- **Households share incomes**, so that 100 people are some 43 independent incomes.",
        "- **Densities.** The error of a quantile needs the density of incomes there. By default it is",
        "  estimated with the bandwidth of R convey, which for grossing weights is narrow and so unsteady in",
        "  small samples. `bandwidth=n_eff` widens it: in samples of 100 people intervals of the poverty",
        "  threshold, of `percentile_ratio` and of `relative_median_income_ratio` then cover well. Both are",
        "  in the tables below.",
        "- **Parts between groups** are too high in small samples, because groups' averages differ by",
        "  chance.",
        "",
    )


def _lighter(found: dict[str, Any]) -> Iterator[str]:
    yield from (
        "## With a lighter tail of incomes",
        "",
        "How much the tail matters: the same samples where the share of people above an income falls with",
        "its power -4.4 to -4.8, as was fitted to Germany. In brackets the coverage with the heavy tail.",
        "",
        *_compared(found, "published", lambda size: f"{size['people']:,} people"),
        "",
    )


def _compared(found: dict[str, Any], design: str, heading: Callable[[dict[str, Any]], str]) -> Iterator[str]:
    """A table of the named measures under another design, beside the usual one."""
    sizes = found["designs"][design]
    rows = {each: _by_measure(found, each) for each in (design, "households")}
    yield f"| | {' | '.join(heading(each) for each in sizes)} |"
    yield f"|---|{'---|' * len(sizes)}"
    for text, title in found["named"].items():
        row, usual = rows[design][text], rows["households"][text]
        other = dict(zip(usual["sizes"], _cells(usual), strict=True))
        cells = [f"{cell} ({other[n]})" for n, cell in zip(row["sizes"], _cells(row), strict=True)]
        yield f"| {title} | {' | '.join(cells)} |"
    some = rows[design]["gini:income"]
    yield f"| *samples drawn* | {' | '.join(_drawn(some))} |"
    yield f"| *error of simulation* | {' | '.join(_errors(some))} |"


def _by_measure(found: dict[str, Any], design: str) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in found["results"] if row["design"] == design}


def _yardstick(found: dict[str, Any]) -> Iterator[str]:
    yield from (
        "## People or sampling units?",
        "",
        "The same measures when areas are drawn first, and ten households in each: fewer, larger sampling",
        "units. In brackets the coverage with households as units, for as many people.",
        "",
        *_compared(found, "areas", lambda size: f"{size['people']:,} people, {size['units']:,} areas"),
    )
    yield from (
        "",
        "500 people in 22 areas are covered about as well as 500 people in 215 households, and better than",
        "50 people in 22 households: what decides is how many incomes are seen, and the t quantile makes up",
        "for few units. So the mark goes by effective people, not by units. That units are few is looked",
        "at besides: the evidence grid calls groups from fewer than 18 approximate. Effective people do not",
        "allow for people of one household having one income; where each has their own, as pay, the numbers",
        "err on the safe side.",
        "",
    )


def _between_groups() -> Iterator[str]:
    found = json.loads((RESULTS / "coverage_disparities.json").read_text(encoding="utf-8"))
    names = list(found["rows"][0]["held"])
    yield from (
        "## Dispersion between groups, from published tables",
        "",
        "Here a table gives each group's value and standard error, and no people. True values are fixed",
        f"normal scores with mean {found['mean']:g} and the standard deviation in the table;",
        f"{found['tables']:,} tables are drawn for each line, with noise of the given standard error",
        "(*unequal*: larger in small groups). Percentiles of resampled values, R healthequal's method, held",
        f"the true variance in {100 * found['resampled']:.0f}% of tables of ten groups with standard",
        "deviation 1.25 and standard error 3; ours are found by inverting a test. The error of a figure",
        f"of 95 is ± {100 * (0.95 * 0.05 / found['tables']) ** 0.5:.1f} points.",
        "",
        f"| groups | true sd | se | {' | '.join(names)} |",
        f"|---|---|---|{'---|' * len(names)}",
    )
    for row in found["rows"]:
        se = f"{row['se']:g}{', unequal' if row['unequal'] else ''}"
        cells = " | ".join(_percent(share) for share in row["held"].values())
        yield f"| {row['groups']} | {row['sd']:g} | {se} | {cells} |"
    yield from (
        "",
        "BGV between-group variance (the intervals of BGSD are its roots), COV coefficient of variation, MLD",
        "mean log deviation, TI Theil index, MDM, MDB and MDR mean difference from the mean, the best and a",
        "reference group, IDIS index of disparity; W weighted, U unweighted. With no true differences every",
        "interval starts at nought, and most hold it.",
        "",
    )


def _of_options() -> Iterator[str]:
    found = json.loads((RESULTS / "coverage_consequences.json").read_text(encoding="utf-8"))
    rows = {(row["setting"], row["option"], row["figure"]): row for row in found["rows"]}
    columns = list(dict.fromkeys((row["setting"], row["option"]) for row in found["rows"]))
    names = list(dict.fromkeys(row["figure"] for row in found["rows"]))
    yield from (
        "## What options do",
        "",
        "Changes before and after on the same people, as `dueregard simulate` gives them. *Made* is a",
        "country of 52,601 people with log-normal incomes; its options pay at most 1,800 with a taper to",
        "the poorer two thirds, 85% of whom take it up. One is certain; the effect of the other has a",
        "standard deviation of a fifth, and each sample is held against what the option does at another",
        "draw of its effect. Samples are 1,000 people at random, or 160 areas in four strata with three",
        "households each, weighted. *Brackwater* is the town of the demonstration, everybody in it known,",
        "surveyed by households within wards (6% of them): a charge reduction with a ceiling and take-up",
        "that differs by group, and a grant with a taper and an uncertain effect. Take-up is drawn by",
        "ids, so that the same people take it up in the town and in every sample. Coverage in per cent:",
        "",
        f"| | {' | '.join(f'{setting}: {option}' for setting, option in columns)} |",
        f"|---|{'---|' * len(columns)}",
    )
    for name in names:
        cells = [rows.get((*column, name)) for column in columns]
        held = ["" if cell is None else _percent(cell["held"]) for cell in cells]
        yield f"| {_figure(name)} | {' | '.join(held)} |"
    drawn = [max(row["samples"] for row in found["rows"] if _column(row) == column) for column in columns]
    errors = [f"± {100 * (0.95 * 0.05 / count) ** 0.5:.1f}" for count in drawn]
    yield f"| *samples drawn* | {' | '.join(map(str, drawn))} |"
    yield f"| *error of simulation* | {' | '.join(errors)} |"
    yield from (
        "",
        "Samples are the same for all figures of a column, so columns err together. What falls short:",
        "",
        "- **Kolm's equivalent.** Its aversion is scaled to the median of the sample, which is printed and",
        "  taken as known; here it is held against that of the country. Held against the printed one, 94%",
        "  of 65 clustered samples hold it. Weighted means take it as known too, and hold the truth more",
        "  often than 95%.",
        "- **Hardly anybody moves.** The pass brings 40 of 60,000 people over the line: in a sample of 3,600",
        "  two or three, and sometimes nobody, so that there is no error to be seen. The same holds for the",
        "  cost of each of them, and less so for the poverty rate, whose line moves as well.",
        "",
        "S80/S20 counts whoever is at the border of a fifth in part. Counted whole, as the index of a",
        "table does, its change under the pass, 0.007, jumped by more than that where a household crossed",
        "the border: 15% of 65 samples held it. The made country's columns were drawn with whole people.",
        "",
    )


def _column(row: dict[str, Any]) -> tuple[str, str]:
    return row["setting"], row["option"]


def _figure(name: str) -> str:
    measure, _, rest = name.partition(" ")
    return f"`{measure}`{f' {rest}' if rest else ''}"
