"""What tells combinations apart that no figure has told apart yet: the first figure that they make different.

It is looked for in what the lender has shown already, then in the statements to come: as they will be if what is asked is
paid in full, if only the minimum is, or, where there are several answers, if nothing is. Which of these is found is said;
none of them is advised.
"""

from collections.abc import Sequence
from datetime import date

from repaycli.core.dates import LATEST, add_months
from repaycli.core.nouns import NamedTuple
from repaycli.engine.line.state import Line
from repaycli.products.accounts import Household, Payment, Wallet
from repaycli.strategies.compare import follow
from repaycli.strategies.conventions import replaced, with_settings
from repaycli.strategies.fitting.choosing import Box, Choosing, Start
from repaycli.strategies.fitting.figures import Case, Figure, Shown, Watch, read
from repaycli.strategies.fitting.fit import Answer, Fitted, answer, in_order

MONTHS = (2, 6, 13)
WAYS = ("full", "minimum", "nothing")
MOST_LIVES = 100
_ENOUGH = 10**15
_SEEN_OF_LINE = (Shown.INTEREST, Shown.MINIMUM, Shown.BALANCE)
_SEEN_OF_LOAN = (Shown.INSTALMENT, Shown.INTEREST, Shown.PENALTY)


class Side(NamedTuple):
    """What a figure would be, and the combination with the fewest changes that makes it so."""

    amount: int
    answer: Answer


class Telling(NamedTuple):
    """A figure that tells combinations apart. `way`: how the account is paid up to then, empty where it lies behind us."""

    on: date
    what: Shown
    way: str
    sides: tuple[Side, ...]


class Ahead(NamedTuple):
    """What tells combinations apart, if anything does in 13 months; `is_whole`: all of them were lived through to say so."""

    telling: Telling | None
    is_whole: bool


class Life(NamedTuple):
    """A box of combinations that lead the account through the same days, and the replay."""

    box: Box
    run: Watch


def tells_apart(fitted: Fitted, boxes: Sequence[Box], every: Box, household: Household, today: date) -> Ahead:
    """Look for the first figure that differs among the combinations of `boxes`, which fit; `household` is the whole one."""
    found, is_whole = _first_difference(fitted.case, boxes, every, today, "")
    if found:
        return Ahead(found, is_whole)
    asked = fitted.case
    best = with_settings(asked.account, {each.key: each.value for each in fitted.answers[0].settings})
    for way in WAYS if len(fitted.answers) > 1 else WAYS[:-1]:
        payments = _payments(replaced(household, best), asked.account.name, today, way)
        paid = asked._replace(household=asked.household._replace(payments=(*asked.household.payments, *payments)))
        for months in MONTHS:
            found, was_whole = _first_difference(paid, boxes, every, min(add_months(today, months), LATEST), way)
            is_whole &= was_whole
            if found:
                return Ahead(found, is_whole)
    return Ahead(None, is_whole)


def _payments(own: Household, name: str, today: date, way: str) -> list[Payment]:
    """Return what a strategy would pay from today on if there were always cash."""
    if way == "nothing":
        return []
    rich = own._replace(wallets=(Wallet("", _ENOUGH), *own.wallets), balances=())
    loans = tuple(each._replace(pay_from=()) for each in own.loans)
    lines = tuple(each._replace(pay_from=()) for each in own.lines)
    last = min(add_months(today, MONTHS[-1]), LATEST)
    played = follow(rich._replace(loans=loans, lines=lines), today, way, last)
    return [
        Payment(name, each.on, each.amount) for each in played.payments if each.account == name and not each.promised
    ]


def _first_difference(
    case: Case, boxes: Sequence[Box], every: Box, last: date, way: str
) -> tuple[Telling | None, bool]:
    lives, is_whole = _lives(case._replace(last=last), boxes)
    name = case.account.name
    for on in _days(lives, name):
        for what in _SEEN_OF_LINE if isinstance(lives[0].run.debts[name], Line) else _SEEN_OF_LOAN:
            amounts = [read(life.run, name, Figure(on, what, 0)) for life in lives]
            if len(set(amounts)) > 1:
                return Telling(on, what, way, _sides(lives, amounts, every)), is_whole
    return None, is_whole


def _sides(lives: Sequence[Life], amounts: Sequence[int], every: Box) -> tuple[Side, ...]:
    found: dict[int, list[Answer]] = {}
    for life, amount in zip(lives, amounts, strict=True):
        found.setdefault(amount, []).append(answer(life.box, every))
    by_answer = {amount: in_order(answers, every)[0] for amount, answers in found.items()}
    ordered = in_order(by_answer.values(), every)
    sides = [Side(amount, first) for amount, first in by_answer.items()]
    return tuple(sorted(sides, key=lambda side: ordered.index(side.answer)))


def _lives(case: Case, boxes: Sequence[Box]) -> tuple[list[Life], bool]:
    """Live boxes through, parted as far as the engine asks: so many lives at most, and whether these are all."""
    left, lives = [Start(box) for box in reversed(boxes)], list[Life]()
    while left and len(lives) < MOST_LIVES:
        start = left.pop()
        choosing = Choosing(start.box, left, start.mark)
        run = case.replay(choosing)
        run.live(case.account.name, case.last.toordinal(), choosing)
        lives.append(Life(choosing.box, run))
    return lives, not left


def _days(lives: Sequence[Life], name: str) -> list[date]:
    """Return the days on which the lender shows figures in some life: statements and instalments."""
    closed = {each.closed for life in lives for each in life.run.book.statements if each.account == name}
    return sorted(closed | {each.on for life in lives for each in life.run.book.fallen_due if each.account == name})
