"""What the system refuses is told in the language of the run."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

import pytest
from unit.cli.runner import SMALL, World

from repaycli import locale
from repaycli.cli.reasons import reason


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    locale.use("en")


COMMON = (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS)


@pytest.mark.parametrize("number", COMMON)
def test_common_refusals_are_translated(number: int) -> None:
    problem = OSError(number, os.strerror(number))
    locale.use("en")
    assert reason(problem) == os.strerror(number)
    locale.use("zh")
    assert not reason(problem).isascii()


def test_others_come_as_they_are() -> None:
    locale.use("zh")
    assert reason(OSError(errno.EBADF, "Bad file descriptor")) == "Bad file descriptor"
    assert reason(OSError("no number")) == "no number"
    assert reason(ValueError("embedded null byte")) == "embedded null byte"


def test_a_folder_that_is_not_there(world: World) -> None:
    world.write(SMALL)
    result = world.run("report", "-o", "nowhere/x.html", "--no-risk", "--lang", "zh")
    assert result.code == 5
    assert "没有这个文件或文件夹" in result.err
    assert "No such file" not in result.err
