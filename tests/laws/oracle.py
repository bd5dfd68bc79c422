"""Judges an optimal plan by other plans of the same household, and tells what is wrong so that it can be played again."""

import random
from collections.abc import Iterable, Sequence
from datetime import date

from laws.exhaustive import Effort, Played, decision_days, improve, play, search
from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch, replay
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, Player
from repaycli.strategies.optimal import optimum as results
from repaycli.strategies.optimal.optimum import Instruction, Optimum, Plan, Score
from repaycli.strategies.optimal.playing.replay import Noted, draws, score
from repaycli.strategies.optimal.search.optimise import optimise as optimal


class Table(NamedTuple):
    """A household laid out for judging: its recorded past, its days, and what the simple strategies make of it."""

    name: str
    own: Household
    today: date
    until: date
    past: Run
    limits: tuple[int, ...]
    simple: tuple[Played, ...]
    runs: tuple[Run, ...]

    @property
    def last(self) -> int:
        """The last day looked at, as an ordinal."""
        return self.until.toordinal()

    @property
    def best_simple(self) -> Played:
        """The best of the simple strategies."""
        return min(self.simple, key=lambda played: played.score)

    def play(self, plan: Plan) -> Played:
        """Replay a plan."""
        return play(self.past, self.last, self.limits, plan)


def lay(name: str, own: Household, today: date, until: date) -> Table:
    """Play every simple strategy over a household."""
    past = replay(own, today, workings=False)
    player = Player(own, today, until, past=past)
    turns = [Noted(player.strategy(name)) for name in COMPARED]
    runs = [branch(past, turn, workings=False) for turn in turns]
    for run in runs:
        run.advance(until.toordinal())
    lates = [score(run, until.toordinal()).late for run in runs]
    least = [draws(run) for run, late in zip(runs, lates, strict=True) if late == min(lates)]
    limits = tuple(max(found) for found in zip(*least, strict=True))
    simple = tuple(
        Played(turn.plan, score(run, until.toordinal(), limits)) for run, turn in zip(runs, turns, strict=True)
    )
    return Table(name, own, today, until, past, limits, simple, tuple(runs))


def optimise(own: Household, today: date, until: date, changes: int = results.CHANGES) -> Optimum:
    """Search with a clock that stands still: no time limit, so the same plan on every machine."""
    return optimal(own, today, until, results.Effort(clock=lambda: 0.0, changes=changes))


def rivals(table: Table, found: Optimum, effort: Effort, seed: int) -> list[Played]:
    """Play plans that an optimum has to stand: a search of its own, and small changes to the best plan known."""
    pick = random.Random(seed)
    days = decision_days(table.runs, table.last, effort.days, pick)
    played = list(search(table.past, table.last, table.limits, found.score.late, days, effort, seed).played)
    start = min([*table.simple, Played(found.plan, found.score), *admissible(played)], key=lambda one: one.score[:4])
    return played + improve(table.past, table.last, table.limits, start, days, effort.tries, seed)


def random_rivals(table: Table, found: Optimum, count: int, seed: int) -> list[Played]:
    """Play payments drawn by lot, alone and on top of plans that are known."""
    pick = random.Random(seed)
    known: list[Plan] = [(), *(played.plan for played in table.simple), found.plan]
    days = range(table.today.toordinal(), table.last + 1)
    plans = [
        sorted([*pick.choice(known), *_payments(table.past, days, pick)], key=lambda each: each.day)
        for _ in range(count)
    ]
    return [table.play(tuple(plan)) for plan in plans]


def _payments(past: Run, days: Sequence[int], pick: random.Random) -> list[Instruction]:
    found: list[Instruction] = []
    for _ in range(pick.choice([1, 1, 2, 4, 8])):
        account = pick.choice(list(past.debts))
        wallets = past.cash.order(past.debts[account].terms.pay_from)
        if wallets:
            amount = int(10 ** pick.uniform(2, 6))
            found.append(
                Instruction(
                    pick.choice(days),
                    account,
                    amount,
                    pick.choice(wallets).name,
                    pick.random() < 0.6,
                    pick.random() < 0.1,
                )
            )
    return found


def admissible(played: Iterable[Played]) -> list[Played]:
    """Leave out plans that draw more on reserves than every simple strategy."""
    return [one for one in played if not one.score.drawn]


# -- verdicts -------------------------------------------------------------------------------------------------------


def faults(table: Table, found: Optimum, played: Sequence[Played], only_bound: bool = False) -> list[str]:
    """Say what is wrong with an optimum, given other plans as the engine played them; the simple strategies count too.

    `only_bound`: the others may be better, where the model leaves something out, but not cheaper than the bound.
    """
    told: list[str] = []
    if found.score.drawn:
        told.append(f"the optimum draws {found.score.drawn} more than every simple strategy")
    if any(simple.score[:4] < found.score[:4] for simple in table.simple):
        told.append(f"worse than a simple strategy: {shown(table.best_simple)}")
    better = [] if only_bound else [one for one in admissible(played) if is_better(one.score, found)]
    if better:
        best = min(better, key=lambda one: one.score[:4])
        told.append(f"a better plan: {shown(best)}")
    cheaper = [one for one in admissible([*table.simple, *played]) if is_under_bound(one.score, found)]
    if cheaper:
        least = min(cheaper, key=lambda one: one.score.cost)
        told.append(f"under the bound by {found.bound - least.score.cost}: {shown(least)}")
    return [f"{table.name} ({table.today} to {table.until}), {shown_optimum(found)}", *told] if told else []


def is_better(score: Score, found: Optimum) -> bool:
    """Tell whether a plan is less late than the optimum, or as late and cheaper by more than rounding explains."""
    if score[:3] != found.score[:3]:
        return score[:3] < found.score[:3]
    return score.cost < found.score.cost - found.allowance


def is_under_bound(score: Score, found: Optimum) -> bool:
    """Tell whether a plan that is late no longer costs less than what is said to be the least."""
    return score[:3] <= found.score[:3] and score.cost < found.bound


def shown_optimum(found: Optimum) -> str:
    """Show an optimum in a line or two."""
    left = f", left out: {[str(each) for each in found.left_out]}" if found.left_out else ""
    finished = "" if found.is_finished else ", not finished"
    return (
        f"bound {found.bound}, allowance {found.allowance}{finished}{left}\n  {shown(Played(found.plan, found.score))}"
    )


def shown(played: Played) -> str:
    """Show a plan and its score; amounts in minor units."""
    drawn, late, postponed, cost, _, price, unpaid = played.score
    payments = ", ".join(
        f"{date.fromordinal(each.day):%m-%d} {each.account} {each.amount} from {each.wallet}"
        f"{' prepaid' if each.prepay else ''}{' apart' if each.apart else ''}"
        for each in played.plan
    )
    return f"late {late}, postponed {postponed}, drawn {drawn}, cost {cost} (end price {price}, lack price {unpaid}): {payments or 'nothing'}"
