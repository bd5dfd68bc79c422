"""Whatever is answered, the file that `init` makes has no problem, and its household is what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repaycli.core.dates import on_day
from repaycli.core.money import CURRENCIES
from repaycli.inputs.accounts_file import load
from repaycli.inputs.interview.draft import draft
from repaycli.inputs.interview.nouns import Answer, Due, Kind, Question, Sheet, Start, Value
from repaycli.inputs.interview.rates import StatedRate
from repaycli.inputs.interview.script import MONEY, Debt, currency_of, debts, names, next_question, taken_names
from repaycli.inputs.source import first_hidden
from repaycli.locale import use
from repaycli.products.accounts import CreditLine, Household, Loan

MOST = 10**9
MARKETS = ["CNY", "USD", "CAD", "TWD", "INR", "JPY"]
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
NAMES = st.text(min_size=1, max_size=20).filter(
    lambda name: name == name.strip() and name.isprintable() and not first_hidden(name)
)
RATES = st.one_of(
    st.builds(lambda n: StatedRate(f"{n / 1000:.3f}%", "day"), st.integers(0, 200)),
    st.builds(lambda n: StatedRate(f"{n}‱", "day"), st.integers(1, 20)),
    st.builds(lambda n: StatedRate(f"{n / 100:.2f}%", "year"), st.integers(100, 3600)),
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    yield
    use("en")


def values(question: Question, today: date, taken: set[str]) -> st.SearchStrategy[Value]:
    """Draw what a person may answer."""
    match question.kind:
        case Kind.MONEY:
            if question.key.endswith(".principal"):
                return st.integers(MOST, 10 * MOST)  # no less than what is past due of it
            return st.integers(0, question.most or MOST)
        case Kind.RATE:
            return RATES
        case Kind.WHOLE:
            return st.integers(1, question.most)
        case Kind.DAY:
            return st.integers(1, 31)
        case Kind.DATE if question.earliest:
            return st.builds(_next_due, st.integers(0, 1), st.integers(1, 31), st.just(today))
        case Kind.DATE:
            return st.builds(
                lambda days: Due(today - timedelta(days=days), (today - timedelta(days=days)).day), st.integers(1, 90)
            )
        case Kind.YES:
            return st.booleans()
        case Kind.NAME:
            return NAMES.filter(lambda name: name not in taken)
        case Kind.CHOICE:
            return st.sampled_from([key for key, _ in question.options])
        case Kind.CURRENCY:
            return st.sampled_from(sorted(CURRENCIES))
        case Kind.DEBTS:
            keys = [key for key, _ in question.options]
            return st.lists(st.sampled_from(keys), min_size=1, max_size=4).map(tuple)


def _next_due(months: int, day: int, today: date) -> Due:
    on = on_day(today.year, today.month + months, day)
    return Due(on if on >= today else on_day(today.year, today.month + 1, day), day)


@st.composite
def interviews(draw: st.DrawFn) -> tuple[dict[str, Answer], Start]:
    """Draw a whole conversation, question by question; the currency is asked for or settled, and any may be."""
    code = draw(st.one_of(st.sampled_from(MARKETS), st.sampled_from(sorted(CURRENCIES))))
    start = draw(st.sampled_from([Start(draw(DAYS), CURRENCIES[code]), Start(draw(DAYS), usual=code)]))
    answers: dict[str, Answer] = {}
    use(draw(st.sampled_from(["en", "zh"])))
    while question := next_question(answers, start):
        has_offer = question.default is not None or question.skip is not None
        if has_offer and draw(st.booleans()):
            answers[question.key] = Answer(question.default, True)
        else:
            answers[question.key] = Answer(draw(values(question, start.today, taken_names(answers, question.group))))
    return answers, start


@settings(max_examples=40)
@given(interviews())
def test_the_file_is_what_was_answered(drawn: tuple[dict[str, Answer], Start]) -> None:
    answers, start = drawn
    made = draft(answers, start)
    household, problems = load(made.text.encode(), "accounts.toml")
    assert household is not None, (problems, made.text)
    doubts = {problem.code for problem in problems}
    assert doubts <= {"above-limit"}, (problems, made.text)  # a drawn limit may be far too small
    assert all(objection.question in answers for objection in made.objections())
    assert household.as_of == start.today
    assert household.currency == currency_of(answers, start)
    check_money(Sheet(answers, MONEY), household)
    called = names(answers)
    for debt in debts(answers):
        check_debt(debt, Sheet(answers, debt.group), called[debt.group], household)
    assert len(household.accounts) == len(debts(answers))


def check_money(sheet: Sheet, household: Household) -> None:
    assert [wallet.balance for wallet in household.wallets] == [sheet.number("hand")]
    assert [each.amount for each in household.incomes] == [sheet.number("salary")] * bool(sheet.number("salary"))
    wanted = [sheet.number(field) for field in ("rent", "living") if sheet.number(field)]
    assert [each.amount for each in household.expenses] == wanted


def check_debt(debt: Debt, sheet: Sheet, name: str, household: Household) -> None:
    account = next(each for each in household.accounts if each.name == name)
    if isinstance(account, Loan):
        assert account.principal == sheet.number("principal")
        assert (account.rate.amount, account.rate.per) == (sheet.rate("rate").amount, sheet.rate("rate").per)
        assert account.instalments == sheet.number("instalments")
        assert (account.next_due, account.due_day) == tuple(sheet.due("next_due"))
        assert account.repayment.value == sheet.word("repayment")
        assert sum(each.principal + each.interest for each in account.overdue) == sheet.number("overdue")
    else:
        check_line(account, sheet, household)
        if debt.product.rate_per is not None:
            assert (account.rate.amount, account.rate.per) == (sheet.rate("rate").amount, sheet.rate("rate").per)
        assert account.preset in (debt.product.preset, "cn-credit-card-unpaid")


def check_line(line: CreditLine, sheet: Sheet, household: Household) -> None:
    bills = [bill for bill in line.statement if not bill.included]
    assert sum(bill.balance for bill in bills) + line.unbilled == sheet.number("due") + sheet.number("unbilled")
    assert line.due_day == sheet.number("due_day")
    if sheet.has("limit"):
        assert line.limit == sheet.number("limit")
    else:
        assert line.limit > sheet.number("due") + sheet.number("unbilled")
    for bill in bills:
        assert bill.closed <= household.as_of
        assert bill.due >= household.as_of or sheet.yes("late")
        if sheet.has("minimum") and not sheet.took_default("minimum"):
            assert bill.minimum == sheet.number("minimum")


def test_the_drawn_conversations_can_be_too_wrong_for_a_file() -> None:
    """A problem finds its way to the question that it is about."""
    wrong: Mapping[str, Answer] = {
        "debts": Answer(("jiebei",)),
        "jiebei-0.principal": Answer(0),
        "jiebei-0.rate": Answer(StatedRate("0.04%", "day")),
        "jiebei-0.instalments": Answer(9),
        "jiebei-0.next_due": Answer(Due(date(2026, 11, 20), 20)),
        "jiebei-0.repayment": Answer("level", True),
        "jiebei-0.overdue": Answer(0, True),
    }
    found = draft(wrong, Start(date(2026, 11, 1), CURRENCIES["CNY"])).objections()
    assert [each.question for each in found] == ["jiebei-0.principal"]
