"""One change, or several together, set against the household as it is: both are played by the exact engine."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.core.text import text
from repaycli.engine.changes import NO_CHANGES, CallIn, Changes, Conversion, Extension, Skip, movable
from repaycli.engine.ledger import Projection, Standing
from repaycli.engine.run import Run
from repaycli.engine.standing import standing
from repaycli.engine.totals import project as finish
from repaycli.products.accounts import Account, CreditLine, Flow, Household, Loan, Payment, Purchase
from repaycli.products.schedules import PERIODS
from repaycli.products.terms import PayAs, PurchaseKind, RateChange, Repayment
from repaycli.strategies.calling_in import check_called_in, settled
from repaycli.strategies.compare import COMPARED, OPTIMAL, Player, Search, horizon
from repaycli.strategies.impossible import Impossible

MOST_PERSONAL = 60
"""A personalised plan on a card has at most so many parts (2011 card measures, art. 70)."""


_EXTRA = "\0extra"


class PayOnce(NamedTuple):
    """Pay an account so much on a day, besides what the strategy pays; a loan's may be meant as a prepayment."""

    account: str
    amount: int
    on: date
    ahead: bool = False


class Extra(NamedTuple):
    """So much more money comes on a day, into the first wallet."""

    amount: int
    on: date


class Borrow(NamedTuple):
    """A new loan today, repaid in level monthly instalments; its money goes into the first wallet.

    `paid_out` is how much of it does so (None: all), where a fee is kept back or the money is spent at once.
    """

    name: str
    amount: int
    rate: Rate
    instalments: int
    paid_out: int | None = None


class RateTo(NamedTuple):
    """From today on an account bears another rate, stated per day or per year."""

    account: str
    amount: Fraction
    per: str


class Extend(NamedTuple):
    """A loan runs so many months longer from today on."""

    account: str
    months: int


class Income(NamedTuple):
    """From today on only so large a share of an income comes (1 = all of it)."""

    name: str
    share: Fraction


class Advance(NamedTuple):
    """Draw cash on a line today; it goes into the first wallet."""

    line: str
    amount: int


Change = Skip | PayOnce | Extra | Extend | Conversion | Borrow | RateTo | Income | Advance | CallIn


class Played(NamedTuple):
    """One side: the household that was played, and what became of it."""

    household: Household
    projection: Projection


def play(
    household: Household,
    today: date,
    strategy: str,
    asked: Sequence[Sequence[Change]],
    until: date | None = None,
    search: Search | None = None,
) -> list[Played]:
    """Play the household as it is and then once for each group of changes, all over one horizon.

    The default horizon ends when every debt known today, and every new loan, is repaid on all sides, at most 36 months
    from today. Raises `Impossible` for a change that cannot be made.
    """
    sides = [(household, NO_CHANGES), *(changed(household, today, changes) for changes in asked)]
    last = (until or horizon(today)).toordinal()
    if strategy == OPTIMAL and until is None:  # what the optimal plan pays depends on how far it looks
        usual = [Player(own, today, date.fromordinal(last), changes=changes) for own, changes in sides]
        last = max(player.repaid_under(COMPARED, last) for player in usual)
    players = [Player(own, today, date.fromordinal(last), changes=changes, search=search) for own, changes in sides]
    runs = [player.start(strategy) for player in players]
    if until is None and strategy != OPTIMAL:
        last = max(run.advance_until_repaid(last) for run in runs)
    played = [Played(own, finish(run, strategy, last)) for (own, _), run in zip(sides, runs, strict=True)]
    for (_, inside), side in zip(sides, played, strict=True):
        for change in inside.call_ins:
            check_called_in(change, side.projection, until)
    return played


def changed(household: Household, today: date, changes: Sequence[Change]) -> tuple[Household, Changes]:
    """Return the household with what it can hold of the changes, and those that happen inside a run."""
    own, inside = household, Changes()
    for change in changes:
        match change:
            case Skip():
                _account(own, change.account)
                inside = inside._replace(skips=(*inside.skips, change))
            case Extend():
                extension = _extension(own, change)
                inside = inside._replace(extensions=(*inside.extensions, extension))
            case Conversion():
                _check_conversion(household, today, change)
                inside = inside._replace(conversions=(*inside.conversions, change))
            case Income():
                inside = inside._replace(incomes=(*inside.incomes, (change.name, change.share)))
            case PayOnce():
                own = _with_payment(own, today, change)
            case Extra():
                own = _with_money(own, _EXTRA, change.amount, change.on)
            case Borrow():
                own = _with_loan(own, today, change)
            case RateTo():
                own = _with_rate(own, today, change)
            case CallIn():
                inside = inside._replace(call_ins=(*inside.call_ins, settled(own, today, change)))
            case Advance():
                own = _with_advance(own, today, change)
    return own, inside


def _account(household: Household, name: str) -> Account:
    return next(account for account in household.accounts if account.name == name)


def _with_money(household: Household, name: str, amount: int, on: date) -> Household:
    if not household.wallets:
        raise Impossible(text("there is no wallet that the money could go into"), text("add a [[wallet]] to the file"))
    return household._replace(incomes=(*household.incomes, Flow(name, amount, on)))


def _with_payment(household: Household, today: date, change: PayOnce) -> Household:
    if change.on < today:
        raise Impossible(
            text("{date} is before today, {today}", date=change.on, today=today),
            text("a payment that was made is recorded with `repaycli pay`"),
        )
    pay_as = PayAs.PREPAYMENT if change.ahead and isinstance(_account(household, change.account), Loan) else None
    payment = Payment(change.account, change.on, change.amount, pay_as=pay_as)
    return household._replace(payments=(*household.payments, payment))


def _extension(household: Household, change: Extend) -> Extension:
    account = _account(household, change.account)
    if not isinstance(account, Loan):
        raise Impossible(
            text("{account} is a credit line: it has no term to extend", account=change.account),
            text("a bill can move to instalments instead: --instalments {account}=12@0.6%", account=change.account),
        )
    if account.schedule:
        raise Impossible(
            text("{account} follows the lender's own schedule", account=change.account),
            text("write the schedule that the lender offers into a copy of the file and compare the two"),
        )
    unit, count = PERIODS[account.every]
    if unit == "day":
        return Extension(change.account, -(-change.months * 30 // count))
    return Extension(change.account, -(-change.months // count))


def _check_conversion(household: Household, today: date, change: Conversion) -> None:
    account = _account(household, change.account)
    if isinstance(account, Loan):
        raise Impossible(
            text("{account} is a loan: it is repaid in instalments already", account=change.account),
            text("to make them smaller, extend it: --extend {account}=6", account=change.account),
        )
    run = Run(household, today, strategy=None, workings=False)
    run.reach(run.today)
    line = run.lines[change.account]
    found = movable(line)
    if found is None:
        raise Impossible(
            text("{account} is past due: its bill has to be paid whole", account=change.account),
            text("neither the minimum nor instalments are offered for an overdue bill"),
        )
    if found.is_whole and change.instalments > MOST_PERSONAL:
        raise Impossible(
            text("a personalised plan has at most {most} parts", most=MOST_PERSONAL),
            text("card measures of 2011, article 70: at most five years"),
        )
    if not found.amount:
        raise Impossible(
            text("{account} has no open bill whose purchases could move to instalments", account=change.account),
            text("it can be done between the statement day and the due date"),
        )


def _with_loan(household: Household, today: date, change: Borrow) -> Household:
    if change.name in {each.name for each in (*household.accounts, *household.wallets)}:
        raise Impossible(
            text("{name} is in the file already", name=change.name), text("give the new loan a name of its own")
        )
    loan = Loan(
        name=change.name,
        lender=change.name,
        principal=change.amount,
        rate=change.rate,
        repayment=Repayment.LEVEL,
        instalments=change.instalments,
        next_due=add_months(today, 1),
        due_day=today.day,
        interest_from=None if today == household.as_of else today,
    )
    own = household._replace(loans=(*household.loans, loan))
    paid_out = change.amount if change.paid_out is None else change.paid_out
    return _with_money(own, change.name, paid_out, today) if paid_out else own


def _with_rate(household: Household, today: date, change: RateTo) -> Household:
    account = _account(household, change.account)
    new = RateChange(today, Rate(change.amount, change.per, account.rate.year_days))
    rates = (*(found for found in account.rates if found.from_date < today), new)
    return _swap(household, change.account, rates)


def _with_advance(household: Household, today: date, change: Advance) -> Household:
    line = _account(household, change.line)
    if not isinstance(line, CreditLine):
        raise Impossible(
            text("{account} is a loan: nothing can be drawn on it", account=change.line),
            text("a new loan is --borrow NAME=AMOUNT@RATExN"),
        )
    if line.cash_rate is None and line.cash_fee is None:
        raise Impossible(
            text("{account} gives no cash: it cannot pay another debt", account=change.line),
            text(
                "it is a line for purchases; a debt is repaid from a wallet. Only a line whose terms name a cash_rate or "
                "cash_fee can be drawn on"
            ),
        )
    _check_room(household, line, change, standing(household, today))
    drawn = Purchase(change.line, today, change.amount, PurchaseKind.CASH)
    own = household._replace(purchases=(*household.purchases, drawn))
    return _with_money(own, change.line, change.amount, today)


def _check_room(household: Household, line: CreditLine, change: Advance, position: Standing) -> None:
    """Refuse an advance on a line that is frozen, or above the room that its own limit and a shared one leave."""
    found = next(account for account in position.accounts if account.name == line.name)
    if found.is_frozen:
        raise Impossible(
            text(
                "{account} is frozen: {other} is past due",
                account=line.name,
                other=_frozen_by(household, position, line),
            ),
            text("nothing can be drawn on a lender's lines while one of its accounts is past due"),
        )
    room = found.available or 0
    if change.amount <= room:
        return
    group = next((each for each in position.groups if each.name == line.shared_limit), None)
    if group is not None and group.available == room:
        raise Impossible(
            text(
                "{account} has room for {balance}, not for {amount}, within the shared limit {name}",
                account=line.name,
                balance=room,
                amount=change.amount,
                name=group.name,
            ),
            text(
                "of its {sum}, {amount} is used by {accounts}",
                sum=group.limit,
                amount=group.used,
                accounts=group.accounts,
            ),
        )
    raise Impossible(
        text(
            "{account} has room for {balance}, not for {amount}",
            account=line.name,
            balance=room,
            amount=change.amount,
        ),
        text("its limit is {sum}", sum=found.limit),
    )


def _frozen_by(household: Household, position: Standing, line: CreditLine) -> str:
    """Return the account whose being past due freezes a line."""
    terms = next(each for each in household.lenders if each.name == line.lender)
    after = max(1, terms.spending_frozen_after_days or 0)
    late = (each for each in position.accounts if each.lender == line.lender and each.days_past_due >= after)
    return next(late).name


def _swap(household: Household, name: str, rates: tuple[RateChange, ...]) -> Household:
    loans = tuple(each._replace(rates=rates) if each.name == name else each for each in household.loans)
    lines = tuple(each._replace(rates=rates) if each.name == name else each for each in household.lines)
    return household._replace(loans=loans, lines=lines)
