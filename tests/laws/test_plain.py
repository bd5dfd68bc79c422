"""The short way of reading a journal gives what TOML gives, or leaves the text to it."""

import tomllib
from datetime import date

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from repaycli.inputs.plain import plain_tables
from repaycli.inputs.syntax import exact

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["花呗", "a#b", "[[x]]", "line\nbreak", 'quo"te', "back\\slash", "😀", "tab\t"]),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.decimals(min_value=0, max_value=10**14, places=2),
    st.integers(-(10**9), 10**16),
    st.booleans(),
)
KEYS = st.sampled_from(["account", "date", "amount", "id", "note", "includes_accrued"])
TABLES = st.dictionaries(
    st.sampled_from(["payment", "purchase", "balance", "reversal"]),
    st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), min_size=1, max_size=3),
    max_size=3,
)
PIECES = st.sampled_from(
    ["[[payment]]\n", "[payment]\n", "amount = 1.50\n", "amount = 01\n", "amount = 1.5", "id = 'x'\n", 'id = "x"\n',
     "date = 2026-02-30\n", "date = 2026-02-28\n", "# note\n", "#\x01\n", "\n", " \n", "a = true\n", "a = [1]\n",
     "a.b = 1\n", "[[a.b]]\n", "amount = 1e5\n", "amount = +1\n", "amount = 1_000\n", "\r\n", '"k" = 1\n', "x=1\n",
     "when = 2026-02-28T10:00:00\n", 'id = """x"""\n', "amount = 5 # five\n", 'id = "a\\u0041"\n', "é = 1\n"]
)  # fmt: skip


def assert_same(text: str) -> bool:
    """Compare both ways; tell whether the short one answered."""
    found = plain_tables(text)
    if found is None:
        return False
    assert found == tomllib.loads(text, parse_float=exact)
    assert str(found) == str(tomllib.loads(text, parse_float=exact))  # 1 and True, 1.5 and 1.50 are not the same
    return True


@given(TABLES)
def test_what_a_writer_writes(tables: dict[str, list[dict[str, object]]]) -> None:
    # Bare keys and headers as the journal has them; a writer that puts arrays inline is left to TOML.
    assert_same("".join(f"[[{name}]]\n{tomli_w.dumps(row)}\n" for name, rows in tables.items() for row in rows))


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_pieces(text: str) -> None:
    assert_same(text)


def test_a_journal_is_read_the_short_way() -> None:
    assert assert_same(
        '# mine\n\n[[payment]]\naccount = "花呗"\ndate = 2026-11-10\nid = "k7f3q2"\namount = 386.00\n\n'
        '[[balance]]\naccount = "花呗"\ndate = 2026-11-12\nincludes_accrued = true\nowed = 3474\n'
    )
