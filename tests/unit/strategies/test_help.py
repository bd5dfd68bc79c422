"""The sum that removes a first shortfall, found by playing again."""

from datetime import date

import pytest
from unit.strategies.test_compare import CNY, DAY, line, loan

from repaycli.engine.run import Run
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.compare import COMPARED, Player, compare
from repaycli.strategies.help import Help, what_would_help

UNTIL = date(2026, 3, 31)


def helps(own: Household) -> tuple[Help, ...]:
    return what_would_help(own, compare(own, DAY, COMPARED, UNTIL))


def test_nothing_is_played_again_without_a_shortfall() -> None:
    own = Household(DAY, CNY, wallets=(Wallet("w", 900_000),), lines=(line("a", 100_000, 20_000),))
    assert helps(own) == ()


@pytest.mark.parametrize(("balance", "reserve"), [(0, 0), (5_000, 0), (12_345, 10_000), (5_000, 10_000)])
def test_the_sum_is_enough_and_one_cent_less_is_not(balance: int, reserve: int) -> None:
    own = Household(DAY, CNY, wallets=(Wallet("w", balance, reserve),), lines=(line("a", 100_000, 20_000),))
    (found,) = helps(own)
    assert found.amount == 20_000 - balance + reserve
    for amount, good in ((found.amount, True), (found.amount - 1, False)):
        flow = Flow("help", amount, found.shortfall.on)
        later = compare(own._replace(incomes=(flow,)), DAY, COMPARED, UNTIL)
        firsts = [each.summary.shortfalls[:1] for each in later]
        assert all((not first or first[0].on > found.shortfall.on) == good for first in firsts)


def test_an_expense_takes_it_from_its_own_wallet() -> None:
    own = Household(
        DAY,
        CNY,
        wallets=(Wallet("w", 0), Wallet("v", 1_000)),
        expenses=(Flow("rent", 5_000, date(2026, 1, 5), wallet="v"),),
    )
    (found,) = helps(own)
    assert (found.amount, found.wallet, found.source, found.remain) == (4_000, "v", None, (0, 0))


def test_money_in_a_wallet_that_may_not_pay_is_found() -> None:
    own = Household(
        DAY,
        CNY,
        wallets=(Wallet("w", 0), Wallet("v", 900_000)),
        loans=(loan("a", 100_000, 5)._replace(pay_from=("w",)),),
    )
    (found,) = helps(own)
    assert (found.wallet, found.source, found.strategies) == ("w", "v", COMPARED)


def test_a_wallet_with_too_little_is_no_source() -> None:
    own = Household(
        DAY, CNY, wallets=(Wallet("w", 0), Wallet("v", 5)), loans=(loan("a", 100_000, 5)._replace(pay_from=("w",)),)
    )
    assert [found.source for found in helps(own)] == [None]


def test_no_workings_are_made_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    class Watched(Player):
        def start(self, name: str, workings: bool = True) -> Run:
            asked.append(workings)
            return super().start(name, workings)

    monkeypatch.setattr("repaycli.strategies.help.Player", Watched)
    own = Household(DAY, CNY, wallets=(Wallet("w", 0),), lines=(line("a", 100_000, 20_000),))
    assert helps(own)
    assert asked
    assert not any(asked)
