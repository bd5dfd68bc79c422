"""Seeded draws: what each occurrence of an income, an expense or spending comes to, and how late, in every future.

What is drawn of an occurrence, each by itself: its amount, normal with the standard deviation `spread` × amount and cut at
nothing (`_amounts`), of which a part may be `common` to all occurrences of its source; whether it comes at all, with the
chance 1 − `missed` (Bernoulli, to 2^-32); how many whole days late it comes, geometric with the mean `late_days`
(`_delays`). Nothing comes early or in parts. `repaycli.risk.history` fits what is recorded to these.

Each occurrence has a stream of random bits of its own, named by the seed, what it concerns and its date: so a household
with one more source meets the same luck in all others, the first 1,000 of 10,000 futures are the 1,000, and two
households can be compared in the same futures (common random numbers). Only raw 64-bit words are taken from numpy's
generator, whose stream is fixed for all versions, and all that follows is whole numbers: the same on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from math import isqrt

import numpy as np
import numpy.typing as npt

from repaycli.core.nouns import NamedTuple
from repaycli.engine.day import Step
from repaycli.products.accounts import Flow, Household
from repaycli.risk.outcomes import Amounts, narrowed

Days = npt.NDArray[np.int16]
"""Whole days, one a future."""

_LEVELS = 1 << 16
"""So many equally likely values stand for a distribution."""

_MILLION = 10**6


class Source(NamedTuple):
    """Something that comes at regular dates: an income, an expense, or spending on a line; `of`: that line, else itself."""

    step: Step
    of: str
    flow: Flow


class Drawn(NamedTuple):
    """What an occurrence comes to in each future: its amount (0: it does not come), and how many days late it is.

    `late` None: on its day in every future.
    """

    amounts: Amounts
    late: Days | None


Place = tuple[Step, str, str, int]
"""Which occurrence: the step of the day, the line that it concerns (else its own name), its name, its day."""


class Luck(NamedTuple):
    """One future of those drawn, as the engine asks for it."""

    drawn_at: Mapping[Place, Drawn]
    path: int

    def drawn(self, step: Step, name: str, flow: Flow, day: int) -> Sequence[tuple[int, int]] | None:
        """Return the amount of an occurrence and the days that it is late; None where it comes as planned."""
        found = self.drawn_at.get((step, name, flow.name, day))
        if found is None:
            return None
        amount = int(found.amounts[self.path])
        return [(amount, 0 if found.late is None else int(found.late[self.path]))] if amount else []


def sources(household: Household) -> Iterator[Source]:
    """Yield all that comes at regular dates."""
    for step, flows in ((Step.INCOME, household.incomes), (Step.EXPENSE, household.expenses)):
        for flow in flows:
            yield Source(step, flow.name, flow)
    for line in household.lines:
        for flow in line.spending:
            yield Source(Step.SPENDING, line.name, flow)


def draw(household: Household, today: date, until: date, paths: int, seed: int, first: int = 0) -> dict[Place, Drawn]:
    """Draw every occurrence from `today` to `until`, both inclusive, in so many futures; what is certain is left out.

    `first`: the number of the first of them, from 0 on.
    """
    found: dict[Place, Drawn] = {}
    for source in sources(household):
        if source.flow.is_certain:
            continue
        shared = _words(seed, source, 0, paths, first) if source.flow.common else None
        for on in source.flow.dates(until, today):
            words = _words(seed, source, on.toordinal(), paths, first)
            place = (source.step, source.of, source.flow.name, on.toordinal())
            found[place] = Drawn(_amounts(source.flow, words, shared), _late(source.flow.late_days, words))
    return found


def _words(seed: int, source: Source, day: int, paths: int, first: int) -> npt.NDArray[np.uint64]:
    """Return 64 random bits a future: 16 for the amount, 16 for the delay, 32 for whether it comes at all."""
    name = f"{int(source.step)}\0{source.of}\0{source.flow.name}".encode()
    bits = np.random.PCG64(np.random.SeedSequence([seed, day, *name]))
    bits.advance(first)
    return bits.random_raw(paths)


def _amounts(flow: Flow, words: npt.NDArray[np.uint64], shared: npt.NDArray[np.uint64] | None) -> Amounts:
    """Return what comes: normal around the planned amount, never below nothing; nothing where it is missed.

    Formula: amount × (1 + spread × z), z normal; with `common` c: z = √c × the source's own + √(1 − c) × this one's.
    Units: minor units. Rounding: half up, once.
    Source: the standard deviation as a share of the amount is the file's; the normal is the distribution that claims
    least beyond it.
    """
    z = _normal()[(words & np.uint64(_LEVELS - 1)).astype(np.int64)]
    if shared is not None:
        common = flow.common.numerator * _MILLION**2 // flow.common.denominator
        whole = _normal()[(shared & np.uint64(_LEVELS - 1)).astype(np.int64)]
        z = (isqrt(common) * whole + isqrt(_MILLION**2 - common) * z) // _MILLION
    deviation = flow.amount * flow.spread
    numerator, step = deviation.numerator, deviation.denominator * _MILLION
    wide = z.astype(object) if numerator * 8 * _MILLION >= 1 << 61 or step >= 1 << 61 else z
    found = np.maximum(0, flow.amount + (2 * numerator * wide + step) // (2 * step)).astype(np.int64)
    comes = (words >> np.uint64(32)) >= np.uint64(flow.missed * (1 << 32))
    return narrowed(found * comes)


def _late(mean: int, words: npt.NDArray[np.uint64]) -> Days | None:
    if not mean:
        return None
    return _delays(mean)[((words >> np.uint64(16)) & np.uint64(_LEVELS - 1)).astype(np.int64)]


@cache
def _normal() -> npt.NDArray[np.int64]:
    """Return equally likely values of a standard normal, in millionths, the smallest first.

    Formula: the quantiles at the middles of 65,536 equal parts of the probability.
    Source: Wichura, algorithm AS 241 (1988), to 16 digits; the rounding to millionths makes it the same everywhere.
    """
    q = (np.arange(_LEVELS // 2, _LEVELS) + 0.5) / _LEVELS - 0.5
    r = np.where(q <= 0.425, 0.180625 - q * q, 0.0)
    found = q * _ratio(r, _CENTRE)
    tail = q > 0.425
    r = np.sqrt(-np.log(0.5 - q[tail]))
    found[tail] = np.where(r <= 5, _ratio(r - 1.6, _TAIL), _ratio(r - 5, _FAR))
    upper = np.rint(found * _MILLION).astype(np.int64)
    return np.concatenate([-upper[::-1], upper])


def _ratio(x: npt.NDArray[np.float64], terms: tuple[tuple[float, ...], tuple[float, ...]]) -> npt.NDArray[np.float64]:
    above, below = np.zeros_like(x), np.zeros_like(x)
    for up, down in zip(*terms, strict=True):
        above, below = above * x + up, below * x + down
    return above / below


_CENTRE = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
_TAIL = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
_FAR = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)


@cache
def _delays(mean: int) -> Days:
    """Return equally likely delays in whole days, the shortest first: geometric, so that whoever waits knows no more.

    Formula: P(delay ≥ k) = (mean ÷ (mean + 1))^k; its mean is `mean`.
    Source: the file states the mean; the geometric is the distribution over whole days that claims least beyond it.
    """
    found = np.zeros(_LEVELS, dtype=np.int16)
    left = 1 << 64  # P(delay ≥ k), in 2^-64
    while True:
        left = left * mean // (mean + 1)
        first = _LEVELS - (left >> 48)  # from here on it is one day later
        if first >= _LEVELS:
            return found
        found[first:] += 1
