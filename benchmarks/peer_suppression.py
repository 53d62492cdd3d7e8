"""Secondary suppression by pytauargus (EUPL-1.2): optimal for any equations, modular for one table.

Only run beside our own code, by `suppression.py`; nothing of it is used in the product.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
METADATA = (
    "F\n <FREQUENCY>\nC\n <NUMERIC> <COST>\nS\n <STATUS>\nL\n <NUMERIC> <LOWERPL>\nU\n <NUMERIC> <UPPERPL>\n"
)


def weights(costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give whole weights from 1 to 20,000, as pytauargus has them."""
    return np.maximum(1, np.rint(costs / max(float(costs.max()), 1e-9) * 20_000)).astype(np.int64)


def optimal(problem: Any, *, minutes: int) -> Flags:
    """Fischetti and Salazar's branch and cut, on any equations."""
    from pytauargus._tauargus import HiTaSCtrl

    below, above = demands(problem)
    top = int(2 * problem.values.max())
    lines = ["0", str(problem.cells)]
    weight = weights(problem.costs)
    for i in range(problem.cells):
        status = "u" if problem.withheld[i] else "z" if problem.fixed[i] else "s"
        end = int(problem.values[i]) if status == "z" else top
        start = int(problem.values[i]) if status == "z" else 0
        lines.append(
            f"{i} {int(problem.values[i])} {weight[i]} {status} {start} {end} {below[i]:.3f} {above[i]:.3f} 0"
        )
    rows = problem.equations
    lines.append(str(rows.shape[0]))
    for r in range(rows.shape[0]):
        part = slice(rows.indptr[r], rows.indptr[r + 1])
        terms = sorted(zip(rows.data[part], rows.indices[part], strict=True))
        lines.append(f"0 {len(terms)} : " + " ".join(f"{c} ({int(a)})" for a, c in terms) + " ")
    with tempfile.TemporaryDirectory() as place:
        given, found = Path(place, "in"), Path(place, "out")
        given.write_text("\n".join(lines) + "\n", encoding="utf-8")
        ended = HiTaSCtrl().full_jj(in_file_jj=str(given), out_file=str(found), max_time=minutes)
        if ended > 1:
            raise SystemExit(f"pytauargus ended with {ended}")
        more = [int(line) for line in found.read_text(encoding="utf-8").split()]
    withheld = problem.withheld.copy()
    withheld[more] = True
    return withheld


def modular(problem: Any, dimensions: list[Any], *, minutes: int) -> Flags:
    """The modular approach (HiTaS) on one table with hierarchies."""
    from pytauargus.engine import Engine

    names = [f"D{i}" for i in range(len(dimensions))]
    codes = [labels(each) for each in dimensions]
    below, above = demands(problem)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        head = "<SEPARATOR> ;\n"
        for name, each in zip(names, dimensions, strict=True):
            head += f"{name}\n <RECODEABLE>\n <TOTCODE> Total\n"
            if not isinstance(each, int):
                head += f' <HIERARCHICAL>\n <HIERCODELIST> "{name}.hrc"\n <HIERLEADSTRING> @\n'
                lines = []
                for parent, count in enumerate(each):
                    first = sum(each[:parent])
                    lines += [f"p{parent:03}", *(f"@a{first + k:03}" for k in range(count))]
                (folder / f"{name}.hrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "t.rda").write_text(head + "V\n <NUMERIC>\n <DECIMALS> 0\n" + METADATA, encoding="utf-8")
        weight = weights(problem.costs)
        rows = []
        keys = list(itertools.product(*codes))
        for i, key in enumerate(keys):
            value = int(problem.values[i])
            status = "u" if problem.withheld[i] else "s"
            rows.append(
                ";".join(key) + f";{value};{value};{weight[i]};{status};{below[i]:.0f};{above[i]:.0f}"
            )
        (folder / "t.tab").write_text("\n".join(rows) + "\n", encoding="utf-8")
        spec = "".join(f'"{name}"' for name in names)
        (folder / "t.arb").write_text(
            '<OPENTABLEDATA> "t.tab"\n<OPENMETADATA> "t.rda"\n'
            f'<SPECIFYTABLE> {spec}|"V"||"C"\n<SAFETYRULE>\n<READTABLE>\n'
            f'<SUPPRESS> MOD(1,{minutes})\n<WRITETABLE> (1,5,SO+,"o.tab")\n',
            encoding="utf-8",
        )
        engine = Engine()
        engine.run_batch(str(folder / "t.arb"))
        status = {}
        for line in (folder / "o.tab").read_text(encoding="utf-8").splitlines():
            fields = [field.strip().strip('"') for field in line.split(";")]
            status[tuple(fields[: len(names)])] = fields[len(names) + 3]
        return np.array([status.get(key, "S") in {"U", "M"} for key in keys])


def labels(dimension: Any) -> list[str]:
    """Name the levels of a dimension: leaves, parents, total."""
    if isinstance(dimension, int):
        return [*(f"a{i:03}" for i in range(dimension)), "Total"]
    return [
        *(f"a{i:03}" for i in range(sum(dimension))),
        *(f"p{i:03}" for i in range(len(dimension))),
        "Total",
    ]


def demands(problem: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is asked below and above, within what anybody knows."""
    return np.minimum(problem.protection_lower, problem.values - problem.lower), problem.protection_upper
