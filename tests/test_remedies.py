"""What is advised is true of each error: only room is helped by room, and so on."""

from __future__ import annotations

import errno
import os

import pytest

from kg.remedies import is_of_the_machine, number_in, remedy, remedy_of_writing

PLACE = "choose another place"
OTHERS = "try again when other programs have ended"
WRITING = {
    errno.ENOSPC: f"free some space or {PLACE}",
    errno.EDQUOT: f"your share of the disk is used up: remove files of yours there or {PLACE}",
    errno.EFBIG: f"no file may be so large there: allow it (ulimit -f) or {PLACE}",
    errno.EROFS: f"the file system is read-only: {PLACE}",
    errno.EIO: f"the disk may be failing: look at it, or {PLACE}",
    errno.EMFILE: "allow more open files: ulimit -n 1024",
    errno.ENFILE: f"the machine has too many files open: {OTHERS}",
    errno.ENOMEM: f"there is too little memory: {OTHERS}",
    errno.EAGAIN: OTHERS,
    errno.EACCES: f"you may not write there: have it allowed or {PLACE}",
    errno.EPERM: f"the system forbids it: have it allowed or {PLACE}",
    errno.ENAMETOOLONG: "take a shorter name",
    errno.ELOOP: f"a link there leads to itself: remove it or {PLACE}",
    errno.EISDIR: "a folder stands there: name a file",
    errno.ENOTDIR: f"a file stands where a folder is needed: {PLACE}",
    errno.EEXIST: f"a file stands where a folder is needed: {PLACE}",
    errno.EBUSY: "it is in use: try again when that has ended",
    errno.ETXTBSY: "it is in use: try again when that has ended",
    errno.ESTALE: "the network file system has lost it: try again",
    errno.ENOENT: PLACE,
    errno.EINVAL: PLACE,
    None: PLACE,
}
MACHINE = [
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM, errno.EAGAIN,
]  # fmt: skip
READING = (*MACHINE, errno.ENAMETOOLONG, errno.ELOOP)


def name(number: int | None) -> str:
    return errno.errorcode.get(number or 0, "none")


@pytest.mark.parametrize("number", WRITING, ids=name)
def test_what_cannot_be_written_is_helped_by_what_helps(number: int | None) -> None:
    told = remedy_of_writing(number)
    assert told == WRITING[number]
    assert ("space" in told) == (number == errno.ENOSPC)
    moved = remedy_of_writing(number, elsewhere="go north")
    assert moved == told.replace(PLACE, "go north")


@pytest.mark.parametrize("number", WRITING, ids=name)
def test_where_it_is_not_known_what_was_tried_writing_is_not_spoken_of(number: int | None) -> None:
    assert remedy(number) == (WRITING[number] if number in READING else None)
    assert is_of_the_machine(number) == (number in MACHINE)


@pytest.mark.parametrize("number", [*MACHINE, errno.EACCES, errno.EPERM], ids=name)
def test_an_error_is_known_by_its_words(number: int) -> None:
    assert number_in(f"IO error: While open a file: x/LOCK: {os.strerror(number)}") == number
    assert number_in(f"{os.strerror(number)} x") == number


@pytest.mark.parametrize("words", ["", "Corruption: bad block", "No such file or directory: x.sst"])
def test_other_words_are_of_no_error(words: str) -> None:
    assert number_in(words) is None
