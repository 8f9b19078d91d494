"""did:web names, keys in two spellings, and the issuer document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials import did
from app.credentials.did import PublicKey

KEY = PublicKey("did:web:a.example#rs-1", "RS256", {"kty": "RSA", "n": "AQAB", "e": "AQAB"})
RAW = bytes(range(32))
NAME = did.multikey(RAW)
ED = PublicKey(
    f"did:web:a.example#{NAME}",
    "Ed25519",
    {"kty": "OKP", "crv": "Ed25519", "x": did.base64url(RAW)},
)


@pytest.mark.parametrize(
    ("name", "base", "path"),
    [
        ("did:web:localhost%3A8000", "http://localhost:8000", "/.well-known/did.json"),
        ("did:web:learn.example.jp", "https://learn.example.jp", "/.well-known/did.json"),
        ("did:web:example.jp:ob:saigawa", "https://example.jp", "/ob/saigawa/did.json"),
        ("did:web:example.jp%3A8443", "https://example.jp:8443", "/.well-known/did.json"),
    ],
)
def test_a_did_web_name_says_where_everything_is(name: str, base: str, path: str) -> None:
    assert did.base_url(name) == base
    assert did.document_path(name) == path


@pytest.mark.parametrize("name", ["did:key:z6Mk", "web:a", "did:web:", "https://a.example"])
def test_another_name_is_no_did_web(name: str) -> None:
    with pytest.raises(ValueError, match="did:web"):
        did.base_url(name)


def test_an_origin_becomes_a_did_with_its_port_escaped() -> None:
    assert did.did_of_url("http://localhost:8000/") == "did:web:localhost%3A8000"


@given(st.binary(max_size=70))
def test_base58_round_trips(data: bytes) -> None:
    assert did.base58_decode(did.base58_encode(data)) == data


@given(st.binary(max_size=70))
def test_base64url_round_trips_in_one_spelling(data: bytes) -> None:
    text = did.base64url(data)
    assert did.read_base64url(text) == data
    assert "=" not in text


def test_a_second_spelling_of_the_same_bytes_is_refused() -> None:
    assert did.read_base64url("AA") == b"\0"
    assert did.read_base64url("AB") is None
    assert did.read_base64url("AA==") is None


def test_a_key_of_ed25519_is_its_own_name() -> None:
    assert NAME.startswith("z6Mk")
    assert did.read_multikey(NAME) == RAW
    assert did.read_multikey(NAME[1:]) is None
    assert did.read_multikey("z" + did.base58_encode(b"\xed\x01short")) is None
    assert did.base58_decode("0OIl") is None
    assert did.base58_decode("z" * 10_000) is None


def test_the_document_puts_the_did_context_first_and_asserts_every_key() -> None:
    document = did.issuer_document("did:web:a.example", [KEY, ED])
    assert document["@context"][0] == "https://www.w3.org/ns/did/v1"
    assert document["assertionMethod"] == [KEY.kid, ED.kid]
    assert {one["controller"] for one in document["verificationMethod"]} == {"did:web:a.example"}


@pytest.mark.parametrize("key", [KEY, ED], ids=lambda key: key.alg)
def test_a_listed_key_is_found_again(key: PublicKey) -> None:
    document = did.issuer_document("did:web:a.example", [KEY, ED])
    assert did.listed_key(document, key.kid, issuer="did:web:a.example") == key


def test_a_key_counts_only_in_its_own_issuers_document() -> None:
    document = did.issuer_document("did:web:a.example", [KEY, ED])
    assert did.listed_key(document, KEY.kid, issuer="did:web:b.example") is None
    assert did.listed_key(document, "did:web:a.example#rs-2", issuer="did:web:a.example") is None
    foreign = did.multikey(bytes(32))
    name = f"did:web:a.example#{foreign}"
    assert did.listed_key(document, name, issuer="did:web:a.example") is None
    document["assertionMethod"].remove(KEY.kid)
    assert did.listed_key(document, KEY.kid, issuer="did:web:a.example") is None


def test_a_bare_jwk_carries_its_name_and_nothing_private() -> None:
    assert did.bare_jwk(KEY) == {
        "kty": "RSA",
        "n": "AQAB",
        "e": "AQAB",
        "kid": KEY.kid,
        "alg": "RS256",
        "use": "sig",
    }
    assert did.bare_jwk(ED)["alg"] == "EdDSA"
