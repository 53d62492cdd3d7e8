"""A drawn panel told to a reader: who, under which quotas, with which chances, and what proves it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.cells import no_formula
from dueregard.cli.rows import print_rows

__all__ = ["print_panel", "print_people"]

Record = Mapping[str, Any]
_SHOWN = 12
_NONE = 1e-9
_WHAT = {
    "leximin": "the smallest chance is as large as it can be, then the next smallest, and so on",
    "maximin": "the smallest chance is as large as it can be",
    "nash": "the product of all chances is as large as it can be",
    "minimax": "the largest chance is as small as it can be",
    "goldilocks": "chances are as far as can be from very small and very large",
}


def print_panel(record: Record, *, out: str | None) -> None:
    """Print a record for a reader.

    Parameters
    ----------
    record : mapping
        As :mod:`dueregard.voices.panel.document` makes it.
    out : str, optional
        Where it was written.
    """
    for line in _head(record):
        print(line)
    print()
    print_rows(_rows(record), numeric=("quota", "pool", "share of pool", "panel", "chance", "× even"))
    print()
    for line in (*_chances(record), *_certificate(record), *_lottery(record), *_next(record, out)):
        print(line)
    for note in record["notes"]:
        print(f"Note: {note}")


def print_people(record: Record) -> None:
    """Print everybody's chance as CSV.

    Parameters
    ----------
    record : mapping
        As for :func:`print_panel`.
    """
    tickets = record["lottery"].get("ticket_probabilities")
    panel, alternates = set(record["panel"] or ()), list(record["alternates"])
    columns = ["id", "probability", *(["ticket_probability"] if tickets else []), "panel", "alternate"]
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    for name, chance in record["probabilities"].items():
        row = {"id": no_formula(name), "probability": chance, "panel": int(name in panel)}
        row["alternate"] = alternates.index(name) + 1 if name in alternates else ""
        writer.writerow(row | ({"ticket_probability": tickets[name]} if tickets else {}))


def _head(record: Record) -> Iterator[str]:
    size = record["size"]
    of = f"{_some(len(record['probabilities']), 'volunteer')} under {_some(len(record['features']), 'quota')}"
    if record["panel"] is None:
        yield f"A lottery for a panel of {size} from {of}. Nobody is drawn yet."
        return
    yield f"A panel of {size}, drawn by lot from {of}."
    yield ""
    yield f"On the panel: {', '.join(record['panel'])}"
    for step in record["replacements"]:
        source = "the alternates" if step["from"] == "alternates" else "the pool, by lot"
        changed = ", under quotas that were changed since the draw" if step.get("quotas_since") else ""
        joined, left = _list(step["joined"]), _list(step["left"])
        yield f"{joined} joined from {source}{changed}, because {left} dropped out."
    if record["alternates"]:
        yield f"Alternates, in the order to ask them: {', '.join(record['alternates'])}"
    if record["reserves"] is not None and not record["replacements"]:
        yield _reserves(record["reserves"], size)


def _reserves(reserves: Record, size: int) -> str:
    told = (
        f"If one member drops out, an alternate can step in for {reserves['replaceable']} of {size} members "
        "with every quota still met"
    )
    if reserves["at_most"] < size:
        told += f"; for {size - reserves['at_most']} nobody in the pool could"
    return f"{told}."


def _rows(record: Record) -> list[dict[str, str]]:
    rows = []
    for each in record["features"]:
        relative = each["times_an_even_chance"]
        row = {
            "category": each["category"],
            "feature": each["feature"],
            "quota": _range(each["minimum"], each["maximum"]),
            "pool": f"{each['people']:,}",
            "share of pool": f"{100 * each['share_of_pool']:.1f}%",
        }
        if "panel" in each:
            row["panel"] = str(each["panel"])
        row |= {
            "chance": _percent(each["mean_probability"]),
            "× even": "–" if relative is None else f"{relative:.2f}",
            "": "" if each["flag"] is None else f"{each['flag']} even",
        }
        rows.append(row)
    return rows


def _chances(record: Record) -> Iterator[str]:
    values = sorted(record["probabilities"].values())
    counted = [
        value for name, value in record["probabilities"].items() if name not in set(record["excluded"])
    ]
    who = "Chances of those who can be drawn" if record["excluded"] else "Chances"
    yield (
        f"{who} run from {_percent(min(counted, default=0.0))} to {_percent(values[-1])}; an even chance, "
        f"without quotas, would be {_percent(record['size'] / len(values))}."
    )
    out = set(record["excluded"])
    unlucky = [name for name, value in record["probabilities"].items() if value < _NONE and name not in out]
    if unlucky:
        yield f"{_list(unlucky)} have no chance in this lottery, though some panel would have them."
    for each in record["exclusions"]:
        yield _excluded(each)
    without = record["smallest_chance"]["at_most_without_quotas_of"]
    smallest = record["smallest_chance"]["of_those_not_excluded"] or 0.0
    better = {name: value for name, value in without.items() if value > smallest * 1.05}
    if better:
        told = ", ".join(f"{name} {_percent(value)}" for name, value in better.items())
        yield f"What quotas cost: without those of one category the smallest chance could be up to: {told}."


def _excluded(each: Record) -> str:
    ids = each["ids"]
    one = len(ids) == 1
    start = f"{_list(ids)} {'is' if one else 'are'} on no panel that meets the quotas"
    if not each["because"]:
        return f"{start}."
    bounds = "; ".join(
        f"{bound['category']}: {bound['feature']} {bound['bound']}" for bound in each["because"]
    )
    return f"{start} ({len(ids)} {'person' if one else 'people'}). What excludes them, together: {bounds}."


def _certificate(record: Record) -> Iterator[str]:
    name = record["algorithm"]
    if record["certified"]:
        yield f"Certified {name}: proved that under these quotas no lottery is fairer, in that {_WHAT[name]}."
        return
    yield (
        f"Not certified: the best {name} lottery that was found in time, in that {_WHAT[name]}, "
        f"but for a gap of at most {record['gap']:.2g}. Give a longer --time-limit to close it."
    )


def _lottery(record: Record) -> Iterator[str]:
    lottery = record["lottery"]
    if lottery["tickets"] is not None:
        last = lottery["tickets"] - 1
        yield (
            f"{last + 1:,} equal tickets, numbered {'0' * len(str(last))} to {last}. They change nobody's "
            f"chance by more than {100 * lottery['largest_change']:.2f} percentage points; the smallest "
            f"{_moved(lottery['loss_of_smallest'])}."
        )
    yield f"Hash of the lottery (SHA-256): {lottery['sha256']}"
    draw = record["draw"]
    if draw is not None:
        what = f"ticket {draw['number']}" if lottery["tickets"] is not None else f"number {draw['number']:,}"
        yield f"Seed: {draw['seed']}, which gives {what}" if draw["seed"] is not None else f"Drawn: {what}"


def _next(record: Record, out: str | None) -> Iterator[str]:
    if record["panel"] is None:
        or_ticket = "" if record["lottery"]["tickets"] is None else " (or --ticket and the number)"
        what = out or "this record"
        yield f"Next: publish {what} and its hash. Then draw in public, with a seed{or_ticket}:"
        yield f'  dueregard panel --from {out or "lottery.json"} --seed "..."'
    elif out is not None:
        yield "Next: anybody can check it:"
        yield f"  dueregard verify-panel {out} respondents.csv targets.csv"
    else:
        yield "Next: --out keeps the whole record, so that anybody can check it with dueregard verify-panel."


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _moved(loss: float) -> str:
    if abs(loss) < 1e-9:
        return "is the same"
    points = f"{100 * abs(loss):.2f} points"
    return f"falls by {points}" if loss > 0 else f"rises by {points}"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%" if value >= 0.0995 else f"{100 * value:.2f}%"


def _list(things: Sequence[str]) -> str:
    if len(things) > _SHOWN:
        return f"{', '.join(things[:_SHOWN])} and {len(things) - _SHOWN} more"
    return " and ".join(filter(None, (", ".join(things[:-1]), things[-1]))) if things else "nobody"
