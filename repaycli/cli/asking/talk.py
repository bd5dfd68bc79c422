"""The conversation: one question after another until the answers make a file that its reader finds nothing wrong with."""

from collections.abc import Callable

from repaycli.cli.asking.reading import read
from repaycli.cli.exit_codes import Declined, FileProblems, WrongUsage
from repaycli.cli.values import plain
from repaycli.core.money import CURRENCIES, Currency
from repaycli.core.problems import Severity
from repaycli.core.rates import Rate
from repaycli.inputs.interview.draft import Draft, Objection, draft
from repaycli.inputs.interview.nouns import Answer, Due, Kind, Question, Start, Value
from repaycli.inputs.interview.rates import StatedRate
from repaycli.inputs.interview.script import (
    CURRENCY,
    currency_of,
    debts_question,
    heading,
    last_question,
    next_question,
    taken_names,
    with_more,
)
from repaycli.locale import say, sentences, tr
from repaycli.locale.days import day_words
from repaycli.present import interview as words

_BACK = ("<", "《", "back", "返回", "上一步", "后退")
_HELP = ("?", "help", "帮助")
_LEAVE = ("n", "no", "q", "quit", "exit", "否", "不", "退出")
_AGREE = ("", "y", "yes", "是", "好")


class Talk:
    """What has been answered so far. `tell` shows text, `reply` puts a prompt and returns a line, None where input ends."""

    def __init__(
        self, tell: Callable[[str], None], reply: Callable[[str], str | None], start: Start, width: int
    ) -> None:
        self.tell = tell
        self.reply = reply
        self.start = start
        self.width = width
        self.answers: dict[str, Answer] = {}
        self.earlier: dict[str, Answer] = {}  # answers that are asked for again
        self.insisted: set[tuple[str, str]] = set()  # doubts that were shown: the question, and what was said
        self.group = ""

    @property
    def _currency(self) -> Currency:
        return currency_of(self.answers, self.start) or CURRENCIES["CNY"]

    def held(self, last: str) -> Draft:
        """Hold the conversation up to its last question, `last`, and return the draft that was agreed to.

        Raises Declined where it is broken off.
        """
        settled = self.start.currency
        self.tell(words.opening(settled.code if settled else "", self.width))
        while True:
            question = next_question(self.answers, self.start)
            if (question is None or question.group != self.group) and self._doubted():
                continue
            if question is not None:
                self._put(question)
            elif self._agreed(last):
                return draft(self.answers, self.start)

    # -- one question -----------------------------------------------------------------------------------------------------

    def _put(self, question: Question) -> None:
        if question.group != self.group:
            self.group = question.group
            if head := heading(self.answers, question.group):
                self.tell(words.title(head, self.width))
        self.tell(words.question_text(question, self.width))
        offered = self._offered(question)
        while True:
            typed = self._line(words.prompt(self._shown(question, offered), question.kind is Kind.YES))
            short = plain(typed).casefold()
            if short in _BACK:
                self._back()
                return
            if short in _HELP:
                self.tell(words.explanation(question, self.width))
                continue
            answer = self._answer(question, typed, offered)
            if answer is not None:
                self._keep(question, answer)
                return

    def _keep(self, question: Question, answer: Answer) -> None:
        before = self.earlier.pop(question.key, None)
        if question.key == CURRENCY and before and before.value != answer.value:
            self.answers.clear()  # debts and sums in another currency are neither answers nor offers
            self.earlier.clear()
        self.answers[question.key] = answer

    def _answer(self, question: Question, typed: str, offered: Answer | None) -> Answer | None:
        """Return the answer, and say how it was understood where that is worth it; None asks again."""
        if plain(typed) == "":
            if offered is None:
                said = tr("For example: {example}", example=question.example)
                self.tell(words.remark([tr("This cannot be left out."), said], self.width))
            return offered
        try:
            value = read(question, typed, self.start.today, taken_names(self.answers, question.group), self._currency)
        except WrongUsage as problem:
            self.tell(words.remark([problem.message, problem.advice], self.width))
            return None
        echo = _echo(question, value, typed, self._currency)
        if echo:
            self.tell(words.remark([f"= {echo}"], self.width))
        return Answer(value)

    def _offered(self, question: Question) -> Answer | None:
        """Return what Enter means: what was answered before, else what the question offers."""
        before = self.earlier.get(question.key)
        if before and not before.is_default:
            return before
        has_offer = question.default is not None or question.skip is not None
        return Answer(question.default, True) if has_offer else None

    def _back(self) -> None:
        last = last_question(self.answers, self.start)
        if last is None:
            self.tell(words.remark([tr("This is the first question.")], self.width))
            return
        self.earlier[last.key] = self.answers.pop(last.key)

    def _line(self, prompt: str) -> str:
        typed = self.reply(prompt)
        if typed is None:
            raise Declined(tr("nothing was written"), tr("To begin again: repaycli init"))
        return typed

    def _shown(self, question: Question, offered: Answer | None) -> str:
        """Write what Enter takes."""
        if offered is None:
            return ""
        value = offered.value
        if value is None:
            return say(question.skip) if question.skip else ""
        if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        match question.kind:
            case Kind.MONEY:
                return words.money_words(value, self._currency) if isinstance(value, int) and value else "0"
            case Kind.CHOICE | Kind.DEBTS:
                keys = [key for key, _ in question.options]
                chosen = value if isinstance(value, tuple) else (value,)
                return "".join(str(keys.index(str(each)) + 1) for each in chosen)
            case _:
                return _plainly(value)

    # -- looking at the whole ---------------------------------------------------------------------------------------------

    def _doubted(self) -> bool:
        """Show what the reader of accounts files finds wrong, and ask that question again; tell whether there was any."""
        for found in draft(self.answers, self.start).objections():
            message = say(found.problem.message)
            is_doubt = found.problem.severity is Severity.WARNING
            if is_doubt and (found.question, message) in self.insisted:
                continue
            if found.question not in self.answers:
                raise FileProblems([found.problem], found.problem.place.file)
            self.insisted.add((found.question, message))
            self._ask_again(found, is_doubt)
            return True
        return False

    def _ask_again(self, found: Objection, is_doubt: bool) -> None:
        self.tell(words.problem_text(found.problem, self.width))
        if is_doubt:
            self.tell(words.remark([tr("Enter keeps it as it is.")], self.width))
        old = self.answers.pop(found.question)
        if is_doubt:
            self.earlier[found.question] = old

    def _agreed(self, last: str) -> bool:
        """Ask the last question: yes, no, one question back, or another debt."""
        made = draft(self.answers, self.start)
        about = [(heading(self.answers, source.rpartition(".")[0]), what) for source, what in made.assumptions]
        self.tell(words.assumed_text(about, self.width))
        debts = debts_question(self._currency)
        more = " ".join(f"{number} {say(label)}" for number, (_, label) in enumerate(debts.options, 1))
        self.tell(
            words.remark(
                [
                    "",
                    sentences((last, tr("Enter is yes, n is no, < goes back."))),
                    tr("Another debt? Type its number: {list}", list=more),
                ],
                self.width,
            )
        )
        typed = plain(self._line(words.prompt(tr("yes")))).casefold()
        self.group = ""
        if typed in _AGREE:
            return True
        if typed in _LEAVE:
            raise Declined(tr("nothing was written"), tr("To begin again: repaycli init"))
        if typed in _BACK:
            self._back()
        elif typed not in _HELP:
            self._add(debts, typed)
        return False

    def _add(self, question: Question, typed: str) -> None:
        try:
            more = read(question, typed, self.start.today)
        except WrongUsage as problem:
            self.tell(words.remark([problem.message, problem.advice], self.width))
            return
        self.answers = with_more(self.answers, [str(each) for each in more] if isinstance(more, tuple) else [])


def _plainly(value: Value) -> str:
    if isinstance(value, Due):
        return value.on.isoformat()
    if isinstance(value, StatedRate):
        return tr("{rate} a day", rate=value.text) if value.per == "day" else tr("{rate} a year", rate=value.text)
    return str(value)


def _echo(question: Question, value: Value, typed: str, currency: Currency) -> str:
    """Say how an answer was understood, where it was not typed out."""
    if isinstance(value, StatedRate):
        return words.rate_words(Rate(value.amount, value.per), currency)
    if isinstance(value, Due):
        return day_words(value.on) if value.on.isoformat() != plain(typed) else ""
    is_figure = typed.isascii() and typed.strip().replace(".", "").isdigit()
    if question.kind is Kind.MONEY and isinstance(value, int) and not is_figure:
        return words.money_words(value, currency)
    return ""
