"""What was held back is charged when its promotion ends on what is left of what was put on the line under it.

A payment meets the oldest first, so that what is left is taken as what was held back least, at what is left of it only:
where it was one purchase, at what it was from day to day, unless it is repaid by then. Nothing is charged in the program
where dues may be missed, or where fees and interest may stand in what is left.
"""

from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.deferred import Held
from repaycli.strategies.optimal.program.lines.minimum import covers_apart
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total


def charge(account: Account, left: Limited, day: int, cut: int) -> Limited:
    """Return what the end of a promotion on a day charges, with `left` carried: it bears itself up to `cut`."""
    first = account.cycles[0]
    in_full = account.setting.is_strict and account.terms.minimum.of != "balance"
    if not in_full or (first.is_open and not covers_apart(account, first)):
        return NOTHING
    parts = [(each, each.nights.weight(each.start, day, cut)) for each in account.held_back if each.tested < day]
    most = sum(each.amount * weight for each, weight in parts)
    if not most:
        return NOTHING
    charged = account.program.amount(most)
    pieces = [(weight, account.program.amount(each.amount)) for each, weight in parts]
    pieces.append((max(weight for _, weight in parts), account.program.amount()))
    account.program.at_least(total(piece for _, piece in pieces), left.amount)
    account.program.at_least(charged, total(piece * weight for weight, piece in pieces))
    if len(parts) == 1:
        _as_it_was_paid(account, parts[0][0], left, day, cut, charged)
    return Limited(charged, most)


def _as_it_was_paid(account: Account, only: Held, left: Limited, day: int, cut: int, charged: Sum) -> None:
    """Charge a single purchase day by day as it was paid down, unless nothing is left of it."""
    program, nights = account.program, only.nights
    is_left = program.choice()
    program.at_most(left.amount, is_left * left.most)
    borne = Sum(only.amount * nights.weight(only.start, day, cut))
    most = borne.constant
    for on, amount in account.repaid:
        if on < day:
            borne.add(amount, -nights.weight(max(on + account.shift, only.start), day, cut))
    program.at_least(charged, borne - (1 - is_left) * most)
