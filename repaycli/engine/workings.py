"""How a posted amount came about, as values that `why` explains: runs of days, rates, shares, floors and rounding."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from repaycli.core.money import Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.products.coupons import worth_exact
from repaycli.products.interest import Run, joined
from repaycli.products.terms import Coupon


class InterestRun(NamedTuple):
    """A run of days with one balance and one rate: `base` × `rate` × `times`.

    `first` to `last` (both inclusive) are the days whose end-of-day balance counted (for a loan: the nights that begin
    on them). `rate` is per day and `times` the days, or per month and `times` the months (`per = "month"`); with
    daily compounding `per = "day compounded"` and the run is base × ((1 + rate) ^ times − 1).
    """

    first: date
    last: date
    base: int
    rate: Fraction
    times: int
    per: str
    part: str  # "purchases", "cash", "interest", "principal", "past-due", …
    accrued: Fraction = Fraction(0)  # with daily compounding: interest of earlier runs, which bears interest too

    @property
    def interest(self) -> Fraction:
        """The run's exact interest in minor units."""
        if self.per == "day compounded":
            return (self.base + self.accrued) * ((1 + self.rate) ** self.times - 1)
        return self.base * self.rate * self.times


class InterestWorking(NamedTuple):
    """How an interest or penalty amount came about; the runs are put into words only when somebody asks."""

    rule: str  # id in rule_sources.toml
    noted: tuple[Run, ...]
    denominator: int  # of the runs' rates
    unit: int
    mode: Rounding
    at: str = "posting"  # or "segment": each run is rounded
    per: str = "day"  # or "day compounded"
    brought: Fraction = Fraction(0)  # accrued before the first run, as stated in the file
    sizes: tuple[int, ...] = ()  # with daily compounding: how many of `noted` belong to each lot

    @property
    def runs(self) -> tuple[InterestRun, ...]:
        """The runs of days, joined where nothing changed between them."""
        found: list[InterestRun] = []
        for lot in self._lots():
            accrued = Fraction(0)
            for run in joined(lot):
                found.append(
                    InterestRun(
                        date.fromordinal(run.start),
                        date.fromordinal(run.end - 1),
                        run.balance,
                        Fraction(run.rate, self.denominator),
                        run.months or run.end - run.start,
                        "month" if run.months else self.per,
                        run.part,
                        accrued,
                    )
                )
                if self.per == "day compounded":
                    accrued += found[-1].interest
        return tuple(found)

    def _lots(self) -> list[tuple[Run, ...]]:
        if not self.sizes:
            return [self.noted]
        starts = [sum(self.sizes[:index]) for index in range(len(self.sizes) + 1)]
        return [self.noted[start:end] for start, end in pairwise(starts)]

    @property
    def exact(self) -> Fraction:
        """The exact amount in minor units before rounding."""
        return self.brought + sum((run.interest for run in self.runs), Fraction(0))


class FeeWorking(NamedTuple):
    """How a fee came about: share × base between floor and cap, or a fixed step."""

    rule: str
    share: Fraction
    base: int
    base_is: str  # "shortfall", "unpaid", "interest", "principal", "cash", "prepayment", "balance"
    exact: Fraction
    floor: int = 0
    cap: int | None = None
    step: int | None = None  # the how-many-eth in a row, when steps decide


class CouponWorking(NamedTuple):
    """How a coupon's value came about: its amount, or its share of `base`, at most `limit`."""

    rule: str
    coupon: Coupon
    base: int  # the payment, or for a coupon off interest the interest
    limit: int
    limit_is: str  # "asked", "interest", or "owed"
    unit: int
    mode: Rounding

    @property
    def exact(self) -> Fraction:
        """What the coupon says it is worth in minor units, before rounding and the limit."""
        return worth_exact(self.coupon, self.base)


class InstalmentWorking(NamedTuple):
    """How a loan's or plan's instalment came about: its interest on nights, its principal, the level amount."""

    rule: str
    principal_before: int
    remaining: int  # instalments left, this one included
    level: int | None
    principal: int
    interest: int


class MinimumWorking(NamedTuple):
    """How a statement's minimum came about; amounts in minor units."""

    new: int
    carried: int
    cash: int
    share: Fraction
    carried_share: Fraction
    cash_share: Fraction
    shared: int  # the share part after its floor
    floor: int
    floor_on: str
    instalments: int
    fees: int
    interest: int
    past_due: int
    over_limit: int
    balance: int
    minimum: int
    of: str = "principal"  # or "balance": `new` is then the balance that the share is taken of
    over_group: str = ""  # the shared limit whose excess `over_limit` is; empty: the line's own limit


Working = InterestWorking | FeeWorking | CouponWorking | InstalmentWorking
