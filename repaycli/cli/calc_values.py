"""What the calculators share: their common options, and values that are stated as the accounts file would have them."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.changes import share_value
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.values import choice_value, did_you_mean, quoted, sum_value
from repaycli.core.money import CURRENCIES, Currency
from repaycli.core.rates import Rate
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from repaycli.products.accounts import Household

Principal = Annotated[
    str | None, typer.Option("--principal", metavar="AMOUNT", help=mark("How much is borrowed (always needed)."))
]
DailyRate = Annotated[
    str | None, typer.Option("--daily-rate", metavar="RATE", help=mark("The rate of a day: 0.05%, 5‱ or 0.05%/day."))
]
AnnualRate = Annotated[
    str | None, typer.Option("--annual-rate", metavar="RATE", help=mark("The rate of a year: 18.25% or 18.25%/year."))
]
YearDays = Annotated[
    str | None, typer.Option("--year-days", metavar="365|360", help=mark("The days of a year for the rate (365)."))
]
CurrencyOption = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help=mark("The currency: CNY, USD, EUR … (CNY)."))
]
NextDue = Annotated[
    str | None,
    typer.Option("--next-due", metavar="DATE", help=mark("The first due date; otherwise one period after --as-of.")),
]
InstalmentsOption = Annotated[str | None, typer.Option("--instalments", metavar="N", help=mark("How many there are."))]

_PER = {"day": "day", "日": "day", "天": "day", "year": "year", "年": "year"}
_SUFFIX = re.compile(r"(.+?)\s*/\s*(day|year|日|天|年)")
_BARE = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")


def needed(command: str, values: Mapping[str, str | None], example: str) -> None:
    """Refuse to go on without the options that a calculation cannot do without."""
    if missing := [option for option, value in values.items() if value is None]:
        raise WrongUsage(
            tr("{name} is missing", name=joined(missing)),
            tr("For example: {example}", example=f"repaycli calc {command} {example}"),
        )


def currency_value(stated: str | None, usual: str = "CNY") -> Currency:
    """Return a currency by its code."""
    code = (stated or usual).upper()
    if code not in CURRENCIES:
        raise WrongUsage(
            tr("--currency: there is no currency {value}", value=quoted(stated or "")) + did_you_mean(code, CURRENCIES),
            tr("Write {example}", example="CNY / USD / EUR"),
        )
    return CURRENCIES[code]


def contract_rate(daily: str | None, annual: str | None, year_days: str | None) -> Rate | None:
    """Return the rate that one of the two options states; None without any."""
    if daily is not None and annual is not None:
        raise WrongUsage(tr("--daily-rate and --annual-rate both state the rate"), tr("Write one of them."))
    days = int(choice_value("--year-days", year_days, ("365", "360")) or 365)
    if daily is not None:
        return Rate(_rate("--daily-rate", daily, "day"), "day", days)
    return None if annual is None else Rate(_rate("--annual-rate", annual, "year"), "year", days)


def _rate(option: str, stated: str, per: str) -> Fraction:
    match = _SUFFIX.fullmatch(stated.strip())
    share = match[1] if match else stated.strip()
    other = {"day": "--annual-rate", "year": "--daily-rate"}[per]
    if match and _PER[match[2]] != per:
        found = tr("{option}: {value} is the rate of another time", option=option, value=quoted(stated))
        raise WrongUsage(found, tr("Write {example}", example=f"{other} {share}"))
    if _BARE.fullmatch(share):
        raise WrongUsage(
            tr("{option}: {value} has no unit: per cent, or per ten thousand?", option=option, value=quoted(stated)),
            tr("Write {example}", example="--daily-rate 0.05% / --daily-rate 5‱ / --annual-rate 18.25%"),
        )
    rate = share_value(option, share, "0.05% / 5‱" if per == "day" else "18.25%")
    if per == "day" and rate > 1:
        raise WrongUsage(tr("{option}: {value} is out of reach", option=option, value=quoted(stated)))
    return rate


def rate_keys(rate: Rate) -> dict[str, object]:
    """Return a rate as the keys of the accounts file."""
    return {"daily_rate" if rate.per == "day" else "annual_rate": as_share(rate.amount), "year_days": rate.year_days}


def as_share(share: Fraction) -> str:
    """Write a share as the accounts file does; shares of the command line end as decimals."""
    from repaycli.present.model import decimal

    return f"{decimal(share * 100)}%"


def household_of(as_of: date, currency: Currency, table: str, account: Mapping[str, object]) -> "Household":
    """Return a household with that account alone; what the file's own checks refuse is wrong usage here."""
    from repaycli.core.problems import Severity
    from repaycli.inputs.stated import stated_household
    from repaycli.locale import say

    household, problems = stated_household(as_of, currency.code, table, account)
    if household is None:
        first = next(problem for problem in problems if problem.severity is Severity.ERROR)
        advice = first.help or first.why
        raise WrongUsage(say(first.message), say(advice) if advice else "")
    return household


def kept_back(stated: str | None, principal: int, currency: Currency) -> int:
    """Return a fee that is kept back when a principal is paid out; minor units, 0 without one."""
    fee = sum_value("--fee", stated, currency, zero=True) if stated is not None else 0
    if fee >= principal:
        raise WrongUsage(
            tr("--fee: {fee} leaves nothing of {amount}", fee=currency.plain(fee), amount=currency.plain(principal)),
            tr("Write what is kept back when the money is paid out."),
        )
    return fee
