"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import repaycli.core
import repaycli.products

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (repaycli.core, repaycli.products)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
