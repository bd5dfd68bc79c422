"""Lots: pieces of a credit line's balance that share a posting date, a rate and a fate.

A lot notes the runs of days on which its balance stood still. What those runs cost is decided later: at the test of
the statement they fall away (paid in full), stand, or are cut back to what was left unpaid.
"""

from collections.abc import Callable
from enum import Enum

from repaycli.core.whole import pick, some
from repaycli.products.interest import Run

NEVER = 1 << 30
"""An ordinal beyond every date: a lot that bears from NEVER bears nothing."""


class Fate(Enum):
    """Whether a lot bears interest: never, perhaps (its statement's test decides), or for sure."""

    FREE = 0
    HELD = 1
    BEARING = 2


FREE, HELD, BEARING = Fate.FREE, Fate.HELD, Fate.BEARING
"""Names that cost a look-up less: lots are asked for their fate more often than for anything else."""


class Lot:
    """A piece of the balance. `since` is the first day not yet in `runs`; `rate` is a daily numerator."""

    __slots__ = (
        "balance",
        "carried",
        "deferred",
        "fate",
        "held_base",
        "held_on",
        "instalment",
        "known",
        "opening",
        "part",
        "penal",
        "posted",
        "rate",
        "runs",
        "since",
        "unconfirmed",
    )

    def __init__(self, part: str, balance: int, posted: int, rate: int, fate: Fate, since: int) -> None:
        self.part = part
        self.balance = balance
        self.posted = posted
        self.rate = rate
        self.fate = fate
        self.since = since
        self.runs: list[Run] = []
        self.penal = False
        self.carried = False
        self.instalment = False
        self.deferred = False
        self.known = False
        self.unconfirmed = False
        self.opening = 0
        self.held_on = -1
        self.held_base = 0

    def flush(self, end: int) -> None:
        """Note the run from `since` to `end` (exclusive) at the balance that stood."""
        if end > self.since:
            if some(self.balance):
                self.runs.append(Run(self.since, end, self.balance, self.rate, self.penal, self.part))
            self.since = end

    def note_paid(self, day: int) -> None:
        """Note the days up to `day` (exclusive) on which nothing of it was left: what it bore compounds at their rate."""
        if self.runs and self.runs[-1].end < day:
            self.runs.append(self.runs[-1]._replace(start=self.runs[-1].end, end=day, balance=0, rate=self.rate))

    def night(self, day: int, next_day: bool) -> None:
        """Accrue one night, for the day-by-day reference: the balance at the end of the day, or, where payments
        count from the next day, what it was before today's payments."""
        if day >= self.since:
            base = self.held_base if next_day and self.held_on == day else self.balance
            if some(base):
                self.runs.append(Run(day, day + 1, base, self.rate, self.penal, self.part))
            self.since = day + 1

    def lower(self, amount: int, day: int, next_day: bool, nightly: bool) -> None:
        """Take a payment off the balance on `day`; the pay day still bears interest where it counts next day."""
        if nightly:
            if next_day and self.held_on != day:
                self.held_on, self.held_base = day, self.balance
        else:
            self.flush(day + 1 if next_day else day)
        self.balance -= amount

    def forget(self, since: int) -> None:
        """Drop every run; bear again from `since`."""
        self.runs = []
        self.since = since

    def parted(self, answer: bool) -> "tuple[Lot, Lot]":
        """Return it as it is in the futures where an answer is yes, and nothing elsewhere; and where it is no."""
        return self._with(lambda amount: pick(answer, amount, 0)), self._with(lambda amount: pick(answer, 0, amount))

    def _with(self, take: Callable[[int], int]) -> "Lot":
        new = Lot(self.part, take(self.balance), self.posted, self.rate, self.fate, self.since)
        new.runs = [run._replace(balance=take(run.balance)) for run in self.runs]
        new.penal, new.carried, new.instalment = self.penal, self.carried, self.instalment
        new.deferred, new.known, new.unconfirmed = self.deferred, self.known, self.unconfirmed
        new.opening, new.held_on, new.held_base = take(self.opening), self.held_on, take(self.held_base)
        return new

    def reprice(self, day: int) -> None:
        """Let the runs from `day` on bear the rate that holds now."""
        self.runs = [
            piece._replace(rate=self.rate) if piece.start >= day else piece
            for run in self.runs
            for piece in ((run._replace(end=day), run._replace(start=day)) if run.start < day < run.end else (run,))
        ]

    def collect(self, cut: int) -> list[Run]:
        """Take out the runs before `cut`, splitting one that straddles it."""
        taken: list[Run] = []
        kept: list[Run] = []
        for run in self.runs:
            if run.end <= cut:
                taken.append(run)
            elif run.start >= cut:
                kept.append(run)
            else:
                taken.append(run._replace(end=cut))
                kept.append(run._replace(start=cut))
        self.runs = kept
        return taken

    def part_with_pay_night(self, day: int) -> "Lot":
        """Split off the night of a pay day that is also a statement day, where it belongs to the next statement:
        what was paid still bears that night, whatever becomes of the rest."""
        night = Lot(self.part, 0, self.posted, self.rate, self.fate, self.since)
        night.penal, night.known, night.unconfirmed = self.penal, self.known, self.unconfirmed
        night.carried = True
        night.runs, self.runs = self.runs, []
        if self.held_on == day:
            night.held_on, night.held_base = self.held_on, self.held_base
            self.held_on = -1
            self.since = day + 1
        return night

    def carve(self, amount: int, start: int, end: int, penal_rate: Callable[[int], int]) -> "Lot":
        """Split off a past-due lot of `amount` that bears the penal rate in place of each day's plain one from `start`.

        What the amount bore from `start` to `end` (today's end) leaves this lot: one cent bears one rate on one day.
        """
        overdue = Lot(self.part, amount, self.posted, penal_rate(self.rate), Fate.BEARING, max(start, end))
        overdue.penal = True
        overdue.carried = True
        overdue.instalment = self.instalment
        overdue.known = self.known
        bears = self.since < NEVER
        if not bears:
            overdue.fate = Fate.FREE
            overdue.since = NEVER
        elif end > start:
            overdue.runs = [
                Run(max(run.start, start), min(run.end, end), amount, penal_rate(run.rate), True, self.part)
                for run in self.runs
                if run.start < end and run.end > start
            ]
        kept: list[Run] = []
        for run in self.runs:
            if run.start < start:
                kept.append(run._replace(end=min(run.end, start)))
            if run.end > start and some(run.balance - amount):
                kept.append(run._replace(start=max(run.start, start), balance=run.balance - amount))
        self.runs = kept
        self.balance -= amount
        return overdue
