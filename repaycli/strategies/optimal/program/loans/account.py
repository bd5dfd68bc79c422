"""A loan as all rooms of its model see it: its terms, rates and nights, and what the rooms add up."""

from repaycli.core.rates import Rate
from repaycli.engine.loan.state import Instalments
from repaycli.products.schedules import PERIODS
from repaycli.strategies.optimal.program.loans.state import Due
from repaycli.strategies.optimal.program.milp import Sum
from repaycli.strategies.optimal.program.nights import Nights
from repaycli.strategies.optimal.program.setting import Paid, Setting


class Account:
    """What is known of a loan before any payment is decided; its cost, end price, days past due and payments so far.

    `dues`: those that may be paid late. `asked`, `repaid`: as in `setting.Needs`.
    """

    def __init__(self, setting: Setting, loan: Instalments) -> None:
        self.setting, self.program = setting, setting.program
        self.loan, self.terms = loan, loan.terms
        self.nights = Nights(self.daily_rate, setting.today, setting.last + 2)
        self.slack = setting.slack_of(loan.terms)
        self.tolerance = float(self.terms.tolerance)
        self.fee = float(self.terms.prepayment.fee)
        self.can_prepay = self.terms.prepayment.allowed and loan.principal > 0
        self.months = PERIODS[self.terms.every][1]
        self.cost, self.price, self.late = Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.dues: list[Due] = []
        self.asked: list[tuple[int, float]] = []
        self.repaid: list[tuple[int, Sum]] = []

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
        paused = any(
            not pause.interest and pause.from_date.toordinal() <= day <= pause.until.toordinal()
            for pause in self.terms.pause
        )
        return 0.0 if paused else float(self.rate(day).daily)
