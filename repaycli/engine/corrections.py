"""What a figure of the lender's app (or of the wallet) changes, and what most likely caused the difference."""

from repaycli.core.text import Text, text
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments


def correction(of: Line | Instalments | None, expected: int, shown: int) -> Text | None:
    """Return the arithmetic of a correction with its likely cause; None when both agree. `of` is None for a wallet."""
    if shown == expected:
        return None
    grew, difference = shown > expected, abs(shown - expected)
    values = {"expected": expected, "shown": shown, "difference": difference}
    match of:
        case Line() if grew:
            return text(
                "the model had {expected}, the app shows {shown}: +{difference}, taken as a purchase not yet billed",
                **values,
            )
        case Line():
            return text(
                "the model had {expected}, the app shows {shown}: -{difference}, taken as a refund",
                **values,
            )
        case Instalments() if grew:
            return text(
                "the model had {expected}, the app shows {shown}: +{difference}, taken as principal",
                **values,
            )
        case Instalments():
            return text(
                "the model had {expected}, the app shows {shown}: -{difference}, taken as principal repaid",
                **values,
            )
        case None if grew:
            return text(
                "the model had {expected}, the wallet holds {shown}: +{difference}, an income that is not in the file",
                **values,
            )
        case None:
            return text(
                "the model had {expected}, the wallet holds {shown}: -{difference}, spent without being in the file",
                **values,
            )
