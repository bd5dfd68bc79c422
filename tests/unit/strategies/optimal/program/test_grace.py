"""Dues that wait for their days of grace: as few as can be."""

from datetime import date

from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.optimal.search.optimise import optimise


def test_only_what_cannot_be_met_on_its_day_waits() -> None:
    # Nothing is there for the 20th of January; the wage of the 22nd comes within its days of grace. 133.71 of it are paid
    # then. 866.29 stand, with 29.66 of interest: 116.29 are due on the 20th of February, for which 116.29 were kept. To pay
    # all of the wage at once would be cheaper, but that due would wait, too.
    card = CARD._replace(grace_days=3)
    wages = Flow("wage", 25_000, date(2026, 1, 22), "month")
    day, wallets = date(2026, 1, 1), (Wallet("w", 0),)
    own = Household(day, CURRENCIES["CNY"], wallets=wallets, incomes=(wages,), lines=(card,))
    found = optimise(own, day, date(2026, 2, 25))
    paid = [(each.day - day.toordinal(), each.amount) for each in found.plan[:2]]
    assert (found.score.postponed, found.is_proven, paid) == (1, True, [(21, 13_371), (31, 11_629)])
