"""How likely it is to be past due, as a column of commands that answer something else: only where --paths asks for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Session
from repaycli.cli.values import number_value
from repaycli.core.nouns import NamedTuple
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.present.compare import Likely
    from repaycli.present.model import Note
    from repaycli.products.accounts import Household
    from repaycli.strategies.compare import Search

MOST_PATHS = 100_000
MOST_SEED = 10**18

BesidePathsOption = Annotated[
    int | None,
    typer.Option(
        "--paths",
        metavar="N",
        help=mark("Play so many futures as well, for the chance of being past due: 1 to 100000."),
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", metavar="K", help=mark("Which futures: the same number draws the same; otherwise 1.")),
]


class Side(NamedTuple):
    """A household under a strategy, and the key of its column or row."""

    key: str
    household: "Household"
    strategy: str


class Futures(NamedTuple):
    """Which futures are played: how many, from which seed, from which day to which."""

    paths: int
    seed: int
    today: date
    until: date


class Told(NamedTuple):
    """What futures say of each side, by its key, and what to say beside it."""

    likely: "Mapping[str, Likely]"
    notes: "tuple[Note, ...]"


def beside(paths: int | None, seed: int | None) -> tuple[int, int] | None:
    """Return how many futures are asked for and their seed; None: none."""
    if paths is None:
        if seed is not None:
            raise WrongUsage(tr("--seed says which futures, and none are played"), tr("Write --paths 1000 as well."))
        return None
    return (
        number_value("--paths", paths, (1, MOST_PATHS), 1),
        number_value("--seed", seed, (0, MOST_SEED), 1),
    )


def likelihoods(session: Session, sides: Sequence[Side], futures: Futures, search: "Search | None" = None) -> Told:
    """Play each side in the same futures; Ctrl-C ends it with what is done, and leaves the rest open."""
    from repaycli.cli.playing import Playing
    from repaycli.present.chances import between, values
    from repaycli.present.compare import Likely
    from repaycli.present.model import Note
    from repaycli.risk.answers import overdue
    from repaycli.risk.playing import Wanted

    found: dict[str, Likely] = {side.key: Likely() for side in sides}
    is_stopped, done = False, futures.paths
    for side in sides:
        uncertain = side.household.is_uncertain
        wanted = Wanted(futures.paths if uncertain else 1, futures.seed, side.strategy, futures.until)
        playing = Playing(session, side.household, futures.today, wanted, search)
        outcomes = playing.first()
        if outcomes.paths:
            chance = overdue(outcomes, uncertain)
            found[side.key] = Likely(*values(chance), between(chance) if uncertain else None)
        if playing.is_stopped:
            is_stopped, done = True, outcomes.paths
            break
    drawn = tr(
        "the chance of being past due comes from {count} futures, seed {seed}, up to {until}; `repaycli risk` says more",
        count=f"{futures.paths:,}",
        seed=futures.seed,
        until=futures.until,
    )
    notes = [Note("futures", "", drawn)]
    if is_stopped:
        cut = tr("partial: stopped after {count} of {wanted} futures", count=f"{done:,}", wanted=f"{futures.paths:,}")
        notes.append(Note("partial", "", cut))
    return Told(found, tuple(notes))
