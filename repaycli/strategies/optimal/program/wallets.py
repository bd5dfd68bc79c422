"""Every wallet followed on its own, where some earn, or some accounts may be paid from some of them only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from repaycli.engine.run import Run
from repaycli.strategies.optimal.program.milp import INFINITE, Sum, total
from repaycli.strategies.optimal.program.moves import Move, is_restated, time_of
from repaycli.strategies.optimal.program.setting import Modelled, Setting


class Wallets:
    """Follows every wallet from month to month and from income to income.

    What there is nothing for in any of them is followed like one more that never holds anything: only expenses may leave it,
    and what comes into it are those that are paid later. So nothing else is paid from what a wallet does not hold.
    """

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
        self.reserve = float(sum(purse.reserve for purse in self.purses))
        self.least = min(0.0, *(floor + self.reserve for floor in floors))
        self.lacking, self.is_restated = len(self.purses), is_restated(run)
        self.flows: list[list[tuple[int, Sum]]]  # by wallet: day, what comes
        self.flows = [[] for _ in range(len(self.purses) + (self.least < 0))]
        self.spent: dict[int, float] = defaultdict(float)  # by day, on what is no repayment
        self.before: dict[int, Sum]  # by day: what all hold before they pay out what was earned on it
        self.before = defaultdict(Sum)
        self.earned: list[tuple[int, Sum]] = []  # by day: what a wallet pays out
        self.lost: list[tuple[int, Sum]] = []  # by day: what left a wallet and went nowhere
        for move in moves:
            if move.amount > 0:
                self.flows[move.wallet].append((move.day, Sum(move.amount)))
            else:
                self.spent[move.day] -= move.amount
                self._split(move.day, Sum(-move.amount), range(len(self.flows)))
        for missing in [missing for _, missing in run.cash.arrears]:
            self._split(setting.today, Sum(float(missing)), range(len(self.flows)))
        for day in (setting.today, *setting.incomes) if self.least < 0 else ():
            for place in range(len(self.purses)):
                later = self.program.amount(-self.least)
                self.flows[place].append((day, later * -1.0))
                self.flows[self.lacking].append((day, later))
        names = [purse.name for purse in self.purses]
        for account in accounts:
            allowed = run.debts[account.name].terms.pay_from or names
            for day in sorted({each.day for each in account.paid}):
                amount = total(each.amount for each in account.paid if each.day == day)  # less what coupons cover
                self._split(day, amount, [names.index(name) for name in allowed])

    def _split(self, day: int, amount: Sum, wallets: Iterable[int]) -> None:
        """Let an amount leave some wallets, however it is split; one that rounding makes less than nothing leaves them as they are."""
        places = list(wallets)
        rest = amount
        for place in places[1:]:
            part = self.program.amount()
            rest = rest - part
            self.flows[place].append((day, part * -1.0))
        if len(places) > 1:
            first = self.program.amount()
            self.program.at_least(first, rest)
            self.lost.append((day, first - rest))
            rest = first
        self.flows[places[0]].append((day, rest * -1.0))

    def build(self) -> tuple[Sum, ...]:
        """Follow every wallet through the time looked at; return what is left above the reserves at the end of each time."""
        bounds = (self.setting.today, *self.setting.incomes)
        ends = [day - 1 for day in bounds[1:]] + [self.setting.last]
        held = [self._course(place, ends) for place in range(len(self.flows))]
        found: list[Sum] = []
        for place, floor in enumerate(self.floors):
            left = self.program.amount(lower=floor)
            self.program.equal(left, total(course[place] for course in held) - self.reserve)
            found.append(left)
        for day, there in self.before.items():
            if not self.setting.slack:  # what is paid out on a day is there only after its payments
                floor = self.floors[time_of(bounds, day)] - self.spent[day]
                self.program.at_least(there, floor + self.reserve)
        return tuple(found)

    def _course(self, place: int, ends: Sequence[int]) -> list[Sum]:
        """Return what a wallet holds at the end of each time between two incomes."""
        if place == self.lacking:
            return self._follow(place, ends, Sum(), 0.0, Sum(), 0.0)
        purse, setting = self.purses[place], self.setting
        rate = float(purse.rate.daily) if purse.rate else 0.0
        earned = Sum(
            float(sum(run.balance * run.rate * (run.end - run.start) for run in purse.yielded)) / purse.denominator
        )
        if rate and purse.since < setting.today:
            earned.add(float(purse.holds) * rate * (setting.today - purse.since))
        return self._follow(place, ends, Sum(float(purse.holds)), rate, earned, INFINITE)

    def _follow(self, place: int, ends: Sequence[int], held: Sum, rate: float, earned: Sum, most: float) -> list[Sum]:
        setting, program = self.setting, self.program
        least = self.least if place == self.lacking or self.is_restated else 0.0
        flows = sorted(self.flows[place], key=lambda flow: flow[0])
        posts = self.posts if rate else set[int]()
        found: list[Sum] = []
        start, count = setting.today, 0
        for stop in sorted({*ends, *self.posts}):
            if rate:
                earned = earned + held * (rate * (stop + 1 - start))
                if least < 0:  # what is overdrawn costs nothing
                    earned = earned + program.amount(-least * rate * (stop + 1 - start))
            while count < len(flows) and flows[count][0] <= stop:
                day, amount = flows[count]
                held = held + amount
                if rate:
                    earned = earned + amount * (rate * (stop + 1 - day))
                count += 1
            if stop in self.posts and place != self.lacking:
                self.before[stop].add(held)
            if stop in posts:
                self.earned.append((stop, earned))
                held = held + earned + 0.5
                earned = Sum()
            new = program.amount(most, least)
            program.equal(new, held)
            held = new
            if stop in ends:
                found.append(held)
            start = stop + 1
        return found
