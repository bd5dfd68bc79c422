"""Which conventions reproduce what a lender has shown: one answer, several, or none and the nearest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Notice
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.products.accounts import Account, CreditLine, Household
from repaycli.products.terms import Autopay
from repaycli.strategies.conventions import Setting, choices, minimums, with_settings
from repaycli.strategies.fitting.choosing import Box
from repaycli.strategies.fitting.figures import Case, Figure, Shown, Watch, read
from repaycli.strategies.fitting.search import Goes, Searched, exact, merged, nearest


class Answer(NamedTuple):
    """Combinations that come to the same: what to write into the file for it, and the keys that stay open."""

    settings: tuple[Setting, ...]
    open: Mapping[
        str, tuple[object, ...]
    ]  # several values of it come to the same; those of the file's own where it can


class Fitted(NamedTuple):
    """What fits, the fewest changes to the file first; where nothing does, what is nearest.

    `by_file` are the figures as the file is, `by_answer` those of the first answer, or of the nearest. `telling`: whether
    another convention alone would make another figure of each. `searched`: how it was found.
    """

    case: Case
    answers: tuple[Answer, ...]
    is_exact: bool
    is_none: bool  # all was tried, and nothing comes to every figure
    by_file: tuple[int, ...]
    by_answer: tuple[int, ...]
    telling: tuple[bool, ...]
    searched: Searched
    notices: tuple[Notice, ...]

    @property
    def is_partial(self) -> bool:
        """Tell whether combinations were left untried."""
        return self.searched.is_partial


def recorded(household: Household, name: str, today: date) -> tuple[Figure, ...]:
    """Return the figures of an account that the file and its journal hold: what was owed at the start of days."""
    return tuple(
        Figure(check.on, Shown.OWED, check.amount, check.includes_accrued, is_recorded=True)
        for check in household.balances
        if check.account == name and household.as_of <= check.on <= today
    )


def case(household: Household, account: Account, figures: Sequence[Figure]) -> Case:
    """Make a household ready for one account: what has no bearing on it is left out."""
    ordered = tuple(sorted(figures, key=lambda each: (each.on, each.what.value)))
    kept = tuple(check for check in household.balances if check.account != account.name)
    own = _alone(household._replace(balances=kept), account)
    return Case(own, account, ordered, ordered[-1].on)


def _alone(own: Household, account: Account) -> Household:
    """Leave out the accounts and the money that cannot touch an account. With autopay it is the cash that says what is swept."""

    def is_near(other: Account) -> bool:
        shares = account.shared_limit is not None and other.shared_limit == account.shared_limit
        return other.lender == account.lender or shares

    near = [each for each in own.accounts if is_near(each)]
    if any(each.autopay not in (False, Autopay.OFF) for each in near):
        return own
    names = {each.name for each in near}
    return own._replace(
        incomes=(),
        expenses=(),
        loans=tuple(each for each in own.loans if each.name in names),
        lines=tuple(each for each in own.lines if each.name in names),
        payments=tuple(each for each in own.payments if each.account in names),
        purchases=tuple(each for each in own.purchases if each.account in names),
        balances=tuple(each for each in own.balances if each.account in names),
        shared_limits=tuple(each for each in own.shared_limits if each.name == account.shared_limit),
        lenders=tuple(each for each in own.lenders if each.name == account.lender),
    )


def days_shown(household: Household, account: Account, today: date) -> tuple[list[date], list[date]]:
    """Return the statement days of a line (the due dates of a loan) up to today, and all days on which something posts."""
    run = case(household, account, [Figure(today, Shown.OWED, 0)]).begin(account)
    debt = run.debts[account.name]
    days = [as_date(debt.next_closing)] if isinstance(debt, Line) else []
    while isinstance(debt, Line) and days[-1] < today:
        days.append(as_date(debt.closing_after(days[-1].toordinal())))
    run.advance(today.toordinal())
    if isinstance(debt, Instalments):
        days = [each.on for each in run.book.fallen_due if each.account == account.name]
    posted = sorted({item.on for item in run.book.postings if item.account == account.name})
    return [day for day in days if day <= today], posted


def every_choice(asked: Case) -> Box:
    """Return the keys to try with their values. The minimum is only where the lender has shown one."""
    account, found = asked.account, choices(asked.account, asked.household.currency)
    if isinstance(account, CreditLine) and any(figure.what is Shown.MINIMUM for figure in asked.figures):
        found["minimum"] = minimums(account, asked.household)
    return found


def fit(asked: Case, box: Box, goes_on: Goes) -> Fitted:
    """Try all combinations of a box."""
    run, by_file = _lived(asked, asked.account)
    searched = exact(asked, box, goes_on)
    is_exact = bool(searched.found)
    is_none = not is_exact and not searched.is_partial
    if is_none:
        searched = nearest(asked, box, goes_on)
    answers = in_order((answer(each, box) for each in merged(each.box for each in searched.found)), box)
    best = with_settings(asked.account, _as_mapping(answers[0].settings)) if answers else asked.account
    return Fitted(
        asked,
        answers,
        is_exact,
        is_none,
        by_file,
        _lived(asked, best)[1],
        _telling(asked, best, box) if answers else (),
        searched,
        tuple(note for note in run.book.notices if note.account == asked.account.name),
    )


def answer(box: Box, every: Box) -> Answer:
    """Return what to write for a box: the file's own values wherever they are among those that fit."""
    changed = tuple(Setting(key, values[0]) for key, values in box.items() if every[key][0] not in values)
    return Answer(changed, {key: values for key, values in box.items() if len(values) > 1})


def in_order(answers: Iterable[Answer], every: Box) -> tuple[Answer, ...]:
    """Put answers in order: few changes first, and among those the ones with likelier values."""

    def rank(found: Answer) -> tuple[int, list[int]]:
        return len(found.settings), [every[each.key].index(each.value) for each in found.settings]

    return tuple(sorted(answers, key=rank))


def _as_mapping(settings: Sequence[Setting]) -> dict[str, object]:
    return {each.key: each.value for each in settings}


def _lived(asked: Case, account: Account) -> tuple[Watch, tuple[int, ...]]:
    """Replay an account with its own terms: the run, and each figure by the model."""
    run, found = asked.begin(account), list[int]()
    for figure in asked.figures:
        run.advance(figure.on.toordinal())
        found.append(read(run, account.name, figure))
    return run, tuple(found)


def _telling(asked: Case, best: Account, box: Box) -> tuple[bool, ...]:
    """Tell of each figure whether it would be another one with another value of one key."""
    usual = _lived(asked, best)[1]
    told = [False] * len(usual)
    for key, values in box.items():
        for value in values:
            other = _lived(asked, with_settings(best, {key: value}))[1]
            told = [was or one != two for was, one, two in zip(told, usual, other, strict=True)]
    return tuple(told)
