"""What the file says will happen: incomes, expenses and spending as planned, and what was recorded.

`fill` puts it on a run's agenda; each of the others is done when its day has come, and is a function of the run, the day
and the rest.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from repaycli.core.dates import LATEST
from repaycli.core.text import Text, text
from repaycli.core.whole import pick, some
from repaycli.engine.agenda import Dates
from repaycli.engine.cash import named
from repaycli.engine.corrections import correction
from repaycli.engine.day import Step
from repaycli.engine.ledger import Notice
from repaycli.engine.line import posting
from repaycli.engine.line.state import Line
from repaycli.engine.loan import billing
from repaycli.products.accounts import BalanceCheck, Flow, Payment, Purchase, Receipt
from repaycli.products.interest import posted
from repaycli.products.terms import PurchaseKind

if TYPE_CHECKING:
    from repaycli.engine.run import Run


def fill(run: "Run") -> None:
    """Put on the agenda what is planned and what is recorded, from `as_of` on."""
    own = run.household
    for check in own.balances:
        if check.on >= own.as_of:
            run.push(check.on.toordinal(), Step.CHECK, check.account, compare, check)
    for step, flows in ((Step.INCOME, own.incomes), (Step.EXPENSE, own.expenses)):
        for flow in flows:
            _plan(run, step, flow.name, flow)
    for receipt in own.receipts:
        if receipt.on >= own.as_of and receipt.amount:
            order = f"{receipt.income}\0{receipt.income}\0{receipt.due or receipt.on}"
            run.push(receipt.on.toordinal(), Step.INCOME, order, receive, receipt)
    for terms in own.lines:
        for flow in terms.spending:
            _plan(run, Step.SPENDING, terms.name, flow)
    for item in own.purchases:
        if item.posted >= own.as_of:
            run.push(item.posted.toordinal(), Step.PURCHASE, item.account, record, item)
            if item.posted.toordinal() > run.today:
                run.expected[item.account] = run.expected.get(item.account, 0) + 1
    for payment in own.payments:
        if payment.on >= own.as_of:
            run.push(payment.on.toordinal(), Step.PAYMENT, payment.account, pay, payment)


# -- as planned ---------------------------------------------------------------------------------------------------------


def _plan(run: "Run", step: Step, name: str, flow: Flow) -> None:
    _push(run, step, name, flow, Dates(flow.dates(LATEST, run.household.as_of)), 0)


def _push(run: "Run", step: Step, name: str, flow: Flow, dates: Dates, number: int) -> None:
    on = dates.at(number)
    if on is not None:
        run.push(on.toordinal(), step, f"{name}\0{flow.name}", _come, step, name, flow, dates, number)


def _come(run: "Run", day: int, step: Step, name: str, flow: Flow, dates: Dates, number: int) -> None:
    luck = run.changes.luck
    drawn = luck.drawn(step, name, flow, day) if luck is not None and day >= run.today else None
    if drawn is None:
        happen(run, day, step, name, flow)
    for amount, late in drawn or ():
        come = flow._replace(amount=amount)
        if late:
            run.push(day + late, step, f"{name}\0{flow.name}\0{day}", happen, step, name, come)
        elif some(amount):
            happen(run, day, step, name, come)
    _push(run, step, name, flow, dates, number + 1)


def happen(run: "Run", day: int, step: Step, name: str, flow: Flow) -> None:
    """An income, an expense or spending on a line happens as planned."""
    if step is Step.INCOME:
        amount = run.changes.income(name, flow.amount) if day >= run.today else flow.amount
        run.cash.receive(day, flow.wallet, amount, named(flow.name))
    elif step is Step.EXPENSE:
        run.cash.spend(day, flow, flow.amount)
    else:
        line = run.lines[name]
        frozen = run.is_frozen(line, day)
        elsewhere, here = pick(frozen, flow.amount, 0), pick(frozen, 0, flow.amount)
        if some(elsewhere):
            _spend_elsewhere(run, line, day, flow._replace(amount=elsewhere))
        if some(here):
            posting.purchase(line, day, here, flow.kind)
            run.touched.add(name)


def _spend_elsewhere(run: "Run", line: Line, day: int, flow: Flow) -> None:
    """What a frozen line cannot pay is paid from the wallets; cash that it would advance does not come."""
    if flow.kind is PurchaseKind.PURCHASE and run.cash.purses:
        run.cash.spend(day, flow, flow.amount)
    if line.name not in run.refused:
        run.refused.add(line.name)
        run.book.notices.append(frozen_notice(line.name, line.terms.lender))


def frozen_notice(name: str, lender: str) -> Notice:
    """Say that nothing more can be spent on an account for now."""
    note = text("spending on it is frozen while {lender} is owed past-due sums", lender=lender)
    return Notice("spending-frozen", name, note)


# -- as recorded --------------------------------------------------------------------------------------------------------


def receive(run: "Run", day: int, receipt: Receipt) -> None:
    """What an income really brought; one dated after today is counted on."""
    note = text("{name}, as recorded", name=receipt.income)
    if receipt.due not in (None, receipt.on):
        note = text("{name}, as recorded; planned for {due}", name=receipt.income, due=receipt.due)
    run.cash.receive(day, receipt.wallet, receipt.amount, note)


def record(run: "Run", day: int, item: Purchase) -> None:
    """A recorded purchase, cash advance or refund posts."""
    line = run.lines[item.account]
    run.touched.add(item.account)
    if item.kind is PurchaseKind.REFUND:
        posting.refund(line, day, item.amount, item.counts_as_payment)
    else:
        was_known, line.is_known = line.is_known, True
        posting.purchase(line, day, item.amount, item.kind)
        line.is_known = was_known
    if day > run.today:
        run.expected[item.account] -= 1


def pay(run: "Run", day: int, payment: Payment) -> None:
    """A recorded payment always stands; one dated after today is a promise of the plan."""
    run.payments.record(day, payment)
    run.touched.add(payment.account)


def compare(run: "Run", day: int, check: BalanceCheck) -> None:
    """The figure that the lender or the wallet shows takes the place of ours, as an adjustment."""
    if check.is_wallet:
        note = correction(None, run.cash.by_name[check.account].holds, check.amount)
        run.cash.correct(day, check.account, check.amount, note)
        _note_correction(run, check, note)
        return
    debt = run.debts[check.account]
    run.touched.add(check.account)
    owed = check.amount
    if check.includes_accrued:
        owed -= posted(sum(debt.accrued_exact(day - 1), Fraction(0)), debt.terms.round_to, debt.terms.rounding)
    note = correction(debt, debt.owed + check.amount - owed, check.amount)
    if isinstance(debt, Line):
        posting.correct(debt, day, owed, note)
    else:
        billing.correct(debt, day, owed, note)
    _note_correction(run, check, note)


def _note_correction(run: "Run", check: BalanceCheck, note: Text | None) -> None:
    if note is not None:
        run.book.notices.append(Notice("corrected", check.account, text("{date}: {what}", date=check.on, what=note)))
