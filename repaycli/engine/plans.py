"""Instalment plans on a credit line: what each statement bills of them."""

from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import least, most
from repaycli.engine.workings import FeeWorking, InstalmentWorking
from repaycli.products.accounts import CreditLine
from repaycli.products.interest import posted
from repaycli.products.schedules import equal_part, level_instalment
from repaycli.products.terms import InstalmentPlan, Repayment


class PlanDue(NamedTuple):
    """What one statement bills of a plan, in minor units."""

    principal: int
    fee: int
    interest: int
    working: InstalmentWorking
    fee_working: FeeWorking | None


class Plan:
    """One plan's state: `left` is the principal not billed yet, `remaining` the instalments."""

    def __init__(self, terms: InstalmentPlan, line: CreditLine) -> None:
        self.terms = terms
        self.unit, self.mode = line.round_to, line.rounding
        self.left = terms.principal
        self.remaining = terms.instalments
        self.known = True
        self.first = True
        self.start = terms.next_statement.toordinal()
        self.part = equal_part(terms.principal, terms.instalments, self.unit, self.mode)
        self.monthly = terms.rate.monthly if terms.rate else Fraction(0)
        self.level = None
        if terms.rate and terms.repayment is Repayment.LEVEL:
            self.level = level_instalment(terms.principal, self.monthly, terms.instalments, self.unit, self.mode)

    def bill(self, day: int) -> PlanDue | None:
        """Bill the next instalment on a statement day on or after `next_statement`; None when none is due.

        Formula: principal / n (the remainder with the first or the last), fee = fee_rate × original principal; with a
        rate: interest = remaining × annual / 12, principal by the repayment.
        Rounding: each amount once. Source: Huabei and bank instalment terms.
        """
        if day < self.start or not self.left:
            return None
        interest = posted(self.left * self.monthly, self.unit, self.mode)
        before = self.left
        principal = least(self._principal(interest), self.left)
        original = self.terms.principal if self.terms.original is None else self.terms.original
        exact = self.terms.fee_rate * original
        fee = posted(exact, self.unit, self.mode)
        working = InstalmentWorking("instalment-plan", before, self.remaining, self.level, principal, interest)
        fee_working = FeeWorking("instalment-plan", self.terms.fee_rate, original, "principal", exact) if fee else None
        self.left -= principal
        self.remaining -= 1
        self.first = False
        return PlanDue(principal, fee, interest, working, fee_working)

    def _principal(self, interest: int) -> int:
        if self.remaining == 1:
            return self.left
        if self.level is not None:
            return most(0, self.level - interest)
        if self.terms.rate and self.terms.repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
            return 0
        if self.first and self.terms.remainder == "first":
            return self.terms.principal - (self.terms.instalments - 1) * self.part
        return self.part
