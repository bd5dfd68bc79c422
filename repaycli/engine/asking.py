"""The daily conversation with a strategy: it is shown a position, answers with payments, and what it cannot pay is noted."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING

from repaycli.core.whole import every, most, no_more, some
from repaycli.engine.book import as_date
from repaycli.engine.claims import claims, unmet
from repaycli.engine.coupons import NO_OFFERS
from repaycli.engine.ledger import Shortfall
from repaycli.engine.position import Funds, Position, Target
from repaycli.engine.targets import payable, targets

if TYPE_CHECKING:
    from repaycli.engine.run import Run


def ask(run: "Run", day: int) -> None:
    """Show the strategy the day; do what it answers; note what could not be paid."""
    if run.strategy is None:
        return
    skipped = run.skipping.names(day)
    asking = run.asking - skipped if skipped else run.asking
    past_due, due = claims(run.debts, asking, day) if asking else ([], [])
    if not past_due and not due and not run.strategy.eager and day not in run.woken:
        return
    position = Position(
        day,
        past_due,
        due,
        [Funds(purse.name, purse.usable) for purse in run.cash.purses],
        partial(_wallets_for, run),
        partial(_targets, run, day, skipped),
        partial(_payable, run, day, skipped),
        partial(_repaid, run),
        run.coupons.offers(run.debts, day) if run.coupons.unused else NO_OFFERS,
    )
    decisions = run.strategy.decide(position)
    if not (decisions or past_due or due):
        return
    paid: dict[str, int] = {claim.account: -claim.minimum for claim in past_due}
    if decisions:
        for name, added in run.payments.carry_out(decisions, day).items():
            paid[name] = paid.get(name, 0) + added
    for decision in decisions:
        paid[decision.account] = paid.get(decision.account, 0) + decision.amount
        run.touched.add(decision.account)
        if decision.prepay or (run.strategy.eager and _is_repaid_again(run, decision.account)):
            run.ask_next_day(day)
    missing = {name: most(0, -more) for name, more in paid.items() if _is_asked_first(run, name, day)}
    if any(claim.due == day and not every(no_more(claim.minimum, paid.get(claim.account, 0))) for claim in due):
        for name, left in unmet(run.debts, asking, day).items():
            missing[name] = missing.get(name, 0) + left
            run.postponed.append((day, name))
    missing = {name: short for name, left in missing.items() if some(short := most(0, left - _usable(run, name)))}
    if missing:
        run.book.shortfalls.append(Shortfall(as_date(day), sum(missing.values()), tuple(sorted(missing))))


def _repaid(run: "Run", but: Collection[str]) -> Iterator[tuple[str, bool]]:
    for name, day in run.repaid_on.items():
        if name not in but:
            yield name, no_more(1, day) & no_more(run.debts[name].owed, 0)


def _is_repaid_again(run: "Run", name: str) -> bool:
    """Tell whether nothing is left of an account whose debts of today are repaid: what its dues were is free now."""
    return name in run.repaid_on and not every(no_more(1, run.debts[name].owed))


def _usable(run: "Run", name: str) -> int:
    """Return what the wallets could still give an account: what is not paid from it is left for later on purpose."""
    return sum([purse.usable for purse in run.cash.order(run.debts[name].terms.pay_from)])


def _is_asked_first(run: "Run", name: str, day: int) -> bool:
    """Tell whether what is past due of an account is met on this day for the first time: later it is known."""
    return day == run.today or run.called_in.get(name) == day


def _targets(run: "Run", day: int, skipped: Collection[str], but: Collection[str]) -> list[Target]:
    """What surplus may go to: not what is left unpaid on purpose, nor an account with a payment promised for later,
    which a payoff before it would turn into an overpayment."""
    others = {*skipped, *but, *(name for name, days in run.paid_on.items() if days[-1] > day)}
    return targets({name: debt for name, debt in run.debts.items() if name not in others}, day)


def _payable(run: "Run", day: int, skipped: Collection[str], account: str) -> int | None:
    promised = run.paid_on.get(account)
    if account in skipped or (promised and promised[-1] > day):
        return None
    return payable(run.debts[account], day)


def _wallets_for(run: "Run", account: str) -> list[str]:
    return [purse.name for purse in run.cash.order(run.debts[account].terms.pay_from)]
