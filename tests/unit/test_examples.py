"""The examples run as they stand."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("count", [12, pytest.param(200, marks=pytest.mark.long)])
def test_a_portfolio_is_shared_out_with_the_answers_of_one_process(count: int) -> None:
    command = [sys.executable, str(EXAMPLES / "portfolio.py"), "--made", str(count), "--paths", "20", "--check"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert f" of {count} households are more likely than not" in found.stdout
    assert "one after the other gives the same" in found.stdout
