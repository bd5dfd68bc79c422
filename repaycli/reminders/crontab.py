"""Our own marked block in a user's crontab: put in, replaced, taken out, and every byte around it left as it was.

One block for each accounts file; its marker bears the file's key. The line in it is quoted so that every cron hands
the shell the same words: see `cron_word`. Source: crontab(5).
"""

import re
import shlex
from datetime import date, time

from repaycli.core.nouns import NamedTuple
from repaycli.locale import tr
from repaycli.reminders.jobs import KEY_LENGTH, Job, Unfit, as_bytes, as_text, refuse_controls

LONGEST_COMMAND = 998
"""Bytes of a command that Debian's cron takes; it cuts what is longer without a word."""

_BEGIN = re.compile(rb"# >>> repaycli ([0-9a-f]{%d}): do not edit between these lines >>>" % KEY_LENGTH)
_END = re.compile(rb"# <<< repaycli ([0-9a-f]{%d}) <<<" % KEY_LENGTH)
_BREAK_IS_OURS = b"# (the line break above this block belongs to it)"
_SINCE = re.compile(rb"# since (\d{4}-\d\d-\d\d)")
_LINE = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* \* (.*)", re.DOTALL)
_SETTING = re.compile(r"([A-Z_][A-Z0-9_]*)=(.*)", re.DOTALL)


class Block(NamedTuple):
    """Where a block stands: the numbers of its lines, the markers included."""

    key: str
    first: int
    last: int


def cron_word(word: str) -> str:
    r"""Quote a word for the shell, and for cron before it.

    cron turns `\%` into `%`, some crons also two backslashes into one, others neither. So a `%` stands outside the
    quotes, where cron or else the shell takes the backslash away, and two backslashes never stand side by side.

    >>> cron_word("/home/me/accounts.toml"), cron_word("50% off"), cron_word("a\\\\b")
    ('/home/me/accounts.toml', "'50'\\%' off'", "'a\\''\\b'")
    """
    quoted = shlex.quote(word)
    if quoted == word:
        return word.replace("%", r"\%")
    return re.sub(r"\\(?=\\)", r"\\''", quoted).replace("%", r"'\%'")


def cron_line(job: Job) -> str:
    """Return the line that runs a job every day; raises Unfit when cron could not run it."""
    values = [f"{name}={value}" for name, value in job.settings]
    refuse_controls([*values, *job.argv])
    settings = [f"{name}={cron_word(value)}" for name, value in job.settings]
    command = " ".join([*settings, *map(cron_word, job.argv)])
    length = len(as_bytes(command))
    if length > LONGEST_COMMAND:
        raise Unfit(
            tr("the command is {length} bytes long; cron takes {most}", length=length, most=LONGEST_COMMAND),
            tr("Put the accounts file into a folder with a shorter path."),
        )
    return f"{job.at.minute} {job.at.hour} * * * {command}"


def read_line(line: str, key: str, since: date | None = None) -> Job | None:
    """Read a line as `cron_line` writes it, or as a person changed it; None when it is something else."""
    found = _LINE.fullmatch(line)
    if found is None or int(found[1]) > 59 or int(found[2]) > 23:
        return None
    try:
        words = shlex.split(found[3].replace(r"\%", "%"))
    except ValueError:
        return None
    settings: list[tuple[str, str]] = []
    while words and (setting := _SETTING.fullmatch(words[0])):
        settings.append((setting[1], setting[2]))
        words.pop(0)
    return Job(key, time(int(found[2]), int(found[1])), tuple(words), tuple(settings), since)


def block_lines(job: Job) -> list[str]:
    """Return the lines of a job's block."""
    since = [f"# since {job.since}"] if job.since else []
    return [
        f"# >>> repaycli {job.key}: do not edit between these lines >>>",
        *since,
        cron_line(job),
        f"# <<< repaycli {job.key} <<<",
    ]


def blocks(table: bytes) -> list[Block]:
    """Find our blocks; raises Unfit when a marker has lost its other half."""
    found: list[Block] = []
    begun: tuple[int, str] | None = None
    for number, line in enumerate(_lines(table)):
        if begin := _BEGIN.fullmatch(line.rstrip(b"\r\n")):
            if begun is not None:
                raise _half(begun[0])
            begun = number, begin[1].decode()
        elif end := _END.fullmatch(line.rstrip(b"\r\n")):
            if begun is None or begun[1] != end[1].decode():
                raise _half(number)
            found.append(Block(begun[1], begun[0], number))
            begun = None
    if begun is not None:
        raise _half(begun[0])
    for block in found:
        if sum(other.key == block.key for other in found) > 1:
            raise Unfit(
                tr("the crontab holds the block {key} twice", key=block.key),
                tr("Take one of them out: crontab -e. Nothing was changed."),
            )
    return found


def jobs(table: bytes) -> list[Job]:
    """Read the jobs of all our blocks; a block whose line is not ours any more has a job without words."""
    lines = _lines(table)
    return [_job(block, lines[block.first + 1 : block.last]) for block in blocks(table)]


def with_job(table: bytes, job: Job) -> bytes:
    """Put a job's block at the end, or in the place of the one that stands for its file."""
    body = as_bytes("".join(f"{line}\n" for line in block_lines(job)))
    lines = _lines(table)
    old = next((block for block in blocks(table) if block.key == job.key), None)
    if old is None:
        needs_break = bool(table) and not table.endswith(b"\n")
        return table + (b"\n" + _noted(body) if needs_break else body)
    if _owns_break(lines, old):
        body = _noted(body)
    return b"".join([*lines[: old.first], body, *lines[old.last + 1 :]])


def without_job(table: bytes, key: str) -> bytes:
    """Take a file's block out, with what was put before it for its sake."""
    lines = _lines(table)
    old = next((block for block in blocks(table) if block.key == key), None)
    if old is None:
        return table
    before, after = b"".join(lines[: old.first]), b"".join(lines[old.last + 1 :])
    if _owns_break(lines, old) and not after:
        before = before.removesuffix(b"\n")
    return before + after


def _lines(table: bytes) -> list[bytes]:
    """Split at line feeds alone: a crontab may hold any other byte."""
    return re.findall(rb"[^\n]*\n|[^\n]+", table)


def _noted(body: bytes) -> bytes:
    begin, _, rest = body.partition(b"\n")
    return begin + b"\n" + _BREAK_IS_OURS + b"\n" + rest


def _owns_break(lines: list[bytes], block: Block) -> bool:
    return any(line.rstrip(b"\r\n") == _BREAK_IS_OURS for line in lines[block.first : block.last])


def _job(block: Block, inside: list[bytes]) -> Job:
    since: date | None = None
    for line in (line.rstrip(b"\r\n") for line in inside):
        if dated := _SINCE.fullmatch(line):
            since = _date(dated[1].decode())
        elif not line.startswith(b"#") and (job := read_line(as_text(line), block.key, since)):
            return job
    return Job(block.key, time(0), ())


def _date(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None


def _half(number: int) -> Unfit:
    return Unfit(
        tr("line {number} of the crontab is one half of a block of ours; the other half is gone", number=number + 1),
        tr("Take what is left of the block out: crontab -e. Nothing was changed."),
    )
