"""What the shell offers for a half-typed word: quick, and silent when anything is amiss."""

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from repaycli.cli.files import Found
    from repaycli.products.accounts import Household


def strategies() -> list[str]:
    """Offer the strategies."""
    return ["minimum", "full", "avalanche", "snowball", "optimal", "custom"]


def kinds() -> list[str]:
    """Offer what can be put on a line."""
    return ["purchase", "cash", "refund"]


def meanings() -> list[str]:
    """Offer what a payment to a loan can be meant as."""
    return ["instalment", "prepayment"]


def presets() -> list[str]:
    """Offer the presets."""
    try:
        from repaycli.inputs.presets import preset_names

        return list(preset_names())
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return []


def topics(incomplete: str) -> list[str]:
    """Offer the lessons: by their English names, to whoever types Chinese by their Chinese ones."""
    try:
        from repaycli.inputs import lessons

        known = lessons.topics()
        return [each.id for each in known] if incomplete.isascii() else [name for each in known for name in each.names]
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return []


def accounts(ctx: typer.Context) -> list[str]:
    """Offer the accounts and wallets of the file that the command would read."""
    household = _household(ctx)
    return [each.name for each in (*household.accounts, *household.wallets)] if household else []


def debts(ctx: typer.Context) -> list[str]:
    """Offer the loans and credit lines."""
    household = _household(ctx)
    return [account.name for account in household.accounts] if household else []


def lines(ctx: typer.Context) -> list[str]:
    """Offer the credit lines."""
    household = _household(ctx)
    return [line.name for line in household.lines] if household else []


def incomes(ctx: typer.Context) -> list[str]:
    """Offer the incomes."""
    household = _household(ctx)
    return list(dict.fromkeys(flow.name for flow in household.incomes)) if household else []


def wallets(ctx: typer.Context) -> list[str]:
    """Offer the wallets."""
    household = _household(ctx)
    return [wallet.name for wallet in household.wallets] if household else []


def entries(ctx: typer.Context) -> list[str]:
    """Offer the ids of the journal's entries, the newest first."""
    try:
        from repaycli.inputs.recorded import recorded

        found = _found(ctx)
        known = recorded(found.content, found.name, found.journal) if found else ()
        return [each.entry.id for each in reversed(known) if each.in_journal and each.entry.id and not each.undone_by]
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return []


def _household(ctx: typer.Context) -> "Household | None":
    try:
        from repaycli.inputs.accounts_file import load

        found = _found(ctx)
        return load(found.content, found.name, found.journal)[0] if found else None
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return None


def _found(ctx: typer.Context) -> "Found | None":
    """Return the files that the command would read; nothing of the standard input."""
    from repaycli.cli.environment import of_this_process
    from repaycli.cli.files import read_accounts

    outer: dict[str, Any] = ctx.parent.params if ctx.parent else {}
    stated = ctx.params.get("file") or outer.get("file")
    return None if stated == "-" else read_accounts(stated, of_this_process())
