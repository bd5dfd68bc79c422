"""All the trials of one action: a kill at each of its calls, each error at each call that can have it, and pairs of both.

The disk after one call is the disk before the next; so a kill at the entry of each call, and one trial to the end, are
kills everywhere. What a kill leaves that comes in the middle of a write, HALF_WRITTEN and then KILLED leave too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from errno import EDQUOT, EINTR, EIO, EMFILE, ENOLCK, ENOSPC
from itertools import count, dropwhile

from harness.trials import HALF_WRITTEN, KILLED, Call, Decide, Driver, Fault, Trial

_FULL = (ENOSPC, EDQUOT, EIO)

ERRORS = {
    "open": (*_FULL, EMFILE, EINTR),
    "write": (*_FULL, EINTR),
    "fsync": (*_FULL, EINTR),
    "ftruncate": (*_FULL, EINTR),
    "flock": (EIO, ENOLCK, EINTR),
    "rename": _FULL,
    **dict.fromkeys(("close", "fchmod", "fstat", "pread", "read", "stat", "unlink"), (EIO,)),
}


def faults_of(name: str) -> tuple[Fault, ...]:
    """Return the ways in which a call can fail. A file is closed even where close says that it failed."""
    failing = tuple(Fault(error, is_done=name == "close") for error in ERRORS.get(name, ()))
    if name == "fsync":  # the disk may have it all the same
        failing += (Fault(EIO, is_done=True),)
    return (*failing, HALF_WRITTEN) if name == "write" else failing


def at(nth: int, fault: Fault, picks: Callable[[Call], bool] = lambda _: True) -> Decide:
    """Strike the nth (from 0) of the calls that are picked, once."""
    left = count(-nth)
    return lambda call: fault if picks(call) and next(left) == 0 else None


def then(first: Decide, second: Decide) -> Decide:
    """Leave every call to `first` until that strikes; those after it to `second`."""
    struck = False

    def decide(call: Call) -> Fault | None:
        nonlocal struck
        if struck:
            return second(call)
        fault = first(call)
        struck = fault is not None
        return fault

    return decide


def fails_always(call: Call) -> Fault | None:
    """Let every call fail that can, but let the reason be told on stderr."""
    return next(iter(faults_of(call.name)), None) if call.file != "<stderr>" else None


def fails_at(nth: int) -> Decide:
    """Let the nth (from 0) of the calls fail that can, once."""
    left = count(-nth)
    return lambda call: fault if (fault := fails_always(call)) and next(left) == 0 else None


def flush_failed(trial: Trial) -> bool:
    """Tell whether something may not be on the disk: a flush failed, and was not repeated."""
    return any(call.name == "fsync" and fault.error not in (0, EINTR) for call, fault in trial.faults)


@dataclass(frozen=True, slots=True)
class Sweep:
    """`run` is one of the two ways of trying; `prepare` puts the world back as it was before each trial.

    Nothing is struck before the first call that `begins` picks.
    """

    run: Callable[[Driver, Decide], Trial]
    driver: Driver
    prepare: Callable[[], None]
    begins: Callable[[Call], bool] = lambda _: True
    retries: bool = True  # somebody stands between the driver and the fault who repeats what was interrupted (EINTR)

    def undisturbed(self) -> Trial:
        return self.trial(lambda _: None)

    def trial(self, decide: Decide) -> Trial:
        has_begun = False

        def from_the_beginning(call: Call) -> Fault | None:
            nonlocal has_begun
            has_begun = has_begun or self.begins(call)
            return decide(call) if has_begun else None

        self.prepare()
        return self.run(self.driver, from_the_beginning)

    def kills(self) -> Iterator[Trial]:
        """Kill at the first call, at the second, and so on, until a trial ends by itself."""
        for place in count():
            trial = self.trial(at(place, KILLED))
            yield trial
            if not trial.faults:
                return

    def failures(self) -> Iterator[Trial]:
        """Let each call fail in each of its ways."""
        calls = dropwhile(lambda call: not self.begins(call), self.undisturbed().calls)
        for name, times in Counter(call.name for call in calls).items():
            for fault in faults_of(name):
                if fault.error == EINTR and not self.retries:
                    continue
                for nth in range(times):
                    yield self.trial(at(nth, fault, _named(name)))

    def kills_after(self, first: Callable[[], Decide]) -> Iterator[Trial]:
        """Let something fail, and kill at the next call, at the one after it, and so on."""
        for place in count():
            trial = self.trial(then(first(), at(place, KILLED)))
            yield trial
            if len(trial.faults) < 2:
                return

    def failures_after(self, first: Callable[[], Decide]) -> Iterator[Trial]:
        """Let something fail, and one more of the calls that come after it; at last, all of them."""
        for place in count():
            trial = self.trial(then(first(), fails_at(place)))
            yield trial
            if len(trial.faults) < 2:
                break
        yield self.trial(then(first(), fails_always))


def _named(name: str) -> Callable[[Call], bool]:
    return lambda call: call.name == name
