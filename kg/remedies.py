"""What to do about what the system refuses, by the number of its error.

Source: POSIX.1-2017, errors (errno.h); Linux manual pages errno(3), open(2), write(2).
"""

from __future__ import annotations

import errno
import os

ELSEWHERE = "choose another place"
MORE_FILES = "allow more open files: ulimit -n 1024"
_OF_THE_MACHINE = {
    errno.ENOSPC: "free some space or {elsewhere}",
    errno.EDQUOT: "your share of the disk is used up: remove files of yours there or {elsewhere}",
    errno.EFBIG: "no file may be so large there: allow it (ulimit -f) or {elsewhere}",
    errno.EROFS: "the file system is read-only: {elsewhere}",
    errno.EIO: "the disk may be failing: look at it, or {elsewhere}",
    errno.EMFILE: MORE_FILES,
    errno.ENFILE: "the machine has too many files open: try again when other programs have ended",
    errno.ENOMEM: "there is too little memory: try again when other programs have ended",
    errno.EAGAIN: "try again when other programs have ended",
}
"""For errors that no program brings about by itself, whatever it does."""
_OF_THE_NAME = {
    errno.ENAMETOOLONG: "take a shorter name",
    errno.ELOOP: "a link there leads to itself: remove it or {elsewhere}",
}
_OF_WRITING = {
    errno.EACCES: "you may not write there: have it allowed or {elsewhere}",
    errno.EPERM: "the system forbids it: have it allowed or {elsewhere}",
    errno.EISDIR: "a folder stands there: name a file",
    errno.ENOTDIR: "a file stands where a folder is needed: {elsewhere}",
    errno.EEXIST: "a file stands where a folder is needed: {elsewhere}",
    errno.EBUSY: "it is in use: try again when that has ended",
    errno.ETXTBSY: "it is in use: try again when that has ended",
    errno.ESTALE: "the network file system has lost it: try again",
}


def is_of_the_machine(number: int | None) -> bool:
    """Whether no program brings about such an error by itself."""
    return number in _OF_THE_MACHINE


def remedy(number: int | None, *, elsewhere: str = ELSEWHERE) -> str | None:
    """What helps against an error, whatever was tried; None where that cannot be told."""
    found = {**_OF_THE_MACHINE, **_OF_THE_NAME}.get(number or 0)
    return found.format(elsewhere=elsewhere) if found else None


def remedy_of_writing(number: int | None, *, elsewhere: str = ELSEWHERE) -> str:
    """What helps where something could not be written; ``elsewhere`` says how to go elsewhere."""
    told = _OF_WRITING.get(number or 0, "{elsewhere}").format(elsewhere=elsewhere)
    return remedy(number, elsewhere=elsewhere) or told


def number_in(words: str) -> int | None:
    """The error of the machine, or of who may write, that a message of a library tells in words."""
    # What the system says of ENFILE begins as what it says of EMFILE.
    known = sorted(
        (*_OF_THE_MACHINE, errno.EACCES, errno.EPERM),
        key=lambda number: len(os.strerror(number)),
        reverse=True,
    )
    return next((number for number in known if os.strerror(number) in words), None)
