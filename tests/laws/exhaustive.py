"""The plans of a tiny household, played by the exact engine: what the optimal plan is measured by.

On each decision day (today, a due date and its last day of grace, the day of an income, the day after a closing) each
account is paid nothing, its minimum, its statement or instalments in full, all of it, or an amount of a coarse grid, and
the run is branched for each way of doing so. What is later than the best plan known, or draws more on reserves, is
dropped for good: neither ever shrinks. Where more ways are left than `width`, the best so far are kept, and as many
others drawn by lot: then the search is not complete, and says so.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from laws.tiny import GRID
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.engine.branch import branch
from repaycli.engine.ledger import Kind
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.position import Decision, Position
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Instruction, Plan, Score
from repaycli.strategies.optimal.playing.replay import Noted, Planned, score
from repaycli.strategies.waterfall import Waterfall

Late = tuple[int, int, int]


class Played(NamedTuple):
    """A plan and how good the engine finds it."""

    plan: Plan
    score: Score


class Effort(NamedTuple):
    """How far a search goes: ways kept side by side, ways to pay tried on one day, changes tried to a plan, days."""

    width: int
    fan: int
    tries: int
    days: int


class Search(NamedTuple):
    """Every plan that was played to the end, and whether no way was left out."""

    played: tuple[Played, ...]
    is_complete: bool


class Turn:
    """Makes the payments of one decision day; on other days pays what must be paid (`careful`), or nothing."""

    name, eager = "turn", True

    def __init__(self, days: Sequence[int], careful: bool, before: Plan = (), today: Plan = ()) -> None:
        self.days = days
        self.others = Waterfall("minimum") if careful else None
        self.today = today
        self.found = [*before, *today]

    def wakes(self) -> Sequence[int]:
        """Ask on the decision days."""
        return self.days

    def decide(self, position: Position) -> list[Decision]:
        """Return the day's payments, and note them."""
        if position.day in self.days:
            return [
                Decision(each.account, each.wallet, each.amount, text("tried"), each.prepay, each.apart)
                for each in self.today
                if each.day == position.day
            ]
        decisions = self.others.decide(position) if self.others else []
        self.found += [
            Instruction(position.day, each.account, each.amount, each.wallet, each.prepay, each.apart)
            for each in decisions
        ]
        return decisions


class _Way(NamedTuple):
    """A run on its way through the decision days, who pays in it, and how it stands."""

    run: Run
    turn: Turn
    score: Score


def search(
    past: Run, until: int, limits: Sequence[int], late: Late, days: Sequence[int], effort: Effort, seed: int = 0
) -> Search:
    """Play the ways of paying on `days`, none of them later than `late` or drawing more than `limits`."""
    pick = random.Random(seed)
    turn = Turn(days, careful=seed % 3 > 0)
    ways = [_Way(branch(past, turn, workings=False), turn, Score(0, late, 0, 0, 0))]
    is_complete = True
    for day in days:
        found: list[_Way] = []
        is_complete &= len(ways) <= effort.width
        for way in _kept(ways, effort.width, pick):
            way.run.reach(day)
            options = ways_to_pay(way.run, day)
            if len(options) > effort.fan:
                options = [*options[:2], *pick.sample(options[2:], effort.fan - 2)]
                is_complete = False
            for option in options:
                new = _fork(way, day, option, limits)
                if new.score.late <= late and not new.score.drawn:
                    found.append(new)
        ways = found
    played: list[Played] = []
    for run, turn, _ in ways:
        run.advance(until)
        played.append(Played(tuple(turn.found), score(run, until, limits)))
    return Search(tuple(played), is_complete)


def _fork(way: _Way, day: int, option: Plan, limits: Sequence[int]) -> _Way:
    """Go on from a run that waits on a decision day, with some payments, to the end of the day.

    A branch without a strategy takes the agenda over as it is; one with a strategy would put its days on it once more.
    """
    run = branch(way.run, None, workings=False)
    run.strategy = turn = Turn(way.turn.days, way.turn.others is not None, tuple(way.turn.found), option)
    run.advance(day)
    return _Way(run, turn, score(run, day, limits))


def _kept(ways: list[_Way], width: int, pick: random.Random) -> list[_Way]:
    if len(ways) <= width:
        return ways
    ranked = sorted(ways, key=lambda way: way.score[:3])
    best = ranked[: width // 2]
    return best + pick.sample(ranked[width // 2 :], width - len(best))


def play(past: Run, until: int, limits: Sequence[int], plan: Plan) -> Played:
    """Replay a plan from the beginning; what there is no cash for is left out of it."""
    turn = Noted(Planned(plan))
    run = branch(past, turn, workings=False)
    run.advance(until)
    return Played(turn.plan, score(run, until, limits))


def decision_days(runs: Sequence[Run], until: int, most: int, pick: random.Random) -> list[int]:
    """Return the days on which something can be decided, seen by some runs; at most so many, drawn by lot.

    Today always is one of them; due dates and incomes come before other days.
    """
    today = runs[0].today
    urgent: set[int] = set()
    other: set[int] = set()
    for run in runs:
        grace = {name: debt.terms.grace_days for name, debt in run.debts.items()}
        dues = [(each.account, each.due) for each in run.book.statements]
        dues += [(each.account, each.on) for each in run.book.fallen_due]
        dues += [(line.name, each.due) for line in run.lines.values() for each in line.terms.statement]
        urgent |= {on.toordinal() + grace[name] for name, on in dues}
        urgent |= {each.on.toordinal() for each in run.book.postings if each.kind is Kind.INCOME}
        other |= {on.toordinal() for name, on in dues if grace[name]}
        other |= {each.closed.toordinal() + 1 for each in run.book.statements}
        other |= {each.on.toordinal() for each in run.book.postings if each.kind is Kind.EXPENSE}
    first = sorted(day for day in urgent if today < day <= until)
    rest = sorted(day for day in other - urgent if today < day <= until)
    if len(first) >= most:
        return [today, *sorted(pick.sample(first, most - 1))]
    return [today, *sorted([*first, *pick.sample(rest, min(len(rest), most - 1 - len(first)))])]


# -- ways to pay on a day -------------------------------------------------------------------------------------------

Part = tuple[int, bool, bool]
"""An amount, whether it prepays, whether it stands apart."""


def ways_to_pay(run: Run, day: int) -> list[Plan]:
    """Return every way of paying on a day that the cash allows: first nothing, then only what must be paid by then."""
    usable = {purse.name: purse.usable for purse in run.cash.purses}
    names = list(run.debts)
    amounts = [_amounts(run, run.debts[name], day, sum(usable[w] for w in _wallets(run, name))) for name in names]
    found: dict[Plan, None] = {(): None}
    for choice in [tuple(_needed(debt, day) for debt in run.debts.values()), *product(*amounts)]:
        for backwards in (False, True) if len(usable) > 1 else (False,):
            plan = _from_wallets(run, day, dict(zip(names, choice, strict=True)), dict(usable), backwards)
            if plan is not None:
                found[plan] = None
    return list(found)


def _wallets(run: Run, account: str) -> list[str]:
    return [purse.name for purse in run.cash.order(run.debts[account].terms.pay_from)]


def _from_wallets(
    run: Run, day: int, choice: Mapping[str, tuple[Part, ...]], usable: dict[str, int], backwards: bool
) -> Plan | None:
    """Take the money of each part from the account's wallets, in their order or backwards; None: there is too little."""
    found: list[Instruction] = []
    for account, parts in choice.items():
        wallets = _wallets(run, account)
        for amount, prepay, apart in parts:
            left = amount
            for wallet in reversed(wallets) if backwards else wallets:
                taken = min(left, usable[wallet])
                if taken:
                    usable[wallet] -= taken
                    left -= taken
                    found.append(Instruction(day, account, taken, wallet, prepay, apart))
            if left:
                return None
    return tuple(found)


def _amounts(run: Run, debt: Line | Instalments, day: int, cash: int) -> list[tuple[Part, ...]]:
    """Return what an account may be paid on a day, nothing first."""
    asked = _asked_of_line(debt) if isinstance(debt, Line) else _asked_of_loan(debt, day)
    most = max(asked, default=0)
    wanted = {amount for amount in asked if amount > 0}
    wanted |= {min(most, cash), min(most, cash // 2 // GRID * GRID)}
    found: dict[tuple[Part, ...], None] = {(): None}
    for amount in sorted(wanted):
        if 0 < amount <= cash:
            for parts in _parts_of_line(debt, amount) if isinstance(debt, Line) else _parts_of_loan(debt, amount, day):
                found[parts] = None
    return list(found)


def _needed(debt: Line | Instalments, day: int) -> tuple[Part, ...]:
    """Return what has to be paid that day so that nothing becomes or stays past due."""
    if isinstance(debt, Line):
        due = [statement for statement in debt.statements if statement.due <= day and statement.min_left]
        amount = max([debt.past_due_left(), *(debt.past_due_outside(each) + each.min_left for each in due)])
    else:
        amount = debt.past_due_left(day) + debt.due_left()
    return ((amount, False, False),) if amount else ()


def _asked_of_line(line: Line) -> list[int]:
    found, ahead = [line.past_due_left(), line.owed], 0
    for statement in line.statements:
        before = ahead + line.past_due_outside(statement)
        found += [before + statement.min_left, before + max(0, statement.full_left)]
        ahead += 0 if statement.taken_over else max(0, statement.full_left)
    return found


def _asked_of_loan(loan: Instalments, day: int) -> list[int]:
    late, due = loan.past_due_left(day), loan.due_left()
    found = [late, late + due]
    if loan.principal:
        found.append(late + due + max(0, loan.next_bill()[1] - loan.held))
    if loan.principal and loan.terms.prepayment.allowed:
        found.append(loan.payoff(day))
    return found


def _parts_of_line(line: Line, amount: int) -> Iterator[tuple[Part, ...]]:
    yield ((amount, False, False),)
    asked = max([line.past_due_left(), *(found.full_left for found in line.statements)])
    if line.terms.coupon and 0 < asked < amount:
        yield (asked, False, False), (amount - asked, True, True)


def _parts_of_loan(loan: Instalments, amount: int, day: int) -> Iterator[tuple[Part, ...]]:
    """What is due comes first; what goes beyond it is meant for the next instalment, or as a prepayment."""
    due = min(amount, loan.past_due_left(day) + loan.due_left())
    parts: tuple[Part, ...] = ((due, False, False),) if due else ()
    if amount == due:
        yield parts
    elif loan.principal:
        if amount - due <= max(0, loan.next_bill()[1] - loan.held):
            yield ((amount, False, False),)
        if loan.terms.prepayment.allowed:
            yield (*parts, (amount - due, True, False))


# -- changes to a plan ----------------------------------------------------------------------------------------------


def improve(
    past: Run, until: int, limits: Sequence[int], start: Played, days: Sequence[int], tries: int, seed: int
) -> list[Played]:
    """Change a plan a little, again and again, going on from the best; return every plan that was played."""
    pick = random.Random(seed)
    best, found = start, []
    for _ in range(tries):
        tried = play(past, until, limits, changed(past, best.plan, days, pick))
        found.append(tried)
        if not tried.score.drawn and tried.score[:3] < best.score[:3]:
            best = tried
    return found


def changed(past: Run, plan: Plan, days: Sequence[int], pick: random.Random) -> Plan:
    """Change an amount, move a payment to another day or account, drop it, or add one."""
    found = list(plan)
    kind = pick.choice(["amount", "amount", "day", "account", "drop", "add"]) if found else "add"
    if kind == "add":
        account = pick.choice(list(past.debts))
        wallet = pick.choice(_wallets(past, account))
        amount = pick.choice([1, 3, 10]) * GRID
        found.append(Instruction(pick.choice(days), account, amount, wallet, pick.random() < 0.5))
    else:
        place = pick.randrange(len(found))
        one = found.pop(place)
        match kind:
            case "amount":
                more = pick.choice([-GRID, -GRID // 3, -1, 1, GRID // 3, GRID, 5 * GRID, one.amount, -one.amount // 2])
                found.append(one._replace(amount=max(1, one.amount + more)))
            case "day":
                found.append(one._replace(day=pick.choice(days)))
            case "account":
                account = pick.choice(list(past.debts))
                if one.wallet in _wallets(past, account):
                    part = one.amount // pick.choice([1, 2]) or 1
                    found.append(one._replace(account=account, amount=part, prepay=pick.random() < 0.5))
                    if part < one.amount:
                        found.append(one._replace(amount=one.amount - part))
            case _:  # dropped
                pass
    return tuple(sorted(found, key=lambda each: each.day))
