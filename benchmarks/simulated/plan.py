"""Which samples are drawn: how many of each size, and what is estimated of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["PLAN", "SEED", "Part", "brief"]

SEED = 3
AT_A_TIME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Samples of one size of which the same is estimated.

    Attributes
    ----------
    kind : str
        Of :func:`benchmarks.simulated.subjects.texts`.
    size : int
        People.
    samples : int
        How many, from the first.
    areas : bool
        Households of sampled areas.
    published : bool
        Of people whose incomes have the lighter tail of the published fit.
    """

    kind: str
    size: int
    samples: int
    areas: bool = False
    published: bool = False

    @property
    def design(self) -> str:
        """What the sampling units are, or that the people are others."""
        return "published" if self.published else "areas" if self.areas else "households"

    @property
    def name(self) -> str:
        """Of its files."""
        return f"{self.design}-{self.size}-{self.kind}"

    def chunks(self) -> Iterator[range]:
        """Split it, so that little is lost when it is stopped."""
        for start in range(0, self.samples, AT_A_TIME):
            yield range(start, min(start + AT_A_TIME, self.samples))


def _parts(kind: str, sizes: Mapping[int, int], **design: bool) -> list[Part]:
    """Samples by people in them."""
    return [Part(kind=kind, size=size, samples=samples, **design) for size, samples in sizes.items()]


PLAN = (
    *_parts("named", {50: 150, 100: 400, 200: 250, 500: 400, 1_000: 250, 2_000: 1_000, 5_000: 300}),
    *_parts("plain", {50: 150, 100: 400, 200: 150, 500: 200, 1_000: 150, 2_000: 200, 5_000: 100}),
    *_parts("composite", {50: 100, 100: 400, 200: 100, 500: 200, 1_000: 100, 2_000: 200, 5_000: 100}),
    *_parts("pay", dict.fromkeys((50, 100, 200, 500, 1_000, 2_000, 5_000), 100)),
    *_parts("density", {100: 100, 500: 100}),
    *_parts("named", {500: 100, 2_000: 100}, areas=True),
    *_parts("named", {100: 100, 500: 100, 2_000: 500}, published=True),
)
"""About 20 minutes of one processor."""


def brief(sizes: tuple[int, ...], samples: int) -> tuple[Part, ...]:
    """The named measures only, for a look."""
    return tuple(Part(kind="named", size=size, samples=samples) for size in sizes)
