"""The file that the answers make, read by the real reader before anybody may write it."""

from collections.abc import Iterator, Mapping
from datetime import date

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Problem
from repaycli.core.text import Text, text
from repaycli.inputs.accounts_file import load
from repaycli.inputs.interview import line_rows, loans, money
from repaycli.inputs.interview.nouns import Answer, Row, Sheet, Start
from repaycli.inputs.interview.rows import pair, remark
from repaycli.inputs.interview.script import CURRENCY, MONEY, Debt, currency_of, debts, names, questions
from repaycli.locale import language

_NAME = "accounts.toml"


class Objection(NamedTuple):
    """A problem of the file, and the question whose answer it is about."""

    question: str
    problem: Problem


class Draft(NamedTuple):
    """A file before it is written: its rows, and what they assume that nobody has said."""

    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The file's text."""
        return "".join(f"{row.text}\n" for row in self.rows)

    @property
    def assumptions(self) -> tuple[tuple[str, Text], ...]:
        """What was assumed, each with the question that it is about."""
        return tuple((row.source, row.assumed) for row in self.rows if row.assumed)

    def objections(self) -> list[Objection]:
        """Return what the reader of accounts files finds wrong with it; warnings are among it."""
        _, problems = load(self.text.encode(), _NAME)
        found: list[Objection] = []
        for problem in problems:
            line = problem.place.line
            source = self.rows[line - 1].source if 0 < line <= len(self.rows) else ""
            found.append(Objection(source, problem))
        return found


def draft(answers: Mapping[str, Answer], start: Start) -> Draft:
    """Make the file of those debts, and of the money, whose questions are all answered."""
    currency = currency_of(answers, start)
    if currency is None:
        return Draft(())
    whole = _answered(answers, start)
    named = [debt for debt in debts(answers) if debt.group in whole]
    rows = _rows(answers, named, MONEY in whole, start.today, currency)
    return Draft((*_head(start.today, currency), *rows))


def _answered(answers: Mapping[str, Answer], start: Start) -> set[str]:
    """Return the groups that have no question left."""
    groups: list[str] = []
    for question in questions(answers, start):
        groups.append(question.group)
        if question.key not in answers:
            return set(groups) - {question.group}
    return set(groups)


def _head(today: date, currency: Currency) -> Iterator[Row]:
    units = text('Amounts are in yuan. A rate says its unit: "0.05%" a day is "5‱" (万分之五) a day.')
    if currency.code != "CNY":
        units = text('Amounts are in {currency}. A rate says its unit: "19.99%".', currency=currency.code)
    yield from remark(
        text("My accounts, begun with `repaycli init` on {today}.", today=today.isoformat()),
        text("repaycli reads this file and never changes it; change it whenever you like, and run `repaycli check`."),
        units,
        text('A line that begins with "Assumed:" says what nobody has told: put in your own figure below it.'),
    )
    yield Row("")
    yield from pair("as_of", today, text("every balance below is true at the start of this day"))
    yield from pair("currency", currency.code, None, CURRENCY)
    yield from pair("language", language(), None)


def _rows(
    answers: Mapping[str, Answer], named: list[Debt], has_money: bool, today: date, currency: Currency
) -> Iterator[Row]:
    if has_money:
        yield from money.rows(Sheet(answers, MONEY), today, currency)
    called = names(answers)
    for debt in named:
        sheet = Sheet(answers, debt.group)
        write = loans.rows if debt.product.kind == "loan" else line_rows.rows
        yield from write(debt.product, sheet, called[debt.group], today, currency)
