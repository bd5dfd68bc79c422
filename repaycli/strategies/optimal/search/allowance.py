"""What rounding can make of a cost: by so much may a bound be less than it though no plan is better."""

from fractions import Fraction
from math import ceil

from repaycli.engine.ledger import COSTS
from repaycli.engine.run import Run
from repaycli.products.accounts import Account, CreditLine
from repaycli.strategies.optimal.optimum import LACK_RATE
from repaycli.strategies.optimal.playing.replay import lacking


def allowance_of(run: Run, until: int) -> int:
    """Return what rounding can make of a cost up to `until`: minor units.

    Formula: Σ over postings of interest, penalty or a fee of their unit × (1 + the days that follow × the dearest contract rate
    of a day, but × `LACK_RATE` in times at the end of which expenses lack something), rounded up, + a unit for each account. Each posting is off its exact amount by half a unit at most (a whole one where an issuer rounds up or down), and the
    bound takes each as low as rounding can make it: so between the two lies at most a unit for each. It stands on its account,
    or is paid and missing elsewhere: it costs a day what a debt costs at most, and where expenses lack something, what that does.
    """
    units = {name: debt.terms.round_to for name, debt in run.debts.items()}
    dearest = max((_dearest(debt.terms) for debt in run.debts.values()), default=Fraction(0))
    times, exact = lacking(run, until), Fraction(0)
    for posting in run.book.postings:
        day = posting.on.toordinal()
        if posting.account in units and day >= run.today and posting.kind in COSTS:
            lack = sum(each.days for each in times if each.first + each.days > day)
            exact += units[posting.account] * (
                1 + dearest * max(0, until - day - lack) + max(dearest, LACK_RATE) * lack
            )
    return ceil(exact) + sum(units.values())


def _dearest(terms: Account) -> Fraction:
    """Return the dearest rate that an account ever bears by contract, per day."""
    rates = [terms.rate, *(change.rate for change in terms.rates)]
    if isinstance(terms, CreditLine) and terms.cash_rate:
        rates.append(terms.cash_rate)
    return max(rate.daily for rate in rates)
