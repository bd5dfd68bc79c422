"""Commands to copy: what a user can type as it stands, whatever an account is called."""

from datetime import date

from repaycli.core.money import Currency

_SAFE = frozenset("@%+=:,./_-")
_file: str | None = None


def use_file(file: str | None) -> None:
    """From now on name the accounts file in every command; None where it is found without."""
    global _file
    _file = file


def argument(word: str) -> str:
    """Write one argument for a shell; what needs no quotes gets none, Chinese names among it.

    >>> argument("花呗"), argument("my card"), argument("it's"), argument("")
    ('花呗', "'my card'", '"it\\'s"', "''")
    """
    if word and all(char.isalnum() or char in _SAFE for char in word) and not word.startswith("="):
        return word
    if "'" in word and not any(char in '"$`\\\\!' for char in word):
        return f'"{word}"'
    return "'" + word.replace("'", "'\\''") + "'"


def command(name: str, *arguments: str, options: tuple[str, ...] = ()) -> str:
    """Write a command line with the accounts file of this run; an argument that begins with a dash stands behind `--`.

    >>> command("undo", "k7f3q2"), command("pay", "-x", "5", options=("--date", "2026-11-10"))
    ('repaycli undo k7f3q2', 'repaycli pay --date 2026-11-10 -- -x 5')
    """
    words = list(map(argument, arguments))
    if _file is not None:
        options = (*options, "-f", _file)
    if any(word.startswith("-") for word in arguments):
        return " ".join(["repaycli", name, *map(argument, options), "--", *words])
    return " ".join(["repaycli", name, *words, *map(argument, options)])


def pay_command(account: str, amount: int, on: date, currency: Currency) -> str:
    """Write the command that records a payment.

    >>> pay_command("花呗", 38600, date(2026, 11, 10), Currency("CNY", 2))
    'repaycli pay 花呗 386.00 --date 2026-11-10'
    """
    return command("pay", account, currency.plain(amount), options=("--date", on.isoformat()))
