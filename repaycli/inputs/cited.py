"""The cited data files of `repaycli.products`, read: what each of them holds besides its own values."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from repaycli import products
from repaycli.products.accounts import Citation

FOLDER = Path(products.__file__ or "").parent  # importlib.resources would cost every command 20 ms


def data(*parts: str) -> dict[str, object]:
    """Return one data file; decimals are exact."""
    content = FOLDER.joinpath(*parts).read_text(encoding="utf-8")
    return tomllib.loads(content, parse_float=Decimal)


def citation(raw: Mapping[str, object]) -> Citation:
    """Return where a value comes from."""
    on = raw["as_of"]
    return Citation(str(raw["source"]), on.isoformat() if isinstance(on, date) else str(on), str(raw["confidence"]))


def languages(raw: object) -> Mapping[str, str]:
    """Return a text by language; empty where there is none."""
    return cast("dict[str, str]", raw) if isinstance(raw, dict) else {}


def tables(raw: object) -> list[dict[str, object]]:
    """Return an array of tables."""
    return cast("list[dict[str, object]]", raw)
