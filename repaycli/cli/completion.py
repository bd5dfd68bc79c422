"""What the shell offers for a half-typed word: quick, and silent when anything is amiss."""

from typing import Any

import typer


def strategies() -> list[str]:
    """Offer the strategies."""
    return ["minimum", "full", "avalanche", "snowball", "custom"]


def presets() -> list[str]:
    """Offer the presets."""
    try:
        from repaycli.inputs.presets import preset_names

        return list(preset_names())
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return []


def accounts(ctx: typer.Context) -> list[str]:
    """Offer the accounts and wallets of the file that the command would read."""
    try:
        from repaycli.cli.environment import of_this_process
        from repaycli.cli.files import read_accounts
        from repaycli.inputs.accounts_file import load

        outer: dict[str, Any] = ctx.parent.params if ctx.parent else {}
        stated = ctx.params.get("file") or outer.get("file")
        if stated == "-":
            return []
        found = read_accounts(stated, of_this_process())
        household, _ = load(found.content, found.name, found.journal)
        if household is None:
            return []
        names = [account.name for account in household.accounts]
        return [*names, *(wallet.name for wallet in household.wallets)]
    except Exception:  # noqa: BLE001 - a shell that completes must not show errors
        return []
