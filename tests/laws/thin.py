"""Thin households for the optimum's laws: tiny ones whose money goes to rents that cannot be met, so that dues are missed.

What is paid before a rent takes the money is out of its reach; how late a plan is depends on that. No coupons.
"""

import random
from datetime import timedelta

from laws.tiny import GRID, Tiny, tiny
from repaycli.products.accounts import CreditLine, Flow, Household
from repaycli.products.terms import PurchaseKind


def thin(seed: int) -> Tiny:
    """Build the thin household of a seed: the same one on every machine."""
    one, pick = tiny(seed), random.Random(seed * 7 + 1)
    own = without_coupons(one.own)
    if pick.random() < 0.6:
        own = _with_any_wallet(own)
    scale = _scale(own)
    rents = tuple(_rent(pick, one, scale, number) for number in range(pick.choice([1, 2, 3])))
    if pick.random() < 0.5:
        own = own._replace(lines=tuple(_with_spending(pick, one, line) for line in own.lines))
    cash = scale * pick.choice([20, 50, 80, 120, 200]) // 100 // GRID * GRID
    incomes = tuple(_income(pick, one, scale, flow) for flow in own.incomes)
    first = own.wallets[0]
    wallets = (first._replace(balance=first.reserve + cash), *own.wallets[1:])
    return one._replace(own=own._replace(expenses=rents, incomes=incomes, wallets=wallets))


def without_coupons(own: Household) -> Household:
    """Take every coupon away: what they cover is another matter."""
    return own._replace(
        lines=tuple(line._replace(coupon=()) for line in own.lines),
        loans=tuple(loan._replace(coupon=()) for loan in own.loans),
    )


def _with_any_wallet(own: Household) -> Household:
    """Let every account be paid from every wallet, none of which earns anything."""
    return own._replace(
        lines=tuple(line._replace(pay_from=()) for line in own.lines),
        loans=tuple(loan._replace(pay_from=()) for loan in own.loans),
        wallets=tuple(wallet._replace(annual_yield=None) for wallet in own.wallets),
    )


def _scale(own: Household) -> int:
    """Return about what falls due in a month."""
    instalments = sum(loan.principal // max(1, loan.instalments) for loan in own.loans)
    return GRID + instalments + sum(_asks(line) for line in own.lines)


def _asks(line: CreditLine) -> int:
    minimums = sum(statement.minimum for statement in line.statement)
    return minimums + line.unbilled // 5 + sum(flow.amount for flow in line.spending)


def _rent(pick: random.Random, one: Tiny, scale: int, number: int) -> Flow:
    amount = max(GRID, scale * pick.choice([30, 60, 100, 200, 400]) // 100 // GRID * GRID)
    first = one.today + timedelta(days=pick.randrange(1, 50))
    return Flow(f"rent{number}", amount, first, pick.choice(["once", "once", "month"]))


def _income(pick: random.Random, one: Tiny, scale: int, flow: Flow) -> Flow:
    amount = max(GRID, scale * pick.choice([10, 30, 60, 100]) // 100 // GRID * GRID)
    return flow._replace(amount=amount, first=one.today + timedelta(days=pick.randrange(1, 45)))


def _with_spending(pick: random.Random, one: Tiny, line: CreditLine) -> CreditLine:
    """Let something be put on a line again and again, now and then on its closing day."""
    first = one.today + timedelta(days=pick.randrange(1, 30))
    kind = pick.choice([*[PurchaseKind.PURCHASE] * 4, PurchaseKind.CASH])
    amount, every = GRID * pick.randrange(1, 8), pick.choice(["once", "month", "week"])
    spending = Flow(f"{line.name} spending", amount, first, every, kind=kind)
    return line._replace(spending=(spending,), purchase_on_statement_day=pick.choice(["next", "this"]))
