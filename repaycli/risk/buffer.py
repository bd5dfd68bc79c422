"""The buffer: how much more cash today brings the chance of missing a due date under a target, found by playing it."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.engine.day import Step
from repaycli.engine.standing import standing
from repaycli.products.accounts import Flow, Household
from repaycli.risk.answers import Outlook, missed
from repaycli.risk.chances import Chance
from repaycli.risk.draws import sources
from repaycli.risk.outcomes import Outcomes

BUFFER = "\0buffer"
"""The name of the income that the buffer is; no file can hold it."""

_PARTS = 100
_STEPS = (5, 2, 1)


class Stopped(Exception):
    """Whoever waits for an answer waits no longer."""


Play = Callable[[Household, str], Outcomes]
"""Plays a household under a strategy in the futures of one seed, always the same; raises `Stopped`."""


class Sought(NamedTuple):
    """What is looked for: the target, and in which household, from which day to which, under which strategy.

    As it is, it was played already: `before` is how it comes off.
    """

    target: Fraction
    household: Household
    today: date
    until: date
    strategy: str
    before: Outlook

    @property
    def is_uncertain(self) -> bool:
        """Tell whether there is more than one future."""
        return not self.before.missed.is_certain


class Buffer(NamedTuple):
    """`amount` more in `wallet` today brings the chance of missing a due date to `after`, and `step` less does not bring it under
    the target. Amounts in minor units.

    `amount` None: not even `most` does, in any wallet; `after` is then the best that this much does.
    """

    amount: int | None
    wallet: str
    step: int
    most: int
    after: Chance


def buffer(sought: Sought, play: Play) -> Buffer:
    """Find the least buffer by halving, in the same futures each time: in the first wallet where one is enough, else in
    the next.

    `most`: everything that is owed, and all that is planned to be spent until the last day, rounded up to a step.
    """
    step = step_of(sought.household, sought.today)
    most = -(-_most(sought) // step) * step
    before = sought.before.missed
    if before.share <= sought.target or not sought.household.wallets:
        return Buffer(0 if before.share <= sought.target else None, "", step, most, before)
    tried: list[Buffer] = []
    for wallet in sought.household.wallets:
        after = _with(sought, most, wallet.name, play)
        tried.append(Buffer(None, wallet.name, step, most, after))
        if after.share <= sought.target:
            return _halved(sought, tried[-1], play)
    return min(tried, key=lambda each: each.after.share)


def _halved(sought: Sought, enough: Buffer, play: Play) -> Buffer:
    too_little, last, after = 0, enough.most // enough.step, enough.after
    while last - too_little > 1:
        middle = (too_little + last) // 2
        found = _with(sought, middle * enough.step, enough.wallet, play)
        if found.share <= sought.target:
            last, after = middle, found
        else:
            too_little = middle
    return enough._replace(amount=last * enough.step, after=after)


def _with(sought: Sought, amount: int, wallet: str, play: Play) -> Chance:
    flow = Flow(BUFFER, amount, sought.today, wallet=wallet)
    own = sought.household._replace(incomes=(*sought.household.incomes, flow))
    return missed(play(own, sought.strategy), sought.is_uncertain)


def step_of(household: Household, today: date) -> int:
    """Return how exact a buffer is: at most 1/100 of what comes in a month, 10.00 where nothing comes; a round amount.

    Rounding: down to 1, 2 or 5 × a power of ten. Units: minor units.
    """
    year = add_months(today, 12) - timedelta(days=1)
    comes = sum(flow.amount * len(list(flow.dates(year, today))) for flow in household.incomes)
    if not comes:
        return 10 * 10**household.currency.digits
    part = max(1, comes // 12 // _PARTS)
    power = 10 ** (len(str(part)) - 1)
    return next(each * power for each in _STEPS if each * power <= part)


def _most(sought: Sought) -> int:
    owed = sum(each.owed + each.accrued + each.planned for each in standing(sought.household, sought.today).accounts)
    spent = 0
    for source in sources(sought.household):
        if source.step is not Step.INCOME:
            spent += source.flow.amount * len(list(source.flow.dates(sought.until, sought.today)))
    return max(1, owed + spent)
