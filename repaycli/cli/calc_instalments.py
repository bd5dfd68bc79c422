"""`repaycli calc instalments`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.calc_values import CurrencyOption, InstalmentsOption, NextDue, Principal
from repaycli.cli.session import Session
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from datetime import date

    from repaycli.core.money import Currency

EXAMPLE = "--principal 12000 --instalments 12 --fee-rate 0.6%"
EXAMPLES = (
    f"repaycli calc instalments {EXAMPLE}",
    "repaycli calc instalments --principal 6000 --instalments 6 --fee-total 4.5% --fee-paid first",
)
PAID = ("each", "first", "upfront")


def instalments(
    session: Session,
    principal: Principal = None,
    instalments: InstalmentsOption = None,
    fee_rate: Annotated[
        str | None,
        typer.Option(
            "--fee-rate", metavar="SHARE", help=mark("The fee of each instalment, a share of the whole sum: 0.6%.")
        ),
    ] = None,
    fee_total: Annotated[
        str | None,
        typer.Option(
            "--fee-total", metavar="AMOUNT|SHARE", help=mark("Or the fee in all: 450.00, or 4.5% of the sum.")
        ),
    ] = None,
    fee_paid: Annotated[
        str | None,
        typer.Option(
            "--fee-paid",
            metavar="each|first|upfront",
            help=mark("With each instalment (usual), all with the first one, or all at the start."),
            autocompletion=lambda: list(PAID),
        ),
    ] = None,
    next_due: NextDue = None,
    currency: CurrencyOption = None,
) -> None:
    """Show what repaying in instalments for a fee really costs a year."""
    from decimal import Decimal

    from repaycli.cli.calc_values import currency_value, household_of, needed
    from repaycli.cli.changes import count_value
    from repaycli.cli.values import choice_value, sum_value
    from repaycli.present.calc_instalments import PlanAsked, instalments_view
    from repaycli.products.apr import Flow, costs, gathered
    from repaycli.strategies.alone import PlanFee, play_plan

    fee_is = None if fee_rate is None and fee_total is None else ""
    needed("instalments", {"--principal": principal, "--instalments": instalments, "--fee-rate": fee_is}, EXAMPLE)
    money, today = currency_value(currency), session.today()
    sum_of_all = sum_value("--principal", principal or "", money)
    count = count_value("--instalments", instalments or "")
    total = _fee(fee_rate, fee_total, sum_of_all, count, money)
    account = {
        "name": "plan",
        "principal": Decimal(money.plain(sum_of_all)),
        "daily_rate": "0%",
        "repayment": "equal-principal",
        "instalments": count,
        **_first_due(today, next_due),
        "interest_from": today,
    }
    household = household_of(today, money, "loan", account)
    plan = play_plan(household, PlanFee(total, choice_value("--fee-paid", fee_paid, PAID) or "each"))
    flows = [Flow(today, sum_of_all - plan.upfront), *(Flow(row.on, -row.amount) for row in plan.rows)]
    found = costs(gathered(flows)) if plan.upfront < sum_of_all else None
    session.show(instalments_view(PlanAsked(household, total, plan.upfront, found), plan.rows))


def _first_due(today: "date", stated: str | None) -> dict[str, object]:
    from repaycli.cli.values import date_value
    from repaycli.core.dates import add_months

    if stated is not None:
        return {"next_due": date_value("--next-due", stated)}
    return {"next_due": add_months(today, 1), "due_day": today.day}


def _fee(rate: str | None, total: str | None, principal: int, count: int, currency: "Currency") -> int:
    """Return all fees together, minor units."""
    from repaycli.cli.changes import share_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import sum_value
    from repaycli.strategies.alone import fee_in_all

    if rate is not None and total is not None:
        raise WrongUsage(tr("--fee-rate and --fee-total both state the fee"), tr("Write one of them."))
    if rate is not None:
        return fee_in_all(principal, share_value("--fee-rate", rate, "0.6%"), count)
    stated = (total or "").strip()
    if stated[-1:] in "%％‰‱" and stated:
        return fee_in_all(principal, share_value("--fee-total", stated, "4.5%"), 1)
    return sum_value("--fee-total", stated, currency, zero=True)
