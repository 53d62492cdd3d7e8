"""Take-up draws that belong to a unit, not to a run: a hash of the seed and the unit's id.

The same unit has the same draw under every option, in every order of the table and in the baseline (common
random numbers: Law and Kelton 2000, Simulation Modeling and Analysis, section 11.2), so differences between
options are not noise, and a higher rate only ever adds units.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["unit_draws"]

_WHOLE = 2.0**-53


def unit_draws(ids: Iterable[str], *, seed: int = 1) -> NDArray[np.float64]:
    """Draw a number between 0 and 1 for each id.

    Parameters
    ----------
    ids : iterable of str, length n
        Codes of units.
    seed : int
        The published seed.

    Returns
    -------
    ndarray (n,)
        From 0 up to but not including 1; uniform over ids.

    Examples
    --------
    >>> unit_draws(["101", "102"]).round(4)
    array([0.3774, 0.9436])
    >>> unit_draws(["102"]).round(4)
    array([0.9436])
    """
    # A million ids take a third of a second: no call a draw but the hash's own.
    begun = blake2b(f"{seed}:".encode(), digest_size=8).copy
    digests = []
    for code in ids:
        found = begun()
        found.update(code.encode())
        digests.append(found.digest())
    joined = b"".join(digests)
    whole = np.frombuffer(joined, dtype=">u8") >> np.uint64(11)
    return np.asarray(whole * _WHOLE, dtype=np.float64)
