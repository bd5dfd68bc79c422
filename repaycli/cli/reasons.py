"""Why the system refused, in the language in force: what it says itself is in its own."""

import errno

from repaycli.locale import mark, tr

_KNOWN = {
    errno.ENOENT: mark("No such file or directory"),
    errno.EACCES: mark("Permission denied"),
    errno.EPERM: mark("Operation not permitted"),
    errno.EISDIR: mark("Is a directory"),
    errno.ENOTDIR: mark("Not a directory"),
    errno.ENOSPC: mark("No space left on device"),
    errno.EDQUOT: mark("Disk quota exceeded"),
    errno.EROFS: mark("Read-only file system"),
    errno.ENAMETOOLONG: mark("File name too long"),
    errno.ELOOP: mark("Too many levels of symbolic links"),
    errno.EIO: mark("Input/output error"),
}


def reason(problem: Exception) -> str:
    """Say why something failed: the common refusals of a system in the language in force, others as they come."""
    if not isinstance(problem, OSError):
        return str(problem)
    known = _KNOWN.get(problem.errno or 0)
    return tr(known) if known else problem.strerror or str(problem)
