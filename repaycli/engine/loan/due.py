"""An instalment that fell due: what is left of its parts, and the nights of penalty since."""

from collections.abc import Callable

from repaycli.core.once import Once
from repaycli.core.whole import every, never, pick, total
from repaycli.products.interest import Run, simple_numerator


class Due:
    """An instalment that fell due: what is left of its parts; past due once its test failed."""

    __slots__ = (
        "amount",
        "begins",
        "borne",
        "cleared",
        "due",
        "fee",
        "interest",
        "is_past_due",
        "open",
        "penalty",
        "principal",
        "runs",
        "since",
        "there",
        "unconfirmed",
    )

    def __init__(
        self, due: int, principal: int, interest: int, since: int, begins: int = 0, is_past_due: bool = False
    ) -> None:
        self.due = due
        self.principal = principal
        self.interest = interest
        self.fee = 0
        self.penalty = 0
        self.amount = 0  # what was missing when it was found past due
        self.is_past_due = is_past_due
        self.since = since  # first night not yet in `runs`
        self.runs: list[Run] = []
        self.begins = begins  # the due date before it
        self.unconfirmed = False
        self.there = 1  # 0 where there is no such instalment
        self.cleared: int | None = None
        self.borne, self.open = Once[Run, int](), Once[Run, int]()

    @property
    def left(self) -> int:
        """What is still to be paid of it, posted penalty included."""
        return total([self.principal, self.interest, self.fee, self.penalty])

    def numerator(self) -> int:
        """What the nights noted so far have borne, times the denominator of the loan."""
        return self.borne.told(self.runs, simple_numerator)

    def keep(self, answer: bool) -> None:
        """Forget the nights noted so far, but where an answer is yes."""
        if never(answer):
            self.runs = []
        elif not every(answer):
            self.runs = [run._replace(balance=pick(answer, run.balance, 0)) for run in self.runs]

    def drop(self, answer: bool) -> None:
        """Take it as gone where an answer is yes: nothing of it is left, and the nights noted so far are forgotten."""
        if not never(answer):
            self.there = pick(answer, 0, self.there)
            self.runs = [run._replace(balance=pick(answer, 0, run.balance)) for run in self.runs]

    def parted(self, answer: bool) -> "tuple[Due, Due]":
        """Return it as it is in the futures where an answer is yes, and nothing elsewhere; and where it is no."""
        return self._with(lambda amount: pick(answer, amount, 0)), self._with(lambda amount: pick(answer, 0, amount))

    def _with(self, take: Callable[[int], int]) -> "Due":
        new = Due(self.due, take(self.principal), take(self.interest), self.since, self.begins, self.is_past_due)
        new.fee, new.penalty, new.amount = take(self.fee), take(self.penalty), take(self.amount)
        new.runs = [run._replace(balance=take(run.balance)) for run in self.runs]
        new.unconfirmed, new.there = self.unconfirmed, take(self.there)
        return new
