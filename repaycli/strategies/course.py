"""How cash and debts go on under one strategy: the run that a comparison plays, looked at along its way."""

from typing import TYPE_CHECKING

from repaycli.engine.branch import branch
from repaycli.engine.course import Course
from repaycli.engine.course import course as along
from repaycli.engine.ledger import Projection
from repaycli.strategies.compare import OPTIMAL, Player, planned

if TYPE_CHECKING:
    from repaycli.strategies.optimal.optimum import Optimum


def course(player: Player, projection: Projection, optimum: "Optimum | None" = None) -> Course:
    """Play a strategy once more to where its projection ends, with the player that played it.

    `optimum`: the plan that was found, where the strategy is the optimal one.
    """
    name = projection.strategy
    rule = planned(optimum) if optimum and name == OPTIMAL else player.strategy(name)
    return along(branch(player.replayed(), rule, player.changes, workings=False), projection.until.toordinal())
