"""What a bill calls an account, and the account of the file that is meant: by the user's word, or by the very same name."""

from collections.abc import Iterable, Mapping
from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Household


class Sort(Enum):
    """What an account is."""

    LINE = "line"
    LOAN = "loan"
    WALLET = "wallet"


class Named(NamedTuple):
    """An account of the file."""

    name: str
    sort: Sort

    @property
    def is_debt(self) -> bool:
        """Tell whether something is owed on it."""
        return self.sort is not Sort.WALLET


class Names:
    """The accounts of a household by what bills call them."""

    def __init__(self, household: Household, stated: Mapping[str, str]) -> None:
        sorts = {
            **{wallet.name: Sort.WALLET for wallet in household.wallets},
            **{loan.name: Sort.LOAN for loan in household.loans},
            **{line.name: Sort.LINE for line in household.lines},
        }
        self.known = {name: Named(name, sort) for name, sort in sorts.items()}
        self.stated = {called: self.known[name] for called, name in stated.items()}

    def called(self, *words: str) -> set[Named]:
        """Return the accounts that one of the words is the name of."""
        found = (self.stated.get(word) or self.known.get(word) for word in words if word)
        return {each for each in found if each}

    def mentioned(self, words: Iterable[str]) -> set[Named]:
        """Return the accounts whose stated name occurs in a text; the file's own names have to be the whole text."""
        texts = [word for word in words if word]
        return self.called(*texts) | {
            named for called, named in self.stated.items() if any(called in each for each in texts)
        }
