"""`repaycli calc card`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.calc_values import AnnualRate, CurrencyOption, DailyRate, YearDays
from repaycli.cli.completion import presets
from repaycli.cli.session import Session
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from datetime import date

    from repaycli.core.money import Currency
    from repaycli.inputs.presets import Preset
    from repaycli.products.accounts import Household
    from repaycli.strategies.alone import Warned

EXAMPLE = "--balance 10000 --pay 1000"
EXAMPLES = (
    f"repaycli calc card {EXAMPLE}",
    "repaycli calc card --balance 1000 --preset ca-card --annual-rate 19.9% --pay 50",
    "repaycli calc card --balance 3000 --preset us-card --annual-rate 22.9% --pay 150 --pay 300",
)
_USUAL = "cn-credit-card"
_CURRENCIES = {"us-card": "USD", "ca-card": "CAD", "tw-card": "TWD", "in-card": "INR"}
_SMALL = 100
"""Where no floor ends the minimums, a statement of so much is paid in full: a tenth of what is left never comes to nothing."""
_DAYS_TO_DUE = 20
_MOST_SUMS = 10


def card(
    session: Session,
    balance: Annotated[
        str | None,
        typer.Option("--balance", metavar="AMOUNT", help=mark("What the statement asks for in full (always needed).")),
    ] = None,
    pay: Annotated[
        list[str] | None,
        typer.Option("--pay", metavar="AMOUNT", help=mark("A fixed sum a month instead; repeatable.")),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="NAME",
            autocompletion=presets,
            help=mark(
                "Whose rules: cn-credit-card (全额计息, usual), us-card, ca-card, huabei … (`repaycli presets`)."
            ),
        ),
    ] = None,
    daily_rate: DailyRate = None,
    annual_rate: AnnualRate = None,
    year_days: YearDays = None,
    minimum_share: Annotated[
        str | None,
        typer.Option("--minimum-share", metavar="SHARE", help=mark("The minimum's share of what is owed: 5%.")),
    ] = None,
    minimum_floor: Annotated[
        str | None, typer.Option("--minimum-floor", metavar="AMOUNT", help=mark("The least that a minimum can be."))
    ] = None,
    statement_day: Annotated[
        int | None, typer.Option("--statement-day", metavar="DAY", help=mark("Its day of the month (that of --as-of)."))
    ] = None,
    due_day: Annotated[
        int | None, typer.Option("--due-day", metavar="DAY", help=mark("The due day of the month (20 days later)."))
    ] = None,
    posted: Annotated[
        str | None,
        typer.Option("--posted", metavar="DATE", help=mark("When it was bought; otherwise the middle of the cycle.")),
    ] = None,
    currency: CurrencyOption = None,
) -> None:
    """Show how long a card takes to be repaid."""
    from repaycli.cli.calc_values import contract_rate, currency_value, household_of, needed, rate_keys
    from repaycli.cli.values import sum_value
    from repaycli.present.calc_card import CardAsked, card_view
    from repaycli.strategies.alone import Steady, period_interest, play_line, with_line_of

    needed("card", {"--balance": balance}, EXAMPLE)
    found = _preset(preset)
    rate = contract_rate(daily_rate, annual_rate, year_days)
    if rate is None and not {"daily_rate", "annual_rate"} & found.terms().keys():
        needed("card", {"--annual-rate": None}, f"--balance 10000 --preset {found.name} --annual-rate 19.9%")
    money, today = currency_value(currency, _CURRENCIES.get(found.name, "CNY")), session.today()
    owed = sum_value("--balance", balance or "", money)
    account: dict[str, object] = {
        "name": "card",
        "preset": found.name,
        **_days(today, statement_day, due_day, owed, money),
    }
    if rate is not None:
        account |= rate_keys(rate)
    if posted is not None:
        account["purchase"] = [{"posted": _bought(posted, today), "amount": account["limit"]}]
    if minimum := _minimum(minimum_share, minimum_floor, money):
        account["minimum"] = minimum
    if found.terms().get("free_period") == "lost":
        account["revolving"] = True
    household = with_line_of(household_of(today, money, "credit_line", account), owed)
    small = 0 if household.lines[0].minimum.floor else _SMALL * 10**money.digits
    sums = _sums(pay, money)
    by_minimum, notices = play_line(household, Steady(0, small))
    fixed = sums or [each for each in by_minimum.minimums[:1] if each]
    asked = CardAsked(household, found.name, owed, small, period_interest(household), bool(sums), notices)
    played = [(each, play_line(household, Steady(each))[0]) for each in fixed]
    session.show(card_view(asked, by_minimum, played, _warning(found.name, household, owed)))


def _preset(stated: str | None) -> "Preset":
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import did_you_mean, quoted
    from repaycli.inputs.presets import preset_names, read_preset

    name = stated or _USUAL
    known = [each for each in preset_names() if read_preset(each).kind == "credit_line"]
    if name not in known:
        raise WrongUsage(
            tr("--preset: there is no card {value}", value=quoted(name)) + did_you_mean(name, known),
            tr("The cards are: {names}", names=joined(known)),
        )
    return read_preset(name)


def _days(
    today: "date", statement_day: int | None, due_day: int | None, owed: int, currency: "Currency"
) -> dict[str, object]:
    """Return the statement that closed today, and the days of those to come."""
    from datetime import timedelta
    from decimal import Decimal

    from repaycli.core.dates import next_on_day

    due = today + timedelta(days=_DAYS_TO_DUE) if due_day is None else next_on_day(today, max(1, min(due_day, 31)))
    balance = Decimal(currency.plain(owed))
    return {
        "limit": balance,
        "statement_day": today.day if statement_day is None else statement_day,
        "due_day": due.day if due_day is None else due_day,
        "statement": [{"closed": today, "due": due, "balance": balance, "minimum": 0}],
    }


def _bought(stated: str, today: "date") -> "date":
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import date_value

    found = date_value("--posted", stated)
    if found >= today:
        raise WrongUsage(
            tr("--posted: {value} is not before {today}, the day of the statement", value=found, today=today)
        )
    return found


def _minimum(share: str | None, floor: str | None, currency: "Currency") -> dict[str, object]:
    from decimal import Decimal

    from repaycli.cli.calc_values import as_share
    from repaycli.cli.changes import share_value
    from repaycli.cli.values import sum_value

    found: dict[str, object] = {}
    if share is not None:
        found["share"] = as_share(share_value("--minimum-share", share, "5%"))
    if floor is not None:
        found["floor"] = Decimal(currency.plain(sum_value("--minimum-floor", floor, currency, zero=True)))
    return found


def _sums(stated: list[str] | None, currency: "Currency") -> list[int]:
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import sum_value

    if len(stated or ()) > _MOST_SUMS:
        raise WrongUsage(tr("--pay stands more than {most} times", most=_MOST_SUMS))
    return list(dict.fromkeys(sum_value("--pay", each, currency) for each in stated or ()))


def _warning(preset: str, household: "Household", owed: int) -> "Warned | None":
    """Return what the warning on a United States statement would say; None for other cards."""
    from repaycli.strategies.alone import Steady, Warned, as_disclosed, in_36_months, play_line

    if preset != "us-card":
        return None
    return Warned(play_line(as_disclosed(household), Steady())[0], in_36_months(household, owed))
