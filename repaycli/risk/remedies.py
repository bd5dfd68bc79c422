"""Which single change makes it least likely to miss a due date: each is played in the same futures."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from repaycli.core.dates import LATEST
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.standing import standing
from repaycli.engine.targets import payable
from repaycli.products.accounts import Account, Household
from repaycli.risk.answers import Outlook, outlook
from repaycli.risk.buffer import Play, Sought, Stopped

_MONTH = timedelta(days=31)
_SAFEST = "minimum"
"""This strategy keeps all the cash that it can."""


class Remedy(NamedTuple):
    """One change: its kind for programs, what it is in words, the household that has made it, the strategy it goes with."""

    kind: str  # "due-date", "reserve", "payoff", "strategy"
    what: Text
    household: Household
    strategy: str


class Helped(NamedTuple):
    """How the household comes off with a change; `is_harmful`: it leaves expenses unpaid more often, which is no help."""

    remedy: Remedy
    after: Outlook
    is_harmful: bool


class Tried(NamedTuple):
    """The changes that were played, the best first; `left`: so many were not, as nobody waited for them."""

    rows: tuple[Helped, ...]
    left: int


def remedies(sought: Sought) -> Iterator[Remedy]:
    """Yield what could be changed today: due dates, reserves, an account paid off, the strategy.

    Due dates as `later_dues` moves them: each a week later, and to the day after the next payday. An account is paid off
    only from cash above the reserves that is there today.
    """
    # imported here: only who wants a target asks for them
    from repaycli.strategies.optimal.changed.disturbed import comings
    from repaycli.strategies.optimal.changed.whatifs import later_dues
    from repaycli.strategies.optimal.changed.worth import payday
    from repaycli.strategies.whatif import PayOnce, changed

    own, today = sought.household, sought.today
    past = replay(own, today, workings=False)
    first = comings(own, today, min(today + _MONTH, sought.until, LATEST), NO_CHANGES)
    for each in later_dues(own, today, standing(own, today, past), payday(first)):
        yield Remedy("due-date", each.what, each.household, sought.strategy)
    kept = sum(wallet.reserve for wallet in own.wallets)
    if kept:
        free = own._replace(wallets=tuple(wallet._replace(reserve=0) for wallet in own.wallets))
        yield Remedy("reserve", text("no reserve: {amount} more may be used", amount=kept), free, sought.strategy)
    run = branch(past, None, workings=False)
    run.reach(run.today)
    usable = {wallet.name: wallet.usable for wallet in standing(own, today, past).wallets}
    for account in own.accounts:
        asked = payable(run.debts[account.name], run.today)
        if asked is not None and asked <= _at_hand(account, usable):
            said = text("{account} paid off today with {amount}", account=account.name, amount=asked)
            paid = changed(own, today, [PayOnce(account.name, asked, today)])[0]
            yield Remedy("payoff", said, paid, sought.strategy)
    if sought.strategy != _SAFEST:
        said = text("paying by {strategy}, so that more cash stays", strategy=text("minimum"))
        yield Remedy("strategy", said, own, _SAFEST)


def _at_hand(account: Account, usable: dict[str, int]) -> int:
    return sum(usable[name] for name in account.pay_from or usable)


def helped(sought: Sought, play: Play, watch: Callable[[int, int], None] = lambda _, __: None) -> Tried:
    """Play every change, and return them by what they make of the chance, the best first; equals as they were found,
    what leaves expenses unpaid last.

    `watch` is told how many were played, and of how many.
    """
    found: list[Helped] = []
    asked = list(remedies(sought))
    for number, remedy in enumerate(asked):
        watch(number, len(asked))
        try:
            after = outlook(play(remedy.household, remedy.strategy), sought.is_uncertain)
        except Stopped:
            break
        found.append(Helped(remedy, after, after.short.share > sought.before.short.share))
    ranked = tuple(sorted(found, key=lambda each: (each.is_harmful, each.after.missed.share)))
    return Tried(ranked, len(asked) - len(found))
