"""Play strategies through one household: the doors that the command line and the API use."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.engine.branch import branch, replay, with_wallet, without_coupons, without_yields
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.ledger import Projection
from repaycli.engine.run import Run
from repaycli.engine.totals import project as finish
from repaycli.products.accounts import Household, Wallet
from repaycli.strategies.outlook import MONTH, YEAR, Outlook, Path
from repaycli.strategies.waterfall import Waterfall, by_order, highest_rate, smallest_balance

STRATEGIES = ("minimum", "full", "avalanche", "snowball", "custom")
"""Every strategy that can be named."""

COMPARED = ("minimum", "full", "avalanche", "snowball")
"""What `compare` shows when nothing else is asked for; `custom` joins when the file configures it."""

MONTHS = 36
"""The longest default horizon, in months."""

_OVERDRAFT = 10**15


class Player:
    """Plays strategies for one household from one today; what they share is computed once.

    `run_type` is the event-by-event run; tests put the day-by-day reference in its place.
    `past` is the recorded past where somebody lived through it already (`engine.branch.replay`).
    """

    def __init__(
        self,
        household: Household,
        today: date,
        until: date,
        run_type: type[Run] = Run,
        changes: Changes = NO_CHANGES,
        past: Run | None = None,
    ) -> None:
        self.changes = changes
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

    def strategy(self, name: str) -> Waterfall:
        match name:
            case "minimum":
                return Waterfall(name)
            case "full":
                return Waterfall(name, in_full=True, outlook=self._outlook(MONTH, with_full=True))
            case "avalanche":
                return Waterfall(name, rank=highest_rate, outlook=self._outlook(YEAR))
            case "snowball":
                return Waterfall(name, rank=smallest_balance, outlook=self._outlook(YEAR))
            case "custom":
                custom = self.household.custom
                order = custom.order if custom else ()
                budget = custom.budget if custom else None
                rank = by_order(order) if order else highest_rate
                return Waterfall(name, rank=rank, outlook=self._outlook(YEAR), budget=budget)
            case _:
                raise ValueError(name)

    def _outlook(self, window: int, with_full: bool = False) -> Outlook:
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
        full = self._full_path() if with_full else None
        return Outlook(self._paths[window], full, dues, shares, units, self._wallet_paths(base, window))

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


def horizon(today: date) -> date:
    """Return the last day of the longest default horizon."""
    return add_months(today, MONTHS)


def project(
    household: Household, today: date, strategy: str, until: date | None = None, past: Run | None = None
) -> Projection:
    """Play one strategy from `today` to `until` (default: when every debt known today is repaid, at most 36 months).

    Raises ValueError for an unknown strategy.
    """
    return compare(household, today, [strategy], until, past)[0]


def best(projections: Sequence[Projection]) -> Projection:
    """Return the safest way, the cheapest of those: fewest days past due first."""
    return min(projections, key=lambda each: (each.summary.overdue_days, each.summary.total_cost))


def compare(
    household: Household, today: date, names: Sequence[str], until: date | None = None, past: Run | None = None
) -> tuple[Projection, ...]:
    """Play several strategies over one horizon, so that their costs can be compared.

    The default horizon ends when every debt known today is repaid under all of them, at most 36 months from today.
    `past`: the recorded past where it was replayed already; without workings then, if that has none.
    """
    last = (until or horizon(today)).toordinal()
    player = Player(household, today, date.fromordinal(last), past=past)
    runs = [player.start(name, workings=past is None or past.book.workings) for name in names]
    if until is None:
        last = max((run.advance_until_repaid(last) for run in runs), default=last)
    return tuple(finish(run, name, last) for run, name in zip(runs, names, strict=True))
