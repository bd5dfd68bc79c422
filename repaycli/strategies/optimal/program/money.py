"""The cash in the program: what comes, what goes, what wallets earn, and that payments never exceed what is there.

Between one income and the next cash only falls, so it is enough to look at the end of each such time: what is paid on
any day of it could have been paid on its first. Where it matters which wallet pays (some earn, or some accounts may be paid from
some only) every wallet is followed, and the program may choose which of them an expense comes from.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate

from repaycli.core.dates import on_day
from repaycli.core.nouns import NamedTuple
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow, Receipt
from repaycli.strategies.optimal.program.aside import with_money_aside
from repaycli.strategies.optimal.program.cuts import cut_payoffs, cut_prepayments
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import Modelled, Setting


class Move(NamedTuple):
    """Money that comes into (or with a negative amount leaves) the wallets on a day; `wallet`: the only or first one."""

    day: int
    amount: float
    wallet: int


class Cash(NamedTuple):
    """The cash of a program, as sums.

    `left`: what is left above all reserves at the end of each time between two incomes. `earned`: what wallets pay out, by
    day. `lacking`: what is to be left, and is not, where dues may be missed. `accounts`: all of them, with the payments
    that are made before they ask for any; `aside`: what those hold, day by day.
    """

    left: tuple[Sum, ...]
    earned: tuple[tuple[int, Sum], ...] = ()
    lacking: Sum = Sum()
    accounts: tuple[Modelled, ...] = ()
    aside: Sum = Sum()


class _Kept(NamedTuple):
    """What is to be left in a time between two incomes, and the part of it that is not; minor units."""

    amount: float
    lacks: Sum


def income_days(run: Run, last: int) -> tuple[int, ...]:
    """Return the days after today, up to `last`, on which an income comes."""
    if not run.cash.purses:
        return ()
    flows = [flow for flow in run.household.incomes if run.changes.income(flow.name, flow.amount)]
    days = {day for flow in flows for day in _days(run, flow, last)}
    return tuple(sorted(days | {receipt.on.toordinal() for receipt in _recorded(run, last)}))


def yield_days(run: Run, last: int) -> tuple[int, ...]:
    """Return the days up to `last` on which wallets pay out what they earned; none if no wallet earns anything."""
    return tuple(month_ends(run.today, last)) if any(purse.rate for purse in run.cash.purses) else ()


def add_cash(
    setting: Setting, run: Run, accounts: Sequence[Modelled], limits: Sequence[int], kept: Sequence[int] = ()
) -> Cash:
    """Let payments not exceed the cash.

    `run` stands at today's payments. `limits`: what may be drawn below the reserves in each of these times; `kept`: what
    is to be left above them, as far as it can be where dues may be missed. Minor units.
    """
    times = len(setting.incomes) + 1
    floors = [-float(limits[place]) if place < len(limits) else 0.0 for place in range(times)]
    above = [float(kept[place]) if place < len(kept) else 0.0 for place in range(times)]
    if setting.is_strict:
        floors = [floor + more for floor, more in zip(floors, above, strict=True)]
    if is_restated(run):
        floors = [-1e10] * len(floors)
    moves = known_moves(run, setting.last)
    floors = _reachable(run, setting, moves, floors)
    names = [purse.name for purse in run.cash.purses]
    restricted = any(debt.terms.pay_from and set(debt.terms.pay_from) != set(names) for debt in run.debts.values())
    if (len(names) < 2 and not any(purse.rate for purse in run.cash.purses)) or not (
        restricted or any(purse.rate for purse in run.cash.purses)
    ):
        aside = Sum()
        if setting.has_aside and not setting.is_strict and min(floors) < -_reserved(run):
            accounts = [with_money_aside(setting, account, aside) for account in accounts]
        found = Cash(_together(setting, run, accounts, moves, floors), aside=aside)
        if setting.is_strict:
            return found
        back = [_Kept(amount, setting.program.amount(amount)) for amount in above]
        _pay_from_what_is_there(setting, run, accounts, moves, floors, found.left, back)
    else:
        found = _Wallets(setting, run, accounts, moves, floors).build()
        if setting.is_strict:
            return found
        back = [_Kept(amount, setting.program.amount(amount)) for amount in above]
    for left, floor, each in zip(found.left, floors, back, strict=True):
        setting.program.at_least(left + each.lacks, floor + each.amount)
    return found._replace(lacking=total(each.lacks for each in back), accounts=tuple(accounts))


def is_restated(run: Run) -> bool:
    """Tell whether the file states what a wallet holds on a day to come: what is paid before it comes from nowhere."""
    return any(check.is_wallet and check.on.toordinal() > run.today for check in run.household.balances)


def known_moves(run: Run, last: int) -> list[Move]:
    """Return the incomes, expenses and promised payments after today, by day."""
    if not run.cash.purses:
        return []
    index = {purse.name: place for place, purse in enumerate(run.cash.purses)}
    own = run.household
    found: list[Move] = []
    for flow in own.incomes:
        amount = float(run.changes.income(flow.name, flow.amount))
        found += [Move(day, amount, index[flow.wallet] if flow.wallet else 0) for day in _days(run, flow, last)]
    for receipt in _recorded(run, last):
        wallet = index[receipt.wallet] if receipt.wallet else 0
        found.append(Move(receipt.on.toordinal(), float(receipt.amount), wallet))
    for flow in own.expenses:
        wallet = index[flow.wallet] if flow.wallet else 0
        found += [Move(day, -float(flow.amount), wallet) for day in _days(run, flow, last)]
    for payment in own.payments:
        if run.today < payment.on.toordinal() <= last:
            wallet = index[payment.wallet] if payment.wallet else 0
            found.append(Move(payment.on.toordinal(), -float(payment.amount), wallet))
    return sorted(found)


def _recorded(run: Run, last: int) -> list[Receipt]:
    """Return what incomes bring after today by what is recorded already."""
    return [each for each in run.household.receipts if run.today < each.on.toordinal() <= last and each.amount]


def _days(run: Run, flow: Flow, last: int) -> Iterable[int]:
    dates = flow.dates(date.fromordinal(last), run.household.as_of)
    return (on.toordinal() for on in dates if on.toordinal() > run.today)


def _reachable(run: Run, setting: Setting, moves: Sequence[Move], floors: Sequence[float]) -> list[float]:
    """Lower each floor to what is left if nothing is paid at all: less than that is nobody's fault."""
    bounds = (setting.today, *setting.incomes)
    change = [0.0] * len(bounds)
    change[0] = _start(run)
    for move in moves:
        change[_time(bounds, move.day)] += move.amount
    found, left = list[float](), 0.0
    for more, floor in zip(change, floors, strict=True):
        left += more
        found.append(min(floor, left))
    return found


def _start(run: Run) -> float:
    return float(
        run.cash.total
        - sum(purse.reserve for purse in run.cash.purses)
        - sum(missing for _, missing in run.cash.arrears)
    )


def _together(
    setting: Setting,
    run: Run,
    accounts: Sequence[Modelled],
    moves: Sequence[Move],
    floors: Sequence[float],
) -> tuple[Sum, ...]:
    bounds = (setting.today, *setting.incomes)
    change = [Sum() for _ in bounds]
    change[0].add(_start(run))
    for move in moves:
        change[_time(bounds, move.day)].add(move.amount)
    comes = [each.constant for each in change]
    for account in accounts:
        for each in account.paid:
            change[_time(bounds, each.day)].add(each.amount, -1.0)
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
    most = _start(run)
    for place, floor in enumerate(floors):
        first, end = bounds[place], bounds[place + 1]
        own = [move for move in moves if _time(bounds[:-1], move.day) == place]
        there = left[place - 1].copy() if place else Sum(_start(run))
        goes = sum(move.amount for move in own)
        for day in sorted(day for day in by_day if first <= day < end) if floor < -reserved else ():
            so_far = sum(move.amount for move in own if move.day <= day)
            there = there - by_day[day]
            pays = program.choice()
            program.at_most(by_day[day], pays * max(0.0, most + so_far + reserved))
            least = (1 - pays) * (floor + reserved) - reserved + pays * kept[place].amount
            program.at_least(there + so_far + kept[place].lacks, least)
        most += goes


def _reserved(run: Run) -> float:
    """Return the reserves that an expense may use, those of other wallets."""
    return float(sum(purse.reserve for purse in run.cash.purses)) if len(run.cash.purses) > 1 else 0.0


def _time(bounds: Sequence[int], day: int) -> int:
    return max(0, bisect_right(bounds, day) - 1)


class _Wallets:
    """Follows every wallet from month to month and from income to income."""

    def __init__(
        self,
        setting: Setting,
        run: Run,
        accounts: Sequence[Modelled],
        moves: Sequence[Move],
        floors: Sequence[float],
    ) -> None:
        self.setting, self.program, self.run = setting, setting.program, run
        self.purses = run.cash.purses
        self.floors, self.posts = floors, set(setting.yields)
        self.flows: list[list[tuple[int, Sum]]] = [[] for _ in self.purses]  # by wallet: day, what comes
        self.spent: dict[int, float] = defaultdict(float)  # by day, on what is no repayment
        self.before: dict[int, Sum] = defaultdict(
            Sum
        )  # by day: what all hold before they pay out what was earned on it
        self.earned: list[tuple[int, Sum]] = []
        for move in moves:
            if move.amount > 0:
                self.flows[move.wallet].append((move.day, Sum(move.amount)))
            else:
                self.spent[move.day] -= move.amount
                self._split(move.day, Sum(-move.amount), range(len(self.purses)))
        for missing in [missing for _, missing in run.cash.arrears]:
            self._split(setting.today, Sum(float(missing)), range(len(self.purses)))
        names = [purse.name for purse in self.purses]
        for account in accounts:
            allowed = run.debts[account.name].terms.pay_from or names
            for day in sorted({each.day for each in account.paid}):
                amount = total(each.amount for each in account.paid if each.day == day)  # less what coupons cover
                self._split(day, amount, [names.index(name) for name in allowed])

    def _split(self, day: int, amount: Sum, wallets: Iterable[int]) -> None:
        """Let an amount leave some wallets, however it is split."""
        places = list(wallets)
        rest = amount
        for place in places[1:]:
            part = self.program.amount()
            rest = rest - part
            self.flows[place].append((day, part * -1.0))
        if len(places) > 1:
            first = self.program.amount()
            self.program.equal(first, rest)
            rest = first
        self.flows[places[0]].append((day, rest * -1.0))

    def build(self) -> Cash:
        """Follow every wallet through the time looked at."""
        bounds = (self.setting.today, *self.setting.incomes)
        ends = [day - 1 for day in bounds[1:]] + [self.setting.last]
        reserve = float(sum(purse.reserve for purse in self.purses))
        least = min(0.0, *(floor + reserve for floor in self.floors))
        held = [self._course(place, ends, least) for place in range(len(self.purses))]
        found: list[Sum] = []
        for place, floor in enumerate(self.floors):
            left = self.program.amount(lower=floor)
            self.program.equal(left, total(course[place] for course in held) - reserve)
            found.append(left)
        for day, there in self.before.items():
            if not self.setting.slack:  # what is paid out on a day is there only after its payments
                floor = self.floors[_time(bounds, day)] - self.spent[day]
                self.program.at_least(there, floor + reserve)
        return Cash(tuple(found), tuple(self.earned))

    def _course(self, place: int, ends: Sequence[int], least: float) -> list[Sum]:
        """Return what a wallet holds at the end of each time between two incomes."""
        purse, setting = self.purses[place], self.setting
        rate = float(purse.rate.daily) if purse.rate else 0.0
        flows = sorted(self.flows[place], key=lambda flow: flow[0])
        posts = self.posts if rate else set[int]()
        stops = sorted({*ends, *self.posts})
        held = Sum(float(purse.holds))
        earned = Sum(
            float(sum(run.balance * run.rate * (run.end - run.start) for run in purse.yielded)) / purse.denominator
        )
        start, count = setting.today, 0
        found: list[Sum] = []
        if rate and purse.since < setting.today:
            earned.add(float(purse.holds) * rate * (setting.today - purse.since))
        for stop in stops:
            if rate:
                earned = earned + held * (rate * (stop + 1 - start))
                if least < 0:  # what is overdrawn costs nothing
                    earned = earned + self.program.amount(-least * rate * (stop + 1 - start))
            while count < len(flows) and flows[count][0] <= stop:
                day, amount = flows[count]
                held = held + amount
                if rate:
                    earned = earned + amount * (rate * (stop + 1 - day))
                count += 1
            if stop in self.posts:
                self.before[stop].add(held)
            if stop in posts:
                self.earned.append((stop, earned))
                held = held + earned + 0.5
                earned = Sum()
            new = self.program.amount(lower=least)
            self.program.equal(new, held)
            held = new
            if stop in ends:
                found.append(held)
            start = stop + 1
        return found


def month_ends(first: int, last: int) -> list[int]:
    """Return the last days of the months, from `first` to `last`."""
    found: list[int] = []
    on = date.fromordinal(first)
    count = 0
    while True:
        day = on_day(on.year, on.month + count, 31).toordinal()
        if day > last:
            return found
        if day >= first:
            found.append(day)
        count += 1
