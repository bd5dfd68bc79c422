"""One debt alone, with more money than it can ask for: what its terms make of it, whoever owes it."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.dates import LATEST, add_months
from repaycli.core.money import round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.engine.ledger import Kind, Notice
from repaycli.engine.position import Decision, Position
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded_accrued
from repaycli.products.accounts import Household, Wallet
from repaycli.products.minimum import Asked, minimum_payment
from repaycli.products.schedules import level_instalment, period_rate
from repaycli.products.terms import Accrual, Compound, InstalmentFee, InterestFrom, InterestOn

MOST_YEARS = 100
"""A debt that is not repaid after so many years is one that is never repaid."""

_PLENTY = Wallet("-", 10**24)


class Instalment(NamedTuple):
    """One due of a loan: its parts, and the principal that is left after it; minor units."""

    on: date
    principal: int
    interest: int
    fee: int
    left: int

    @property
    def amount(self) -> int:
        """What is to be paid."""
        return self.principal + self.interest + self.fee


class Repaid(NamedTuple):
    """How a line was repaid. `payments` are what was paid on which day; `residual` is interest that is billed after the
    last of them; `owed` is what is still owed after `MOST_YEARS`, 0 where it ends. `raised` counts the payments that had
    to be more than the fixed sum, because the minimum was."""

    payments: tuple[tuple[date, int], ...]
    minimums: tuple[int, ...]
    residual: int
    owed: int
    raised: int

    @property
    def paid(self) -> int:
        """All payments together."""
        return sum(amount for _, amount in self.payments)


class PlanFee(NamedTuple):
    """What a plan's instalments cost in all, minor units: paid in parts with "each", with the "first", or "upfront"."""

    total: int
    paid: str


class Plan(NamedTuple):
    """The instalments of a plan, their fees included, and what was paid at its start."""

    rows: tuple[Instalment, ...]
    upfront: int


class Warned(NamedTuple):
    """What the warning on a United States statement says: repaid by minimums, and the payment that takes 36 months.

    Source: 12 CFR 1026.7(b)(12); Appendix M1: years where there are two or more, to the nearest one.
    """

    by_minimum: Repaid
    in_36_months: int

    @property
    def months(self) -> int:
        """How long it takes by minimums, as it is told: in whole years, half up, from two on."""
        months = len(self.by_minimum.payments)
        return (months + 6) // 12 * 12 if months >= 24 else months

    @property
    def total(self) -> int:
        """What is paid in all by minimums, the last small bill included."""
        return self.by_minimum.paid + self.by_minimum.residual

    @property
    def total_in_36_months(self) -> int:
        """What is paid in all in 36 months."""
        return 36 * self.in_36_months

    @property
    def is_told_of_36_months(self) -> bool:
        """Tell whether the payment that takes 36 months has to be told: the minimums take longer."""
        return bool(self.by_minimum.owed) or self.months > 36


class Steady:
    """Pays a fixed sum once on each due date: at least what is asked, at most the statement; a small one in full."""

    eager = False
    name = "steady"

    def __init__(self, amount: int = 0, in_full_up_to: int = 0) -> None:
        self.amount = amount
        self.in_full_up_to = in_full_up_to
        self.minimums: list[int] = []

    def wakes(self) -> Sequence[int]:
        """Ask on due dates alone."""
        return ()

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payment."""
        found: list[Decision] = []
        for claim in position.due:
            if claim.due != position.day:  # its grace days run, and it was paid
                continue
            least = claim.full if claim.full <= self.in_full_up_to else claim.minimum
            self.minimums.append(claim.minimum)
            amount = max(least, min(self.amount, claim.full))
            if amount > 0:
                found.append(Decision(claim.account, _PLENTY.name, amount, text("the minimum of the statement")))
        return found


def play_loan(household: Household) -> tuple[Instalment, ...]:
    """Return the instalments of the household's one loan, up to the one that leaves nothing.

    Formula, rounding and source: `repaycli.engine.loan`.
    """
    run = _run(household, Steady())
    run.advance_until_repaid(LATEST.toordinal())
    return tuple(
        Instalment(
            due.on,
            due.working.principal,
            due.working.interest,
            due.fee,
            due.working.principal_before - due.working.principal,
        )
        for due in run.book.fallen_due
    )


def only_pays_interest(household: Household) -> bool:
    """Tell whether the instalment that the loan states is no more than a period's interest: then nothing is ever repaid
    by it, and the last instalment is the whole debt."""
    stated = household.loans[0].instalment
    return stated is not None and stated <= period_interest(household)


def fee_in_all(principal: int, share: Fraction, parts: int) -> int:
    """Return a plan's fee in all: a share of its sum, charged so many times. Minor units; each half up as it is charged."""
    exact = share * principal
    return parts * round_ratio(exact.numerator, exact.denominator)


def play_plan(household: Household, fee: PlanFee) -> Plan:
    """Return the instalments of the household's one loan, which bears no interest, with the fee of a plan beside it.

    Rounding: the fee in equal parts, what does not divide with the first one (Huabei's help text).
    """
    loan = household.loans[0]
    each, rest = divmod(fee.total, loan.instalments) if fee.paid == "each" else (0, fee.total)
    charged = household._replace(loans=(loan._replace(fee_per_instalment=InstalmentFee(each)),))
    first, *others = play_loan(charged)
    if fee.paid == "upfront":
        return Plan((first, *others), rest)
    return Plan((first._replace(fee=first.fee + rest), *others), 0)


def play_line(household: Household, strategy: Steady) -> tuple[Repaid, tuple[Notice, ...]]:
    """Return how the household's one line is repaid by a fixed sum a month, or by its minimums, and what was assumed."""
    run = _run(household, strategy)
    line = next(iter(run.debts.values()))
    first, end = line.owed, run.today
    for years in range(1, MOST_YEARS + 1):
        end = run.advance_until_repaid(min(add_months(household.as_of, 12 * years), LATEST).toordinal())
        if run.repaid_on or line.owed > 2 * first:
            break
    paid = tuple((each.on, each.amount) for each in run.book.postings if each.kind is Kind.PAYMENT)
    owed = line.owed + sum(rounded_accrued(line, end))
    is_repaid = bool(run.repaid_on)
    raised = sum(1 for asked in strategy.minimums if strategy.amount and asked > strategy.amount)
    found = Repaid(paid, tuple(strategy.minimums), owed if is_repaid else 0, 0 if is_repaid else owed, raised)
    return found, tuple(run.book.notices)


def with_line_of(household: Household, balance: int) -> Household:
    """Return the household with its line asked for `balance` on the statement that closed today, by its own rule for the
    minimum, and with no limit: what is above one would have to be paid at once."""
    line = household.lines[0]
    minimum = minimum_payment(Asked(new=balance), line.minimum, line.round_to, line.rounding).amount
    asked = line.statement[0]._replace(balance=balance, minimum=minimum)
    return household._replace(lines=(line._replace(limit=_PLENTY.balance, statement=(asked,)),))


def never_lowers(amount: int, owed: int, interest: int) -> bool:
    """Tell whether a fixed sum a month never lowers what is owed: it does not cover a month's interest. Minor units."""
    return amount <= interest and amount < owed


def period_interest(household: Household) -> int:
    """Return the interest of one whole period on the loan's principal, or of a month on the line's balance: what a payment
    has to be more than. Rounding: half up to the minor unit."""
    if household.loans:
        loan = household.loans[0]
        exact = loan.principal * period_rate(loan.rate, loan.every)
    else:
        line = household.lines[0]
        exact = line.statement[0].balance * line.rate.monthly
    return round_ratio(exact.numerator, exact.denominator)


def as_disclosed(household: Household) -> Household:
    """Return the household with the line as the warning on a United States statement reckons it: months of equal length,
    interest on the balance of each statement, no free period.

    Source: Regulation Z, 12 CFR 1026, Appendix M1 (assumptions) and M2 (periodic rate = annual ÷ 365 × 365/12).
    """
    line = household.lines[0]._replace(
        accrual=Accrual.MONTHLY,
        compound=Compound.POSTED,
        interest_on=InterestOn.FULL,
        interest_from=InterestFrom.POSTING,
        revolving=True,
    )
    return household._replace(lines=(line,))


def in_36_months(household: Household, balance: int) -> int:
    """Return the monthly payment that repays a balance in 36 months.

    Formula: annuity at annual ÷ 12. Rounding: half up to the minor unit. Source: 12 CFR 1026, Appendix M1 and M2.
    """
    return level_instalment(balance, household.lines[0].rate.monthly, 36)


def _run(household: Household, strategy: Steady) -> Run:
    rich = household._replace(wallets=(_PLENTY,))
    return Run(rich, household.as_of, strategy, workings=False)
