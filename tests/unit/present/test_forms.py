"""The same view as a table, as plain lines and as JSON: the same digits, nothing cut, at every width."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_rules
from repaycli.inputs.presets import preset_names, read_preset
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain, notes_beside
from repaycli.present.as_table import Style, as_table
from repaycli.present.compare import compare_view
from repaycli.present.ledger import ledger_view
from repaycli.present.model import Column, Money, Table, View
from repaycli.present.plan import plan_view
from repaycli.present.presets import preset_view, presets_view
from repaycli.present.status import status_view
from repaycli.present.why import why_view
from repaycli.present.width import cells, clean
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, compare, project

WIDTHS = [20, 40, 80, 200]
UNTIL = date(2027, 6, 30)
FIGURE = re.compile(r"\d{4}-\d\d-\d\d|\d+\.\d\d\b")

LONG = "一个非常非常长的信用额度名称，长到任何窄终端都放不下它 with some English in it as well"


def views(household: Household) -> dict[str, View]:
    return {
        "compare": compare_view(household, compare(household, TODAY, COMPARED, UNTIL)),
        "plan": plan_view(household, project(household, TODAY, "full", UNTIL)),
        "ledger": ledger_view(household, project(household, TODAY, "minimum", UNTIL)),
        "status": status_view(household, standing(household, TODAY)),
        "why": why_view(
            household, project(household, TODAY, "minimum", UNTIL), "花呗", date(2026, 12, 1), read_rules()
        ),
    }


ALL = {
    **views(home()),
    **{f"{name}, short of money": view for name, view in views(home(salary=300000)).items()},
    **{f"{name}, long names": view for name, view in views(home(card=LONG)).items()},
    "presets": presets_view([read_preset(name) for name in preset_names()], TODAY),
    "preset": preset_view(read_preset("huabei"), TODAY),
}


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL)
def test_no_figure_is_cut(name: str, width: int) -> None:
    """Every amount and date of the tables stands whole on one line of the terminal's form."""
    view = ALL[name]
    shown = as_table(view, Style(width)).replace(",", "")
    tables = [part for part in view.parts if isinstance(part, Table) and "table" in part.forms]
    for table in tables:
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                if "table" not in column.forms or view.currency is None:
                    continue
                if isinstance(value, Money):
                    assert re.search(rf"(?<![\d.]){re.escape(view.currency.plain(value.minor))}(?![\d])", shown)
                if isinstance(value, date):
                    assert value.isoformat() in shown


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", ALL)
def test_no_line_is_too_wide(name: str, width: int) -> None:
    for line in as_table(ALL[name], Style(width)).split("\n"):
        assert cells(line) <= width


@pytest.mark.parametrize("name", ALL)
def test_without_colour_there_is_no_escape(name: str) -> None:
    assert "\x1b" not in as_table(ALL[name], Style(80))
    assert "\x1b" not in as_plain(ALL[name])


def test_colour_adds_only_colour() -> None:
    plain = as_table(ALL["compare"], Style(80))
    coloured = as_table(ALL["compare"], Style(80, colour=True))
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.split("\n")] == plain.split("\n")


def test_ascii_terminals_get_ascii_frames() -> None:
    assert "─" not in as_table(ALL["status"], Style(80, ascii_only=True))


@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith(("why", "preset"))])
def test_plain_and_json_show_the_same_figures(name: str) -> None:
    """What stands in the tables of the plain form stands in JSON."""
    view = ALL[name]
    data = as_json(view).replace(",", "")
    for figure in FIGURE.findall(as_plain(view, quiet=True).replace(",", "")):
        assert figure in data


@pytest.mark.parametrize("name", ALL)
def test_plain_lines_have_as_many_cells_as_their_head(name: str) -> None:
    view = ALL[name]
    if name.startswith("why"):
        return
    for block in as_plain(view).split("\n\n"):
        lines = block.rstrip("\n").split("\n")
        assert len({line.count("\t") for line in lines}) == 1


@pytest.mark.parametrize("name", ALL)
def test_json_is_ascii_and_one_object(name: str) -> None:
    data = as_json(ALL[name])
    assert data.isascii()
    assert json.loads(data)["schema_version"] == 1


def test_user_text_is_neither_markup_nor_command() -> None:
    view = ALL["status"]
    name = "[red]x[/x] :bomb: \x1b[31m\u202e\t"
    table = Table("t", "", (Column("name", "name", is_text=True),), ((name,),))
    shown = as_table(view._replace(parts=(table,), notes=()), Style(80))
    assert "[red]x[/x] :bomb: \\x1b[31m\\u202e\\x09" in shown
    assert as_plain(view._replace(parts=(table,), notes=())).startswith(
        "name\n[red]x[/x] :bomb: \\x1b[31m\\u202e\\x09\n"
    )


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "name", ["⚠️ card", "👨‍👩‍👧 家", "🇨🇳卡", "e\u0301te\u0301", "שלום", "ｶｰﾄﾞ", "—–…", "a" * 90, "卡" * 45, "%s {x} \\n"]
)
def test_no_name_is_cut(name: str, width: int) -> None:
    household = home(card=name)
    shown = as_table(status_view(household, standing(household, TODAY)), Style(width))
    kept = re.sub(r"\s", "", shown)
    for char in clean(name):
        assert char.isspace() or char in kept
    assert "12,946.24" in shown


def test_the_plain_ledger_is_fixed() -> None:
    view = ALL["ledger"]
    blocks = as_plain(view).split("\n\n")
    assert len(blocks) == 2
    assert blocks[0].startswith("date\taccount\tkind\tamount\tbalance\n2026-11-05\t余额宝\texpense\t2600.00\t6000.00\n")
    assert blocks[1].startswith("account\tclosed\tdue\tbalance\tminimum\tinterest\tfees\n")
    assert notes_beside(view).startswith("* ")
    assert notes_beside(view, quiet=True) == ""
    empty = view._replace(parts=tuple(part._replace(rows=()) for part in view.parts if isinstance(part, Table)))
    assert as_plain(empty) == (
        "date\taccount\tkind\tamount\tbalance\n\naccount\tclosed\tdue\tbalance\tminimum\tinterest\tfees\n"
    )


def test_a_wide_terminal_has_rows_a_narrower_one_columns_a_narrow_one_blocks() -> None:
    view = ALL["compare"]
    assert re.search(r"^strategy +interest", as_table(view, Style(120)), re.MULTILINE)
    assert re.search(r"^strategy +minimum +full", as_table(view, Style(80)), re.MULTILINE)
    assert "\nminimum\n  interest: " in as_table(view, Style(40))


def test_heads_take_one_line_where_there_is_room_for_it() -> None:
    assert "  worst days past due  " in as_table(ALL["compare"], Style(200))
    assert "  worst days    " in as_table(ALL["compare"], Style(110))


def test_quiet_leaves_the_notes_out() -> None:
    assert "花呗 huabei" in as_table(ALL["status"], Style(80))
    assert "花呗 huabei" not in as_table(ALL["status"], Style(80), quiet=True)


def test_on_a_narrow_terminal_rows_become_blocks_rather_than_splitting_names() -> None:
    columns = (Column("name", "account", is_text=True), Column("a", "days past due"), Column("b", "past due"))
    table = Table("", "", columns, (("Chase Freedom", date(2026, 12, 11), Money(123456789)),))
    shown = as_table(View(currency=home().currency, parts=(table,)), Style(36))
    assert shown.startswith("Chase Freedom\n  days past due: 2026-12-11\n  past due: 1,234,567.89\n")
