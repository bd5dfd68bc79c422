"""Why each payment of the optimal plan is made, on its day and not later: facts of its replay, and replays without it.

Every amount in a reason is a fact of the replay or the difference of two replays of whole plans. Where the other plan
would be late, the reason says so instead.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import reduce

from repaycli.core.text import Text, text
from repaycli.engine.book import as_date
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Account, CreditLine, Household, Loan
from repaycli.products.terms import Accrual, RateChange
from repaycli.strategies.optimal.changed.disturbed import Cushion, comings, disturbed
from repaycli.strategies.optimal.optimum import Optimum, Reasons
from repaycli.strategies.optimal.playing.facts import Fact, Seen, see
from repaycli.strategies.optimal.playing.following import Place
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.reasons.kept import Till, Uncertain, kept_reason
from repaycli.strategies.optimal.reasons.without import Outcome, Without
from repaycli.strategies.optimal.search.tidy import SMALL

Comings = frozenset[tuple[str, date]]
"""Incomes, each with its usual day."""

_SLIGHT = 100
"""What a payment is beyond the minimum, or the instalment, by less than so many minor units is not spoken of."""

MOST_REPLAYS = 40
"""So many payments, the first ones, are looked at with a replay of their own; the others get the facts alone."""


def explained(
    household: Household,
    optimum: Optimum,
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
    cushion: Cushion | None = None,
    punctual: Comings = frozenset(),
) -> Optimum:
    """Return the same optimum, its projection replayed with a reason for each payment.

    `past`: the recorded past where it was replayed already. `cushion`: what the plan was made to stand, but for the
    incomes of `punctual`.
    """
    past = past or replay(household, optimum.projection.today)
    reasons = explain(household, optimum, past, changes, cushion, punctual)
    run = branch(past, Planned(optimum.plan, reasons), changes)
    projection = project(run, optimum.projection.strategy, optimum.projection.until.toordinal())
    return optimum._replace(projection=projection)


def explain(
    household: Household,
    optimum: Optimum,
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
    cushion: Cushion | None = None,
    punctual: Comings = frozenset(),
    most: int = MOST_REPLAYS,
) -> Reasons:
    """Return why each account is paid on each day of the plan; at most `most` payments are put off for it."""
    past = past or replay(household, optimum.projection.today)
    until = optimum.projection.until.toordinal()
    seen = see(optimum.plan, past, changes, until)
    without = Without(household, optimum.plan, seen, past, changes, until, most)
    terms = {account.name: account for account in household.accounts}
    reasons = {place: _reason(place, seen, terms[place[1]], without) for place in sorted(seen.facts)}
    uncertain = _uncertain(household, optimum, changes, cushion, punctual) if cushion and household.wallets else None
    return _with_kept(reasons, optimum, seen, uncertain)


def _reason(place: Place, seen: Seen, terms: Account, without: Without) -> Text:
    """Say what a payment is for: what is asked, what it keeps free, what it stops, and why not later."""
    fact, coupons = seen.facts[place], seen.coupons.get(place, 0)
    asked = fact.late + fact.asked
    extra = min(fact.paid, fact.paid + coupons - asked)
    if asked and extra < _SLIGHT and place not in seen.settled:
        said = [_asked(fact, place[0]), *_held(place, seen)]
        if _is_early(fact, place[0]):
            said += _waiting(without.put_off(place, fact.paid, fact.due), fact.due)
    else:
        is_instalment = not fact.is_line and fact.due == place[0]
        said = [_asked(fact, place[0])] * (fact.late > 0 or is_instalment) + _held(place, seen)
        said += _beyond(place, seen, terms, without, extra)
    told = _joined(said)
    return text("{reason}; a coupon covers {amount} of it", reason=told, amount=coupons) if coupons else told


def _asked(fact: Fact, day: int) -> Text:
    if fact.late:
        return text("past due for {days} days", days=fact.days)
    if fact.due is None or fact.due <= day:
        return text("the minimum of the statement") if fact.is_line else text("the instalment that is due")
    due = as_date(fact.due)
    if fact.is_line:
        return text("the minimum of the statement, due on {date}", date=due)
    return text("the instalment that is due on {date}", date=due)


def _held(place: Place, seen: Seen) -> list[Text]:
    """Say what of a payment to a loan is held for its next instalment, where that is not all there is to say of it."""
    fact, held = seen.facts[place], seen.held.get(place, 0)
    due = fact.due if fact.due is not None and fact.due > place[0] else fact.next_due
    if held < _SLIGHT or due is None or fact.paid - held < _SLIGHT:
        return []
    return [text("{amount} is held for the instalment that is due on {date}", amount=held, date=as_date(due))]


def _is_early(fact: Fact, day: int) -> bool:
    """Tell whether what is asked first is not due yet."""
    return not fact.late and fact.due is not None and fact.due > day


def _beyond(place: Place, seen: Seen, terms: Account, without: Without, extra: int) -> list[Text]:
    """Say what a payment is good for that is more than has to be."""
    fact, is_early = seen.facts[place], _is_early(seen.facts[place], place[0])
    in_full = fact.is_line and 0 < fact.full <= fact.paid + seen.coupons.get(place, 0) + fact.tolerance
    if in_full and fact.is_free:
        later = without.put_off(place, extra, fact.next_due)
        if later and later.cost > 0:
            name, saved = place[1], later.cost
            return [
                text(
                    "keeps {account} free of interest: leaving the rest would cost {amount}", account=name, amount=saved
                )
            ]
    later = without.put_off(place, *((fact.paid, fact.due) if is_early else (extra, fact.next_due)))
    waiting = _waiting(later)
    surplus = _surplus(place, seen, terms)
    if place in seen.settled and not (in_full and fact.is_free):
        return [text("pays the account off"), *([] if fact.paid < _SLIGHT else [*surplus, *waiting])]
    if surplus:
        return [*_least(fact, place[0], extra), *surplus, *waiting]
    if later and later.cost > 0 and _breaks_a_month(place, seen, terms):
        return [text("a prepayment, so that this month's interest is counted by the night"), *waiting]
    return [_part(fact, place[0], in_full), *_waiting(later, fact.due)]


def _least(fact: Fact, day: int, extra: int) -> list[Text]:
    """Say of a payment to a line on the day on which it is due that the rest of the reason is about a part of it alone."""
    if not fact.is_line or fact.late or fact.due is None or fact.due > day or not 0 < extra < fact.paid:
        return []
    return [text("the minimum of the statement and {amount} more", amount=extra)]


def _breaks_a_month(place: Place, seen: Seen, terms: Account) -> bool:
    """Tell whether a payment prepays a little of a loan whose interest is a twelfth of a year's for each whole month."""
    return isinstance(terms, Loan) and terms.accrual is Accrual.MONTHLY and bool(seen.stopped.get(place))


def _part(fact: Fact, day: int, in_full: bool) -> Text:
    """Say what part of what is owed a payment meets that stops no interest for sure."""
    if not fact.is_line:
        return text("ahead of the next instalment")
    if fact.due is None:
        return text("ahead of the next statement")
    if fact.due <= day:
        return text("the statement in full") if in_full else text("more of the statement than its minimum")
    due = as_date(fact.due)
    if in_full:
        return text("the statement in full, due on {date}", date=due)
    return text("more of the statement than its minimum, due on {date}", date=due)


def _surplus(place: Place, seen: Seen, terms: Account) -> list[Text]:
    """Say which rate a payment stops, compared with the other debts that could take the money that day."""
    fact, by_rate = seen.facts[place], seen.stopped.get(place, {})
    stopped = max(by_rate) if by_rate and 2 * sum(by_rate.values()) >= fact.paid - fact.asked else Fraction(0)
    by_day = terms.rate.per == "day"
    rate = stopped if by_day else stopped * terms.rate.year_days
    if stopped and fact.dearest is None:
        if by_day:
            return [text("{rate} a day: no other debt that could take it bears interest now", rate=rate)]
        return [text("{rate} a year: no other debt that could take it bears interest now", rate=rate)]
    if stopped and fact.dearest is not None and stopped >= fact.dearest:
        if by_day:
            return [text("{rate} a day, the dearest debt now", rate=rate)]
        return [text("{rate} a year, the dearest debt now", rate=rate)]
    rise = _rise(terms, place[0], stopped)
    if rise:
        if by_day:
            return [text("before its rate rises to {rate} a day on {date}", rate=rise.rate.daily, date=rise.from_date)]
        return [text("before its rate rises to {rate} a year on {date}", rate=rise.rate.annual, date=rise.from_date)]
    if not stopped:
        return []
    return [text("it bears {rate} a day", rate=rate) if by_day else text("it bears {rate} a year", rate=rate)]


def _rise(terms: Account, day: int, rate: Fraction) -> RateChange | None:
    """Return the first dated rate after a day that is higher, for what is owed already."""
    is_line = isinstance(terms, CreditLine)
    for change in terms.rates:
        if change.from_date.toordinal() > day and change.rate.daily > rate and (change.on == "all" or not is_line):
            return change
    return None


def _waiting(later: Outcome | None, named: int | None = None) -> list[Text]:
    """Say what it would cost to wait; `named`: a day that was named just before."""
    if later is None or (later.cost < 0 and not later.late):
        return []
    if later.late:
        account, due = later.late
        return [text("put off, {account} would be past due from {date}", account=account, date=as_date(due + 1))]
    if later.to == named:
        if later.cost == 0:
            return [text("it could wait until then at no cost")]
        return [text("waiting until then would cost {amount} more", amount=later.cost)]
    if later.cost == 0:
        return [text("it could wait until {date} at no cost", date=as_date(later.to))]
    return [text("waiting until {date} would cost {amount} more", date=as_date(later.to), amount=later.cost)]


def _joined(said: Sequence[Text]) -> Text:
    return reduce(_and, said)


def _and(first: Text, second: Text) -> Text:
    return text("{first}; {second}", first=first, second=second)


def _uncertain(
    household: Household, optimum: Optimum, changes: Changes, cushion: Cushion, punctual: Comings
) -> Uncertain:
    """Look at the same payments with every income on its day, and in the worst case that a cushion stands."""
    today, until = optimum.projection.today, optimum.projection.until

    def played(stands: Cushion) -> Till:
        own, inside = disturbed(household, today, until, stands, changes, punctual)
        run = branch(replay(own, today, workings=False), Planned(optimum.plan), inside, workings=False)
        run.advance(until.toordinal())
        return Till(run)

    incomes = [each for each in comings(household, today, until, changes) if (each.name, each.on) not in punctual]
    return Uncertain(played(Cushion()), played(cushion), cushion, incomes)


def _with_kept(reasons: dict[Place, Text], optimum: Optimum, seen: Seen, uncertain: Uncertain | None) -> Reasons:
    """Say with a day's last payment why no more is paid, where there is cash and a debt bears interest all the same.

    What it is kept for, or in case of, is said with the first such payment and not again every month.
    """
    till = Till(seen.run)
    said: set[str] = set()
    for day, name in {each.day: each.account for each in optimum.plan if (each.day, each.account) in reasons}.items():
        left = till.at(day)
        waits = (
            uncertain.waits(day, sum(each.amount for each in optimum.plan if each.day == day)) if uncertain else None
        )
        if waits:
            reasons[day, name] = _and(reasons[day, name], waits)
        if day not in seen.open_days or left <= 0:
            continue
        found: list[tuple[str, Text]] = []
        doubt = uncertain.reason(day) if uncertain else None
        if doubt:
            left -= doubt.amount
            found.append((doubt.about, doubt.said))
        kept = till.kept(day)
        if kept and min(left, kept.amount) >= SMALL:
            found.append((kept.what, kept_reason(kept, min(left, kept.amount))))
        for about, sentence in found:
            if about not in said:
                reasons[day, name] = _and(reasons[day, name], sentence)
            said.add(about)
    return reasons
