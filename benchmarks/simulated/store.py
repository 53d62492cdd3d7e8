"""Results of samples kept in files, so that a long simulation can be stopped and gone on with."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from .runs import Runs

__all__ = ["keep", "kept", "read"]


def keep(path: Path, runs: Runs) -> None:
    """Write results.

    Parameters
    ----------
    path : Path
        An ``.npz`` file.
    runs : Runs
        What to write.
    """
    arrays = asdict(runs)
    keys = json.dumps(arrays.pop("keys"))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, keys=np.array(keys), **arrays)


def kept(folder: Path, name: str, samples: range) -> Path:
    """Name the file of some samples of one kind."""
    return folder / f"{name}-{samples.start}-{samples.stop}.npz"


def read(path: Path) -> Runs:
    """Read results."""
    with np.load(path) as held:
        arrays = {name: held[name] for name in held.files}
    keys = tuple((str(text), str(result)) for text, result in json.loads(str(arrays.pop("keys"))))
    return Runs(keys=keys, **arrays)
