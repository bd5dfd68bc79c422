"""A file without errors: what it describes, and its warnings."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.problems import Problem
from repaycli.locale import joined, tr, trn
from repaycli.present.model import View
from repaycli.present.problems import next_command, problem_records
from repaycli.present.words import joined_and
from repaycli.products.accounts import Household


def check_view(
    household: Household, problems: Sequence[Problem], file: str, today: date, journal: str | None = None
) -> View:
    """Return what `check` says of a file that can be read."""
    counts = [
        trn("{count} loan", "{count} loans", len(household.loans)),
        trn("{count} credit line", "{count} credit lines", len(household.lines)),
        trn("{count} wallet", "{count} wallets", len(household.wallets)),
    ]
    return View(
        currency=household.currency,
        fields={
            "as_of": today,
            "balances_as_of": household.as_of,
            "currency": household.currency.code,
            "journal": journal,
            "problems": problem_records(problems),
        },
        sentence=tr(
            "{file} can be used: {counts}; the balances are of {as_of}. Next: {command}",
            file=file if journal is None else joined_and([file, journal]),
            counts=joined(counts),
            as_of=household.as_of,
            command=next_command("compare", file),
        ),
    )
