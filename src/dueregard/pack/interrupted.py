"""What a run that was killed while it moved its pack into place leaves: the previous pack, put back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["put_back"]

# As write_pack names the folder that it works in, and in it the new pack and what was there before.
_PREFIX, _FRESH, _ASIDE = ".pack-", "fresh", "previous"


def put_back(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Put a previous pack back where a run was killed in the middle of replacing it, and clear up.

    Nobody else may be writing to the folder: see :func:`dueregard.register.sole_run`.

    Parameters
    ----------
    folder : path
        Where packs are written.

    Returns
    -------
    tuple of str
        What was put back; empty where every pack is whole.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     put_back(folder)
    ()
    """
    target = Path(folder)
    restored: list[str] = []
    for left in sorted(target.glob(f"{_PREFIX}*")) if target.is_dir() else []:
        if left.is_symlink() or not left.is_dir():
            continue
        if _was_being_moved(left):
            restored += _restore(left, target)
        shutil.rmtree(left, ignore_errors=True)
    return tuple(restored)


def _was_being_moved(left: Path) -> bool:
    """Whether some of the previous pack is aside and some of the new one is not in place."""
    return _names(left / _ASIDE) != [] and _names(left / _FRESH) != []


def _restore(left: Path, target: Path) -> list[str]:
    halfway = left / "halfway"
    halfway.mkdir(exist_ok=True)
    names = _names(left / _ASIDE)
    for name in names:
        if (target / name).exists():
            os.replace(target / name, halfway / name)
        os.replace(left / _ASIDE / name, target / name)
    return names


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
