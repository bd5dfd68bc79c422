"""A loan as all rooms of its model see it: its terms, rates and nights, and what the rooms add up."""

from repaycli.core.rates import Rate
from repaycli.engine.loan.state import Instalments
from repaycli.products.schedules import PERIODS
from repaycli.products.terms import Effect, Repayment
from repaycli.strategies.optimal.program.loans.state import Due
from repaycli.strategies.optimal.program.milp import Sum
from repaycli.strategies.optimal.program.nights import Nights
from repaycli.strategies.optimal.program.setting import Ahead, Asked, Charge, Instalment, Owing, Paid, Setting, Waiting

_LONG_MONTH = 31
_MOVED = 10
"""By no more than so many days does a due date lie off its day of the month."""

_WHOLE = 0.9
"""Over a time in which a unit bears less than this (of a unit), prepaying it takes more than it saves."""


class Account:
    """What is known of a loan before any payment is decided; its cost, end price, days past due, dues
    that wait for their days of grace, and payments so far.

    `dues`: those that may be paid late. `asked`, `repaid`: as in `setting.Needs`. `windows`: what instalments ask
    for, as coupons see it. `opens`, `charged`: the day from which the next one can be paid, and the interest posted
    since. `dailies`: the rates for a night, by the day from which they hold; `is_steady`: every night has the first
    of them. `billed`: the interest of those that are open today. `is_met_at_once`: every due is paid on its day.
    `is_lean`: its interest and the parts of its instalments need no variables (see `instalments`). `instalments`,
    `charges`, `waiting`: as in `setting.Needs`. `owing`, `ahead`: as in `setting.Modelled`.
    """

    def __init__(self, setting: Setting, loan: Instalments, has_coupons: bool = False) -> None:
        self.setting, self.program = setting, setting.program
        self.loan, self.terms = loan, loan.terms
        self.dailies = [(0, float(self.terms.rate.daily))]
        self.dailies += [(change.from_date.toordinal(), float(change.rate.daily)) for change in self.terms.rates]
        self.is_steady = not (self.terms.rates or self.terms.pause)
        self.nights = Nights(self.daily_rate, setting.today, max(setting.last + 2, setting.today + _LONG_MONTH))
        self.slack = setting.slack_of(loan.terms)
        self.tolerance = float(self.terms.tolerance)
        self.fee = float(self.terms.prepayment.fee)
        self.can_prepay = self.terms.prepayment.allowed and loan.principal > 0
        self.months = PERIODS[self.terms.every][1]
        by_months = self.terms.rate.year_days / (12 * _LONG_MONTH)  # of what all the nights of a long month bear
        self.has_coupons = has_coupons
        self.is_met_at_once = setting.is_strict and not (setting.in_grace and self.terms.grace_days)
        self.is_lean = (
            self.is_met_at_once
            and self.can_prepay
            and self.terms.prepayment.effect is Effect.SHORTER
            and self.terms.repayment in (Repayment.LEVEL, Repayment.EQUAL_PRINCIPAL)
            and not (self.tolerance or loan.held or self.terms.rates or self.terms.schedule or has_coupons)
        )
        self.least_share = by_months if loan.is_monthly else 1.0
        self.bears_evenly = not self.terms.rates and self.nights.weight(setting.today, setting.last + 1) < _WHOLE
        self.cost, self.price, self.late, self.postponed = Sum(), Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.dues: list[Due] = []
        self.asked: list[tuple[int, float]] = []
        self.repaid: list[tuple[int, Sum]] = []
        self.instalments: list[Instalment] = []
        self.charges: list[Charge] = []
        self.waiting: list[Waiting] = []
        self.windows: list[Asked] = []
        self.owing: list[Owing] = []
        self.ahead: list[Ahead] | None = None
        self.opens = setting.today
        self.billed = Sum(float(sum(due.interest + due.penalty for due in loan.dues)))
        self.charged = self.billed.copy()

    def longest_wait(self) -> int:
        """Return within how many days of a night its interest is paid at the latest, where no due is missed."""
        unit, count = PERIODS[self.terms.every]
        period = count * _LONG_MONTH if unit == "month" else count
        wait = max(self.loan.next_due - self.setting.today, period + _MOVED) + self.terms.grace_days
        return self.setting.last if self.terms.pause else wait

    def rate(self, day: int) -> Rate:
        """Return the rate in force on a day."""
        found = self.terms.rate
        for change in self.terms.rates:
            if change.from_date.toordinal() <= day:
                found = change.rate
        return found

    def daily_rate(self, day: int) -> float:
        """Return what one unit bears in a night."""
        if day < self.loan.since:  # charged already, or not yet begun
            return 0.0
        if self.is_steady:
            return self.dailies[0][1]
        paused = any(
            not pause.interest and pause.from_date.toordinal() <= day <= pause.until.toordinal()
            for pause in self.terms.pause
        )
        if paused:
            return 0.0
        return next(rate for first, rate in reversed(self.dailies) if first <= day)
