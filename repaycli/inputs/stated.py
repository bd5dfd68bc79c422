"""Accounts that nobody wrote into a file: keys and values as a file would have them, read and checked in the same way."""

from collections.abc import Mapping
from datetime import date

from repaycli.core.problems import Problem
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household


def stated_household(
    as_of: date, currency: str, table: str, account: Mapping[str, object]
) -> tuple[Household | None, list[Problem]]:
    """Return a household with one account (`table` is "loan" or "credit_line"), or the problems that stop it."""
    import tomli_w  # only what writes TOML needs it

    content = tomli_w.dumps({"as_of": as_of, "currency": currency, table: [dict(account)]})
    return load(content.encode(), "")
