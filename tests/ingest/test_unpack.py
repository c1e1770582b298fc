from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from typing import IO, cast

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.articles import Refused, Torn
from kg.ingest.unpack import Unpacked, unpack

MOST = 100_000


def unpacked(packed: bytes) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedReader(Unpacked(io.BytesIO(packed)), 512))


def raw_deflate(content: bytes) -> bytes:
    return zlib.compress(content)[2:-4]


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "DEFLATE ": raw_deflate,
    "br": brotli.compress,
    "identity": bytes,
    "": bytes,
}


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)))
def test_every_coding_both_ways(content: bytes, coding: str) -> None:
    assert unpack(PACKERS[coding](content), coding, MOST) == content


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_what_unpacks_to_too_much(coding: str) -> None:
    with pytest.raises(Refused, match="larger than"):
        unpack(PACKERS[coding](bytes(50_000_000)), coding, MOST)
    assert unpack(PACKERS[coding](bytes(MOST)), coding, MOST) == bytes(MOST)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_is_cut_or_damaged(coding: str) -> None:
    packed = PACKERS[coding](bytes(range(256)) * 20)
    with pytest.raises(Refused, match=r"too early|damaged"):
        unpack(packed[: len(packed) // 2], coding, MOST)
    with pytest.raises(Refused, match=r"damaged|too early"):
        unpack(b"\xff\xfe" + packed, coding, MOST)


@pytest.mark.parametrize("coding", ["zstd", "gzip, gzip", "compress", "exi"])
def test_other_codings(coding: str) -> None:
    with pytest.raises(Refused, match="none of"):
        unpack(b"x", coding, MOST)


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKERS)))
def test_any_bytes_are_unpacked_or_refused(content: bytes, coding: str) -> None:
    with contextlib.suppress(Refused):
        unpack(content, coding, MOST)


@given(st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=4))
def test_a_body_of_members(members: list[bytes]) -> None:
    packed = b"".join(map(gzip.compress, members))
    assert unpack(packed, "gzip", MOST) == b"".join(members)
    assert unpack(packed + bytes(20), "gzip", MOST) == b"".join(members)
    with pytest.raises(Refused, match="too early"):
        unpack(packed[:-1], "gzip", MOST)


def test_a_body_of_members_without_end() -> None:
    with pytest.raises(Refused, match="members"):
        unpack(gzip.compress(b"") * 10_000, "gzip", MOST)
    with pytest.raises(Refused, match="larger"):
        unpack(gzip.compress(bytes(MOST)) * 2, "gzip", MOST)


@given(st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=4))
def test_a_stream_of_members(members: list[bytes]) -> None:
    packed = b"".join(map(gzip.compress, members))
    assert unpacked(packed).read() == b"".join(members)
    assert unpacked(packed + bytes(20)).read() == b"".join(members)


def test_an_empty_stream() -> None:
    assert unpacked(b"").read() == b""
    assert unpacked(gzip.compress(b"")).read() == b""


@pytest.mark.parametrize("lost", [1, 8, 30])
def test_a_stream_that_ends_too_early(lost: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 100)
    with pytest.raises(Torn, match="too early"):
        unpacked(packed[:-lost]).read()


def test_a_damaged_stream() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 100))
    packed[20:40] = bytes(20)
    with pytest.raises(Torn, match=r"damaged|early"):
        unpacked(bytes(packed)).read()


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    stream = unpacked(gzip.compress(bytes(200_000_000)))
    read = 0
    with pytest.raises(Torn, match="honest"):  # noqa: PT012
        while block := stream.read(1 << 16):
            read += len(block)
    assert read < 100_000_000


@given(st.binary(max_size=300))
def test_any_stream_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(Torn):
        unpacked(b"\x1f\x8b\x08" + content).read()
