"""Change one byte at a time in every file that members sign, and see whether `verify` says so and where.

    python -m benchmarks.tampering [PLACES_IN_EACH_FILE] [SEED]

A small casebook is assessed, reviewed and signed; then bytes are changed at places spread over every file of
the pack, the reviews, signatures, keys, objections and the register, one at a time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.signed_casebooks import flips, keys_in, signed_casebook


def main(each: int = 200, seed: int = 20261128) -> int:
    """Print what was changed, what was noticed and what was found; 1 where anything was missed."""
    begun = time.perf_counter()
    made, detected, located, missed = Counter[str](), Counter[str](), Counter[str](), []
    with tempfile.TemporaryDirectory() as there, keys_in(Path(there) / "keys"):
        folder = signed_casebook(Path(there) / "casebook")
        for flip in flips(folder, each=each, seed=seed):
            kind = _kind(flip.path)
            made[kind] += 1
            detected[kind] += flip.detected
            located[kind] += flip.located
            if not (flip.detected and flip.located):
                missed.append(flip)
    print(f"{'files':24}{'changed':>9}{'noticed':>9}{'located':>9}")
    for kind, number in [*made.items(), ("all", made.total())]:
        noticed, found = (
            (detected.total(), located.total()) if kind == "all" else (detected[kind], located[kind])
        )
        print(f"{kind:24}{number:>9,}{noticed:>9,}{found:>9,}")
    for flip in missed[:20]:
        print(f"missed: {flip}")
    print(f"{time.perf_counter() - begun:.0f} s, {each} places in each file, seed {seed}")
    return 1 if missed else 0


def _kind(path: str) -> str:
    parts = path.split("/")
    return path if len(parts) == 1 or (parts[0] == "out" and len(parts) == 2) else "/".join(parts[:-1])


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:3])))
