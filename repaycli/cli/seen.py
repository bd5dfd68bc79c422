"""The lender's figures as `fit` takes them on the command line, together with those that are recorded."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.values import account_value, choice_value, date_value, quoted, sum_value
from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, tr
from repaycli.present.shell import command
from repaycli.products.accounts import Loan

if TYPE_CHECKING:
    from repaycli.products.accounts import Account, Household
    from repaycli.strategies.fitting.figures import Figure

_SEEN = "--seen"
_NEAR = 3


class Asked(NamedTuple):
    """An account, and what the lender shows of it."""

    account: "Account"
    figures: "tuple[Figure, ...]"


def figures_of(household: "Household", today: date, name: str, seen: Sequence[str], without: Sequence[str]) -> Asked:
    """Read the figures to compare; raises WrongUsage where one cannot be, or where there is none."""
    from repaycli.strategies.fitting.fit import days_shown, recorded

    account = _debt(household, name)
    left_out = [date_value("--without", stated) for stated in without]
    balances = recorded(household, account.name, today)
    for day in left_out:
        if day not in [figure.on for figure in balances]:
            raise WrongUsage(tr("--without: no balance of {name} is recorded for {date}", name=account.name, date=day))
    statements, posted = days_shown(household, account, today)
    stated = [_figure(each, household, account, today, (statements, posted)) for each in seen]
    _refuse_twice(stated)
    figures = (*(figure for figure in balances if figure.on not in left_out), *stated)
    if not figures:
        raise WrongUsage(
            tr(
                "there is nothing to compare with: no balance of {name} is recorded, and --seen says nothing",
                name=account.name,
            ),
            tr("Write what the lender shows: {example}", example=_example(account, statements, today)),
        )
    return Asked(account, figures)


def _debt(household: "Household", stated: str) -> "Account":
    name = account_value(stated, household)
    found = next((each for each in household.accounts if each.name == name), None)
    if found is None:
        names = [each.name for each in household.accounts]
        raise WrongUsage(
            tr("{name} is a wallet, where a debt is wanted", name=quoted(name)),
            tr("The file has: {names}", names=joined(names)) if names else "",
        )
    return found


def _figure(
    stated: str, household: "Household", account: "Account", today: date, days: tuple[list[date], list[date]]
) -> "Figure":
    from repaycli.strategies.fitting.figures import OF_LINES, OF_LOANS, Figure, Shown

    day, colon, rest = stated.partition(":")
    word, equals, amount = rest.partition("=")
    if not colon or not equals:
        raise WrongUsage(
            tr("{option}: {value} is not a day, a figure and its amount", option=_SEEN, value=quoted(stated)),
            tr("Write {form}: {example}", form=tr("DATE:FIGURE=AMOUNT"), example=_example(account, days[0], today)),
        )
    on = date_value(_SEEN, day.strip())
    words = [each.value for each in (OF_LOANS if isinstance(account, Loan) else OF_LINES)]
    what = Shown(choice_value(_SEEN, word.strip(), words))
    if not household.as_of <= on <= today:
        raise WrongUsage(
            tr(
                "{option}: {date} is not between {first} and {last}",
                option=_SEEN,
                date=on,
                first=household.as_of,
                last=today,
            ),
            tr("What is before the file's as_of cannot be replayed, and what is to come nobody has seen."),
        )
    _refuse_day(on, what, account, days)
    return Figure(on, what, sum_value(_SEEN, amount, household.currency, zero=True))


def _refuse_day(on: date, what: object, account: "Account", days: tuple[list[date], list[date]]) -> None:
    from repaycli.strategies.fitting.figures import Shown

    is_loan, (statements, posted) = isinstance(account, Loan), days
    by_due = what in (Shown.INSTALMENT, Shown.PRINCIPAL)
    among = statements if by_due or not is_loan else sorted({*statements, *posted})
    if what is Shown.OWED or on in among:
        return
    near = sorted(sorted(among, key=lambda day: abs(day - on))[:_NEAR])
    shown = joined([day.isoformat() for day in near])
    if not is_loan:
        message = tr("{option}: {name} closes no statement on {date}", option=_SEEN, name=account.name, date=on)
        help_ = tr("Its statement days are: {days}", days=shown)
    elif by_due:
        message = tr("{option}: no instalment of {name} falls due on {date}", option=_SEEN, name=account.name, date=on)
        help_ = tr("They fall due on: {days}", days=shown)
    else:
        message = tr("{option}: {name} posts nothing on {date}", option=_SEEN, name=account.name, date=on)
        help_ = tr("It posts something on: {days}", days=shown)
    raise WrongUsage(message, help_ if near else tr("There is none up to today."))


def _refuse_twice(figures: "Sequence[Figure]") -> None:
    known: dict[object, Figure] = {}
    for figure in figures:
        if (figure.on, figure.what) in known:
            raise WrongUsage(
                tr(
                    "{option}: {figure} of {date} stands there twice",
                    option=_SEEN,
                    figure=figure.what.value,
                    date=figure.on,
                )
            )
        known[figure.on, figure.what] = figure


def _example(account: "Account", statements: Sequence[date], today: date) -> str:
    day = statements[-1] if statements else today
    return command("fit", account.name, options=(_SEEN, f"{day}:interest=17.85"))
