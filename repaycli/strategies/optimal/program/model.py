"""The whole program: every account, the cash between them, what is late and what it costs."""

from collections.abc import Sequence
from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.program.coupons import with_coupons
from repaycli.strategies.optimal.program.lines.statements import add_line
from repaycli.strategies.optimal.program.loans.schedule import add_loan
from repaycli.strategies.optimal.program.milp import Program, Sum, total
from repaycli.strategies.optimal.program.money import Cash, add_cash, income_days, is_restated, yield_days
from repaycli.strategies.optimal.program.setting import LATEST_DAY, Modelled, Setting


class Dues(Enum):
    """How dues are met: all on their day, all by the end of their days of grace, or not all of them."""

    ON_THEIR_DAY = 0
    IN_GRACE = 1
    MISSED = 2


class Model(NamedTuple):
    """A program with its accounts and the cash between them; `cost` holds the price of the debt at the end.

    `postponed`: how many dues wait for their days of grace, counted low.
    """

    setting: Setting
    dues: Dues
    accounts: tuple[Modelled, ...]
    cost: Sum
    late: Sum
    cash: Cash
    left_out: tuple[Text, ...]
    postponed: Sum


def build(
    run: Run,
    last: int,
    limits: Sequence[int],
    dues: Dues,
    kept: Sequence[int] = (),
    slack: float = 1.0,
    pledged: Plan = (),
    late_until: int = LATEST_DAY,
) -> Model:
    """Return the program of a household that stands at today's payments (`run`) up to the day `last`.

    `pledged`: what accounts that the program does not know are paid come what may. `late_until`: nothing is past due later.
    """
    strict, grace = dues is not Dues.MISSED, dues is not Dues.ON_THEIR_DAY
    incomes, yields = income_days(run, last), yield_days(run, last)
    setting = Setting(Program(), run.today, last, incomes, strict, grace, slack, yields, late_until)
    accounts = tuple(
        add_line(setting, run, debt) if isinstance(debt, Line) else add_loan(setting, run, debt)
        for debt in run.debts.values()
    )
    accounts = tuple(with_coupons(setting, run, account) for account in accounts)
    _keep_pledges(setting, accounts, pledged)
    cash = add_cash(setting, run, accounts, limits, kept)
    cost = total(each.cost for each in accounts) + total(each.price for each in accounts)
    late = total(each.late for each in accounts)
    left_out = tuple(said for each in accounts for said in each.left_out)
    if is_restated(run):
        left_out += (text("what wallets hold: the file states it for a later day"),)
    postponed = total(each.postponed for each in accounts)
    return Model(setting, dues, accounts, cost, late, cash, left_out, postponed)


def _keep_pledges(setting: Setting, accounts: Sequence[Modelled], pledged: Plan) -> None:
    """Let what is pledged leave the wallets, on the last day before it on which the program pays anything."""
    for account in accounts:
        own = [each for each in pledged if each.account == account.name]
        if own and account.left_out:
            ends = [*(paid.day for paid in account.paid[1:]), setting.last + 1]
            for paid, end in zip(account.paid, ends, strict=True):
                setting.program.equal(paid.amount, float(sum(i.amount for i in own if paid.day <= i.day < end)))
