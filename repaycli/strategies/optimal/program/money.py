"""The cash in the program: what comes, what goes, what wallets earn, and that payments never exceed what is there.

Between one income and the next cash only falls, so it is enough to look at the end of each such time: what is paid on
any day of it could have been paid on its first. Where it matters which wallet pays (some earn, or some accounts may be paid from
some only) every wallet is followed, and the program may choose which of them an expense comes from.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from repaycli.core.nouns import NamedTuple
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import LACK_RATE
from repaycli.strategies.optimal.program.aside import with_money_aside
from repaycli.strategies.optimal.program.cuts import cut_payoffs, cut_prepayments
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.moves import Move, is_restated, known_moves, start, time_of
from repaycli.strategies.optimal.program.setting import Modelled, Setting
from repaycli.strategies.optimal.program.wallets import Wallets


class Cash(NamedTuple):
    """The cash of a program, as sums.

    `left`: what is left above all reserves at the end of each time between two incomes. `earned`: what wallets pay out, by
    day. `lacking`: what is to be left, and is not, where dues may be missed. `accounts`: all of them, with the payments
    that are made before they ask for any; `aside`: what those hold, day by day. `price`: of what expenses lack. `lost`: by day,
    what the program took from a wallet and needed for nothing.
    """

    left: tuple[Sum, ...]
    earned: tuple[tuple[int, Sum], ...] = ()
    lacking: Sum = Sum()
    accounts: tuple[Modelled, ...] = ()
    aside: Sum = Sum()
    price: Sum = Sum()
    lost: tuple[tuple[int, Sum], ...] = ()


class _Kept(NamedTuple):
    """What is to be left in a time between two incomes, and the part of it that is not; minor units."""

    amount: float
    lacks: Sum


def add_cash(
    setting: Setting, run: Run, accounts: Sequence[Modelled], limits: Sequence[int], kept: Sequence[int] = ()
) -> Cash:
    """Let payments not exceed the cash.

    `run` stands at today's payments. `limits`: what may be drawn below the reserves in each of these times; `kept`: what
    is to be left above them, as far as it can be where dues may be missed. Minor units.
    """
    times = len(setting.incomes) + 1
    above = [float(kept[place]) if place < len(kept) else 0.0 for place in range(times)]
    moves = known_moves(run, setting.last)
    floors = _floors(setting, run, limits, above if setting.is_strict else (), moves)
    if not _are_followed(run):
        aside = Sum()
        if setting.has_aside:
            times = _scarce(setting, run, floors)
            accounts = [with_money_aside(setting, account, aside, times) for account in accounts]
        found = Cash(_together(setting, run, accounts, moves, floors), aside=aside)
        found = found._replace(price=_lack_price(setting, run, found.left, floors))
        if setting.is_strict:
            return found
        back = [_Kept(amount, setting.program.amount(amount)) for amount in above]
        _pay_from_what_is_there(setting, run, accounts, moves, floors, found.left, back)
    else:
        wallets = Wallets(setting, run, accounts, moves, floors)
        found = Cash(wallets.build(), tuple(wallets.earned), lost=tuple(wallets.lost))
        found = found._replace(price=_lack_price(setting, run, found.left, floors))
        if setting.is_strict:
            return found
        back = [_Kept(amount, setting.program.amount(amount)) for amount in above]
    for left, floor, each in zip(found.left, floors, back, strict=True):
        setting.program.at_least(left + each.lacks, floor + each.amount)
    return found._replace(lacking=total(each.lacks for each in back), accounts=tuple(accounts))


def may_lack(setting: Setting, run: Run, limits: Sequence[int]) -> bool:
    """Tell whether money that is paid to an account early can be out of the reach of an expense for which there is not enough."""
    if setting.is_strict or _are_followed(run):  # wallets that are followed may keep money while an expense waits
        return False
    return min(_floors(setting, run, limits, (), known_moves(run, setting.last))) < -_reserved(run)


def _scarce(setting: Setting, run: Run, floors: Sequence[float]) -> list[tuple[int, int]]:
    """Return the first and last days of the times between two incomes in which money may have to be put aside from an expense.

    Where there is enough for all expenses of a time cash that is kept does as well, to be put aside in the next one: but not
    from what is to be paid on its first day.
    """
    bounds, reserved = (setting.today, *setting.incomes, setting.last + 1), _reserved(run)
    is_short = [floor < -reserved for floor in floors] + [False]
    return [(bounds[place], bounds[place + 1] - 1) for place in range(len(floors)) if any(is_short[place : place + 2])]


def _are_followed(run: Run) -> bool:
    """Tell whether it matters which wallet pays: some earn, or some accounts may be paid from some of them only."""
    names = {purse.name for purse in run.cash.purses}
    if any(purse.rate for purse in run.cash.purses):
        return True
    return len(names) > 1 and any(
        debt.terms.pay_from and set(debt.terms.pay_from) != names for debt in run.debts.values()
    )


def _floors(
    setting: Setting, run: Run, limits: Sequence[int], above: Sequence[float], moves: Sequence[Move]
) -> list[float]:
    """Return what has to be left above all reserves at the end of each time between two incomes."""
    times = len(setting.incomes) + 1
    floors = [-float(limits[place]) if place < len(limits) else 0.0 for place in range(times)]
    if above:
        floors = [floor + more for floor, more in zip(floors, above, strict=True)]
    if is_restated(run):
        floors = [-1e10] * times
    return _reachable(run, setting, moves, floors)


def _reachable(run: Run, setting: Setting, moves: Sequence[Move], floors: Sequence[float]) -> list[float]:
    """Lower each floor to what is left if nothing is paid at all: less than that is nobody's fault."""
    bounds = (setting.today, *setting.incomes)
    change = [0.0] * len(bounds)
    change[0] = start(run)
    for move in moves:
        change[time_of(bounds, move.day)] += move.amount
    found, left = list[float](), 0.0
    for more, floor in zip(change, floors, strict=True):
        left += more
        found.append(min(floor, left))
    return found


def _together(
    setting: Setting,
    run: Run,
    accounts: Sequence[Modelled],
    moves: Sequence[Move],
    floors: Sequence[float],
) -> tuple[Sum, ...]:
    bounds = (setting.today, *setting.incomes)
    change = [Sum() for _ in bounds]
    change[0].add(start(run))
    for move in moves:
        change[time_of(bounds, move.day)].add(move.amount)
    comes = [each.constant for each in change]
    for account in accounts:
        for each in account.paid:
            change[time_of(bounds, each.day)].add(each.amount, -1.0)
    found: list[Sum] = []
    left = Sum()
    for more, floor in zip(change, floors, strict=True):
        held = setting.program.amount(lower=floor)
        setting.program.equal(held, left + more)
        found.append(held)
        left = held
    if setting.is_strict:
        cash = [there - floor for there, floor in zip(accumulate(comes), floors, strict=True)]
        cut_payoffs(setting.program, accounts, (*bounds, setting.last + 1), cash)
        lowest = [0.0, *floors[:-1]]
        held = [Sum(), *(there - floor for there, floor in zip(found, floors, strict=True))][: len(floors)]
        usable = [more + low - floor for more, low, floor in zip(comes, lowest, floors, strict=True)]
        if not is_restated(run):
            cut_prepayments(setting.program, accounts, (*bounds, setting.last + 1), held, usable)
    return tuple(found)


def _pay_from_what_is_there(
    setting: Setting,
    run: Run,
    accounts: Sequence[Modelled],
    moves: Sequence[Move],
    floors: Sequence[float],
    left: Sequence[Sum],
    kept: Sequence[_Kept],
) -> None:
    """Where expenses may be left unpaid, let a debt be paid only on days on which there is cash for it.

    What is paid on a day leaves nothing missing at its end; what expenses lack by then is paid first when an income comes.
    """
    if is_restated(run) or any(payment.on.toordinal() > run.today for payment in run.household.payments):
        return
    reserved = _reserved(run)
    bounds, program = (setting.today, *setting.incomes, setting.last + 1), setting.program
    by_day: dict[int, Sum] = defaultdict(Sum)
    for account in accounts:
        for each in account.paid:
            by_day[each.day].add(each.amount)
    behind = float(sum(missing for _, missing in run.cash.arrears))  # today there may be cash beside it
    most = start(run) + behind
    for place, floor in enumerate(floors):
        first, end = bounds[place], bounds[place + 1]
        own = [move for move in moves if time_of(bounds[:-1], move.day) == place]
        there = left[place - 1].copy() if place else Sum(start(run) + behind)
        goes = sum(move.amount for move in own)
        for day in sorted(day for day in by_day if first <= day < end) if floor < -reserved else ():
            so_far = sum(move.amount for move in own if move.day <= day)
            there = there - by_day[day]
            pays = program.choice()
            program.at_most(by_day[day], pays * max(0.0, most + so_far + reserved))
            least = (1 - pays) * (floor + reserved) - reserved + pays * kept[place].amount
            program.at_least(there + so_far + kept[place].lacks, least)
        most += goes if place else goes - behind


def _lack_price(setting: Setting, run: Run, left: Sequence[Sum], floors: Sequence[float]) -> Sum:
    """Return the price of what expenses lack at the end of each time between two incomes (`replay.lack_price`)."""
    reserve = float(sum(purse.reserve for purse in run.cash.purses))
    bounds = (setting.today, *setting.incomes, setting.last + 1)
    found = Sum()
    for place, (there, floor) in enumerate(zip(left, floors, strict=True)):
        if floor < -reserve:
            lacks = setting.program.amount(-reserve - floor)
            setting.program.at_least(lacks + there, -reserve)
            found.add(lacks, float(LACK_RATE) * (bounds[place + 1] - bounds[place]))
    return found


def _reserved(run: Run) -> float:
    """Return the reserves that an expense may use, those of other wallets."""
    return float(sum(purse.reserve for purse in run.cash.purses)) if len(run.cash.purses) > 1 else 0.0
