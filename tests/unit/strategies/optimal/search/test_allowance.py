"""What rounding can make of a cost."""

from datetime import date

from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.engine.branch import branch, replay
from repaycli.engine.ledger import Kind
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.optimal.search.allowance import allowance_of

DAY, CASH = date(2026, 1, 1), 30_000


def test_a_unit_of_rounding_costs_until_the_end_what_a_debt_costs_and_what_expenses_lack_does() -> None:
    # Nothing is paid: interest and penalty post on the 31st of January, in whole yuan. A yuan of each stands for 10 days at 1 per
    # thousand, 1.01 in all, and a yuan for the account. A rent lacks 900.00 in a time of 41 days: 0.41 instead of 0.01.
    for rent, allowance in ((0, 302), (CASH + 90_000, 382)):
        spent = (Flow("rent", rent, date(2026, 1, 2), "once"),) if rent else ()
        line = CARD._replace(round_to=100)
        own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", CASH),), expenses=spent, lines=(line,))
        run = branch(replay(own, DAY, workings=False), None, workings=False)
        until = date(2026, 2, 10)
        run.advance(until.toordinal())
        posted = [(item.on, item.kind) for item in run.book.postings]
        assert posted[-2:] == [(date(2026, 1, 31), Kind.INTEREST), (date(2026, 1, 31), Kind.PENALTY)]
        assert allowance_of(run, until.toordinal()) == allowance
