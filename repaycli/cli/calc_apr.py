"""`repaycli calc apr`."""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.calc_values import CurrencyOption, InstalmentsOption, NextDue
from repaycli.cli.session import Session
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.products.apr import Flow

EXAMPLE = "--principal 12000 --instalment 1072 --instalments 12"
EXAMPLES = (
    f"repaycli calc apr {EXAMPLE}",
    "repaycli calc apr --principal 5000 --fee 100 --instalment 230 --instalments 24 --currency USD",
    "repaycli calc apr --flow 1994-01-01=1000 --flow 1995-07-01=-1200 --currency EUR",
    "repaycli calc apr --flow 2026-01-10=9800 --flow 2026-02-10=-900x12",
)
_FLOW = re.compile(r"([^=]*)=([+\-−]?)([^x×]*?)(?:\s*[x×]\s*([0-9]{1,4}))?")
_MOST_FLOWS = 1200
_PERIODS = ("week", "2 weeks", "month", "quarter", "year")


def apr(
    session: Session,
    principal: Annotated[
        str | None, typer.Option("--principal", metavar="AMOUNT", help=mark("How much is borrowed."))
    ] = None,
    fee: Annotated[
        str | None, typer.Option("--fee", metavar="AMOUNT", help=mark("A fee that is kept back at the start (砍头息)."))
    ] = None,
    instalment: Annotated[
        str | None,
        typer.Option("--instalment", metavar="AMOUNT", help=mark("What is paid each time, its fees included.")),
    ] = None,
    instalments: InstalmentsOption = None,
    last_instalment: Annotated[
        str | None,
        typer.Option("--last-instalment", metavar="AMOUNT", help=mark("The last one, if it is another sum.")),
    ] = None,
    next_due: NextDue = None,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="PERIOD", help=mark("week, 2 weeks, month (usual), quarter or year.")),
    ] = None,
    flow: Annotated[
        list[str] | None,
        typer.Option(
            "--flow",
            metavar="DATE=AMOUNT[xN]",
            help=mark(
                "Instead of all these: money received on a day, with - paid; xN: so many times, one --every apart."
            ),
        ),
    ] = None,
    currency: CurrencyOption = None,
) -> None:
    """Show what dated payments cost a year."""
    from repaycli.cli.calc_values import currency_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import choice_value
    from repaycli.present.calc_apr import apr_view
    from repaycli.products.apr import costs, gathered, is_single

    money, today = currency_value(currency), session.today()
    period = choice_value("--every", every, _PERIODS) or "month"
    loan = {
        "--principal": principal,
        "--fee": fee,
        "--instalment": instalment,
        "--instalments": instalments,
        "--last-instalment": last_instalment,
        "--next-due": next_due,
    }
    if flow:
        if beside := [option for option, value in loan.items() if value is not None]:
            raise WrongUsage(
                tr("--flow and {option} both say what is paid", option=beside[0]), tr("Write one of them.")
            )
        flows = [each for stated in flow for each in _flows(stated, period, money)]
    else:
        flows = _of_a_loan(loan, today, period, money)
    found = gathered(flows)
    _check(found)
    session.show(apr_view(money, today, found, costs(found) if is_single(found) else None, is_single(found)))


def _check(flows: "list[Flow]") -> None:
    from repaycli.cli.exit_codes import WrongUsage

    example = tr("For example: {example}", example="--flow 2026-01-10=10000 --flow 2026-02-10=-900x12")
    if len(flows) > _MOST_FLOWS:
        raise WrongUsage(tr("{count} payments are more than {most}", count=len(flows), most=_MOST_FLOWS))
    if not flows or flows[0].amount < 0:
        raise WrongUsage(tr("the first flow has to be money that is received"), example)
    if all(flow.amount > 0 for flow in flows):
        raise WrongUsage(tr("nothing is paid back"), example)


def _flows(stated: str, every: str, currency: "Currency") -> "list[Flow]":
    from repaycli.cli.changes import count_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import date_value, quoted, sum_value
    from repaycli.core.dates import LATEST, step
    from repaycli.products.apr import Flow

    match = _FLOW.fullmatch(stated.strip())
    if not match:
        message = tr(
            "{option}: {value} does not read as {form}", option="--flow", value=quoted(stated), form="DATE=AMOUNT[xN]"
        )
        raise WrongUsage(message, tr("For example: {example}", example="--flow 2026-02-10=-900x12"))
    first, amount = date_value("--flow", match[1].strip()), sum_value("--flow", match[3], currency)
    count = count_value("--flow", match[4]) if match[4] else 1
    sign = 1 if match[2] in ("", "+") else -1
    dates = [step(first, every, number) for number in range(count)]
    if dates[-1] > LATEST:
        raise WrongUsage(tr("{option}: {value} is out of reach", option="--flow", value=quoted(stated)))
    return [Flow(on, sign * amount) for on in dates]


def _of_a_loan(stated: dict[str, str | None], today: date, every: str, currency: "Currency") -> "list[Flow]":
    from repaycli.cli.calc_values import kept_back, needed
    from repaycli.cli.changes import count_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import date_value, sum_value
    from repaycli.core.dates import LATEST, step
    from repaycli.products.apr import Flow

    needed("apr", {option: stated[option] for option in ("--principal", "--instalment", "--instalments")}, EXAMPLE)
    amounts = {option: sum_value(option, stated[option] or "", currency) for option in ("--principal", "--instalment")}
    count = count_value("--instalments", stated["--instalments"] or "")
    due = stated["--next-due"]
    first = step(today, every, 1) if due is None else date_value("--next-due", due)
    if first <= today:
        raise WrongUsage(
            tr("--next-due: {value} is not after {today}, the day on which the money comes", value=first, today=today),
            tr("--as-of says on which day that is."),
        )
    dates = [step(today, every, number + 1) if due is None else step(first, every, number) for number in range(count)]
    if dates[-1] > LATEST:
        raise WrongUsage(tr("{option}: {value} is out of reach", option="--instalments", value=count))
    paid = [amounts["--instalment"]] * count
    if (last := stated["--last-instalment"]) is not None:
        paid[-1] = sum_value("--last-instalment", last, currency)
    received = amounts["--principal"] - kept_back(stated["--fee"], amounts["--principal"], currency)
    return [Flow(today, received), *(Flow(on, -amount) for on, amount in zip(dates, paid, strict=True))]
