"""Limits: of single accounts and of those that share one, what is used and what can still be used."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.engine.ledger import AccountPosition, GroupPosition, Standing
from repaycli.locale import tr
from repaycli.present.model import ALL, DATA, ONLY_JSON, SHOWN, Column, Money, Table, Value, Word, decimal

_NOT_PLAIN = frozenset({"table", "json"})


def limits_tables(standing: Standing, accounts: Sequence[AccountPosition]) -> tuple[Table, Table]:
    """Limits of single accounts, then each that several share with its accounts under it; for programs the accounts
    first, then what they share."""
    limited = [each for each in accounts if each.limit is not None or each.shared_limit]
    alone = [account for account in limited if not account.shared_limit]
    shown = [_limit_row(account, account.name) for account in alone]
    for group in standing.groups:
        shown.append(_group_row(group))
        shown += [_limit_row(each, f"  {each.name}") for each in limited if each.shared_limit == group.name]
    rows = [_limit_row(account, account.name) for account in limited]
    rows += [_group_row(group) for group in standing.groups]
    is_over = any(account.over for account in limited) or any(group.over for group in standing.groups)
    columns = _limit_columns(is_over, any(account.is_frozen for account in limited), bool(standing.groups))
    return (
        Table("", tr("Limits"), columns, tuple(shown), forms=SHOWN),
        Table("limits", "", columns, tuple(rows), forms=ONLY_JSON),
    )


def _limit_columns(is_over: bool, is_frozen: bool, is_shared: bool) -> tuple[Column, ...]:
    return (
        Column("name", tr("name"), is_text=True),
        Column("limit", tr("limit")),
        Column("used", tr("used")),
        Column("available", tr("available")),
        Column("utilisation", tr("utilisation")),
        Column("over", tr("over the limit by"), forms=ALL if is_over else ONLY_JSON),
        Column("state", tr("state"), forms=_NOT_PLAIN if is_frozen else ONLY_JSON),
        Column("shared_limit", tr("shared limit"), forms=DATA if is_shared else ONLY_JSON),
    )


def _limit_row(account: AccountPosition, shown: str) -> tuple[Value, ...]:
    """Return what an account uses, and what it can still use: its group's room counts, and `state` names a freeze."""
    return (
        Word(account.name, shown),
        None if account.limit is None else Money(account.limit),
        Money(account.used),
        None if account.available is None else Money(account.available),
        _utilisation(account.used, account.limit),
        Money(account.over),
        Word("frozen", tr("frozen")) if account.is_frozen else None,
        account.shared_limit,
    )


def _group_row(group: GroupPosition) -> tuple[Value, ...]:
    limit, used, available, over = (Money(each) for each in (group.limit, group.used, group.available, group.over))
    use = _utilisation(group.used, group.limit)
    return (Word(group.name, group.name), limit, used, available, use, over, None, None)


def _utilisation(used: int, limit: int | None) -> Word | None:
    """Write a utilisation to a whole percent, rounded half up; a fraction for programs."""
    if not limit:
        return None
    share = (200 * used + limit) // (2 * limit)
    return Word(decimal(Fraction(share, 100)), f"{share}%")
