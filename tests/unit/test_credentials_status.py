"""Bitstring status lists."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials import status
from app.credentials.did import base64url
from app.credentials.schema import read_instant
from tests.acceptance import acceptance
from tests.factories.credentials import BASE, DID

places = st.sets(st.integers(0, status.LENGTH - 1), max_size=40)


@acceptance("5d")
def test_a_list_holds_as_many_places_as_the_standard_demands() -> None:
    assert len(status.bits_of([])) * 8 == 131_072


@acceptance("5d")
def test_the_first_place_is_the_most_significant_bit_of_the_first_byte() -> None:
    bits = status.bits_of([0, 9])
    assert bits[:2] == bytes((0b1000_0000, 0b0100_0000))


@acceptance("5d")
def test_a_place_read_from_the_other_end_would_look_good() -> None:
    bits = status.bits_of([0])
    assert not bits[0] & 1
    assert status.StatusList(DID, "revocation", bits).is_set(0)


@given(places)
def test_exactly_the_revoked_places_are_set_after_a_round_trip(revoked: set[int]) -> None:
    bits = status.decode(status.encode(status.bits_of(revoked)))
    assert bits is not None
    found = status.StatusList(DID, "revocation", bits)
    assert {i for i in range(0, status.LENGTH, 1009) if found.is_set(i)} == {
        i for i in revoked if i % 1009 == 0
    }
    assert all(found.is_set(index) for index in revoked)
    assert sum(byte.bit_count() for byte in bits) == len(revoked)


def test_the_same_bits_have_one_spelling() -> None:
    assert status.encode(status.bits_of([5])) == status.encode(status.bits_of([5]))
    assert status.encode(status.bits_of([5])).startswith("u")


@pytest.mark.parametrize("index", [-1, status.LENGTH])
def test_a_place_outside_the_list_is_an_error(index: int) -> None:
    with pytest.raises(IndexError):
        status.bits_of([index])
    assert status.StatusList(DID, "revocation", status.bits_of([])).is_set(index) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H4sIAAAAAAAA",
        "u!!!",
        "unonsense",
        "u" + base64url(gzip.compress(b"\0" * 10)),
        "u" + base64url(gzip.compress(b"\0" * 50_000_000, 9)),
        "u" + base64url(gzip.compress(status.bits_of([]))[:-9]),
    ],
    ids=["empty", "no u", "no base64", "no gzip", "too short", "a bomb", "cut off"],
)
def test_what_is_no_list_is_not_read(text: str) -> None:
    assert status.decode(text) is None


def test_the_published_document_reads_back() -> None:
    document = status.list_credential(
        url=f"{BASE}/ob/status/1", issuer=DID, indexes=[3], valid_from="2026-11-22T00:00:00Z"
    )
    found = status.read_list(document)
    assert found is not None
    assert (found.issuer, found.purpose, found.is_set(3), found.is_set(4)) == (
        DID,
        "revocation",
        True,
        False,
    )
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert read_instant(document["validFrom"])
    assert "validUntil" not in document


@pytest.mark.parametrize("document", [{}, {"credentialSubject": {"type": "BitstringStatusList"}}])
def test_another_document_is_no_list(document: dict[str, object]) -> None:
    assert status.read_list(document) is None
