"""What an app shows of an account (or a wallet holds) at the moment of a day at which its figure is compared with ours."""

from fractions import Fraction

from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.products.accounts import BalanceCheck
from repaycli.products.interest import posted


class Look(Run):
    """A replay that can say what a figure of the lender's would be compared with."""

    def now(self, check: BalanceCheck) -> int:
        """Return the figure that is compared."""
        if check.is_wallet:
            return self.cash.by_name[check.account].holds
        debt = self.debts[check.account]
        return debt.owed + (accrued(debt, check.on.toordinal()) if check.includes_accrued else 0)


def accrued(debt: Line | Instalments, day: int) -> int:
    """Return what had accrued and not posted at the start of a day, rounded as it would post; minor units."""
    return posted(sum(debt.accrued_exact(day - 1), Fraction(0)), debt.terms.round_to, debt.terms.rounding)
