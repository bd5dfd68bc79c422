"""A plan made easier to carry out: fewer payments, none of cents, nothing paid before it has to be.

What costs nothing only a replay of the whole plan says: no change is kept that makes any part of the score worse.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.engine.ledger import Kind
from repaycli.engine.position import Decision, Position
from repaycli.strategies.optimal.optimum import Instruction, Plan, Score
from repaycli.strategies.optimal.playing.facts import Seen, see
from repaycli.strategies.optimal.playing.following import Place
from repaycli.strategies.optimal.playing.ground import Ground, Played
from repaycli.strategies.optimal.playing.replay import Planned, lacks
from repaycli.strategies.optimal.playing.trail import Trail

MOST = 24
"""So many changed plans are replayed at most."""

SMALL = 1_000
"""What is less than so many minor units (10.00; 1,000 where the currency has no decimals) is not worth a payment of its own."""

_MERGES, _EXCESSES, _PUT_OFFS, _AGAIN, _JOINS = 5, 3, 8, 3, 8  # how many of the replays each sort of changes may take
_WALLETS = 4

_ROOM = 100
"""By so much more cash may be there when a payment is made sooner: it bears less until then. Minor units."""


class Change(NamedTuple):
    """Pay what an account gets on a day on another day; on the same one: in one payment from each wallet."""

    place: Place
    to: int
    less: int = 0  # so much of it is not paid at all: it would be more than what is owed
    stays: int = 0  # so much of it is paid on its day all the same
    wallet: str = ""  # all of it comes from this one, as far as it goes


def tidy(ground: Ground, plan: Plan, score: Score, stopped: Callable[[], bool] = lambda: False) -> Played:
    """Return a plan that pays each account what it owes and is no worse: fewer payments, made no sooner than is any good.

    What is free waits until it is due, or for the account's next payment. Days of grace are no use of time: the score
    counts what is put off into them. What is tried depends on the plan alone. `stopped` ends it early.
    """
    tidying = _Tidying(ground, Played(plan, score), stopped)
    tidying.make(_merges(plan), _MERGES)
    tidying.make(_excesses(ground, tidying.seen), _EXCESSES)
    before = tidying.best
    sure, doubtful = _put_offs(ground, before, tidying.seen)
    tidying.make(sure, _PUT_OFFS)
    if tidying.best is not before:  # what was paid ahead of it may wait now, too
        sure, doubtful = _put_offs(ground, tidying.best, tidying.seen)
        tidying.make(sure, _AGAIN)
    tidying.make(doubtful, _AGAIN)
    tidying.make(_joined(ground, tidying.best.plan, tidying.seen, is_later=False), _JOINS)
    tidying.make(_joined(ground, tidying.best.plan, tidying.seen, is_later=True), _AGAIN)
    tidying.make(_one_wallet(tidying.best.plan), _WALLETS)
    tidying.make(_merges(tidying.best.plan), tidying.left)
    return tidying.best


class _Tidying:
    def __init__(self, ground: Ground, best: Played, stopped: Callable[[], bool]) -> None:
        self.ground, self.stopped = ground, stopped
        self.left = MOST
        self._take(best)

    def _take(self, best: Played) -> None:
        self.best = best
        self.trail = Trail(self.ground, lambda: _Gathering(best.plan, ()))
        self._seen: Seen | None = None

    @property
    def seen(self) -> Seen:
        """What is true at each payment of the best plan."""
        if self._seen is None:
            ground = self.ground
            self._seen = see(self.best.plan, ground.past, ground.changes, ground.until)
        return self._seen

    def make(self, changes: Sequence[Change], most: int) -> None:
        """Make all changes at once, or those of one account, or of half of it, and so on: those that do no harm."""
        waiting = [list(changes)] if changes else []
        last = max(0, self.left - most)
        while waiting and self.left > last and not self.stopped():
            some = waiting.pop(0)
            self.left -= 1
            if not self._made(some):
                waiting += _parts(some)

    def _made(self, changes: Sequence[Change]) -> bool:
        plan = _changed(self.best.plan, {each.place: each for each in changes})
        gathering = _Gathering(plan, {(each.to, each.place[1]) for each in changes})
        found = self.trail.play(gathering, min(min(each.place[0], each.to) for each in changes))
        if _paid(found.plan) != _paid(plan) or not _is_as_good(found.score, self.best.score):
            return False
        self._take(found)
        return True


def _parts(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Part changes by account; those of one account by time, in two."""
    accounts = dict.fromkeys(each.place[1] for each in changes)
    if len(accounts) > 1:
        for account in accounts:
            yield [each for each in changes if each.place[1] == account]
    elif len(changes) > 1:
        half = len(changes) // 2
        yield list(changes[:half])
        yield list(changes[half:])


def _changed(plan: Plan, changes: Mapping[Place, Change]) -> Plan:
    less = {place: each.less for place, each in changes.items()}
    moved = {place: sum(each.amount for each in plan if (each.day, each.account) == place) for place in changes}
    moved = {place: amount - changes[place].stays - changes[place].less for place, amount in moved.items()}
    found: list[Instruction] = []
    for each in reversed(plan):
        place = (each.day, each.account)
        if place in changes:
            spared = min(less[place], each.amount)
            less[place] -= spared
            later = min(moved[place], each.amount - spared)
            moved[place] -= later
            wallet = changes[place].wallet or each.wallet
            found.append(each._replace(amount=each.amount - spared - later, wallet=wallet))
            found.append(each._replace(day=changes[place].to, amount=later, wallet=wallet))
        else:
            found.append(each)
    found.reverse()
    return tuple(sorted((each for each in found if each.amount), key=lambda each: each.day))


def _paid(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for each in plan:
        found[each.account] += each.amount
    return found


def _is_as_good(one: Score, other: Score) -> bool:
    """Tell whether no part of a score is worse."""
    return (
        one.drawn <= other.drawn
        and one.late <= other.late
        and one.postponed <= other.postponed
        and one.cost <= other.cost
        and one.payoff <= other.payoff
        and one.end_price <= other.end_price
        and one.lack_price <= other.lack_price
    )


class _Gathering(Planned):
    """Makes the payments of a plan; those of some places in as few as can be, and from the account's other wallets where
    the one that was meant lacks something."""

    def __init__(self, plan: Plan, places: Collection[Place]) -> None:
        super().__init__(plan)
        self.places = places

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments in the plan's order; those that stay as they are get their money first."""
        planned = self.by_day.get(position.day, [])
        funds = {fund.wallet: fund.usable for fund in position.funds}
        found: dict[tuple[object, ...], Decision] = {}
        places: dict[tuple[object, ...], int] = {}
        for number, each in sorted(enumerate(planned), key=lambda item: self._is_free(item[1])):
            is_free = self._is_free(each)
            left = each.amount
            for wallet in dict.fromkeys((each.wallet, *(position.pay_from(each.account) if is_free else ()))):
                taken = min(left, funds[wallet])
                if taken <= 0:
                    continue
                funds[wallet] -= taken
                left -= taken
                key = (each.account, wallet, each.apart) if is_free else (number,)
                before = found.get(key)
                amount, prepay = (before.amount, before.prepay) if before else (0, False)
                why = text("part of the optimal plan")
                found[key] = Decision(each.account, wallet, amount + taken, why, prepay or each.prepay, each.apart)
                places.setdefault(key, number)
        return [found[key] for key in sorted(places, key=lambda key: places[key])]

    def _is_free(self, each: Instruction) -> bool:
        return (each.day, each.account) in self.places


def _merges(plan: Plan) -> list[Change]:
    """Return the places at which an account gets several payments from a wallet."""
    count = Counter((each.day, each.account, each.wallet) for each in plan)
    places = dict.fromkeys((day, account) for (day, account, _), number in count.items() if number > 1)
    return [Change(place, place[0]) for place in places]


def _one_wallet(plan: Plan) -> list[Change]:
    """Return the places at which a wallet adds a little to what another one pays: it could pay that, too."""
    paid: dict[Place, Counter[str]] = defaultdict(Counter)
    for each in plan:
        paid[each.day, each.account][each.wallet] += each.amount
    return [
        Change(place, place[0], wallet=max(wallets, key=lambda wallet: wallets[wallet]))
        for place, wallets in paid.items()
        if len(wallets) > 1 and min(wallets.values()) < SMALL
    ]


def _excesses(ground: Ground, seen: Seen) -> list[Change]:
    """Return the payments of more than was owed, which would only stay as credit."""
    found: dict[Place, int] = defaultdict(int)
    for item in seen.run.book.postings:
        if item.kind is Kind.PAYMENT and item.on.toordinal() >= ground.past.today:
            for part in item.split:
                if part.part == "credit":
                    found[item.on.toordinal(), item.account] += part.amount
    return [Change(place, place[0], less) for place, less in found.items() if place in seen.facts]


def _put_offs(ground: Ground, best: Played, seen: Seen) -> tuple[list[Change], list[Change]]:
    """Return what may wait until it is due: first what surely bears nothing meanwhile, then what hardly does."""
    sure: list[Change] = []
    doubtful: list[Change] = []
    for place in dict.fromkeys((each.day, each.account) for each in best.plan):
        day, account = place
        fact = seen.facts[place]
        is_early = fact.due is not None and fact.due > day
        to = fact.due if is_early else fact.next_due
        debt = ground.past.debts[account]
        is_asked = fact.due is not None and fact.due <= day <= fact.due + debt.terms.grace_days
        stays = fact.full if is_asked and fact.is_line else 0  # what is ahead of the next statement may wait
        if fact.late or (is_asked and not 0 < stays < fact.paid) or to is None or to > ground.until:
            continue
        if any(day < change.from_date.toordinal() <= to for change in debt.terms.rates):
            continue  # on the very day on which a rate rises is too near
        borne = _borne(seen, place)
        if not borne and not day <= best.score.payoff < to:
            sure.append(Change(place, to, stays=stays))
        elif borne * (to - day) < 1 and not stays:  # rounding may take it
            doubtful.append(Change(place, to))
    return sure, doubtful


def _borne(seen: Seen, place: Place) -> Fraction:
    """Return what would be borne in a day by what a payment pays; minor units."""
    return sum((rate * amount for rate, amount in seen.stopped[place].items()), Fraction(0))


def _joined(ground: Ground, plan: Plan, seen: Seen, is_later: bool) -> list[Change]:
    """Return the small payments, each with the account's next larger one, or with the one before it.

    What there is no cash for by then, and what would bear more than rounding can take, is left as it is.
    """
    paid: dict[Place, int] = defaultdict(int)
    for each in plan:
        paid[each.day, each.account] += each.amount
    large = [place for place, amount in paid.items() if amount >= SMALL]
    lacking, limits = lacks(seen.run), dict(enumerate(ground.limits))
    found: list[Change] = []
    for place, amount in paid.items():
        same = [day for day, account in large if account == place[1] and (day > place[0]) is is_later]
        if amount >= SMALL or not same:
            continue
        to = min(same) if is_later else max(same)
        if is_later:
            is_hopeless = _borne(seen, place) * (to - place[0]) >= 1
        else:
            spare = [
                limits[time] - missing for day, time, missing in lacking if to <= day < place[0] and time in limits
            ]
            is_hopeless = bool(spare) and amount - min(spare) > _ROOM
        if not is_hopeless:
            found.append(Change(place, to))
    return found
