"""`repaycli calc loan`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.calc_values import (
    AnnualRate,
    CurrencyOption,
    DailyRate,
    InstalmentsOption,
    NextDue,
    Principal,
    YearDays,
)
from repaycli.cli.session import Session
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency

EXAMPLE = "--principal 10000 --daily-rate 0.05% --instalments 12"
EXAMPLES = (
    f"repaycli calc loan {EXAMPLE}",
    "repaycli calc loan --principal 200000 --annual-rate 4.9% --repayment equal-principal --instalments 240",
    "repaycli calc loan --principal 10000 --annual-rate 18.25% --instalment 500",
)
REPAYMENTS = ("level", "equal-principal", "interest-first", "bullet")
LONGEST = 600
"""Where only the sum of an instalment is stated, so many are tried at most."""

Repayment = Annotated[
    str | None,
    typer.Option(
        "--repayment",
        metavar="KIND",
        help=mark("level (等额本息), equal-principal (等额本金), interest-first (先息后本) or bullet (一次还本付息)."),
        autocompletion=lambda: list(REPAYMENTS),
    ),
]
InstalmentSum = Annotated[
    str | None,
    typer.Option(
        "--instalment",
        metavar="AMOUNT",
        help=mark("The sum of an instalment, if the lender states one; without --instalments: how many it takes."),
    ),
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="PERIOD", help=mark("week, 2 weeks, month (usual), quarter or year."))
]
AccrualOption = Annotated[
    str | None,
    typer.Option(
        "--accrual",
        metavar="actual|monthly",
        help=mark("Interest for the actual days (usual), or a twelfth of a year for each month."),
        autocompletion=lambda: ["actual", "monthly"],
    ),
]
FeePerInstalment = Annotated[
    str | None,
    typer.Option(
        "--fee-per-instalment",
        metavar="AMOUNT|SHARE",
        help=mark("A fee with each instalment: 5.00, or 0.5% of the sum."),
    ),
]
Fee = Annotated[
    str | None, typer.Option("--fee", metavar="AMOUNT", help=mark("A fee that is kept back at the start (砍头息)."))
]


def loan(
    session: Session,
    principal: Principal = None,
    daily_rate: DailyRate = None,
    annual_rate: AnnualRate = None,
    year_days: YearDays = None,
    repayment: Repayment = None,
    instalments: InstalmentsOption = None,
    instalment: InstalmentSum = None,
    next_due: NextDue = None,
    due_day: Annotated[
        int | None, typer.Option("--due-day", metavar="DAY", help=mark("The day of the month; 31 is the month's end."))
    ] = None,
    interest_from: Annotated[
        str | None, typer.Option("--interest-from", metavar="DATE", help=mark("The first night of interest (--as-of)."))
    ] = None,
    every: Every = None,
    accrual: AccrualOption = None,
    fee_per_instalment: FeePerInstalment = None,
    fee: Fee = None,
    currency: CurrencyOption = None,
) -> None:
    """Show what a loan's instalments are and cost."""
    from repaycli.cli.calc_values import contract_rate, currency_value, household_of, kept_back, needed, rate_keys
    from repaycli.cli.changes import count_value
    from repaycli.cli.values import choice_value, date_value, sum_value
    from repaycli.core.dates import step
    from repaycli.present.calc_loan import LoanAsked, loan_view
    from repaycli.products.apr import Flow, costs, gathered
    from repaycli.strategies.alone import only_pays_interest, period_interest, play_loan

    rate = contract_rate(daily_rate, annual_rate, year_days)
    stated = {
        "--principal": principal,
        "--daily-rate": None if rate is None else "",
        "--instalments": instalments if instalment is None else "",
    }
    needed("loan", stated, EXAMPLE)
    assert rate is not None
    money, today = currency_value(currency), session.today()
    period = choice_value("--every", every, ("week", "2 weeks", "month", "quarter", "year")) or "month"
    kind = choice_value("--repayment", repayment, REPAYMENTS) or "level"
    borrowed = sum_value("--principal", principal or "", money)
    account: dict[str, object] = {
        "name": "loan",
        "principal": _decimal(borrowed, money),
        **rate_keys(rate),
        "repayment": kind,
        "instalments": LONGEST if instalments is None else count_value("--instalments", instalments),
        "next_due": date_value("--next-due", next_due) if next_due else step(today, period, 1),
        "every": period,
        "accrual": choice_value("--accrual", accrual, ("actual", "monthly")) or "actual",
        "interest_from": date_value("--interest-from", interest_from) if interest_from else today,
    }
    if due_day is not None or next_due is None:
        account["due_day"] = today.day if due_day is None else due_day
    if instalment is not None:
        account["instalment"] = _decimal(_level_sum(instalment, kind, money), money)
    if fee_per_instalment is not None:
        account["fee_per_instalment"] = _fee(fee_per_instalment, money)
    household = household_of(today, money, "loan", account)
    upfront, rows = kept_back(fee, borrowed, money), ()
    if not only_pays_interest(household):
        rows = play_loan(household)
    if instalments is None and len(rows) == LONGEST:
        rows = ()
    flows = [Flow(today, borrowed - upfront), *(Flow(row.on, -row.amount) for row in rows)]
    found = costs(gathered(flows)) if rows else None
    session.show(loan_view(LoanAsked(household, upfront, period_interest(household), found and found.eu), rows))


def _decimal(minor: int, currency: "Currency") -> object:
    from decimal import Decimal

    return Decimal(currency.plain(minor))


def _level_sum(stated: str, kind: str, currency: "Currency") -> int:
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import sum_value

    if kind != "level":
        raise WrongUsage(
            tr("--instalment goes with level instalments, not with {kind}", kind=kind),
            tr("Leave it out: the instalments are computed."),
        )
    return sum_value("--instalment", stated, currency)


def _fee(stated: str, currency: "Currency") -> dict[str, object]:
    from repaycli.cli.calc_values import as_share
    from repaycli.cli.changes import share_value
    from repaycli.cli.values import sum_value

    if stated.strip()[-1:] in "%％‰‱":
        return {"share": as_share(share_value("--fee-per-instalment", stated, "0.5%"))}
    return {"amount": _decimal(sum_value("--fee-per-instalment", stated, currency), currency)}
