"""The whole program: every account, the cash between them, what is late and what it costs."""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.program.coupons import with_coupons
from repaycli.strategies.optimal.program.lines.statements import add_line
from repaycli.strategies.optimal.program.loans.schedule import add_loan
from repaycli.strategies.optimal.program.milp import Program, Sum, total
from repaycli.strategies.optimal.program.money import Cash, add_cash, may_lack
from repaycli.strategies.optimal.program.moves import income_days, is_restated, yield_days
from repaycli.strategies.optimal.program.setting import LATEST_DAY, Modelled, Setting
from repaycli.strategies.optimal.program.stages import days_beyond, end_in_time

_NEAR = 1e-6
"""So little more than is allowed is none: the solver's choices are whole only so far."""


class Dues(Enum):
    """How dues are met: all on their day, all by the end of their days of grace, or not all of them."""

    ON_THEIR_DAY = 0
    IN_GRACE = 1
    MISSED = 2


class Allowed(NamedTuple):
    """What a program may be late: days beyond 90, beyond 30 and in all, dues that are not met on their day; None: any."""

    beyond_90: int | None = None
    beyond_30: int | None = None
    days: int | None = None
    postponed: int | None = None

    @property
    def ages(self) -> tuple[tuple[int, int], ...]:
        """For each stage that is limited: beyond how many days past due it begins, and the days that are allowed."""
        stages = ((90, self.beyond_90), (30, self.beyond_30), (0, self.days))
        return tuple((beyond, most) for beyond, most in stages if most is not None)


ANY = Allowed()


class Model(NamedTuple):
    """A program with its accounts and the cash between them; `cost` holds the prices of the debt at the end and of what expenses lack.

    `postponed`: how many dues are not met on their day, counted low. `beyond`: days past due beyond so many, where they are
    limited.
    """

    setting: Setting
    dues: Dues
    accounts: tuple[Modelled, ...]
    cost: Sum
    late: Sum
    cash: Cash
    left_out: tuple[Text, ...]
    postponed: Sum
    allowed: Allowed = ANY
    beyond: Mapping[int, Sum] = MappingProxyType({})


def build(
    run: Run,
    last: int,
    limits: Sequence[int],
    dues: Dues,
    kept: Sequence[int] = (),
    slack: float = 1.0,
    pledged: Plan = (),
    late_until: int = LATEST_DAY,
    allowed: Allowed = ANY,
    has_aside: bool = True,
) -> Model:
    """Return the program of a household that stands at today's payments (`run`) up to the day `last`.

    `pledged`: what accounts that the program does not know are paid come what may. `late_until`: nothing is past due later. `has_aside`: as for `Setting`.
    """
    setting = _setting(run, last, dues)._replace(slack=slack, late_until=late_until, ages=allowed.ages)
    setting = setting._replace(has_aside=has_aside and may_lack(setting, run, limits))
    accounts = tuple(
        add_line(setting, run, debt) if isinstance(debt, Line) else add_loan(setting, run, debt)
        for debt in run.debts.values()
    )
    accounts = tuple(with_coupons(setting, run, account) for account in accounts)
    _keep_pledges(setting, accounts, pledged)
    cash = add_cash(setting, run, accounts, limits, kept)
    cost = total(each.cost for each in accounts) + total(each.price for each in accounts) + cash.price
    late = total(each.late for each in accounts)
    left_out = tuple(said for each in accounts for said in each.left_out)
    if is_restated(run):
        left_out += (text("what wallets hold: the file states it for a later day"),)
    postponed = total(each.postponed for each in accounts)
    end_in_time(setting, accounts)
    beyond = {days: days_beyond(setting, accounts, days) for days, most in allowed.ages if days and most}
    counts = ((beyond.get(90), allowed.beyond_90), (beyond.get(30), allowed.beyond_30))
    for count, most in (*counts, (late, allowed.days), (postponed, allowed.postponed)):
        if count is not None and most is not None:
            setting.program.at_most(count, most + _NEAR)
    return Model(setting, dues, cash.accounts or accounts, cost, late, cash, left_out, postponed, allowed, beyond)


def may_put_aside(run: Run, last: int, limits: Sequence[int]) -> bool:
    """Tell whether a program in which dues may be missed pays an account before it asks for it."""
    return may_lack(_setting(run, last, Dues.MISSED), run, limits)


def _setting(run: Run, last: int, dues: Dues) -> Setting:
    strict, grace = dues is not Dues.MISSED, dues is not Dues.ON_THEIR_DAY
    incomes, yields = income_days(run, last), yield_days(run, last)
    return Setting(Program(), run.today, last, incomes, strict, grace, yields=yields)


def _keep_pledges(setting: Setting, accounts: Sequence[Modelled], pledged: Plan) -> None:
    """Let what is pledged leave the wallets, on the last day before it on which the program pays anything."""
    for account in accounts:
        own = [each for each in pledged if each.account == account.name]
        if own and account.left_out:
            ends = [*(paid.day for paid in account.paid[1:]), setting.last + 1]
            for paid, end in zip(account.paid, ends, strict=True):
                setting.program.equal(paid.amount, float(sum(i.amount for i in own if paid.day <= i.day < end)))
