"""A line's statements in their order: each is paid in its window, tested, and hands on what its next closing leaves."""

from repaycli.engine.line.state import Line
from repaycli.engine.lots import FREE
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.closing import close
from repaycli.strategies.optimal.program.lines.cycles import Cycle, not_known
from repaycli.strategies.optimal.program.lines.ending import end_closed, end_untested
from repaycli.strategies.optimal.program.lines.interest import borne_to_test, cash_borne_to_test
from repaycli.strategies.optimal.program.lines.past_due import (
    borne_in_window,
    end_past_due,
    fall_past_due,
    follow_past_due,
    is_dead_past_due,
    past_due_today,
)
from repaycli.strategies.optimal.program.lines.state import Left, State, Tested
from repaycli.strategies.optimal.program.lines.window import dead, note_asked, open_window, tolerated
from repaycli.strategies.optimal.program.milp import Limited, Sum
from repaycli.strategies.optimal.program.setting import Asked, Modelled, Needs, Paid, Setting, modelled

_CHARGES = 4
"""A statement bills interest, what past-due sums bore, and two kinds of fees, at most: each is a lot of its own."""


def add_line(setting: Setting, run: Run, line: Line) -> Modelled:
    """Put a line into the program as it stands at today's payments."""
    missing = not_known(setting, run, line)
    accrued = float(sum(rounded(line, run.accrued_before[line.name])))
    if missing:  # nothing is known of it but that it costs no less than what accrued before and may never post
        paid = [Paid(day, setting.program.amount(), "statement") for day in setting.days(setting.today, setting.last)]
        return Modelled(line.name, Sum(-accrued), Sum(), paid, Sum(), missing)
    account = Account(setting, run, line)
    state = _today(account)
    for number, cycle in enumerate(account.cycles):
        following = account.cycles[number + 1] if number + 1 < len(account.cycles) else None
        state = _go_through(account, cycle, following, state)
    account.cost.add(-accrued)
    found = modelled(line.name, account, Needs(tuple(account.asked)), account.windows)
    return found._replace(eased=tuple(account.eased), was_late=tuple(account.was_late))


def _today(account: Account) -> State:
    """Return what the closing before today handed on."""
    first, past_due = account.cycles[0], account.line.past_due
    account.billed = first.carried + first.carried_cash
    account.left = [Left(None, account.billed)]
    return State(
        Limited(Sum(first.carried), first.carried),
        Limited(Sum(first.carried_cash), first.carried_cash),
        past_due=past_due_today(account),
        dead=Sum(float(sum(lot.balance for group in past_due for lot in group.lots if lot.fate is FREE))),
    )


def _go_through(account: Account, cycle: Cycle, following: Cycle | None, state: State) -> State:
    """Model one statement from its closing to the next; return what that hands on."""
    setting = account.setting
    start = setting.today if account.is_first(cycle) else max(cycle.closed + 1, setting.today)
    end = min(cycle.following, setting.last)
    account.cost.add(cycle.costs)
    account.billed += cycle.amount + cycle.apart + sum(amount for _, amount in cycle.cash)
    account.lots += len(cycle.fresh) + len(cycle.cash) + _CHARGES
    if not cycle.is_open:
        late = Sum(float(account.line.past_due_left()))
        account.windows.append(Asked(start, cycle.following, start, 0, 0, (), 0.0, account.interest_open, late))
        tested = Tested(
            start,
            _accrued(account, cycle),
            state.carried,
            state.cash,
            account.cut(cycle.closed),
            state.past_due,
            state.dead,
            state.moved,
            state.unpaid,
        )
    elif start > end:
        end_closed(account, state)
        return state
    else:
        tested = _test(account, cycle, state, start, end)
    return close(account, cycle, following, tested, start, end) if tested else state


def _accrued(account: Account, cycle: Cycle) -> Limited:
    """Return what accrued for sure before today and is not posted."""
    accrued, last_night = cycle.accrued, account.last_night(cycle)
    if account.line.is_compounding:
        accrued *= 1.0 + account.nights.weight(account.setting.today, last_night, last_night)
    return Limited(Sum(accrued), accrued)


def _test(account: Account, cycle: Cycle, state: State, start: int, end: int) -> Tested | None:
    """Model the window of a statement and its test; None where the time looked at ends before it."""
    tested = min(cycle.test, end)
    window = open_window(account, cycle, state, start, tested)
    note_asked(account, window, start)
    if not account.setting.is_strict:
        follow_past_due(account, window, tested)
    if cycle.test > account.setting.last:
        end_untested(account, window)
        if not account.setting.is_strict:
            end_past_due(account, window)
        return None
    window.moved = tolerated(account, window)
    interest = _accrued(account, cycle) + borne_to_test(account, window)
    cash, cash_from = state.cash, account.cut(cycle.closed)
    if cash.most:
        interest = interest + cash_borne_to_test(account, window)
        cash, cash_from = Limited(window.cash_left, cash.most), tested + 1
    left = window.fresh_left + window.carried_left + window.apart_left - window.moved
    rest = Limited(left, window.rest_most)
    left_dead = dead(account, window)
    past_due = state.past_due
    if not account.setting.is_strict:
        past_due = fall_past_due(account, window, rest, tested)
        interest = interest + borne_in_window(account, window, past_due.left.amount - left_dead, tested + 1)
    unpaid = state.unpaid if is_dead_past_due(account, cycle) else state.unpaid + window.apart_left
    return Tested(tested + 1, interest, rest, cash, cash_from, past_due, left_dead, window.moved, unpaid, window)
