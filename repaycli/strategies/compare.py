"""Play strategies through one household: the doors that the command line and the API use."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from repaycli.core.dates import add_months
from repaycli.engine.branch import branch, doubled, replay, with_wallet, without_coupons, without_yields
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.ledger import Projection
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.engine.totals import project as finish
from repaycli.products.accounts import Household, Wallet
from repaycli.strategies.outlook import MONTH, YEAR, Outlook, Path
from repaycli.strategies.outlooks import Outlooks
from repaycli.strategies.waterfall import Waterfall, by_order, highest_rate, smallest_balance

if TYPE_CHECKING:
    from repaycli.strategies.optimal.optimum import Optimum

OPTIMAL = "optimal"
"""The one strategy that is no rule: its payments are searched for."""

STRATEGIES = ("minimum", "full", "avalanche", "snowball", OPTIMAL, "custom")
"""Every strategy that can be named."""

COMPARED = ("minimum", "full", "avalanche", "snowball")
"""What `compare` shows when nothing else is asked for; `custom` joins when the file configures it."""

MONTHS = 36
"""The longest default horizon, in months."""

Search = Callable[[Household, date, date | None, Run, Changes], "Optimum"]
"""Who looks for the best plan: household, today, last day (None: until today's debts are repaid), past, changes."""

_OVERDRAFT = 10**15


def _alone(household: Household, today: date, until: date | None, past: Run, changes: Changes) -> "Optimum":
    """Search as long as the solver itself allows, with nobody who watches or stops it."""
    from repaycli.strategies.optimal.search.optimise import optimise

    return optimise(household, today, until, past=past, changes=changes)


class Player:
    """Plays strategies for one household from one today; what they share is computed once.

    `run_type` is the event-by-event run; tests put the day-by-day reference in its place.
    `past` is the recorded past where somebody lived through it already (`engine.branch.replay`).
    `search` looks for the optimal plan, where one is asked for.
    """

    def __init__(
        self,
        household: Household,
        today: date,
        until: date,
        run_type: type[Run] = Run,
        changes: Changes = NO_CHANGES,
        past: Run | None = None,
        search: Search | None = None,
    ) -> None:
        self.changes = changes
        self.search: Search = search or _alone
        self.household = household
        self.today = today
        self.until = until
        self.run_type = run_type
        self._past = past
        self._base: Run | None = None
        self._full: Path | None = None
        self._paths: dict[int, Path] = {}

    def start(self, name: str, workings: bool = True) -> Run:
        """Return a run of that strategy, standing at its beginning."""
        if self.run_type is not Run:
            return self.run_type(self.household, self.today, self.strategy(name), workings, self.changes)
        past = self.replayed(workings)
        return branch(past, self.strategy(name), self.changes, workings)

    def replayed(self, workings: bool = False) -> Run:
        """Return the recorded past, lived through once; `workings`: how its amounts came about is wanted too."""
        if self._past is None or (workings and not self._past.book.workings):
            self._past = replay(self.household, self.today, workings)
        return self._past

    def optimum(self, until: date | None) -> "Optimum":
        """Search for the best plan up to a day; None: until today's debts are repaid under the simple strategies."""
        return self.search(self.household, self.today, until, self.replayed(), self.changes)

    def repaid_under(self, names: Sequence[str], last: int) -> int:
        """Return the day on which today's debts are repaid under all of these strategies, at most `last`."""
        runs = (self.start(name, workings=False) for name in names)
        return max((run.advance_until_repaid(last) for run in runs), default=self.today.toordinal())

    def strategy(self, name: str) -> Strategy:
        """Return a strategy that plays this household; the optimal one is searched for up to `until`."""
        match name:
            case "minimum":
                return Waterfall(name)
            case "full":
                return Waterfall(name, in_full=True, outlook=self._outlook(MONTH, with_full=True))
            case "avalanche":
                return Waterfall(name, rank=highest_rate, outlook=self._outlook(YEAR))
            case "snowball":
                return Waterfall(name, rank=smallest_balance, outlook=self._outlook(YEAR))
            case "optimal":
                return planned(self.optimum(self.until))
            case "custom":
                custom = self.household.custom
                order = custom.order if custom else ()
                budget = custom.budget if custom else None
                rank = by_order(order) if order else highest_rate
                return Waterfall(name, rank=rank, outlook=self._outlook(YEAR), budget=budget)
            case _:
                raise ValueError(name)

    def _outlook(self, window: int, with_full: bool = False) -> Outlooks:
        base = self._baseline(window)
        if window not in self._paths:
            self._paths[window] = _path(base, [wallet.reserve for wallet in self.household.wallets], window)
        dues: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for payment in base.book.payments:
            paid = dues.setdefault(payment.account, {}).setdefault(payment.wallet, [])
            paid.append((payment.on.toordinal(), payment.amount))
        shares: dict[str, Fraction] = {}
        for line in self.household.lines:
            rule = line.minimum
            coming = any(item.account == line.name and item.posted >= self.today for item in self.household.purchases)
            if line.spending or line.instalment_plan or coming:  # otherwise paying it off ends its dues, as with a loan
                falls = rule.share if rule.carried_share is None else rule.carried_share
                shares[line.name] = falls if not rule.floor else Fraction(0)
        units = {line.name: line.round_to for line in self.household.lines}
        full = self._full_path if with_full else None
        return Outlooks(Outlook(self._paths[window], full, dues, shares, units, self._wallet_paths(base, window)))

    def _wallet_paths(self, base: Run, window: int) -> dict[str, Path]:
        own = self.household
        names = {wallet.name for wallet in own.wallets}
        if all(not account.pay_from or set(account.pay_from) == names for account in own.accounts):
            return {}
        entries = [entry for entry in base.path if entry[0] >= base.today]
        days = [entry[0] for entry in entries]
        return {
            wallet.name: Path(days, [entry[1][index] - wallet.reserve for entry in entries], window, None)
            for index, wallet in enumerate(own.wallets)
        }

    def _baseline(self, window: int) -> Run:
        if self._base is None:
            own = branch(self.replayed(), Waterfall("minimum"), self.changes, workings=False)
            self._base = without_yields(without_coupons(own))
        self._base.advance(self.until.toordinal() + window)
        return self._base

    def minimum_played(self) -> Run | None:
        """Return `minimum` on the last day, without workings, if what the others are measured against is just that.

        It has to be asked for before they are: theirs goes on beyond the last day.
        """
        if self.run_type is not Run or self._base is not None or not _is_plain(self.household):
            return None
        return doubled(self._baseline(0), Waterfall("minimum"))

    def _full_path(self) -> Path:
        """Pay every statement in full with money borrowed from nowhere: where it is needed, the path is negative."""
        if self._full is None:
            own = branch(self.replayed(), Waterfall("full", in_full=True), self.changes, workings=False)
            run = with_wallet(without_coupons(own), Wallet("\0overdraft", _OVERDRAFT))
            run.advance(self.until.toordinal() + MONTH)
            self._full = _path(run, [*(wallet.reserve for wallet in self.household.wallets), _OVERDRAFT], MONTH)
        return self._full


def _path(run: Run, reserves: Sequence[int], window: int) -> Path:
    entries = [entry for entry in run.path if entry[0] >= run.today]
    reserve = sum(reserves)
    usable = [sum(holds) - arrears - reserve for _, holds, arrears in entries]
    days = [day for day, _, _ in entries]
    return Path.to_the_end(days, usable, window) if window == YEAR else Path(days, usable, window, None)


def _is_plain(household: Household) -> bool:
    """Tell whether the outlook's own run, which takes no coupon and no yield for sure, is what the minimum pays."""
    has_coupons = any(account.coupon for account in household.accounts)
    return not has_coupons and not any(wallet.annual_yield for wallet in household.wallets)


def planned(optimum: "Optimum") -> Strategy:
    """Return what pays as the best plan that was found does."""
    from repaycli.strategies.optimal.playing.replay import Planned

    return Planned(optimum.plan)


def horizon(today: date) -> date:
    """Return the last day of the longest default horizon."""
    return add_months(today, MONTHS)


def project(
    household: Household,
    today: date,
    strategy: str,
    until: date | None = None,
    past: Run | None = None,
    search: Search | None = None,
) -> Projection:
    """Play one strategy from `today` to `until` (default: when every debt known today is repaid, at most 36 months).

    Raises ValueError for an unknown strategy.
    """
    return compare(household, today, [strategy], until, past, search)[0]


def follow(household: Household, today: date, strategy: str, until: date, search: Search | None = None) -> Projection:
    """Play one strategy to `until` as it goes on by default.

    What the optimal plan pays depends on how far it looks: it is the one for the default horizon, and only for a longer
    time where `until` lies beyond, so that a view of a few months shows the same payments as the whole plan.
    """
    if strategy != OPTIMAL:
        return project(household, today, strategy, until)
    player = Player(household, today, horizon(today), search=search)
    usual = player.repaid_under(COMPARED, horizon(today).toordinal())
    found = player.optimum(until if until.toordinal() > usual else None)
    return finish(branch(player.replayed(workings=True), planned(found)), strategy, until.toordinal())


def best(projections: Sequence[Projection]) -> Projection:
    """Return the optimal way where it was searched for, else the safest, the cheapest of those."""
    return min(
        projections,
        key=lambda each: (each.strategy != OPTIMAL, each.summary.overdue_days, each.summary.total_cost),
    )


def compare(
    household: Household,
    today: date,
    names: Sequence[str],
    until: date | None = None,
    past: Run | None = None,
    search: Search | None = None,
) -> tuple[Projection, ...]:
    """Play several strategies over one horizon, so that their costs can be compared.

    The default horizon ends when every debt known today is repaid under all of them, at most 36 months from today. That
    of the optimal plan looks at the simple strategies as well.
    `past`: the recorded past where it was replayed already; without workings then, if that has none.
    """
    workings = past is None or past.book.workings
    player = Player(household, today, until or horizon(today), past=past, search=search)
    return compare_with(player, names, until, workings)


def compare_with(
    player: Player,
    names: Sequence[str],
    until: date | None = None,
    workings: bool = True,
    end: Callable[[Run, str, int], Projection] = finish,
) -> tuple[Projection, ...]:
    """Play several strategies over one horizon with a player made for it: `until`, else `horizon` of its today.

    What the player computed is there for whoever plays on with it. `end` plays each to the last day, and tells of it.
    """
    last = player.until.toordinal()
    shared = player.minimum_played() if until is not None and not workings and len(names) > 1 else None
    runs = {name: player.start(name, workings) for name in names if name != OPTIMAL}
    if OPTIMAL in names:
        found = player.optimum(until or _beyond(player, runs, last))
        runs[OPTIMAL] = branch(player.replayed(workings), planned(found), workings=workings)
        last = found.projection.until.toordinal()
    elif until is None:
        last = max((run.advance_until_repaid(last) for run in runs.values()), default=last)
    elif shared and "minimum" in runs:
        runs["minimum"] = shared
    return tuple(end(runs[name], name, last) for name in names)


def _beyond(player: Player, runs: Mapping[str, Run], last: int) -> date | None:
    """Return the day up to which has to be planned where one's own rule repays later than the simple strategies do."""
    own = [run.advance_until_repaid(last) for name, run in runs.items() if name not in COMPARED]
    slowest = max(own, default=0)
    return date.fromordinal(slowest) if slowest > player.repaid_under(COMPARED, last) else None
