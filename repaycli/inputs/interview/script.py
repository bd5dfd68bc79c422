"""Which question comes next: the currency if it is not settled, debts one at a time, then money. Nothing is kept here: the answers alone decide."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from repaycli.core.money import CURRENCIES, Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.inputs.interview import lines, loans, money
from repaycli.inputs.interview.nouns import Answer, Kind, Question, Sheet, Start
from repaycli.inputs.interview.products import PRODUCTS, Product, offered
from repaycli.locale import say

DEBTS = "debts"
MONEY = "money"
CURRENCY = "currency"


class Debt(NamedTuple):
    """One debt that was named: its product, and which of that kind it is (0 is the first)."""

    product: Product
    number: int

    @property
    def group(self) -> str:
        """What its questions' keys begin with."""
        return f"{self.product.key}-{self.number}"

    @property
    def usual_name(self) -> str:
        """The product's name, with a number where there are several."""
        name = say(self.product.usual or self.product.name)
        return name if not self.number else f"{name} {self.number + 1}"


def currency_of(answers: Mapping[str, Answer], start: Start) -> Currency | None:
    """Return the currency of the file; None before it was answered."""
    if start.currency is not None or CURRENCY not in answers:
        return start.currency
    return CURRENCIES[str(answers[CURRENCY].value)]


def debts(answers: Mapping[str, Answer]) -> list[Debt]:
    """Return the debts in the order in which they were named."""
    found: list[Debt] = []
    for key in _chosen(answers):
        product = PRODUCTS[key]
        found.append(Debt(product, sum(each.product is product for each in found)))
    return found


def _chosen(answers: Mapping[str, Answer]) -> tuple[str, ...]:
    value = answers[DEBTS].value if DEBTS in answers else ()
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def with_more(answers: Mapping[str, Answer], more: Sequence[str]) -> dict[str, Answer]:
    """Return the answers with more debts, whose questions are to be asked yet."""
    return {**answers, DEBTS: Answer((*_chosen(answers), *more))}


def names(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the name of each debt in the file, by its group; those that nobody chose give way to those that were."""
    found: dict[str, str] = {}
    named = debts(answers)
    for debt in named:
        sheet = Sheet(answers, debt.group)
        if sheet.has("name"):
            found[debt.group] = sheet.word("name")
    for debt in named:
        usual, number = debt.usual_name, 2
        while debt.group not in found:
            if usual not in found.values() and usual != money.wallet_name():
                found[debt.group] = usual
            usual, number = f"{debt.usual_name} {number}", number + 1
    return found


def taken_names(answers: Mapping[str, Answer], group: str) -> set[str]:
    """Return the names that a debt cannot have: those of the others, and of the money."""
    return {name for other, name in names(answers).items() if other != group} | {money.wallet_name()}


def questions(answers: Mapping[str, Answer], start: Start) -> Iterator[Question]:
    """Yield the questions in their order. Those after one without an answer must not be asked for."""
    if start.currency is None:
        yield Question(
            CURRENCY,
            Kind.CURRENCY,
            text("In which currency are your debts?"),
            text("its code of three letters; the debts of one file are in one currency"),
            "CAD",
            default=start.usual,
        )
    currency = currency_of(answers, start)
    assert currency is not None
    yield debts_question(currency)
    for debt in debts(answers):
        for question in _of_debt(debt, Sheet(answers, debt.group), start.today, currency):
            yield _with_whole_example(question, currency)
    yield from money.questions(Sheet(answers, MONEY), start.today, currency)


def _with_whole_example(question: Question, currency: Currency) -> Question:
    """Leave the decimals of an example out where nobody writes any."""
    if question.kind is Kind.MONEY and (not currency.digits or currency.code == "TWD"):
        return question._replace(example=question.example.partition(".")[0])
    return question


def debts_question(currency: Currency) -> Question:
    """Return the question which debts there are."""
    is_yuan = currency.code == "CNY"
    return Question(
        DEBTS,
        Kind.DEBTS,
        text("Which debts do you have?"),
        text("type their numbers one after another; two credit cards: 33")
        if is_yuan
        else text("type their numbers one after another; two of the first kind: 11"),
        "12",
        options=tuple((product.key, product.name) for product in offered(currency.code)),
    )


def _of_debt(debt: Debt, sheet: Sheet, today: date, currency: Currency) -> Iterator[Question]:
    if debt.product.usual:
        yield Question(
            sheet.key("name"),
            Kind.NAME,
            text("What is it called?"),
            text("a name of your own, such as that of the bank: you will type it in commands"),
            say(text("CMB card") if debt.product.is_chinese else text("Visa card")),
            default=names(sheet.answers)[debt.group],
        )
    if debt.product.kind == "loan":
        yield from loans.questions(debt.product, sheet, today)
    else:
        yield from lines.questions(debt.product, sheet, today, currency)


def next_question(answers: Mapping[str, Answer], start: Start) -> Question | None:
    """Return the first question that is not answered; None when all are."""
    return next((each for each in questions(answers, start) if each.key not in answers), None)


def last_question(answers: Mapping[str, Answer], start: Start) -> Question | None:
    """Return the last question that was answered before the next one."""
    last = None
    for question in questions(answers, start):
        if question.key not in answers:
            break
        last = question
    return last


def heading(answers: Mapping[str, Answer], group: str) -> str:
    """Return what a group of questions is about; nothing for the first question."""
    return say(text("Your money")) if group == MONEY else names(answers).get(group, "")
