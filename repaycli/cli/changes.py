"""The changes that `whatif` takes on the command line, each refused with the form that is wanted."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.values import account_value, date_value, quoted, sum_value
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.engine.changes import CallIn, Conversion, Skip
from repaycli.locale import joined, tr
from repaycli.strategies.whatif import Advance, Borrow, Change, Extend, Extra, Income, PayOnce, RateTo

if TYPE_CHECKING:
    from repaycli.products.accounts import Household

_SHARE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,12}))?\s*([%％‰‱])")
_UNITS = {"%": 100, "％": 100, "‰": 1000, "‱": 10000}
_RATE = re.compile(r"(.+)/\s*(day|year|日|年)")
_PER = {"day": "day", "日": "day", "year": "year", "年": "year"}
_MOST_MONTHS = 360


class Asking(NamedTuple):
    """What every change is read against."""

    household: "Household"
    today: date


def read_changes(stated: Sequence[tuple[str, Sequence[str]]], household: "Household", today: date) -> list[Change]:
    """Read what stands after the options: pairs of an option's name and its values."""
    asking = Asking(household, today)
    return [_READERS[option](option, value, asking) for option, values in stated for value in values]


def _skip(option: str, value: str, asking: Asking) -> Change:
    return Skip(*_perhaps_dated(option, value, asking))


def _call_in(option: str, value: str, asking: Asking) -> Change:
    from repaycli.strategies.calling_in import settled

    return settled(asking.household, asking.today, CallIn(*_perhaps_dated(option, value, asking)))


def _perhaps_dated(option: str, value: str, asking: Asking) -> tuple[str, date | None]:
    name, _, on = _split(value, "=")
    if not on:
        return _debt(name, asking), None
    found = date_value(option, on)
    if found < asking.today:
        raise WrongUsage(tr("{option}: {value} is before today", option=option, value=on))
    return _debt(name, asking), found


def _pay(option: str, value: str, asking: Asking) -> Change:
    name, _, rest = _needed(option, value, "=", tr("ACCOUNT=AMOUNT@DATE"))
    amount, _, on = rest.partition("@")
    return PayOnce(
        _debt(name, asking),
        sum_value(option, amount, asking.household.currency),
        date_value(option, on) if on else asking.today,
        ahead=option == "--prepay",
    )


def _extra(option: str, value: str, asking: Asking) -> Change:
    amount, _, on = value.partition("@")
    return Extra(sum_value(option, amount, asking.household.currency), date_value(option, on) if on else asking.today)


def _extend(option: str, value: str, asking: Asking) -> Change:
    name, _, months = _needed(option, value, "=", tr("ACCOUNT=MONTHS"))
    return Extend(_debt(name, asking), count_value(option, months))


def _instalments(option: str, value: str, asking: Asking) -> Change:
    name, _, rest = _needed(option, value, "=", tr("ACCOUNT=N@FEE"))
    count, _, fee = rest.partition("@")
    if not fee:
        raise WrongUsage(
            tr("{option}: {value} names no fee", option=option, value=quoted(value)),
            tr("Write the fee of one instalment as a share of the sum: {example}", example=f"{name}=12@0.6%"),
        )
    return Conversion(_debt(name, asking), count_value(option, count), share_value(option, fee))


def _borrow(option: str, value: str, asking: Asking) -> Change:
    form = tr("NAME=AMOUNT@RATExN")
    name, _, rest = _needed(option, value, "=", form)
    match = re.fullmatch(r"(.+)@(.+?)\s*[x×]\s*([0-9]{1,4})", rest)
    if not match:
        raise _wanted(option, value, form, "银行=20000@7.2%/yearx36")
    amount, per = rate_value(option, match[2])
    rate = Rate(amount, per)
    return Borrow(name, sum_value(option, match[1], asking.household.currency), rate, count_value(option, match[3]))


def _rate_to(option: str, value: str, asking: Asking) -> Change:
    name, _, rate = _needed(option, value, "=", tr("ACCOUNT=RATE"))
    return RateTo(_debt(name, asking), *rate_value(option, rate))


def _income(option: str, value: str, asking: Asking) -> Change:
    name, _, share = _needed(option, value, "=", tr("NAME=SHARE"))
    names = list(dict.fromkeys(flow.name for flow in asking.household.incomes))
    if name not in names:
        raise WrongUsage(
            tr("{option}: there is no income {name}", option=option, name=quoted(name)),
            tr("The file has: {names}", names=joined(names)) if names else "",
        )
    return Income(name, share_value(option, share))


def _advance(option: str, value: str, asking: Asking) -> Change:
    name, _, amount = _needed(option, value, "=", tr("LINE=AMOUNT"))
    return Advance(_debt(name, asking), sum_value(option, amount, asking.household.currency))


_READERS: dict[str, Callable[[str, str, Asking], Change]] = {
    "--skip": _skip,
    "--pay": _pay,
    "--prepay": _pay,
    "--extra": _extra,
    "--extend": _extend,
    "--instalments": _instalments,
    "--borrow": _borrow,
    "--rate": _rate_to,
    "--income": _income,
    "--advance": _advance,
    "--call-in": _call_in,
}


def _split(value: str, mark: str) -> tuple[str, str, str]:
    """Split at the last mark: a name may hold one itself."""
    if mark not in value:
        return value, "", ""
    name, _, rest = value.rpartition(mark)
    return name, mark, rest


def _needed(option: str, value: str, mark: str, form: str) -> tuple[str, str, str]:
    found = _split(value, mark)
    if not found[0] or not found[2]:
        raise _wanted(option, value, form, "")
    return found


def _wanted(option: str, value: str, form: str, example: str) -> WrongUsage:
    message = tr("{option}: {value} does not read as {form}", option=option, value=quoted(value), form=form)
    return WrongUsage(message, tr("For example: {example}", example=f"{option} {example}") if example else "")


def _debt(name: str, asking: Asking) -> str:
    found = account_value(name, asking.household)
    if any(found == wallet.name for wallet in asking.household.wallets):
        raise WrongUsage(tr("{name} is a wallet, where a debt is wanted", name=quoted(found)))
    return found


def share_value(option: str, stated: str, example: str = "50%") -> Fraction:
    """Read a share with its unit: 5%, 3‰."""
    match = _SHARE.fullmatch(stated.strip())
    if not match:
        raise WrongUsage(
            tr("{option}: {value} is not a share with its unit", option=option, value=quoted(stated)),
            tr("Write {example}", example=example),
        )
    decimals = match[2] or ""
    share = Fraction(int(match[1] + decimals), 10 ** len(decimals) * _UNITS[match[3]])
    if share > 10:
        raise WrongUsage(tr("{option}: {value} is out of reach", option=option, value=stated))
    return share


def rate_value(option: str, stated: str) -> tuple[Fraction, str]:
    """Read a rate per day or per year: 0.05%/day, 7.2%/year."""
    match = _RATE.fullmatch(stated.strip())
    if not match:
        raise WrongUsage(
            tr("{option}: {value} does not say whether it is a day's or a year's", option=option, value=quoted(stated)),
            tr("Write {example}", example="0.05%/day / 18.25%/year"),
        )
    share = share_value(option, match[1])
    if share > 1 and _PER[match[2]] == "day":
        raise WrongUsage(tr("{option}: {value} is out of reach", option=option, value=stated))
    return share, _PER[match[2]]


def count_value(option: str, stated: str) -> int:
    """Read a number of months or instalments."""
    if not re.fullmatch(r"[0-9]{1,4}", stated.strip()) or not 1 <= int(stated) <= _MOST_MONTHS:
        raise WrongUsage(
            tr(
                "{option}: {value} is not a number from 1 to {most}",
                option=option,
                value=quoted(stated),
                most=_MOST_MONTHS,
            )
        )
    return int(stated)
