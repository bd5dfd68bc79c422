"""What becomes of a sound file: values, defaults, presets, journal, warnings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from repaycli.core.dates import occurrences
from repaycli.core.problems import Problem, Severity
from repaycli.core.rates import Rate
from repaycli.inputs.accounts_file import load
from repaycli.locale import say
from repaycli.products.accounts import Household
from repaycli.products.terms import Allocation, Compound, MinimumRule, Repayment

SAMPLE = Path(__file__).parents[3] / "sample_accounts.toml"

LOAN = """as_of = 2026-11-01
[[loan]]
name = "借呗"
principal = 13500
daily_rate = "0.04%"
repayment = "level"
instalments = 9
next_due = 2026-11-20
"""
LINE = """as_of = 2026-11-01
[[credit_line]]
name = "花呗"
limit = 12000
daily_rate = "0.05%"
statement_day = 1
due_day = 10
"""
PAYMENT = '[[payment]]\naccount = "借呗"\ndate = 2026-11-20\namount = 100\n'
SETTLED = LOAN + "interest_from = 2026-10-20\n"


def sound(text: str, journal: str | None = None) -> Household:
    household, problems = load(text.encode(), "a.toml", (journal.encode(), "a.journal.toml") if journal else None)
    assert household is not None, [say(problem.message) for problem in problems]
    return household


def problems_of(text: str, journal: str | None = None) -> list[Problem]:
    return load(text.encode(), "a.toml", (journal.encode(), "a.journal.toml") if journal else None)[1]


def test_sample() -> None:
    household, problems = load(SAMPLE.read_bytes(), "sample_accounts.toml")
    assert household is not None
    assert problems == []
    assert [account.name for account in household.accounts] == ["借呗", "工行小额贷", "招行信用卡", "花呗"]
    assert household.wallets[0].balance == 860000
    assert household.incomes[0].spread == Fraction(5, 100)
    assert household.lenders[0].limit_cut_share == Fraction(1, 2)
    assert len(household.purchases) == 4


def test_defaults() -> None:
    loan = sound(SETTLED).loans[0]
    assert (loan.lender, loan.due_day, loan.instalment, loan.round_to) == ("借呗", 20, None, 1)
    assert loan.rate == Rate(Fraction(4, 10000), "day", 365)
    assert loan.repayment is Repayment.LEVEL
    assert loan.penalty_multiplier == Fraction(3, 2)
    line = sound(LINE).lines[0]
    assert line.minimum == MinimumRule()
    assert line.allocation == Allocation()
    assert line.compound is Compound.POSTED
    assert line.accrued is None


@pytest.mark.parametrize(
    ("written", "amount"),
    [('"0.05%"', "1/2000"), ('"5‱"', "1/2000"), ('"0.5‰"', "1/2000"), ('" 0.05 ％ "', "1/2000"), ('"0%"', "0")],
)
def test_rates(written: str, amount: str) -> None:
    line = sound(LINE.replace('"0.05%"', written)).lines[0]
    assert line.rate.amount == Fraction(amount)


@pytest.mark.parametrize(
    ("written", "minor"),
    [("12000", 1200000), ("12000.5", 1200050), ("1.2e4", 1200000), ("0.10000", 10), ("1_000", 100000)],
)
def test_amounts(written: str, minor: int) -> None:
    assert sound(LINE.replace("12000", written)).lines[0].limit == minor


def test_currency_decides_the_minor_unit() -> None:
    text = LINE.replace("[[", 'currency = "JPY"\n[[', 1) + 'round_to = "100"\n'
    line = sound(text).lines[0]
    assert (line.limit, line.round_to) == (12000, 100)


def test_quoted_decimals() -> None:
    line = sound(LINE + 'round_to = "0.10"\nlate_fee = { steps = ["300", 400, "500.50"] }\n').lines[0]
    assert line.round_to == 10
    assert line.late_fee is not None
    assert line.late_fee.steps == (30000, 40000, 50050)


def test_both_forms_of_allocation() -> None:
    listed = sound(LINE + 'allocation = ["past-due", "fees"]\n').lines[0].allocation
    assert listed == Allocation(order=("past-due", "fees"))
    table = 'allocation = { minimum = ["fees", "lowest-rate"], excess = "highest-rate" }\nprincipal_first_after_days = false\n'
    found = sound(LINE + table).lines[0].allocation
    assert found == Allocation((), ("fees", "lowest-rate"), "highest-rate", None)


class TestPresets:
    TEXT = 'as_of = 2026-11-01\n[[credit_line]]\nname = "花呗"\npreset = "huabei"\nlimit = 12000\n'

    def test_fills_what_is_unset(self) -> None:
        line = sound(self.TEXT + "due_day = 9\n").lines[0]
        assert (line.statement_day, line.due_day) == (1, 9)
        assert line.origins["due_day"].kind == "file"
        assert line.origins["statement_day"].kind == "preset"
        assert line.origins["statement_day"].citation is not None
        assert line.origins["tolerance"].kind == "default"

    def test_tables_are_merged_key_by_key(self) -> None:
        text = 'as_of = 2026-11-01\n[[credit_line]]\nname = "c"\npreset = "tw-card"\nlimit = 1\nannual_rate = "15%"\n'
        text += 'statement_day = 3\ndue_day = 18\nminimum = { carried_share = "2%" }\n'
        line = sound(text).lines[0]
        assert line.minimum == MinimumRule(Fraction(1, 10), 100000, Fraction(2, 100))
        assert line.origins["minimum.carried_share"].kind == "file"
        assert line.origins["minimum.floor"].kind == "preset"
        assert line.origins["minimum.of"].kind == "default"

    def test_an_own_rate_stands_alone(self) -> None:
        text = 'as_of = 2026-11-01\n[[credit_line]]\nname = "c"\npreset = "cn-credit-card"\nlimit = 1\n'
        line = sound(text + 'statement_day = 3\ndue_day = 18\nannual_rate = "14.6%"\n').lines[0]
        assert line.rate == Rate(Fraction(146, 1000), "year", 365)
        assert line.cash_rate == Rate(Fraction(5, 10000), "day", 365)  # in the unit of the preset that states it


class TestJournal:
    def test_entries_count(self) -> None:
        household = sound(SETTLED, PAYMENT)
        assert household.payments[0].amount == 10000

    def test_problems_name_the_journal(self) -> None:
        (problem,) = problems_of(SETTLED, PAYMENT.replace("100", "-1"))
        assert (problem.code, problem.place.file, problem.place.line) == ("negative-amount", "a.journal.toml", 4)

    def test_only_entries_stand_in_it(self) -> None:
        (problem,) = problems_of(SETTLED, '[[wallet]]\nname = "卡"\nbalance = 1\n')
        assert (problem.code, problem.place.file) == ("unknown-key", "a.journal.toml")

    def test_the_problems_of_both_files_are_told(self) -> None:
        found = problems_of("as_of = 5\n", "[[payment]]\nx = 1\n")
        assert {problem.place.file for problem in found} == {"a.toml", "a.journal.toml"}

    def test_a_broken_journal_stops_the_answer(self) -> None:
        assert [problem.code for problem in problems_of(SETTLED, "[[payment\n")] == ["syntax"]

    def test_the_same_entry_in_both(self) -> None:
        (problem,) = problems_of(SETTLED + PAYMENT, PAYMENT + 'id = "p1"\n')
        assert (problem.code, problem.place.file, problem.place.line) == ("duplicate-entry", "a.journal.toml", 1)

    def test_unless_the_ids_differ(self) -> None:
        household = sound(SETTLED + PAYMENT + 'id = "mine"\n', PAYMENT + 'id = "p1"\n')
        assert len(household.payments) == 2

    def test_a_line_s_own_purchase_in_both(self) -> None:
        journal = '[[purchase]]\naccount = "花呗"\nposted = 2026-11-03\namount = 5\n'
        (problem,) = problems_of(LINE + "purchase = [{ posted = 2026-11-03, amount = 5 }]\n", journal)
        assert problem.code == "duplicate-entry"

    def test_two_equal_entries_of_one_file_both_count(self) -> None:
        assert len(sound(SETTLED + PAYMENT + PAYMENT).payments) == 2

    def test_reversal(self) -> None:
        journal = PAYMENT + 'id = "p1"\n[[reversal]]\nid = "r1"\nof = "p1"\n'
        assert sound(SETTLED, journal).payments == ()

    def test_reversal_of_a_reversal(self) -> None:
        journal = PAYMENT + 'id = "p1"\n[[reversal]]\nid = "r1"\nof = "p1"\n[[reversal]]\nid = "r2"\nof = "r1"\n'
        assert len(sound(SETTLED, journal).payments) == 1

    def test_a_reversed_entry_is_no_duplicate(self) -> None:
        journal = PAYMENT + 'id = "p1"\n[[reversal]]\nid = "r1"\nof = "p1"\n'
        assert len(sound(SETTLED + PAYMENT, journal).payments) == 1


def warnings_of(text: str) -> list[Problem]:
    household, problems = load(text.encode(), "a.toml")
    assert household is not None
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert household.warnings == tuple(problems)
    return problems


class TestWarnings:
    def test_first_period_states_the_interest_in_question(self) -> None:
        # 13,500 × 0.0004 × 12 nights (20 October to 31 October) = 64.80
        (problem,) = warnings_of(LOAN)
        assert problem.code == "first-period"
        assert "12 nights since 2026-10-20 would be 64.80 more" in say(problem.message)

    def test_first_period_longer_than_one(self) -> None:
        # 13,500 × 0.0004 × 9 nights (1 November to 9 November) = 48.60
        (problem,) = warnings_of(LOAN.replace("2026-11-20", "2026-12-10"))
        assert "9 nights before 2026-11-10 are 48.60 of it" in say(problem.message)

    def test_one_period_before(self) -> None:
        assert warnings_of(LOAN.replace("2026-11-20", "2026-12-01")) == []

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (LINE.replace("0.05%", "1.5%"), "rate-looks-high"),
            (LINE.replace('daily_rate = "0.05%"', 'annual_rate = "500%"'), "rate-looks-high"),
            (LINE.replace('daily_rate = "0.05%"', 'annual_rate = "0.05%"'), "rate-looks-low"),
            (SETTLED + "instalment = 100\n", "instalment-too-small"),
            (LINE + 'purchase = [{ posted = 2026-11-02, amount = 5, kind = "cash" }]\n', "no-cash-terms"),
            (
                LINE + '[[purchase]]\naccount = "花呗"\nposted = 2026-11-02\namount = 5\nkind = "cash"\n',
                "no-cash-terms",
            ),
            (LINE + '[[lender]]\nname = "蚂蚁"\n', "unused-lender"),
            (LINE + '[[wallet]]\nname = "卡"\nbalance = 1\nreserve = 2\n', "reserve-above-balance"),
            (
                LINE + "statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 5, minimum = 5, paid = 6 }]\n",
                "paid-above-balance",
            ),
        ],
    )
    def test_each(self, text: str, code: str) -> None:
        assert [problem.code for problem in warnings_of(text)] == [code]


def test_only_overdue_is_left() -> None:
    text = LOAN.replace("13500", "0").replace("2026-11-20", "2026-10-20").replace("instalments = 9", "instalments = 0")
    loan = sound(text + "overdue = [{ due = 2026-10-20, principal = 5 }]\n").loans[0]
    assert (loan.principal, loan.next_due) == (500, date(2026, 11, 1))  # past-due principal is owed too


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR", [(11, 13), (11, 27), (12, 25)]),
        ("RRULE:FREQ=MONTHLY;UNTIL=20261213T235959Z", [(11, 13), (12, 13)]),
        ("freq=weekly;interval=2;count=2", [(11, 13), (11, 27)]),
        ("FREQ=DAILY;BYMONTHDAY=15", [(11, 13), (11, 15), (12, 15)]),
        ("FREQ=DAILY;BYDAY=MO;COUNT=2", [(11, 13), (11, 16)]),
    ],
)
def test_rules(rule: str, days: list[tuple[int, int]]) -> None:
    text = f'as_of = 2026-11-01\n[[income]]\nname = "工资"\namount = 5\nfirst = 2026-11-13\nevery = "{rule}"\n'
    every = sound(text).incomes[0].every
    found = list(occurrences(date(2026, 11, 13), every, date(2026, 12, 31)))
    assert found == [date(2026, month, day) for month, day in days]


def test_all_problems_in_one_run() -> None:
    text = LOAN.replace("13500", "-1").replace('"0.04%"', "0.04").replace("2026-11-20", '"tomorrow"')
    found = problems_of(text + "colour = 1\n" + PAYMENT.replace("借呗", "借贝"))
    assert [(problem.code, problem.place.line) for problem in found] == [
        ("negative-amount", 4),
        ("bare-rate", 5),
        ("wrong-type", 8),
        ("unknown-key", 9),
        ("unknown-name", 11),
    ]


def test_several_broken_lines_in_one_run() -> None:
    found = problems_of('as_of = 2026-02-30\n[[wallet]]\nname = 卡\nbalance = 1,000\nreserve = "x\n')
    assert [(problem.code, problem.place.line) for problem in found] == [("syntax", line) for line in (1, 3, 4, 5)]


def test_the_user_s_line_stays_in_its_columns() -> None:
    (problem,) = problems_of('as_of = 2026-11-01\n[[wallet]]\n\tname = "卡"\tbalance\n')
    assert problem.source_line == ' name = "卡" balance'
    (problem,) = problems_of("as_of = 2026-11-01\n# a\x1bb\n")
    assert (problem.source_line, problem.place.column) == ("# a␛b", 4)


@pytest.mark.parametrize(("said", "meant"), [("no", "false"), ("否", "false"), ("off", "false"), ("yes", "true")])
def test_a_flag_in_words_is_not_turned_round(said: str, meant: str) -> None:
    line = f'[[credit_line]]\nname = "c"\npreset = "huabei"\nlimit = 9\nrevolving = "{said}"\n'
    _, (problem, *_) = load(f"as_of = 2026-11-01\n{line}".encode(), "a.toml")
    assert problem.help is not None
    assert say(problem.help) == f"write revolving = {meant}"
