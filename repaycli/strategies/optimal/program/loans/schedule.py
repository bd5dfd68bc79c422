"""A loan's due dates in their order: principal is prepaid before each, and each bills what is due."""

from collections.abc import Sequence

from repaycli.core.text import Text, text
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded
from repaycli.products.interest import Run as Stretch
from repaycli.products.terms import Repayment
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.dues import note_ahead, pay_late, pay_open_dues
from repaycli.strategies.optimal.program.loans.instalments import bill
from repaycli.strategies.optimal.program.loans.interest import end, is_unbroken, more_by_month
from repaycli.strategies.optimal.program.loans.level import change_rate
from repaycli.strategies.optimal.program.loans.prepayment import prepay
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum
from repaycli.strategies.optimal.program.setting import Asked, Modelled, Needs, Paid, Setting, modelled


def add_loan(setting: Setting, run: Run, loan: Instalments) -> Modelled:
    """Put a loan into the program as it stands at today's payments."""
    missing = _not_known(run, loan)
    accrued = float(sum(rounded(loan, run.accrued_before[loan.name])))
    if missing:  # nothing is known of it but that it costs no less than what accrued before and may never post
        paid = [Paid(day, setting.program.amount(), "prepay") for day in setting.days(setting.today, setting.last)]
        return Modelled(loan.name, Sum(-accrued), Sum(), paid, Sum(), missing)
    account = Account(setting, loan, bool(run.coupons.unused.get(loan.name)))
    state = _today(account)
    pay_open_dues(account, state)
    _go_through(account, state)
    if not setting.is_strict:
        pay_late(account)
        note_ahead(account)
    end(account, state)
    account.cost.add(-accrued)
    return modelled(loan.name, account, _needs(account), _windows(account))


def _not_known(run: Run, loan: Instalments) -> tuple[Text, ...]:
    """Return what keeps a loan out of the model."""
    own, name = run.household, loan.name
    found: list[Text] = []
    if any(payment.account == name and payment.on.toordinal() > run.today for payment in own.payments):
        found.append(text("{account}: a payment promised for later", account=name))
    if any(check.on.toordinal() > run.today for check in own.balances if check.account == name):
        found.append(text("{account}: a balance stated for later", account=name))
    if loan.credit:
        found.append(text("{account}: money overpaid", account=name))
    if loan.terms.schedule and loan.terms.prepayment.allowed:
        found.append(text("{account}: prepaying a loan with the lender's own schedule", account=name))
    if loan.terms.grace_days and loan.terms.grace_days > 20:
        found.append(text("{account}: more than 20 days of grace", account=name))
    return tuple(found)


def _today(account: Account) -> State:
    """Return how the loan stands before any payment is decided."""
    loan, terms, today = account.loan, account.terms, account.setting.today
    put_off = _borne(loan, loan.deferred)
    accrued = put_off + _borne(loan, loan.runs_to(today))
    if loan.is_monthly and today == loan.previous_due:
        accrued = put_off = 0.0  # paid off today, nothing of it is charged
    unit = accrued / loan.principal if loan.principal else 0.0
    principal = float(loan.principal)
    instalment = float(loan.level if terms.repayment is Repayment.LEVEL else loan.part)
    return State(
        principal=Limited(Sum(principal), principal),
        accrued=Limited(Sum(accrued), accrued),
        unit=unit,
        first_unit=unit,
        instalment=Limited(Sum(instalment), instalment),
        tolerated=Sum(float(loan.tolerated)),
        held=Limited(Sum(float(loan.held)), float(loan.held)),
        is_deferred=bool(loan.deferred),
        put_off=Limited(Sum(put_off), put_off),
        put_off_least=Sum(put_off),
    )


def _borne(loan: Instalments, runs: Sequence[Stretch]) -> float:
    """Return what runs of days bear, in minor units."""
    return sum(run.balance * run.rate * (run.months or run.end - run.start) for run in runs) / loan.denominator


def _go_through(account: Account, state: State) -> None:
    """Model one period after the other, up to the end of the time looked at."""
    setting, loan = account.setting, account.loan
    start, began, due, count, remaining = setting.today, loan.previous_due, loan.next_due, loan.count, loan.remaining
    whole = (loan.whole_period and began < setting.today) or began == setting.today
    while loan.principal and due <= setting.last and remaining > 0:
        is_whole = whole and loan.is_monthly and is_unbroken(account, began, due)
        period = Period(start, began, due, remaining, is_whole)
        touched = prepay(account, state, period)
        change_rate(account, state, period)
        if loan.is_paused(due) or (account.terms.repayment is Repayment.BULLET and remaining > 1):
            if is_whole:
                state.accrued = state.accrued + more_by_month(account, state, period, touched)
            remaining -= 0 if loan.is_paused(due) else 1
            state.is_deferred = True
            state.put_off, state.put_off_least = state.accrued, state.accrued.amount
        else:
            bill(account, state, period, touched)
            state.is_deferred = False
            state.put_off, state.put_off_least = NOTHING, Sum()
            remaining -= 1
        count += 1
        start = began = due
        whole = True
        due = loan.due_number(count)
    if loan.principal and remaining > 0:
        prepay(account, state, Period(start, began, setting.last + 1, remaining))
    if account.is_lean and state.principal.amount.terms:
        setting.program.at_least(state.principal.amount, 0.0)


def _windows(account: Account) -> tuple[Asked, ...]:
    """Return what instalments ask for, as coupons see it: those that are open today, those to come, the one after the end."""
    setting, grace = account.setting, account.terms.grace_days
    if not setting.is_strict or not account.has_coupons:
        return ()
    found = list(account.windows)
    if account.loan.dues:
        asked = Sum(float(sum(due.left + due.penalty for due in account.loan.dues)))
        last = max(setting.today, *(due.due + grace for due in account.loan.dues))
        found.insert(0, Asked(setting.today, last, setting.today, last + 1, last, (), 0.0, account.billed, asked))
    after, most = setting.last + 1, 2.0 * float(account.loan.principal) + 1e5
    found.append(Asked(account.opens, setting.last, account.opens, after, after, (), 0.0, account.charged, Sum(most)))
    return tuple(found)


def _needs(account: Account) -> Needs:
    """Return what it takes at the least: whole months are counted as if they all had 31 nights."""
    loan, today = account.loan, account.setting.today
    owed = float(loan.principal) - float(loan.held) - account.tolerance - account.slack * (len(account.paid) + 2)
    if loan.is_monthly:
        owed -= float(loan.principal) * account.nights.weight(today, today + 31) * 0.1
    return Needs(
        tuple(account.asked),
        owed,
        tuple(account.repaid),
        tuple(account.instalments),
        tuple(account.charges),
        account.nights,
        account.least_share,
        account.longest_wait(),
        tuple(account.waiting),
    )
