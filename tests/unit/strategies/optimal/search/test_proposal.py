"""What is read off a solution: what it pays to whom on which day, and what of it was paid before."""

from repaycli.strategies.optimal.program.milp import Program, Sum
from repaycli.strategies.optimal.program.model import Dues, Model
from repaycli.strategies.optimal.program.money import Cash
from repaycli.strategies.optimal.program.setting import Modelled, Paid, Setting
from repaycli.strategies.optimal.search.proposal import wishes

SOON, DUE = 5, 9


def amounts(*accounts: Modelled) -> list[tuple[int, str, str, float]]:
    """Return day, account, role and amount of what accounts wish for; their payments are known."""
    model = Model(
        Setting(Program(), SOON, DUE, (), False, False), Dues.MISSED, accounts, Sum(), Sum(), Cash(()), (), Sum()
    )
    return [(day, each.account, each.role, each.amount) for day, found in wishes(model, []).items() for each in found]


def account(name: str, *paid: Paid) -> Modelled:
    return Modelled(name, Sum(), Sum(), list(paid), Sum())


def test_what_was_paid_before_its_day_is_not_paid_again() -> None:
    loan = account(
        "loan", Paid(SOON, Sum(300.0), "aside"), Paid(DUE, Sum(900.0), "instalment"), Paid(DUE, Sum(-300.0), "aside")
    )
    assert amounts(loan) == [(SOON, "loan", "aside", 300.0), (DUE, "loan", "instalment", 600.0)]


def test_it_is_taken_off_one_payment_after_the_other_and_off_none_of_another_account() -> None:
    other = account("other", Paid(DUE, Sum(1_000.0), "instalment"))
    loan = account(
        "loan",
        Paid(DUE, Sum(300.0), "instalment"),
        Paid(DUE, Sum(500.0), "prepay"),
        Paid(DUE, Sum(-400.0), "aside"),
    )
    assert amounts(other, loan) == [
        (DUE, "other", "instalment", 1_000.0),
        (DUE, "loan", "instalment", 0.0),
        (DUE, "loan", "prepay", 400.0),
    ]
