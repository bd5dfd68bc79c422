"""Coupons in the program: each may lower what one payment takes from the wallets, on a day on which it can be used.

The program knows a coupon's worth, its days and the least payment that it needs; when it meets a payment it takes less from
the wallets. One that needs a payment in time is used only where what was received by then meets what is asked (`Asked`: a
minimum, an instalment paid ahead); one off interest is worth no more than can be posted and unpaid. Each is counted low:
several payments of one statement count together, and of loans whose dues may be missed nothing is known.
"""

from itertools import pairwise

from repaycli.core.nouns import NamedTuple
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.products.allocation import INTEREST, PENALTY
from repaycli.products.terms import Coupon
from repaycli.strategies.optimal.program.milp import Program, Sum, total
from repaycli.strategies.optimal.program.setting import Asked, Modelled, Paid, Setting


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


class _Slot(NamedTuple):
    """A day of the program with what is received on it and, of what is asked then, so far; `asked`: by whom.

    `opens`: from when that may be paid. `following`: the next day of the program.
    """

    day: int
    opens: int
    following: int
    received: Sum
    so_far: Sum
    asked: tuple[Asked, ...]


def _slots(setting: Setting, account: Modelled) -> list[_Slot]:
    days = sorted({each.day for each in account.paid})
    found: list[_Slot] = []
    for day, following in pairwise([*days, setting.last + 1]):
        here = [each for each in account.paid if each.day == day]
        asked = tuple(each for each in account.windows if each.first <= day <= each.end)
        is_ahead = any(each.role == "instalment" for each in here)  # an instalment can be paid before it is due
        opens = min([each.opens for each in asked], default=setting.today) if is_ahead else day
        first = asked[0].first if asked else day
        so_far = total(each.amount for each in account.paid if first <= each.day <= day)
        found.append(_Slot(day, opens, following, total(each.amount for each in here), so_far, asked))
    return found


def _uses(setting: Setting, run: Run, account: Modelled, coupon: Coupon, before: float) -> list[Paid]:
    program, is_line = setting.program, account.name in run.lines
    most = float(coupon.amount)
    if coupon.share and coupon.kind == "interest":
        most = float(coupon.share) * _most_interest(setting, run, account.name)
    elif coupon.share:
        most = float(coupon.share) * _most_received(setting, run, account.name)
    found: list[Paid] = []
    used = Sum()
    for slot in _slots(setting, account):
        if not (_is_open(setting, run, account, coupon, slot) and _can_be_earned(account, coupon, slot)):
            continue
        chosen, worth = program.choice(), program.amount(most)
        used.add(chosen)
        program.at_most(worth, chosen * most)
        program.at_most(worth, slot.received)
        if coupon.kind == "interest":
            known = total(asked.interest for asked in slot.asked)
            interest = known if account.windows else account.cost + before + _billed(run, account.name)
            program.at_most(worth, interest * float(coupon.share or 1))
        else:
            _limit(setting, coupon, worth, slot, is_line)
        if coupon.minimum_payment:
            paid = slot.received - worth if is_line else slot.received
            program.at_least(paid, chosen * float(coupon.minimum_payment))
        if account.windows and _needs_payment(coupon):
            covered = slot.so_far if is_line else slot.so_far + worth  # a loan holds its worth for an instalment
            for least in slot.asked[0].least:
                program.at_least(covered, least - (1 - chosen) * slot.asked[0].most)
        if coupon.needs == "overdue-repaid" and is_line and not setting.is_strict:
            _repay_past_due(program, account, chosen, slot.day)
        found.append(Paid(slot.day, worth * -1.0, "coupon"))
    if found:
        program.at_most(used, 1.0)
    return found


def _repay_past_due(program: Program, account: Modelled, chosen: Sum, day: int) -> None:
    """Let a coupon be used where a line was past due before a day and is not so any more at its end."""
    before = [is_late for on, is_late in account.was_late if on < day]
    program.at_most(chosen, before[-1] if before else 0.0)
    for on, is_late in account.was_late:
        if on == day:
            program.at_most(chosen, 1.0 - is_late)
            break


def _limit(setting: Setting, coupon: Coupon, worth: Sum, slot: _Slot, is_line: bool) -> None:
    """A coupon off a payment: on a line it covers, with the payment, no more than is asked."""
    limits, share = [each.limit for each in slot.asked], float(coupon.share)
    if is_line:
        for base in (slot.received, *limits):
            setting.program.at_most(worth * (1 + share), base * (share or 1.0))
        return
    setting.program.at_most(worth, slot.received * (share or 1.0))
    if limits:
        setting.program.at_most(worth, total(limits))


def _needs_payment(coupon: Coupon) -> bool:
    return coupon.needs in ("on-time", "early")


def _can_be_earned(account: Modelled, coupon: Coupon, slot: _Slot) -> bool:
    """Tell whether a payment can be in time for what is asked, if a coupon needs that."""
    if not account.windows or not _needs_payment(coupon):
        return True
    if not slot.asked or slot.day > slot.asked[0].last:
        return False
    return coupon.needs != "early" or slot.opens < slot.asked[0].due


def _is_open(setting: Setting, run: Run, account: Modelled, coupon: Coupon, slot: _Slot) -> bool:
    """Tell whether a payment of a slot can use a coupon; one off a payment needs that something is asked."""
    debt, is_strict = run.debts[account.name], setting.is_strict
    first = coupon.from_date.toordinal() if coupon.from_date else setting.today
    last = coupon.until.toordinal() if coupon.until else setting.last
    if coupon.needs == "overdue-repaid" and is_strict:
        last = min(last, setting.today if debt.days_past_due(setting.today) else setting.today - 1)
    if isinstance(debt, Line) and is_strict and coupon.kind == "cash" and slot.day != setting.today:
        last = last if any(slot.day <= asked.last for asked in slot.asked) else setting.today - 1
    return first < max(slot.following, slot.day + 1 + debt.terms.grace_days) and last >= slot.opens


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
