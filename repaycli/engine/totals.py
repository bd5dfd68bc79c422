"""The totals of a run, from today to its last day, both inclusive."""

from fractions import Fraction

from repaycli.core.money import round_ratio
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Kind, OverdueSpell, Projection, Summary
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run


def rounded_accrued(debt: Line | Instalments, day: int) -> tuple[int, int]:
    """Return interest and penalty accrued by the end of `day` and not posted, rounded as they would be posted."""
    return rounded(debt, debt.accrued_exact(day))


def rounded(debt: Line | Instalments, exact: tuple[Fraction, Fraction]) -> tuple[int, int]:
    """Return exact interest and penalty, rounded as they would be posted."""
    unit, mode = debt.terms.round_to, debt.terms.rounding
    plain, penal = exact
    return (
        round_ratio(plain.numerator, plain.denominator, unit, mode),
        round_ratio(penal.numerator, penal.denominator, unit, mode),
    )


def owed_in_all(debt: Line | Instalments, day: int) -> int:
    """Return what is owed at the end of `day`: instalments not yet billed and interest accrued, not posted, included."""
    return debt.owed + sum(rounded_accrued(debt, day)) + (debt.planned() if isinstance(debt, Line) else 0)


def spells(run: Run) -> tuple[OverdueSpell, ...]:
    """Return every time an account was past due, oldest first."""
    found: list[OverdueSpell] = []
    for name, debt in run.debts.items():
        for spell in debt.spells:
            last = None if spell.cleared is None else as_date(spell.cleared - 1)
            found.append(OverdueSpell(name, as_date(spell.due), spell.amount, last, spell.unconfirmed))
    return tuple(sorted(found, key=lambda spell: (spell.due, spell.account)))


def _overdue(run: Run, until: int) -> tuple[int, int]:
    """Return days past due summed over accounts, and the worst days past due, from today to `until`.

    Formula: pay − due for each due date; the day of the payment is the last of them. Days of several dues count once.
    """
    total, worst = 0, 0
    for debt in run.debts.values():
        covered = run.today - 1
        for spell in sorted(debt.spells, key=lambda spell: spell.due):
            last = until if spell.cleared is None else min(until, spell.cleared)
            if last < run.today or last <= spell.due:
                continue
            worst = max(worst, last - spell.due)
            first = max(spell.due + 1, covered + 1)
            if last >= first:
                total += last - first + 1
                covered = last
    return total, worst


def summarise(run: Run, name: str, until: int) -> Summary:
    """Add up a run that has been advanced to `until`. Amounts in minor units.

    Costs are all that posts from today on, plus interest accrued by the end and not posted, less what had accrued
    before today.
    """
    sums = dict.fromkeys(Kind, 0)
    today = as_date(run.today)
    for posting in run.book.postings:
        if posting.on >= today and posting.account in run.debts:
            sums[posting.kind] += posting.amount
    interest, penalty, debt_at_end = sums[Kind.INTEREST], sums[Kind.PENALTY], 0
    for account, debt in run.debts.items():
        at_end = rounded_accrued(debt, until)
        before = rounded(debt, run.accrued_before[account])
        interest += at_end[0] - before[0]
        penalty += at_end[1] - before[1]
        debt_at_end += owed_in_all(debt, until)
    fees = sums[Kind.LATE_FEE] + sums[Kind.FEE]
    coupons = sums[Kind.COUPON]
    overdue_days, worst = _overdue(run, until)
    repaid = len(run.repaid_on) == len(run.debts)
    payoff = max(run.repaid_on.values(), default=run.today) if repaid else None
    return Summary(
        name=name,
        interest=interest,
        penalty=penalty,
        fees=fees,
        coupons=coupons,
        total_cost=interest + penalty + fees - coupons,
        paid=sums[Kind.PAYMENT],
        overdue_days=overdue_days,
        worst_days_past_due=worst,
        lowest_cash=min((sum(holds) for day, holds, _ in run.path if day >= run.today), default=run.cash.total),
        payoff_date=None if payoff is None else as_date(payoff),
        debt_at_end=debt_at_end,
        cash_at_end=run.cash.total,
        shortfalls=tuple(found for found in run.book.shortfalls if found.on >= today),
    )


def project(run: Run, name: str, until: int) -> Projection:
    """Advance a run to `until` and return all that it tells."""
    run.advance(until)
    book = run.book
    accrued = tuple((account, sum(rounded_accrued(debt, until))) for account, debt in run.debts.items())
    return Projection(
        strategy=name,
        today=as_date(run.today),
        until=as_date(until),
        postings=tuple(book.postings),
        statements=tuple(book.statements),
        fallen_due=tuple(book.fallen_due),
        payments=tuple(book.payments),
        spells=spells(run),
        unconfirmed=tuple(run.unconfirmed),
        notices=tuple(book.notices),
        summary=summarise(run, name, until),
        accrued_at_end=accrued,
    )
