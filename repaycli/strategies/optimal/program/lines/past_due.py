"""Past due: a minimum that is missed, its late fee, the days until what is past due is paid, what it bears more."""

from repaycli.core.nouns import NamedTuple
from repaycli.products.terms import OverdueOn
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.minimum import is_apart_in_full, lowered
from repaycli.strategies.optimal.program.lines.state import Meanwhile, PastDue, Tested, Window
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total
from repaycli.strategies.optimal.program.setting import Owing


def past_due_today(account: Account) -> PastDue:
    """Return what is past due before any payment is decided."""
    left = float(account.line.past_due_left())
    if not left:
        return PastDue(Limited(Sum(left), left))
    account.was_late.append((account.setting.today - 1, Sum(1.0)))
    so_far = 0.0
    for group in account.line.past_due:
        so_far += group.left
        account.owing.append(Owing(group.due, account.setting.today - 1, Limited(Sum(so_far), so_far)))
    if account.line.days_past_due(account.setting.today) > 0:
        account.late.add(1.0)  # today counts, even if it is the day on which all of it is paid
    return PastDue(Limited(Sum(left), left), Sum(1.0))


def follow_past_due(account: Account, window: Window, tested: int) -> None:
    """Follow through a window what was past due before it, and the fees and interest in it: they are paid first."""
    before = window.before
    window.known = _count_days(account, before.past_due, window.by_day, window.days, tested)
    if window.known:
        window.dead = dead_left(account, before.dead, window.known[-1][1])


def dead_left(account: Account, dead: Sum, is_late: Sum) -> Sum:
    """Return what may be left of fees and interest that were missed: nothing where nothing is past due any more."""
    if not account.is_dead_past_due or not (dead.terms or dead.constant):
        return dead
    most = account.most_of(dead)
    found = account.program.amount(most)
    account.program.at_most(found, dead)
    account.program.at_most(found, is_late * most)
    return found


def is_dead_past_due(account: Account, cycle: Cycle) -> bool:
    """Tell whether all fees and interest that a statement leaves unpaid are past due.

    They are carved off first, unless the line is past due by then for so long that principal is; a minimum that asks for less
    than both may be met and leave some of them.
    """
    return is_apart_in_full(account, cycle) and not account.may_pay_principal_first(cycle.test)


def fall_past_due(account: Account, window: Window, rest: Limited, tested: int) -> PastDue:
    """Test a minimum that may be missed: what is then past due, its late fee, the days up to the next payment."""
    _count_grace(account, window, tested)
    found = PastDue(window.short, window.missed)
    account.was_late.append((tested, window.missed))
    if account.terms.overdue_on is OverdueOn.WHOLE_STATEMENT:
        found.left = Limited(account.program.amount(rest.most), rest.most)
        account.program.at_least(found.left.amount, rest.amount - (1 - window.missed) * rest.most)
    found.fees = _late_fee(account, window, window.least[-1])
    account.owing.append(Owing(window.cycle.due, tested, found.left))
    account.is_dead_past_due &= is_dead_past_due(account, window.cycle)
    return found


def borne_in_window(account: Account, window: Window, left: Sum, end: int) -> Limited:
    """Return what past-due sums bear from a closing to its test, before night `end`, beyond what else is counted there: the
    penalty on what was past due before as long as it stood, and on what is `left` and was not, from the due date on.

    Where only what is left at the test bears, what was past due bears as long as it stood as well.
    """
    more, old, nights = _more(account), window.before.past_due.left, account.nights
    waits = account.line.retested and not account.line.is_monthly and not account.line.is_compounding
    if more <= 0 and not waits:
        return NOTHING
    program, start = account.program, max(account.cut(window.cycle.closed), account.setting.today)
    found, stayed = Sum(), Sum()
    if window.known:
        left_old = Limited(old.amount - window.before.dead, old.most)
        until, stayed = _until_paid(account, left_old, window.by_day, window.days, start)
        program.at_most(stayed, window.known[-1][1] * old.most)
        found = until * (more + waits) + stayed * (more * nights.weight(start, end))
    since = max(window.cycle.due + 1, account.setting.today)
    if more > 0 and since < end:
        newly = program.amount()
        program.at_least(newly, left - stayed)
        found.add(newly, more * nights.weight(since, end))
    return Limited(found, (old.most * (1 + more) + window.asked_most * more) * nights.weight(start, end))


def _until_paid(account: Account, left: Limited, paid: list[Sum], days: list[int], start: int) -> tuple[Sum, Sum]:
    """Return what a past-due sum bears from night `start` until it is paid, and what of it is not: it is paid before all else."""
    program, stayed = account.program, account.program.amount(left.most)
    found, gone = Sum(), stayed
    for day, by_day in zip(days, paid, strict=True):
        part = program.amount(left.most)
        program.at_most(part, by_day)
        found.add(part, account.nights.weight(start, max(day + account.shift, start)))
        gone = gone + part
    program.at_least(gone, left.amount)
    return found, stayed


def _more(account: Account) -> float:
    """Return by how much of its plain interest more a past-due sum bears, where interest is known by the day."""
    if account.line.is_monthly or account.line.is_compounding:
        return 0.0
    return float(account.terms.overdue_multiplier) - 1.0


def end_past_due(account: Account, window: Window) -> None:
    """Count a due that is not met where the time looked at ends before its test as one day past due."""
    if window.missed.terms:
        account.late.add(_newly(account, window, window.known[-1:]))


def _newly(account: Account, window: Window, known: list[tuple[int, Sum]]) -> Sum:
    """Return what is 1 where a minimum is missed and the line is not past due already, as is `known` at last."""
    is_late = known[-1][1] if known else window.before.past_due.is_late
    if not is_late.terms and not is_late.constant:
        return window.missed
    found = account.program.amount(1.0)
    account.program.at_least(found, window.missed - is_late)
    return found


def _count_grace(account: Account, window: Window, tested: int) -> None:
    """Count the days of grace of a minimum that is missed as past due, where the line was not so already; a due of the last
    day as one."""
    due = max(window.cycle.due, account.setting.today - 1)
    if tested <= due and tested < account.setting.last:
        return
    before = [(day, is_late) for day, is_late in window.known if day <= due]
    account.late.add(_newly(account, window, before), float(max(1, tested - due)))


def _late_fee(account: Account, window: Window, minimum: Sum) -> Limited:
    """Charge the fee for a minimum that is missed: at the least what it always is, or its share."""
    program, fee, short = account.program, account.terms.late_fee, window.short
    if fee is None or fee.of == "interest":
        return NOTHING
    if window.cycle.test >= account.setting.last:  # it posts on the day after the test
        return NOTHING
    least = float(min(fee.steps) if fee.steps else fee.floor)
    share = 0.0 if fee.steps else min(1.0, float(fee.share))
    spared = 0.0
    if fee.cap is not None:
        spared = max(0.0, share * short.most - fee.cap)
        least = min(least, float(fee.cap))
    most = least + share * short.most - spared + account.terms.round_to
    if most <= account.terms.round_to:
        return NOTHING
    charged = program.amount(most)
    if fee.within_minimum:
        _charge_within(account, window, minimum, charged, least)
    else:
        program.at_least(charged, window.missed * least - account.slack)
    asked = short.amount * share
    if spared and fee.cap is not None:  # a share of what is missed, and never more than the cap
        capped = program.choice()
        program.at_most(capped, window.missed)
        program.at_least(charged, capped * float(fee.cap) - account.slack)
        asked = asked - capped * spared
    program.at_least(charged, asked - account.slack)
    account.cost.add(charged)
    return Limited(charged, most)


def _charge_within(account: Account, window: Window, minimum: Sum, charged: Sum, least: float) -> None:
    """Charge a minimum that is missed with so much, and never more than the minimum itself.

    What is paid on the first day of the window may have been paid before, and have lowered the minimum.
    """
    program, most = account.program, window.asked_most
    if account.is_first(window.cycle):
        statement = account.line.statements[0]
        program.at_least(charged, window.missed * min(least, float(statement.minimum)) - account.slack)
        return
    small = program.choice()  # the minimum is less
    program.at_least(charged, (window.missed - small) * least - account.slack)
    share, whole = lowered(account, window)
    minimum = minimum - window.by_day[0] * (1.0 if whole > 0 else share)
    fee = charged - minimum + (2 - small - window.missed) * most + account.slack
    if account.setting.has_aside:
        account.eased[-1] = account.eased[-1]._replace(fee=fee)
    else:
        program.at_least(fee, 0.0)


def _count_days(
    account: Account, past_due: PastDue, paid: list[Sum], days: list[int], last: int
) -> list[tuple[int, Sum]]:
    """Count days past due while payments on days lower what is past due; return, by day, what is 1 where something is left."""
    still, left, most = past_due.is_late, past_due.left.amount, past_due.left.most
    found: list[tuple[int, Sum]] = []
    if most <= 0 or (not still.terms and not still.constant):
        return found
    for place, day in enumerate(days):
        left = left - paid[place]
        known = account.program.choice()
        account.program.at_most(left, known * most)
        account.program.at_most(known, still)
        if day > account.setting.late_until:
            account.program.at_most(known, 0.0)
        following = days[place + 1] if place + 1 < len(days) else last
        account.late.add(known, float(max(0, following - day)))
        still = known
        found.append((day, known))
    account.was_late += found
    return found


class Stayed(NamedTuple):
    """What is past due at a closing, what it bore more than other balances since the test before, and what may be left of
    fees and interest that were missed."""

    past_due: PastDue
    borne: Limited
    dead: Sum


def stay_past_due(account: Account, cycle: Cycle, tested: Tested, paid: Meanwhile) -> Stayed:
    """From a test to the next closing: days past due, what the past-due sum bears more, and what is left of both."""
    setting, program = account.setting, account.program
    past_due, days, most = tested.past_due, paid.days, tested.past_due.left.most
    if setting.is_strict or most <= 0:
        return Stayed(PastDue(Limited(Sum(), most)), NOTHING, tested.dead)
    end = min(cycle.following, setting.last)
    first = days[0] if days else end
    if tested.after > setting.today:
        account.late.add(past_due.is_late, float(max(0, first - (tested.after - 1))))
    known = _count_days(account, past_due, paid.by_day, days, end)
    still = known[-1][1] if known else past_due.is_late
    if end < setting.last:  # on the day after the closing it counts, before what is paid then
        account.late.add(still)
    left = program.amount(most)
    program.at_least(left, past_due.left.amount - total(paid.by_day))
    dead = dead_left(account, tested.dead, still) if still.terms else tested.dead
    return Stayed(PastDue(Limited(left, most), still), _borne_more(account, cycle, tested, paid), dead)


def _borne_more(account: Account, cycle: Cycle, tested: Tested, paid: Meanwhile) -> Limited:
    """Return what past-due sums bear more than others from the test on: fees and interest bear nothing."""
    more = _more(account)
    if more <= 0:
        return NOTHING
    nights, past_due = account.nights, tested.past_due.left
    start, last_night = max(tested.after, account.setting.today), account.last_night(cycle)
    left = Limited(past_due.amount - tested.dead, past_due.most)
    until, stayed = _until_paid(account, left, paid.by_day, paid.days, start)
    most = nights.weight(start, last_night)
    return Limited((until + stayed * most) * more, past_due.most * more * most)
