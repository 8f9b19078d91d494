"""multipart/mixed is read to the byte, within bounds."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lrs.multipart import (
    LONGEST_HEADERS,
    MOST_PARTS,
    MultipartFaulty,
    Part,
    has_hash,
    media_type,
    read_parts,
    write_parts,
)
from tests.requirements import requirement

KIND = 'multipart/mixed; boundary="-=x(1)="'
MARK = b"---=x(1)="


def body(*pieces: bytes) -> bytes:
    return b"".join(MARK + b"\r\n" + piece + b"\r\n" for piece in pieces) + MARK + b"--\r\n"


@requirement("XAPI-00130", "XAPI-00131")
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5))
def test_bytes_survive_whatever_they_are(contents: list[bytes]) -> None:
    parts = [Part({"Content-Type": "application/octet-stream"}, one) for one in contents]
    written = write_parts("boundary-of-this-very-test", parts)
    found = read_parts("multipart/mixed; boundary=boundary-of-this-very-test", written)
    assert [one.content for one in found] == contents


def test_headers_are_found_by_lower_case_names() -> None:
    found = read_parts(KIND, body(b"Content-Type: Application/JSON; charset=utf-8\r\n\r\n{}"))
    assert found[0].content_type == "application/json"
    assert found[0].content == b"{}"


def test_a_preamble_and_an_epilogue_are_not_read() -> None:
    told = b"hello\r\n" + body(b"A: b\r\n\r\nx") + b"bye"
    assert [one.content for one in read_parts(KIND, told)] == [b"x"]


@requirement("XAPI-00130", "XAPI-00131", "XAPI-00132")
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("multipart/mixed", body(b"A: b\r\n\r\nx")),
        ('multipart/mixed; boundary=""', body(b"A: b\r\n\r\nx")),
        ("multipart/mixed; boundary=" + "x" * 71, body(b"A: b\r\n\r\nx")),
        (KIND, b""),
        (KIND, b"A: b\r\n\r\nx"),
        (KIND, MARK + b"\r\nA: b\r\n\r\nx\r\n"),
        (KIND, body(b"no headers at all")),
        (KIND, body(b"no colon\r\n\r\nx")),
        (KIND, body(b"A: " + b"x" * LONGEST_HEADERS + b"\r\n\r\nx")),
        (KIND, body(*[b"A: b\r\n\r\nx"] * (MOST_PARTS + 1))),
    ],
)
def test_what_does_not_keep_to_its_boundary_is_refused(kind: str, told: bytes) -> None:
    with pytest.raises(MultipartFaulty):
        read_parts(kind, told)


@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
def test_each_sha2_is_told_by_its_length(name: str) -> None:
    digest = hashlib.new(name, b"x").hexdigest()
    assert has_hash(b"x", digest)
    assert has_hash(b"x", digest.upper())
    assert not has_hash(b"y", digest)


def test_another_hash_is_none() -> None:
    assert not has_hash(b"x", hashlib.md5(b"x").hexdigest())  # noqa: S324  what is refused


def test_the_media_type_is_what_stands_before_its_parameters() -> None:
    assert media_type("Multipart/Mixed ; boundary=x") == "multipart/mixed"
