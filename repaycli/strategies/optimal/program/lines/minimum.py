"""What a statement asks: its minimum, met or missed, whether all of it is paid, and the most that is left of it."""

from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.free_period import fresh_most
from repaycli.strategies.optimal.program.lines.interest import compounds
from repaycli.strategies.optimal.program.lines.state import Left, Window
from repaycli.strategies.optimal.program.milp import Limited, Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE, Eased


def ask(account: Account, window: Window) -> None:
    """Demand the minimum, and choose whether all is paid."""
    may_be_less = False  # whether all that is asked may be less than the rule asks for
    if window.cycle.minimum is not None:
        minimum, asked = Sum(window.cycle.minimum), Sum(window.cycle.full or 0.0)
    else:
        minimum, asked = _by_rule(account, window) + _in_full(account, window) - account.slack, window.asked
        may_be_less = _ask_floor(account, window)
        if account.terms.minimum.instalments_in_share and window.cycle.instalments:  # never above all that is asked
            less = _capped(account, window, minimum, asked)
            minimum = minimum - less * (_shares(account)[0] * window.cycle.instalments)
            may_be_less = account.setting.is_strict
    if account.setting.is_strict:
        _meet(account, window, minimum)
    else:
        _may_miss(account, window, minimum)
    window.least.append(minimum)
    _choose_full(account, window, asked, may_be_less)


def _capped(account: Account, window: Window, minimum: Sum, asked: Sum) -> Sum:
    """Return what may be 1 where the rule asks for more than all that is asked: met, all of it is paid then."""
    if account.setting.is_strict:
        window.free = window.free or account.program.choice()
        return window.free
    found = account.program.choice()
    account.program.at_most(asked - minimum, (1 - found) * window.asked_most)
    return found


def covers_apart(account: Account, cycle: Cycle) -> bool:
    """Tell whether a minimum that is met pays all fees and interest: where it asks for them in full."""
    return account.setting.is_strict and cycle.due <= account.setting.last and is_apart_in_full(account, cycle)


def is_apart_in_full(account: Account, cycle: Cycle) -> bool:
    """Tell whether a minimum asks for all fees and interest, and what is paid towards it meets them first.

    One of a statement that is open asks for what is past due today as well: a payment meets that before.
    """
    if not account.pays_apart_first:
        return False
    if cycle.minimum is None:
        return asks_apart(account, cycle)
    return cycle.minimum - account.line.past_due_left() >= cycle.apart


def asks_apart(account: Account, cycle: Cycle) -> bool:
    """Tell whether the minimum of a statement that is not closed yet asks for fees and interest in full."""
    return account.terms.minimum.of != "balance" and cycle.minimum is None


def rest_most(account: Account, window: Window) -> float:
    """Return the most that can be left of a statement when its minimum is met."""
    cycle, before = window.cycle, window.before
    if cycle.minimum is not None and cycle.full is not None and account.setting.is_strict:
        return max(0.0, cycle.full - cycle.minimum)
    if not account.setting.is_strict:
        return _late_most(account, window)
    share, carried, cash = _shares_of_all(account)
    plain = cycle.amount + account.tolerance - cycle.instalments
    apart = 0.0 if covers_apart(account, cycle) else before.interest.most + cycle.apart
    left = apart + plain * (1 - share) + before.carried.most * (1 - carried) + before.cash.most * (1 - cash)
    return left + account.slack


def _late_most(account: Account, window: Window) -> float:
    """Return the most that can be left of a line after a test where minimums may be missed.

    All that came since a minimum that is paid by then for sure, late or not, and what that one left. Formula, by the
    minimums that are paid: left = (left before + billed anew) x (1 - share) + what is billed since.
    """
    cycle, before, left = window.cycle, window.before, account.left
    asked = cycle.amount + account.tolerance + before.carried.most + before.cash.most
    asked = max(cycle.full or 0.0, asked + before.interest.most + cycle.apart)
    new_cash = sum(amount for _, amount in cycle.cash)
    apart = before.interest.most + cycle.apart
    if cycle.minimum is not None:
        met = max(0.0, asked - cycle.minimum)
    else:
        share, carried, cash = _shares_of_all(account)
        plain, stood = cycle.amount + account.tolerance - cycle.instalments, left[-1].most
        met = plain * (1 - share) + stood * (1 - min(carried, cash)) + new_cash * (1 - cash)
        met += (0.0 if asks_apart(account, cycle) else apart) + account.slack
    met += account.tolerance
    account.left = [each.with_more(cycle.amount + account.tolerance + new_cash + apart) for each in left]
    if cycle.test <= account.setting.last:  # else it counts as one day past due, and no payment has to follow
        account.left.append(Left(cycle.due, met))
    tested, setting = min(cycle.test, account.setting.last), account.setting
    sure = [each.in_all for each in account.left if each.due is None or not setting.may_be_left(each.due, tested)]
    return min(asked, *sure)


def _shares_of_all(account: Account) -> tuple[float, float, float]:
    """Return what share a minimum asks for of each part, be it of all of them together."""
    share, carried, cash = _shares(account)
    return (share, share, share) if account.terms.minimum.of == "balance" else (share, carried, cash)


def _shares(account: Account) -> tuple[float, float, float]:
    """Return what share a minimum asks of what is first billed, of what is carried, and of cash advances."""
    rule = account.terms.minimum
    share = float(rule.share)
    carried = share if rule.carried_share is None else float(rule.carried_share)
    return share, carried, share if rule.cash_share is None else float(rule.cash_share)


def _by_rule(account: Account, window: Window) -> Sum:
    """Return the minimum of a statement that is not closed yet, without its floor."""
    rule, cycle, before = account.terms.minimum, window.cycle, window.before
    share, carried, cash = _shares(account)
    if rule.of == "balance":
        return (window.asked - cycle.instalments) * share + cycle.instalments
    plain = window.fresh - (0.0 if rule.instalments_in_share else cycle.instalments)
    principal = plain * share + before.carried.amount * carried + before.cash.amount * cash
    return principal + window.apart.amount + cycle.instalments


def _in_full(account: Account, window: Window) -> Sum:
    """Return what is asked in full beyond its share: what is above the limit, and what is past due."""
    over, past_due, rule = _over_limit(account, window), window.before.past_due.left, account.terms.minimum
    if account.setting.is_strict:
        return over
    share, carried, cash = _shares(account)
    if rule.of == "balance":
        return over + past_due.amount * (1 - share)
    found = over + past_due.amount * (1 - carried)
    if cash > carried and window.before.cash.most:  # these are asked for at more than that share as it is
        advances = account.program.amount()
        account.program.at_most(advances, past_due.amount)
        account.program.at_most(advances, window.before.old_cash)
        found = found - advances * (cash - carried)
    return found


def _over_limit(account: Account, window: Window) -> Sum:
    """Return what principal above the line's own limit adds to a minimum: it is asked in full, and not at a share.

    What is past due is asked in full as it is: it is not counted as above the limit as well.
    """
    cycle, before, limit = window.cycle, window.before, float(account.terms.limit)
    most = cycle.amount + account.tolerance - cycle.instalments + before.carried.most + before.cash.most
    share = max(_shares(account)) if account.terms.minimum.of != "balance" else float(account.terms.minimum.share)
    if most <= limit or share >= 1.0:
        return Sum()
    over = account.program.amount(most - limit)
    principal = window.fresh + before.carried.amount - before.unpaid + before.cash.amount - cycle.instalments
    if not account.setting.is_strict:
        principal = principal - before.past_due.left.amount
    account.program.at_least(over, principal - limit)
    return over * (1.0 - share)


def _ask_floor(account: Account, window: Window) -> bool:
    """Demand at least the floor unless all is paid; tell whether it can matter."""
    rule, cycle = account.terms.minimum, window.cycle
    low = min(_shares(account)) * max(0.0, cycle.amount - cycle.instalments)
    if rule.floor <= low or not account.setting.is_strict:
        return False
    window.free = account.program.choice()
    base = Sum()
    if rule.floor_on != "total":
        base = Sum(cycle.instalments) if rule.of == "balance" else window.apart.amount + cycle.instalments
    window.least.append(base + float(rule.floor) * (1 - window.free))
    account.program.at_least(window.paid, window.least[0])
    return True


def _meet(account: Account, window: Window, minimum: Sum) -> None:
    """Demand the minimum by the last day on which it is in time."""
    cycle = window.cycle
    by = cycle.test if account.setting.in_grace else max(cycle.due, window.days[0])
    paid = total(amount for day, amount in zip(window.days, window.by_day, strict=True) if day <= by)
    account.program.at_least(paid, minimum)
    if account.setting.today <= cycle.due < by:
        account.postponed.add(_may_wait(account, window, minimum))
    account.asked.append((by, account.billed - window.rest_most - account.tolerance))


def _may_wait(account: Account, window: Window, minimum: Sum) -> Sum:
    """Return what is 1 where the minimum is not met on its day, be it in the days of grace."""
    waits = account.program.choice()
    in_time = (day <= window.cycle.due for day in window.days)
    paid = total(amount for amount, counts in zip(window.by_day, in_time, strict=True) if counts)
    for least in (minimum, *window.least):
        account.program.at_least(paid, least - waits * (window.asked_most + account.terms.minimum.floor))
    return waits


def _may_miss(account: Account, window: Window, minimum: Sum) -> None:
    """Let the minimum be missed by some amount."""
    program, most = account.program, _short_most(account, window)
    window.missed = program.choice()
    account.paid[-1] = account.paid[-1]._replace(missed=window.missed)
    if window.cycle.test > account.setting.late_until:
        program.at_most(window.missed, 0.0)
    window.short = Limited(program.amount(most), most)
    program.at_least(window.short.amount, minimum - window.paid)
    program.at_most(window.short.amount, window.missed * most)
    if account.setting.has_aside:
        account.eased.append(_eased(account, window, minimum))
    if account.setting.today <= window.cycle.due:
        waits = window.missed
        if window.cycle.due < window.days[-1]:
            waits = _may_wait(account, window, minimum)
            program.at_least(waits, window.missed)
        account.postponed.add(waits)


def _eased(account: Account, window: Window, minimum: Sum) -> Eased:
    """Return what money paid before a statement closed does for its minimum."""
    share, whole = lowered(account, window)
    beyond = window.short.amount + window.paid - minimum
    return Eased(window.days[0], window.cycle.test, share, whole, beyond)


def lowered(account: Account, window: Window) -> tuple[float, float]:
    """Return by what share money paid before a statement closed lowers its minimum, and how much of it may lower that by all of it.

    It lowers what the minimum takes a share of.
    """
    cycle, share = window.cycle, _shares(account)[0]
    if account.is_first(cycle):  # it closed before today
        return 0.0, 0.0
    if window.asked_most > account.terms.limit:  # and all of what is above the limit
        share = 1.0
    whole = cycle.apart + window.before.late_fees.most + account.tolerance + sum(amount for _, amount in cycle.cash)
    return share, whole


def _short_most(account: Account, window: Window) -> float:
    """Return the most by which a minimum can be missed: all that the rule asks for.

    Of what was past due before nothing is missing, where all of it ends by the test.
    """
    cycle, before, rule = window.cycle, window.before, account.terms.minimum
    if cycle.minimum is not None:
        return cycle.minimum
    share, carried, cash = _shares(account)
    if rule.of == "balance":
        asked = window.asked_most * share
        carried = cash = share
    else:
        plain = cycle.amount + account.tolerance
        asked = plain * share + before.carried.most * carried + before.cash.most * cash + window.apart.most
    over = max(0.0, window.asked_most - account.terms.limit) * (1 - min(share, carried, cash))
    tested = min(cycle.test, account.setting.last)
    late = 0.0 if account.late_ends(tested) else before.past_due.left.most * (1 - carried)
    return min(window.asked_most, asked + cycle.instalments + over + late)


def _choose_full(account: Account, window: Window, asked: Sum, may_be_less: bool) -> None:
    """Choose whether all that is asked is paid, where that matters."""
    loses = not account.is_unpaid and fresh_most(account, window.cycle) > LITTLE
    loses = loses or (not account.line.is_compounding and compounds(account, window) > LITTLE)
    if not (loses or account.terms.tolerance or account.line.lost or may_be_less):
        return
    free = window.free = window.free or account.program.choice()
    most = window.rest_most
    account.program.at_most(asked - window.paid, (1 - free) * most + free * account.tolerance)
    account.paid[-1] = account.paid[-1]._replace(in_full=free)
