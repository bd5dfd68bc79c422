"""The named tuples of the program are those of `typing`, but for the time they take to make."""

from __future__ import annotations

import pickle
import typing

import pytest

from repaycli.core import nouns


class Ours(nouns.NamedTuple):
    """A noun."""

    first: int
    second: str
    third: tuple[str, ...] = ()
    fourth: int | None = None

    @property
    def twice(self) -> int:
        """Two of the first."""
        return 2 * self.first


class Theirs(typing.NamedTuple):
    """A noun."""

    first: int
    second: str
    third: tuple[str, ...] = ()
    fourth: int | None = None


class Nothing(nouns.NamedTuple):
    """A noun without fields."""


def test_it_is_made_and_read_as_theirs() -> None:
    for made in (Ours(1, "a"), Ours(1, second="a"), Ours(first=1, second="a", third=(), fourth=None)):
        assert made == Theirs(1, "a") == (1, "a", (), None)
        assert hash(made) == hash(Theirs(1, "a"))
        assert (made.first, made.second, made.third, made.fourth, made.twice) == (1, "a", (), None, 2)
        assert repr(made) == repr(Theirs(1, "a")).replace("Theirs", "Ours")
        assert tuple(made) == (1, "a", (), None)
        assert isinstance(made, tuple)
        assert not hasattr(made, "__dict__")
    assert Nothing() == ()


def test_what_it_knows_of_its_fields() -> None:
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours.__match_args__ == Theirs.__match_args__  # type: ignore[attr-defined]
    assert Ours(1, "a")._asdict() == Theirs(1, "a")._asdict()
    assert Ours._make([1, "a", (), 2]) == Ours(1, "a", (), 2)
    assert Ours.__doc__ == "A noun."
    assert Ours.__module__ == __name__


def test_it_is_changed_matched_and_kept_as_theirs() -> None:
    assert Ours(1, "a")._replace(second="b") == Ours(1, "b")
    assert type(Ours(1, "a")._replace(second="b")) is Ours
    match Ours(1, "a"):
        case Ours(1, second):
            assert second == "a"
    assert pickle.loads(pickle.dumps(Ours(1, "a"))) == Ours(1, "a")
    assert type(pickle.loads(pickle.dumps(Ours(1, "a")))) is Ours


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Ours(1),
        lambda: Ours(1, "a", (), None, 5),
        lambda: Ours(1, "a", fifth=2),
        lambda: Ours(1, "a")._replace(fifth=2),
        lambda: Ours._make([1]),
    ],
)
def test_what_does_not_fit_is_refused(wrong: typing.Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        wrong()
    made = Ours(1, "a")
    with pytest.raises(AttributeError):
        made.first = 2  # type: ignore[misc]
