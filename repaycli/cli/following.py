"""What follows from being past due, read up only where something is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from repaycli.engine.ledger import Projection, Standing
    from repaycli.present.consequences import Following
    from repaycli.products.accounts import Household


def after_standing(household: "Household", standing: "Standing") -> "Following":
    """Return what follows for the accounts that are past due today."""
    from repaycli.present.consequences import NOTHING, Following

    if not any(account.days_past_due for account in standing.accounts):
        return NOTHING
    from repaycli.engine.consequences import of_standing
    from repaycli.inputs.practice import read_ladder

    ladder = read_ladder(household.currency.code)
    return Following(of_standing(household, standing, ladder), ladder)


def after_projection(household: "Household", projection: "Projection") -> "Following":
    """Return what followed in a projection."""
    from repaycli.present.consequences import NOTHING, Following

    if not projection.spells:
        return NOTHING
    from repaycli.engine.consequences import of_projection
    from repaycli.inputs.practice import read_ladder

    ladder = read_ladder(household.currency.code)
    return Following(of_projection(household, projection, ladder), ladder)
