"""`fit` tries combinations in boxes; what it finds is what trying each of them by itself finds, and never less than the truth."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from repaycli.products.accounts import Account, Household
from repaycli.products.terms import Autopay
from repaycli.strategies.conventions import choices, minimums, replaced, value_of, with_settings
from repaycli.strategies.fitting.choosing import Box, Choosing, combinations
from repaycli.strategies.fitting.figures import OF_LINES, OF_LOANS, Case, Figure, Watch, read
from repaycli.strategies.fitting.search import exact, merged, nearest, off
from tests.laws.households import household

DAYS = 100
SEEDS = range(12)


def case_of(seed: int, most: int) -> tuple[Case, Box, Account]:
    """Draw an account, some conventions of which `most` keys are open, and figures that true ones come to."""
    pick = random.Random(seed)
    own = household(seed)
    account = pick.choice(own.accounts)
    account = account._replace(autopay=Autopay.OFF if account in own.lines else False)  # type: ignore[assignment]
    own = replaced(own, account)
    open_keys: Box = choices(account, own.currency)
    if account in own.lines:
        open_keys["minimum"] = minimums(account, own)  # type: ignore[arg-type]
    box: Box = {key: values[:1] for key, values in open_keys.items()}
    for key in pick.sample(sorted(open_keys), min(most, len(open_keys))):
        values = open_keys[key]
        box[key] = (values[0], *pick.sample(values[1:], min(len(values) - 1, pick.choice([1, 1, 2]))))
    truth = with_settings(account, {key: pick.choice(values) for key, values in box.items()})
    last = own.as_of + timedelta(days=DAYS)
    run = closed(own, truth, last)
    days = sorted({item.on for item in run.book.postings if item.account == account.name and item.on <= last})
    kinds = OF_LINES if account in own.lines else OF_LOANS
    wanted = [Figure(pick.choice(days or [last]), pick.choice(kinds), 0, pick.random() < 0.3) for _ in range(3)]
    wanted = sorted(dict.fromkeys(wanted), key=lambda each: (each.on, each.what.value))
    case = Case(own._replace(balances=()), account, tuple(wanted), wanted[-1].on)
    amounts = alone(case, truth)
    figures = tuple(each._replace(amount=amount) for each, amount in zip(wanted, amounts, strict=True))
    return case._replace(figures=figures), box, truth


def closed(own: Household, account: Account, last: date) -> Watch:
    run = Watch(replaced(own._replace(balances=()), account), last + timedelta(days=1), None, workings=False)
    run.noted = {}
    run.advance(last.toordinal())
    return run


def alone(case: Case, account: Account) -> tuple[int, ...]:
    """Return the figures of one combination, replayed with plain terms."""
    plain = case._replace(account=account)
    run = plain.begin(account)
    found: list[int] = []
    for figure in case.figures:
        run.advance(figure.on.toordinal())
        found.append(read(run, account.name, figure))
    return tuple(found)


def each_of(box: Box) -> Iterator[dict[str, object]]:
    for values in product(*box.values()):
        yield dict(zip(box, values, strict=True))


def as_set(boxes: list[Box]) -> set[tuple[object, ...]]:
    return {tuple(each.values()) for box in boxes for each in each_of(box)}


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_find_what_each_combination_finds(seed: int) -> None:
    case, box, _ = case_of(seed, most=4)
    fits: set[tuple[object, ...]] = set()
    for settings in each_of(box):
        if alone(case, with_settings(case.account, settings)) == tuple(each.amount for each in case.figures):
            fits.add(tuple(settings.values()))
    searched = exact(case, box, lambda _: True)
    assert searched.settled == searched.combinations == combinations(box)
    assert sum(combinations(each.box) for each in searched.found) == len(fits)
    assert as_set([each.box for each in searched.found]) == fits
    assert as_set(merged(each.box for each in searched.found)) == fits


@pytest.mark.parametrize("seed", range(100, 106))
def test_the_nearest_misses_least(seed: int) -> None:
    case, box, _ = case_of(seed, most=3)
    wrong = tuple(each._replace(amount=each.amount + 7 * place) for place, each in enumerate(case.figures))
    case = case._replace(figures=wrong)
    by_itself = [
        (off(wrong, alone(case, with_settings(case.account, settings))), tuple(settings.values()))
        for settings in each_of(box)
    ]
    least = min(missed for missed, _ in by_itself)
    searched = nearest(case, box, lambda _: True)
    assert as_set([each.box for each in searched.found]) == {found for missed, found in by_itself if missed == least}


@pytest.mark.parametrize("seed", range(200, 216))
def test_the_truth_is_among_the_answers(seed: int) -> None:
    case, box, truth = case_of(seed, most=4)
    searched = exact(case, box, lambda _: True)
    true = {key: value_of(truth, key) for key in box}
    assert any(all(true[key] in each.box[key] for key in box) for each in searched.found)
    if len(searched.found) == 1:  # what is reported as one says what comes, wherever it does not ask for what is open
        _future_is_true(case, searched.found[0].box, truth)


def _future_is_true(case: Case, box: Box, truth: Account) -> None:
    later = case.last + timedelta(days=90)
    case = case._replace(last=later)
    choosing = Choosing(box, [])
    run = case.replay(choosing)
    run.live(case.account.name, later.toordinal(), choosing)
    if choosing.left:
        return
    plain = closed(case.household, truth, later)
    mine = [item for item in run.book.postings if item.account == case.account.name]
    true = [item for item in plain.book.postings if item.account == case.account.name]
    assert [item[:5] for item in mine] == [item[:5] for item in true]
