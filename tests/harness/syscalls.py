"""Gets between a child and the system with ptrace(2): stops the child at the entry and the exit of every system call.

Pure Python, for Linux on x86-64; `why_not` says why it cannot be had here. The child is forked and not started anew, so
that a trial costs some milliseconds; the price is that a driver must not start threads or processes.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import signal
import sys
from contextlib import suppress
from pathlib import Path

from harness.trials import Call, Decide, Driver, Fault, Streams, Trial, exit_code, fork, run_and_exit

# asm/unistd_64.h: the number of a call, what it is called here, and where it tells the file: in its first argument as a
# descriptor, or in another one as a path.
_BY_DESCRIPTOR = {
    0: "read", 1: "write", 3: "close", 5: "fstat", 8: "lseek", 16: "ioctl", 17: "pread", 18: "pwrite", 20: "writev",
    32: "dup", 72: "fcntl", 73: "flock", 74: "fsync", 75: "fdatasync", 77: "ftruncate", 91: "fchmod", 93: "fchown",
}  # fmt: skip
_BY_PATH = {
    2: ("open", 0), 4: ("stat", 0), 6: ("stat", 0), 21: ("access", 0), 76: ("truncate", 0), 82: ("rename", 1),
    83: ("mkdir", 0), 84: ("rmdir", 0), 87: ("unlink", 0), 89: ("readlink", 0), 90: ("chmod", 0), 92: ("chown", 0),
    257: ("open", 1), 258: ("mkdir", 1), 262: ("stat", 1), 263: ("unlink", 1), 264: ("rename", 3),
    267: ("readlink", 1), 268: ("chmod", 1), 316: ("rename", 3), 332: ("stat", 1), 437: ("open", 1),
}  # fmt: skip
_NEW_PROCESS = {56: "clone", 57: "fork", 58: "vfork", 59: "execve", 322: "execveat", 435: "clone3"}
_STREAMS = {1: "<stdout>", 2: "<stderr>"}

# sys/ptrace.h
_TRACEME, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS = 0, 12, 13, 24, 0x4200
_OPTIONS = 0x100000 | 1  # EXITKILL: the child dies with us; TRACESYSGOOD: a stop at a call can be told from a signal
_AT_CALL = signal.SIGTRAP | 0x80

# struct user_regs_struct: 27 words; here the place of the number, the result, and the arguments.
_Registers = ctypes.c_ulonglong * 27
_NUMBER, _RESULT, _ARGUMENTS = 15, 10, (14, 13, 12, 7, 9, 8)
_NONE = (1 << 64) - 1  # no call has this number: the system does nothing


def run(driver: Driver, decide: Decide) -> Trial:
    """Run `driver` in a child, with what `decide` says done to its system calls."""
    streams = Streams()
    child = fork()
    if child == 0:
        streams.take()
        _ptrace(_TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        run_and_exit(driver)
    traced = _Traced(child, decide)
    try:
        status = traced.follow()
    except BaseException:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    out, err, _ = streams.read()
    return Trial(traced.calls, traced.faults, exit_code(status), out, err)


@functools.cache
def why_not() -> str:
    """Say why system calls cannot be traced here; nothing when they can. It is tried, not guessed."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or sys.maxsize < 1 << 32:
        return "system calls are traced on Linux, x86-64, only"
    probe = Fault(error=77)
    try:
        seen = run(_probe, lambda call: probe if call.name == "flock" else None)
    except (OSError, AssertionError) as problem:
        return f"ptrace is not allowed here: {problem}"
    return "" if seen.exit_code == 77 else f"ptrace does not work here: {seen}"


def _probe() -> int:
    import fcntl

    try:
        fcntl.flock(1, fcntl.LOCK_SH)
    except OSError as problem:
        return problem.errno or 0
    return 0


class _Traced:
    """A child that stops at every call, and what was seen of it."""

    def __init__(self, child: int, decide: Decide) -> None:
        self._child = child
        self._decide = decide
        self._memory = -1
        self.calls: list[Call] = []
        self.faults: list[tuple[Call, Fault]] = []

    def follow(self) -> int:
        """Lead the child from call to call to its end, and return its wait status."""
        _, status = os.waitpid(self._child, 0)
        assert os.WIFSTOPPED(status), "the child could not be stopped"
        _ptrace(_SETOPTIONS, self._child, _OPTIONS)
        self._memory = os.open(f"/proc/{self._child}/mem", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return self._lead()
        finally:
            os.close(self._memory)

    def _lead(self) -> int:
        heard = 0  # a signal on its way to the child
        is_inside = False  # between the entry of a call and its exit
        fault: Fault | None = None
        while True:
            with suppress(ProcessLookupError):  # killed at its stop: it only remains to be waited for
                _ptrace(_SYSCALL, self._child, heard)
            _, status = os.waitpid(self._child, 0)
            if not os.WIFSTOPPED(status):
                return status
            heard = os.WSTOPSIG(status)
            if heard == _AT_CALL:
                heard = 0
                if is_inside:
                    self._leave(fault)
                else:
                    fault = self._enter()
                is_inside = not is_inside

    def _enter(self) -> Fault | None:
        registers = self._registers()
        call = self._read(registers)
        self.calls.append(call)
        fault = self._decide(call)
        if fault is None:
            return None
        self.faults.append((call, fault))
        if fault.is_short:
            assert call.name == "write", "only a write can be short"
            registers[_ARGUMENTS[2]] //= 2
            _ptrace(_SETREGS, self._child, ctypes.byref(registers))
        elif not fault.is_done:
            registers[_NUMBER] = _NONE
            _ptrace(_SETREGS, self._child, ctypes.byref(registers))
            if fault.kills:
                os.kill(self._child, signal.SIGKILL)
        return fault

    def _leave(self, fault: Fault | None) -> None:
        if fault is None or fault.is_short:
            return
        if fault.kills:
            os.kill(self._child, signal.SIGKILL)
        else:
            registers = self._registers()
            registers[_RESULT] = (1 << 64) - fault.error
            _ptrace(_SETREGS, self._child, ctypes.byref(registers))

    def _registers(self) -> ctypes.Array[ctypes.c_ulonglong]:
        registers = _Registers()
        _ptrace(_GETREGS, self._child, ctypes.byref(registers))
        return registers

    def _read(self, registers: ctypes.Array[ctypes.c_ulonglong]) -> Call:
        number = registers[_NUMBER]
        arguments = [registers[place] for place in _ARGUMENTS]
        assert number not in _NEW_PROCESS, f"the driver starts another process: {_NEW_PROCESS[number]}"
        if number in _BY_DESCRIPTOR:
            name = _BY_DESCRIPTOR[number]
            return Call(len(self.calls), name, self._open_file(arguments[0]), arguments[2] if name == "write" else 0)
        if number in _BY_PATH:
            name, place = _BY_PATH[number]
            # an empty path beside a descriptor is about that: fstat(2) of newer C libraries
            return Call(len(self.calls), name, self._text(arguments[place]) or self._open_file(arguments[0]))
        return Call(len(self.calls), f"call {number}")

    def _open_file(self, descriptor: int) -> str:
        if descriptor in _STREAMS:
            return _STREAMS[descriptor]
        try:
            return str(Path(f"/proc/{self._child}/fd/{descriptor}").readlink())
        except OSError:
            return ""

    def _text(self, address: int) -> str:
        read = b""
        with suppress(OSError):  # the end of a mapping: whatever is there is the whole text
            while b"\0" not in read and len(read) < 1 << 13:
                step = 256 - (address + len(read)) % 256
                read += os.pread(self._memory, step, address + len(read))
        return os.fsdecode(read.partition(b"\0")[0])


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    return libc


def _ptrace(request: int, child: int, data: object = None) -> None:
    if _libc().ptrace(request, child, None, data) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace {request}: {os.strerror(number)}")
