"""Small changes of a plan: money taken from one of its payments, or from cash that lies idle, and paid elsewhere.

What a change may be worth is guessed from the rates that accounts bear and from what is met or missed by it; the guess
only says what is tried first. What it really is worth, a replay says.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch
from repaycli.engine.claims import Debt
from repaycli.engine.coupons import Offer
from repaycli.engine.ledger import Kind
from repaycli.engine.line.state import Line
from repaycli.engine.position import Decision, Position
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Instruction, Plan
from repaycli.strategies.optimal.playing.following import Place
from repaycli.strategies.optimal.playing.ground import Ground
from repaycli.strategies.optimal.playing.replay import Planned, lacks

NEAR = 45
"""In a large plan money moves by at most so many days; what lies further apart is for the search itself."""

FEW = 24
"""A plan of so many payments is not large."""

_MONTH = 30
_MISSED = 1e9
"""What it is worth not to be late: more than any interest."""

_URGENT = 0.001 * _MISSED
"""What is worth more pays a part of what is past due or needed."""

_MET = 0.5 * _MISSED
"""What is worth more meets a due, or ends that something is past due."""


Way = tuple[Place, bool, tuple[Place, ...], tuple[Place, ...]]
"""Where a change pays, whether that is a prepayment, what it takes from, and what it gives back where."""


class Transfer(NamedTuple):
    """Pay so much more at `sink`, as a prepayment or not; `gives`: what is not paid elsewhere for it, by place.

    What `gives` does not cover is cash that the plan leaves idle. Nothing more: the account comes first on its day.
    Less than nothing: so much less is paid. `back`: as much is taken from the first of two places and paid at the other,
    where two accounts exchange money of two days. Minor units.
    """

    sink: Place
    amount: int
    prepay: bool = False
    gives: tuple[tuple[Place, int], ...] = ()
    back: tuple[Place, ...] = ()

    @property
    def way(self) -> Way:
        """Where money comes from and where it goes, whatever the amount."""
        return self.sink, self.prepay, tuple(place for place, _ in self.gives), self.back


class Standing(NamedTuple):
    """How an account stood before the payments of a day: what it bears a day, and the sums that settle something.

    `late`: what is past due; `needed`: what has to be paid that day so that nothing is or becomes so; `full`: all that was
    billed; `most`: all that is owed. `others`: sums that matter in another way: a minimum or an instalment that is not due
    yet, what is left of a sum with a coupon, the least payment that a coupon asks for, what is advanced soon. Minor units.
    `prepays`: a prepayment is another thing than a payment.
    """

    rate: float
    late: int
    needed: int
    full: int
    most: int
    others: frozenset[int] = frozenset()
    prepays: bool = False

    @property
    def levels(self) -> set[int]:
        """The sums at which something changes."""
        return {self.late, self.needed, self.full, self.most, *self.others} - {0}


class Look(NamedTuple):
    """A plan's replay, seen for what could be changed.

    `paid`: by place. `stood`: every account on every day on which something can be decided. `days` and `idle`: what all
    wallets held above their reserves, at the end of each day on which something happened; `spare`: what could be missing
    then without drawing more than the limits.
    """

    paid: dict[Place, int]
    stood: dict[Place, Standing]
    days: list[int]
    idle: list[int]
    spare: list[int]
    until: int
    postponed: tuple[tuple[str, int], ...] = ()
    plan: Plan = ()

    def lowest(self, first: int, last: int) -> int:
        """Return the cash above the reserves that is there on a day and not missed up to the end of another."""
        start, end = max(0, bisect_right(self.days, first) - 1), bisect_right(self.days, last)
        return max(0, min(self.idle[start : start + 1] + self.spare[start:end])) if start < end else 0


class _Looking(Planned):
    """Makes a plan's payments and notes how the accounts stand before them."""

    eager = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.run: Run | None = None
        self.stood: dict[Place, Standing] = {}

    def decide(self, position: Position) -> list[Decision]:
        assert self.run is not None
        for name, debt in self.run.debts.items():
            found = _standing(debt, position.day)
            offer = position.offers.get(name)
            self.stood[position.day, name] = _with_coupons(found, offer) if offer else found
        return super().decide(position)


def look(ground: Ground, plan: Plan) -> Look:
    """Replay a plan and see what could be changed."""
    looking = _Looking(plan)
    run = branch(ground.past, looking, ground.changes, workings=False)
    looking.run = run
    run.advance(ground.until)
    paid: dict[Place, int] = defaultdict(int)
    for each in plan:
        paid[each.day, each.account] += each.amount
    shared, own = _days(run, plan)
    stood = {(day, name): found for (day, name), found in looking.stood.items() if day in shared or day in own[name]}
    _with_advances(stood, run)
    postponed = tuple((name, day) for day, name in run.postponed)
    path = [entry for entry in run.path if entry[0] >= run.today]
    reserves = [purse.reserve for purse in run.cash.purses]
    idle = [sum(max(0, has - kept) for has, kept in zip(held, reserves, strict=True)) for _, held, _ in path]
    limits = ground.limits
    spare = [(limits[time] if time < len(limits) else 0) - lacking for _, time, lacking in lacks(run)]
    return Look(dict(paid), stood, [entry[0] for entry in path], idle, spare, ground.until, postponed, plan)


def _days(run: Run, plan: Plan) -> tuple[set[int], dict[str, set[int]]]:
    """Return the days on which money may come or is paid, and each account's own days: dues, grace ends, after closings,
    and those on which coupons begin."""
    shared = {run.today, *(each.day for each in plan)}
    shared |= {item.on.toordinal() for item in run.book.postings if item.kind is Kind.INCOME}
    own: dict[str, set[int]] = {name: set() for name in run.debts}
    dues = [(each.account, each.due) for each in run.book.statements]
    dues += [(each.account, each.on) for each in run.book.fallen_due]
    dues += [(line.name, each.due) for line in run.lines.values() for each in line.terms.statement]
    for name, on in dues:
        own[name] |= {on.toordinal(), on.toordinal() + run.debts[name].terms.grace_days}
    for each in run.book.statements:
        own[each.account].add(each.closed.toordinal() + 1)
    for name, debt in run.debts.items():
        own[name] |= {coupon.from_date.toordinal() for coupon in debt.terms.coupon if coupon.from_date}
    return shared, own


def _standing(debt: Debt, day: int) -> Standing:
    rate = float(debt.daily_rate(day))
    if isinstance(debt, Line):
        late = needed = full = debt.past_due_left()
        ahead = 0
        for statement in debt.statements:
            before = ahead + debt.past_due_outside(statement)
            if statement.due <= day and statement.min_left:
                needed = max(needed, before + statement.min_left)
            full = max(full, before + max(0, statement.full_left))
            ahead += 0 if statement.taken_over else max(0, statement.full_left)
        coming = [found for found in debt.statements if found.due > day and found.min_left]
        soon = {full - coming[-1].full_left + coming[-1].min_left} if coming else set[int]()
        return Standing(rate, late, needed, full, max(0, debt.owed), frozenset(soon))
    late = debt.past_due_left(day)
    needed = late + debt.due_left()
    if not debt.principal:
        return Standing(rate, late, needed, needed, needed)
    ahead = needed + max(0, debt.next_bill()[1] - debt.held)
    most = debt.payoff(day) if debt.terms.prepayment.allowed else ahead
    return Standing(rate, late, needed, needed, most, frozenset({ahead}), prepays=True)


def _with_advances(stood: dict[Place, Standing], run: Run) -> None:
    """Let a line take what it advances in cash before it can be paid again: paid ahead, it never bears interest."""
    advances = [each for each in run.book.postings if each.kind is Kind.CASH and each.on.toordinal() > run.today]
    for name in sorted({each.account for each in advances}):
        days = sorted(day for day, account in stood if account == name)
        for day, following in pairwise([*days, run.day + 1]):
            ahead = sum(
                each.amount for each in advances if each.account == name and day < each.on.toordinal() <= following
            )
            if ahead:
                found = stood[day, name]
                stood[day, name] = found._replace(others=found.others | {found.most + ahead})


def _with_coupons(stood: Standing, offer: Offer) -> Standing:
    others = {offer.to_pay(level) for level in stood.levels}
    others |= {coupon.minimum_payment for coupon in offer.offsets.coupons}
    return stood._replace(others=stood.others | others, prepays=True)


def transfers(seen: Look) -> list[Transfer]:
    """Return the changes that the cash allows, the most promising first: by turns what may be late no longer, and others."""
    found: dict[Transfer, float] = {}
    places = sorted(seen.paid)
    reach = NEAR if len(places) > FEW else seen.until
    for sink, stood in sorted(seen.stood.items()):
        paid = seen.paid.get(sink, 0)
        missing = sorted(level - paid for level in stood.levels if level > paid)
        if not missing:
            continue
        near = places[bisect_left(places, (sink[0] - reach,)) : bisect_left(places, (sink[0] + reach + 1,))]
        near = [source for source in near if source != sink]
        given: dict[tuple[tuple[Place, int], ...], None] = {}
        for source in near:
            given |= {((source, amount),): None for amount in _amounts(seen, source, sink, missing)}
        given |= {gives: None for wanted in missing if (gives := _gathered(seen, sink, near, wanted))}
        some = [(sum(amount for _, amount in gives), gives) for gives in given]
        idle = seen.lowest(sink[0], seen.until)
        some += [(amount, ()) for amount in {min(idle, wanted) for wanted in missing} if amount]
        some += [(wanted, gives) for wanted in missing if (gives := _gathered(seen, sink, near, wanted, idle))]
        for amount, gives in some:
            for prepay in (True, False) if stood.prepays and paid + amount > stood.needed else (False,):
                one = Transfer(sink, amount, prepay, gives)
                found[one] = _promise(seen, one) - prepay * 1e-3
                if found[one] > _MET:
                    found |= dict.fromkeys(_swaps(seen, one, places), found[one] - _MET)
    last = min(found.values(), default=0.0) - 1.0
    for place in places:
        if sum(day == place[0] for day, _ in places) > 1:
            found[Transfer(place, 0)] = last
        found[Transfer(place, -1)] = last - 1.0
        found |= dict.fromkeys(_meant_otherwise(seen, place), last)
    ranked = sorted(found, key=lambda one: -found[one])
    urgent = sum(found[one] > _URGENT for one in ranked)
    both = zip_longest(_ways_first(ranked[:urgent]), _ways_first(ranked[urgent:]))
    return [one for each in both for one in each if one is not None]


def _ways_first(ranked: Sequence[Transfer]) -> list[Transfer]:
    """Return changes with the best of each way first, then the second best of each."""
    before: Counter[Way] = Counter()
    rounds: list[tuple[int, Transfer]] = []
    for one in ranked:
        rounds.append((before[one.way], one))
        before[one.way] += 1
    return [one for _, one in sorted(rounds, key=lambda each: each[0])]


def _meant_otherwise(seen: Look, place: Place) -> list[Transfer]:
    """Return what is paid on a day as a prepayment or as none, where it is the other: beyond what is needed, or a payment."""
    stood = seen.stood.get(place)
    beyond = seen.paid[place] - stood.needed if stood else 0
    found = [Transfer(place, beyond, True, ((place, beyond),))] if beyond > 0 else []
    own = dict.fromkeys((each.amount, not each.prepay) for each in seen.plan if (each.day, each.account) == place)
    return found + [Transfer(place, amount, prepay, ((place, amount),)) for amount, prepay in own]


def _swaps(seen: Look, one: Transfer, places: Sequence[Place]) -> list[Transfer]:
    """Return a change with the account that gives made good, by what the other one is paid next, or was paid before."""
    if len(one.gives) != 1 or one.gives[0][0][1] == one.sink[1]:
        return []
    (day, name), (source, _) = one.sink, one.gives[0]
    own = [place for place in places if place[1] == name]
    found: list[Transfer] = []
    for place in (*own[bisect_right(own, (day, name)) :][:1], *own[: bisect_left(own, (day, name))][-1:]):
        to, amount = (place[0], source[1]), min(one.amount, seen.paid[place])
        if to in seen.stood and to != source:
            found.append(one._replace(amount=amount, gives=((source, amount),), back=(place, to)))
    return found


def _amounts(seen: Look, source: Place, sink: Place, missing: Sequence[int]) -> set[int]:
    """Return what one payment may give: all of it, what is beyond a sum that settles something, what is missing."""
    paid = seen.paid[source]
    there = [paid, *(paid - level for level in seen.stood[source].levels if level < paid), (paid + 1) // 2]
    if source[0] > sink[0]:
        most = seen.lowest(sink[0], source[0] - 1)
        there = [min(most, amount) for amount in there]
    return {min(amount, wanted) for amount in there for wanted in missing if amount > 0}


def _gathered(
    seen: Look, sink: Place, near: Sequence[Place], wanted: int, idle: int = 0
) -> tuple[tuple[Place, int], ...]:
    """Return which payments give what is wanted beyond idle cash, those first that save least; none if one is enough."""
    left, found = wanted - idle, list[tuple[Place, int]]()
    cost = {source: seen.stood[source].rate * (seen.until - source[0] + 1) for source in near}
    most = seen.lowest(sink[0], seen.until) if idle else 0
    for source in sorted(near, key=lambda source: (cost[source], source)):
        if left <= 0:
            break
        spare = seen.paid[source] - min(seen.stood[source].needed, seen.paid[source])
        if source[0] > sink[0]:
            spare = min(spare, seen.lowest(sink[0], source[0] - 1) - most)
        if spare > 0:
            given = min(spare, left)
            most += given if source[0] > sink[0] else 0
            left -= given
            found.append((source, given))
    return tuple(sorted(found)) if left <= 0 and len(found) + bool(idle) > 1 else ()


def _promise(seen: Look, one: Transfer) -> float:
    """Guess what a change saves, minor units: interest on the money for the days it is there sooner, and what is met."""
    to, paid = seen.stood[one.sink], seen.paid.get(one.sink, 0)
    saved = one.amount * to.rate * (seen.until - one.sink[0] + 1)
    saved += _settled(to, paid + one.amount) - _settled(to, paid)
    for source, amount in one.gives:
        gives, before = seen.stood[source], seen.paid[source]
        saved -= amount * gives.rate * (seen.until - source[0] + 1)
        saved += _settled(gives, before - amount) - _settled(gives, before)
    return saved


def _settled(stood: Standing, paid: int) -> float:
    """Guess what it is worth to have paid so much: what is needed is met, or all that was billed, or all there is."""
    worth = 0.0
    for level, each in ((stood.late, _MISSED), (stood.needed, _MISSED)):
        if level:
            worth += each if paid >= level else each * 0.01 * paid / level
    if stood.full and paid >= stood.full:
        worth += stood.full * stood.rate * _MONTH
    if stood.most and paid >= stood.most:
        worth += 1.0
    return worth


def with_transfer(plan: Plan, one: Transfer) -> Plan:
    """Return the plan with a change made; the account that gets more is paid first on that day."""
    if one.back:
        plan = with_transfer(plan, Transfer(one.back[1], one.amount, gives=((one.back[0], one.amount),)))
    left = dict(one.gives)
    found: list[Instruction] = []
    for each in reversed(plan):
        taken = min(left.get((each.day, each.account), 0), each.amount)
        if taken:
            left[each.day, each.account] -= taken
        if taken and (each.day, each.account) == one.sink:  # it stays where it is, and is meant otherwise
            found.append(each._replace(amount=taken, prepay=one.prepay))
        if each.amount > taken:
            found.append(each._replace(amount=each.amount - taken))
    found.reverse()
    if one.sink in left:
        return tuple(found)
    if not one.amount:
        return tuple(sorted(found, key=lambda each: (each.day, (each.day, each.account) != one.sink)))
    same = [place for place, each in enumerate(found) if _is_same(each, one)]
    if one.amount < 0:
        same = [place for place, each in enumerate(found) if (each.day, each.account) == one.sink][-1:]
    if same:  # one payment: what is paid off in two parts is rounded twice
        found[same[0]] = found[same[0]]._replace(amount=max(1, found[same[0]].amount + one.amount))
    else:
        found.insert(0, Instruction(*one.sink, one.amount, "", one.prepay))
    return tuple(sorted(found, key=lambda each: (each.day, (each.day, each.account) != one.sink)))


def _is_same(each: Instruction, one: Transfer) -> bool:
    return (each.day, each.account) == one.sink and each.prepay == one.prepay and not each.apart
