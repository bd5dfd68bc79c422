"""A counsellor's files: the chance of being past due in each of many households, shared out with Dask.

    python -m pip install 'repaycli[dask]'
    python examples/portfolio.py accounts/*.toml

Without files it makes 200 households out of the sample. What is sent to the workers and what comes back are plain values,
so that the answers are those of one process after the other; `--check` holds them to that.
"""

import argparse
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from distributed import Client, LocalCluster

from repaycli import api
from repaycli.products.accounts import Household
from repaycli.risk.answers import Answers

SAMPLE = Path(__file__).parent.parent / "sample_accounts.toml"
TODAY, UNTIL = date(2026, 11, 30), date(2027, 1, 31)


def made(count: int) -> list[Household]:
    """Make households that differ from the sample in what they earn and hold."""
    sample = api.load(SAMPLE.read_bytes()).household
    assert sample is not None
    pick = random.Random(1)
    return [
        sample._replace(
            incomes=tuple(
                each._replace(amount=pick.randrange(each.amount // 2, each.amount)) for each in sample.incomes
            ),
            wallets=tuple(each._replace(balance=pick.randrange(each.balance + 1)) for each in sample.wallets),
        )
        for _ in range(count)
    ]


def answer(household: Household, paths: int) -> Answers:
    """Play one household: what each worker does."""
    return api.risk(household, TODAY, until=UNTIL, paths=paths)


def main(arguments: Sequence[str] | None = None) -> None:
    """Share the households out, and tell in how many of them a due date is more likely missed than not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--made", type=int, default=200)
    parser.add_argument("--paths", type=int, default=100)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    read = [api.load(path.read_bytes(), path.name).household for path in asked.files]
    households = [each for each in read if each is not None] or made(asked.made)
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        found: list[Answers] = client.gather(client.map(answer, households, paths=asked.paths))
    likely = sum(each.missed.share > 0.5 for each in found)
    print(f"{likely} of {len(found)} households are more likely than not to miss a due date by {UNTIL}")
    if asked.check:
        assert found == [answer(each, asked.paths) for each in households]
        print("one after the other gives the same")


if __name__ == "__main__":
    main()
