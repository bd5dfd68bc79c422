"""`repaycli whatif`."""

from typing import Annotated

import typer

from repaycli.cli.completion import accounts
from repaycli.cli.plan import MonthsOption, StrategyOption, UntilOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli whatif --skip 借呗",
    "repaycli whatif --income 工资=80% --months 12",
    "repaycli whatif --extra 3000 --extend 借呗=6 --each",
)
Skip = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        autocompletion=accounts,
        metavar="A[=DATE]",
        help=mark("Pay nothing to A for its next due (or that of DATE) until the due date after it."),
    ),
]
Pay = Annotated[
    list[str] | None,
    typer.Option("--pay", autocompletion=accounts, metavar="A=AMOUNT@DATE", help=mark("Pay A so much on a day.")),
]
Prepay = Annotated[
    list[str] | None,
    typer.Option(
        "--prepay", autocompletion=accounts, metavar="A=AMOUNT@DATE", help=mark("Repay so much of a loan early.")
    ),
]
Extra = Annotated[
    list[str] | None, typer.Option("--extra", metavar="AMOUNT[@DATE]", help=mark("So much more money comes."))
]
ExtendBy = Annotated[
    list[str] | None,
    typer.Option(
        "--extend", autocompletion=accounts, metavar="A=MONTHS", help=mark("A loan runs so many months longer (展期).")
    ),
]
Instalments = Annotated[
    list[str] | None,
    typer.Option(
        "--instalments",
        autocompletion=accounts,
        metavar="A=N@FEE",
        help=mark("A bill moves to N instalments (分期), each for a fee that is a share of the sum."),
    ),
]
Borrow = Annotated[
    list[str] | None,
    typer.Option(
        "--borrow",
        metavar="NAME=AMOUNT@RATExN",
        help=mark("A new loan in N monthly instalments: 银行=20000@7.2%/yearx36."),
    ),
]
Rate = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        autocompletion=accounts,
        metavar="A=RATE",
        help=mark("A bears another rate from today: 0.04%/day or 14.6%/year."),
    ),
]
Income = Annotated[
    list[str] | None,
    typer.Option(
        "--income", metavar="NAME=SHARE", help=mark("Only such a share of an income comes from today: 工资=80%.")
    ),
]
Advance = Annotated[
    list[str] | None,
    typer.Option("--advance", autocompletion=accounts, metavar="LINE=AMOUNT", help=mark("Draw cash on a line today.")),
]
CallIn = Annotated[
    list[str] | None,
    typer.Option(
        "--call-in",
        autocompletion=accounts,
        metavar="A[=DATE]",
        help=mark(
            "The lender asks for all of a loan that is past due, on DATE or as soon as its terms allow (提前到期)."
        ),
    ),
]

_ORDERS = 2
"""Where something is past due, so many orders of paying are played besides."""


def whatif(
    session: Session,
    skip: Skip = None,
    pay: Pay = None,
    prepay: Prepay = None,
    extra: Extra = None,
    extend: ExtendBy = None,
    instalments: Instalments = None,
    borrow: Borrow = None,
    rate: Rate = None,
    income: Income = None,
    advance: Advance = None,
    call_in: CallIn = None,
    each: Annotated[
        bool, typer.Option("--each", help=mark("Set every change beside the others instead of making all of them."))
    ] = False,
    strategy: StrategyOption = None,
    until: UntilOption = None,
    months: MonthsOption = None,
    limit: TimeLimitOption = None,
) -> None:
    """Set changes against the household as it is."""
    from repaycli.cli.changes import read_changes
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.following import after_projection, after_standing
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.engine.standing import standing
    from repaycli.present.whatif import whatif_view
    from repaycli.present.whatif_words import Side
    from repaycli.present.words import sentence
    from repaycli.strategies.late import questions
    from repaycli.strategies.whatif import Impossible, play

    household = session.household()
    today = session.today(household)
    name = strategy_value(strategy, household)
    seconds = time_limit(limit, [name])
    stated = {
        "--skip": skip,
        "--pay": pay,
        "--prepay": prepay,
        "--extra": extra,
        "--extend": extend,
        "--instalments": instalments,
        "--borrow": borrow,
        "--rate": rate,
        "--income": income,
        "--advance": advance,
        "--call-in": call_in,
    }
    given = [(option, values) for option, values in stated.items() if values]
    try:
        changes = read_changes(given, household, today)
        groups = [[change] for change in changes] if each else [changes] if changes else []
        position = standing(household, today)
        is_late = any(account.past_due > 0 for account in position.accounts)
        search = Search(session, seconds, 1 + len(groups) + (_ORDERS if is_late else 0))
        played = play(household, today, name, groups, horizon(today, until, months), search)
    except Impossible as problem:
        currency = household.currency
        raise WrongUsage(sentence(problem.message, currency), sentence(problem.why, currency)) from None
    sides = [Side(found, after_projection(found.household, found.projection)) for found in played]
    late = questions(household, position, name, search)
    session.show(search.noted(whatif_view(household, groups, sides, late, after_standing(household, position))))
