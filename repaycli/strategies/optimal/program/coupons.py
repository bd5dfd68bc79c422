"""Coupons in the program: each may lower what one payment takes from the wallets, on a day on which it can be used.

The program knows a coupon's worth, its days and the least payment that it needs; when it meets a payment it takes less from
the wallets. What else the engine asks for (that a payment meets what is due, what a share is taken of) is left to the
replay: so the bound may count on all that coupons are worth, and lie that much too low.
"""

from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.products.allocation import INTEREST, PENALTY
from repaycli.products.terms import Coupon
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import Modelled, Paid, Setting


def with_coupons(setting: Setting, run: Run, account: Modelled) -> Modelled:
    """Return an account whose payments its unused coupons may lower."""
    unused = run.coupons.unused.get(account.name, ())
    if not unused:
        return account
    if account.left_out:  # promised payments may use them, too
        given = sum(_most_worth(setting, run, account.name, coupon) for coupon in unused)
        return account._replace(cost=account.cost - given)
    before = float(sum(run.accrued_before[account.name]))
    paid, cost = list(account.paid), account.cost
    for coupon in unused:
        saved = _uses(setting, run, account, coupon, before)
        paid += saved
        cost = cost + total(each.amount for each in saved)
    return account._replace(cost=cost, paid=paid)


def _uses(setting: Setting, run: Run, account: Modelled, coupon: Coupon, before: float) -> list[Paid]:
    program = setting.program
    first = coupon.from_date.toordinal() if coupon.from_date else setting.today
    last = coupon.until.toordinal() if coupon.until else setting.last
    debt = run.debts[account.name]
    if coupon.needs == "overdue-repaid" and setting.is_strict:
        last = min(last, setting.today if debt.days_past_due(setting.today) else setting.today - 1)
    days = sorted({each.day for each in account.paid})
    most = _most_received(setting, run, account.name)
    if coupon.share:
        most = float(coupon.share) * (_most_interest(setting, run, account.name) if coupon.kind == "interest" else most)
    interest = account.cost + before + _billed(run, account.name)
    found: list[Paid] = []
    used = Sum()
    for day, following in zip(days, [*days[1:], setting.last + 1], strict=True):
        here = [each for each in account.paid if each.day == day]
        ahead = any(each.role == "instalment" for each in here)  # an instalment can be paid before it is due
        if not (
            first < max(following, day + 1 + debt.terms.grace_days)
            and (last >= day or (ahead and last >= setting.today))
        ):
            continue
        received = total(each.amount for each in here)
        chosen = program.choice()
        used.add(chosen)
        worth = program.amount(most if coupon.share else float(coupon.amount))
        if coupon.share:
            program.at_most(worth, (interest if coupon.kind == "interest" else received) * float(coupon.share))
            program.at_most(worth, chosen * most)
        else:
            program.at_most(worth, chosen * float(coupon.amount))
        program.at_most(worth, received)
        if coupon.minimum_payment:
            program.at_least(received - worth, chosen * float(coupon.minimum_payment))
        found.append(Paid(day, worth * -1.0, "coupon"))
    if found:
        program.at_most(used, 1.0)
    return found


def _most_received(setting: Setting, run: Run, name: str) -> float:
    return 2.0 * (max(0, run.debts[name].owed) + _spending(run, name, setting.last)) + 1e5


def _most_interest(setting: Setting, run: Run, name: str) -> float:
    """Return more interest than can be billed up to the end of the time looked at, penalties included."""
    debt = run.debts[name]
    rates = [debt.terms.rate, *(change.rate for change in debt.terms.rates)]
    multiplier = debt.terms.overdue_multiplier if isinstance(debt, Line) else debt.terms.penalty_multiplier
    most = max(float(rate.daily) for rate in rates)
    if isinstance(debt, Line):
        most = max(most, debt.cash_rate / debt.denominator)
    nights = setting.last - setting.today + 100
    return _most_received(setting, run, name) * most * max(1.0, float(multiplier)) * nights + _billed(run, name) + 1e4


def _most_worth(setting: Setting, run: Run, name: str, coupon: Coupon) -> float:
    return float(coupon.share) * _most_received(setting, run, name) if coupon.share else float(coupon.amount)


def _billed(run: Run, name: str) -> float:
    """Return the interest that is billed already and not paid."""
    line = run.lines.get(name)
    if line is not None:
        return float(sum(lot.balance for lot in line.all_lots() if lot.part in (INTEREST, PENALTY)))
    return float(sum(due.interest + due.penalty for due in run.loans[name].dues))


def _spending(run: Run, name: str, last: int) -> float:
    """Return what is put on a line up to a day, roughly and rather too much."""
    line = run.lines.get(name)
    if line is None:
        return 0.0
    months = (last - run.today) / 7 + 2
    planned = sum(flow.amount * months for flow in line.terms.spending)
    return planned + line.planned() + sum(item.amount for item in run.household.purchases if item.account == name)
