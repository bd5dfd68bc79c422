"""The free period: what purchases first billed bear up to their test unless it is kept, and those that lose it."""

from repaycli.products.terms import InterestFrom
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle, Fresh
from repaycli.strategies.optimal.program.lines.state import Window
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE


def fresh_most(account: Account, cycle: Cycle) -> float:
    """Return the most interest that purchases first billed can bear up to their test."""
    return sum(_alone(account, cycle, each) for each in cycle.fresh)


def _alone(account: Account, cycle: Cycle, each: Fresh) -> float:
    if account.is_held_back(each, cycle.test):
        return 0.0
    if account.line.is_monthly:
        return each.amount * account.month(cycle)
    cut = account.cut(cycle.following)
    return each.money + each.amount * account.own(each).weight(each.since, cycle.test + 1, cut)


def fresh_borne(account: Account, window: Window) -> Limited:
    """Return what purchases first billed bear up to their test."""
    cycle = window.cycle
    most = fresh_most(account, cycle)
    if account.is_unpaid and account.line.lost:  # where it is lost they bear from their posting
        cut = account.cut(cycle.following)
        most += sum(
            each.amount * account.own(each).weight(each.posted, cycle.test + 1, cut) * 1.1 for each in cycle.fresh
        )
    borne = account.program.amount(most)
    if account.is_unpaid:
        _bear_unpaid(account, window, borne)
    else:
        _bear_unless_free(account, window, borne)
    return Limited(borne, most)


def _held_back(account: Account, cycle: Cycle) -> float:
    """Return the purchases first billed whose interest is held back as they are tested."""
    return sum(each.amount for each in cycle.fresh if account.is_held_back(each, cycle.test))


def _full(account: Account, window: Window) -> Sum:
    """Return what purchases bore day by day as they were paid down, from where their terms begin to the test."""
    cycle, ahead = window.cycle, window.before.ahead
    if account.line.is_monthly:
        bearing = cycle.amount - _held_back(account, cycle)
        return (Sum(bearing) - total(amount for _, amount in ahead)) * account.month(cycle)
    end, cut = cycle.test + 1, account.cut(cycle.following)
    found = Sum(fresh_most(account, cycle))
    start = {InterestFrom.POSTING: 0, InterestFrom.STATEMENT: cycle.closed + 1}.get(
        account.terms.interest_from, cycle.due + 1
    )
    for day, amount in [*ahead, *zip(window.days, window.to_fresh, strict=True)]:
        begin = max(day + account.shift, start)
        found.add(amount, -max(account.own(each).weight(begin, end, cut) for each in cycle.fresh))
    return found


def _bear_unless_free(account: Account, window: Window, borne: Sum) -> None:
    """Charge what purchases bore unless their statement is paid in full; where the free period is lost, those
    posted while something was carried bear all the same."""
    program, cycle, free = account.program, window.cycle, window.free
    assert free is not None
    charged, let_off = _full(account, window), Sum()
    for each in cycle.fresh:
        alone = _alone(account, cycle, each)
        if each.bears or alone <= 0:
            continue
        lost = window.before.bears.get(each.posted)
        if lost is None:
            let_off.add(free, alone)
        else:
            if not account.line.is_monthly:  # what it bore before its statement is posted with that
                before = account.own(each).weight(each.since, cycle.closed + 1, account.cut(cycle.following))
                let_off.add(lost, each.amount * before)
            spared = program.amount(1.0)
            program.at_most(spared, free)
            program.at_most(spared, 1 - lost)
            let_off.add(spared, alone)
    program.at_least(borne, charged - let_off)


def _bear_unpaid(account: Account, window: Window, borne: Sum) -> None:
    """Charge what is left of each purchase, the newest first, back to where its terms begin."""
    program, cycle, nights = account.program, window.cycle, account.nights
    end, cut = cycle.test + 1, account.cut(cycle.following)
    if account.line.is_monthly:
        bearing = window.fresh_left - window.moved - _held_back(account, cycle)
        program.at_least(borne, bearing * account.month(cycle))
        return
    by_weight: dict[float, float] = {}
    pieces, charged = Sum(), Sum()
    for each in cycle.fresh:
        held_back = account.is_held_back(each, cycle.test)
        weight = 0.0 if held_back else each.unit + account.own(each).weight(each.since, end, cut)
        lost, billed = window.before.bears.get(each.posted), account.cut(cycle.closed)
        if lost is None or held_back or each.since >= billed:
            by_weight[weight] = by_weight.get(weight, 0.0) + each.amount
            continue
        piece, before = program.amount(each.amount), account.own(each).weight(each.since, billed, cut)
        again = program.amount(each.amount * before)  # what it bore before its closing is posted with that, if it did
        program.at_least(again, (piece - lost * each.amount) * before)
        pieces.add(piece)
        charged.add(piece, weight - before).add(again)
    for weight, amount in by_weight.items():
        piece = program.amount(amount)
        pieces.add(piece)
        charged.add(piece, weight)
    program.at_least(pieces, window.fresh_left - window.moved)
    all_bear = window.before.bears.get(max(each.posted for each in cycle.fresh))
    if all_bear is not None:  # then what is paid in the window bears until it is paid
        begin = cycle.closed + 1
        most = (cycle.amount + account.tolerance) * nights.weight(begin, end + account.shift, cut)
        until_paid = program.amount(most)
        bore = total(
            amount * nights.weight(begin, max(begin, day + account.shift), cut)
            for day, amount in zip(window.days, window.to_fresh, strict=True)
        )
        program.at_least(until_paid, bore - (1 - all_bear) * most)
        charged.add(until_paid)
    program.at_least(borne, charged)


# -- where it is lost while something is carried -----------------------------------------------------------------------


def lost_by_day(
    account: Account,
    cycle: Cycle,
    following: Cycle,
    window: Window | None,
    rest: Limited,
    paid: list[Sum],
    days: list[int],
) -> dict[int, Sum]:
    """Return by posting day what is 1 if the next purchases bear from their day, as something is carried then.

    `window`: the payments up to the test of the statement. `rest`: what the test leaves, and `paid` of it on `days`.
    """
    found: dict[int, Sum] = {}
    known: dict[int, Sum] = {}  # by the number of payments before: whether something is carried still
    if not account.line.lost:
        return found
    for each in following.fresh:
        if each.posted in found or account.is_held_back(each, each.posted):
            continue
        if each.bears:
            if all(
                _bears_unbilled(account, following, other) for other in following.fresh if other.posted == each.posted
            ):
                found[each.posted] = Sum(1.0)
            continue
        if each.posted <= account.setting.today:  # it stands on the line and bears nothing: only a test can change that
            if window is not None and window.free is not None:
                found[each.posted] = 1 - window.free
        elif each.posted <= cycle.test and window is not None and window.free is not None:
            count = sum(day <= each.posted for day in window.days)
            if count not in known:
                known[count] = _is_carried(account, window, window.free, count)
            found[each.posted] = known[count]
        elif each.posted > cycle.test:
            left = rest.amount - total(amount for amount, day in zip(paid, days, strict=True) if day <= each.posted)
            found[each.posted] = account.program.choice()
            account.program.at_most(left, found[each.posted] * max(rest.most, 1.0))
    return found


def _bears_unbilled(account: Account, following: Cycle, each: Fresh) -> bool:
    """Tell whether purchases bear already before they are billed, and are not charged for it with their statement."""
    return each.bears and account.is_unpaid and each.since > following.closed


def _is_carried(account: Account, window: Window, free: Sum, count: int) -> Sum:
    """Return what is 1 if a statement is not paid in full in the end, or what it carries not after so many payments."""
    carried = window.before.carried
    if carried.most <= LITTLE:
        return 1 - free
    known = account.program.choice()
    account.program.at_least(known, 1 - free)
    account.program.at_most(carried.amount - total(window.to_carried[:count]), known * carried.most)
    return known


def borne_unbilled(
    account: Account, following: Cycle, bears: dict[int, Sum], ahead: list[tuple[int, Sum]], end: int
) -> Limited:
    """Return what the next purchases bear before their statement closes, where the free period is lost.

    By whole months they bear nothing before the first that they stand through.
    """
    if not bears or account.line.is_monthly:
        return NOTHING
    program = account.program
    found, most = Sum(), 0.0
    for each in following.fresh:
        lost = bears.get(each.posted)
        if lost is not None and (not each.bears or _bears_unbilled(account, following, each)):
            weight = each.amount * account.own(each).weight(max(each.posted, account.setting.today), end)
            found.add(lost, weight)
            most += weight
    so_far = Sum()
    for day, amount in ahead:  # of what is paid ahead only what bears saves something, and each unit of it once
        before = [each for each in following.fresh if each.posted <= day and each.posted in bears]
        if before:
            saved = program.amount(sum(each.amount for each in before))
            program.at_most(saved, amount)
            so_far.add(saved)
            program.at_most(so_far, total(bears[each.posted] * each.amount for each in before))
            found.add(saved, -max(account.own(each).weight(day + account.shift, end) for each in before))
    return Limited(found, most)
