"""Contexts, canonical form, proofs and tokens; none of them opens a socket."""

import base64
import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

from app.credentials import canonical, contexts, jwt, openbadges, proofs, status
from app.credentials.did import base58_encode
from app.credentials.errors import ContextMissing, UnsignedTerm
from tests.acceptance import acceptance
from tests.factories.credentials import BASE, DID, Issuer, an_issuer, some_facts

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("no_sockets")


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return an_issuer(tmp_path_factory.mktemp("instance"))


def header_of(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    header: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return header


# -- contexts -------------------------------------------------------------------------------------


@acceptance("4b")
def test_every_pinned_context_is_installed_with_its_hash() -> None:
    for url, (name, pinned) in contexts.PINNED.items():
        path = Path(str(distribution("openbadgeslib").locate_file(f"{contexts.FOLDER}/{name}")))
        assert hashlib.sha256(path.read_bytes()).hexdigest() == pinned, url
        assert "@context" in contexts.context(url)


@acceptance("4b")
def test_the_two_that_credentials_name_are_pinned_to_these_bytes() -> None:
    assert contexts.PINNED[openbadges.VC_CONTEXT][1].startswith("59955ced")
    assert contexts.PINNED[openbadges.OB_CONTEXT][1].startswith("3d34f4d4")


@acceptance("4a")
def test_an_unknown_context_is_never_fetched() -> None:
    with pytest.raises(ContextMissing, match=r"never fetched"):
        contexts.context("https://purl.imsglobal.org/spec/ob/v3p0/context.json")
    with pytest.raises(ContextMissing):
        canonical.canonical({"@context": "https://evil.example/", "id": "urn:x:1"})


@acceptance("4b")
def test_changed_bytes_of_a_context_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://w3id.org/security/multikey/v1"
    name, _ = contexts.PINNED[url]
    monkeypatch.setitem(contexts.PINNED, url, (name, "0" * 64))
    contexts.context.cache_clear()
    with pytest.raises(ContextMissing, match="not the pinned"):
        contexts.context(url)
    contexts.context.cache_clear()


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "PACKAGE", "no-such-package")
    contexts.context.cache_clear()
    with pytest.raises(ContextMissing, match="install the locked requirements"):
        contexts.context(openbadges.VC_CONTEXT)
    contexts.context.cache_clear()


# -- canonical form -------------------------------------------------------------------------------


@acceptance("3b")
def test_a_member_in_no_context_is_refused_by_its_name(issuer: Issuer) -> None:
    credential = openbadges.build_credential(some_facts())
    credential["credentialSubject"]["score"] = "98"
    with pytest.raises(UnsignedTerm, match="score") as refused:
        issuer.signed(credential)
    assert refused.value.terms == ("score",)


@acceptance("3b")
def test_a_type_in_no_context_is_refused_by_its_name(issuer: Issuer) -> None:
    credential = openbadges.build_credential(some_facts())
    credential["credentialSubject"]["achievement"]["type"].append("Kurs")
    with pytest.raises(UnsignedTerm, match="Kurs"):
        issuer.signed(credential)


def test_a_relative_id_is_refused(issuer: Issuer) -> None:
    credential = openbadges.build_credential(some_facts())
    credential["credentialSubject"]["achievement"]["id"] = "achievements/1"
    with pytest.raises(UnsignedTerm, match="achievements/1"):
        issuer.signed(credential)


def test_every_member_of_ours_reaches_the_signed_quads() -> None:
    facts = some_facts()
    quads = canonical.canonical(openbadges.build_credential(facts)).decode()
    for text in (str(facts.id), str(facts.subject), facts.evidence, '"77"', '"3"', "?level=2#T5"):
        assert text in quads


def test_the_order_of_members_does_not_matter_and_a_letter_does() -> None:
    facts = some_facts()
    credential = openbadges.build_credential(facts)
    turned = dict(reversed(credential.items()))
    assert canonical.canonical(credential) == canonical.canonical(turned)
    turned["name"] += "。"
    assert canonical.canonical(credential) != canonical.canonical(turned)


# -- proofs ---------------------------------------------------------------------------------------


def test_the_proof_is_one_in_a_list_and_verifies(issuer: Issuer) -> None:
    signed = issuer.signed()
    (proof,) = signed["proof"]
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof["verificationMethod"] == issuer.ed25519.kid
    assert proof["proofValue"].startswith("z")
    assert proofs.is_intact(signed, issuer.ed25519.public)


def test_the_signed_bytes_are_the_configuration_and_then_the_document(issuer: Issuer) -> None:
    signed = issuer.signed()
    (proof,) = signed.pop("proof")
    config = {"@context": signed["@context"], **proof}
    del config["proofValue"]
    expected = b"".join(
        hashlib.sha256(canonical.canonical(part)).digest() for part in (config, signed)
    )
    again = issuer.ed25519.sign(expected)  # Ed25519 signs the same bytes the same way
    assert proofs.sign(signed, issuer.ed25519, created=proof["created"])["proof"][0] == proof
    assert proof["proofValue"] == "z" + base58_encode(again)


def test_another_key_does_not_verify(issuer: Issuer, tmp_path: Path) -> None:
    other = an_issuer(tmp_path)
    assert not proofs.is_intact(issuer.signed(), other.ed25519.public)
    assert not proofs.is_intact(issuer.signed(), issuer.rsa.public)


def test_a_status_list_is_signed_like_a_credential(issuer: Issuer) -> None:
    document = status.list_credential(
        url=f"{BASE}/ob/status/1", issuer=DID, indexes=[1], valid_from="2026-11-22T00:00:00Z"
    )
    signed = proofs.sign(document, issuer.ed25519, created="2026-11-22T00:00:00Z")
    assert proofs.is_intact(signed, issuer.ed25519.public)
    signed["credentialSubject"]["encodedList"] = status.encode(status.bits_of([]))
    assert not proofs.is_intact(signed, issuer.ed25519.public)
    assert len(json.dumps(signed)) < 20_000


# -- jwt ------------------------------------------------------------------------------------------


@acceptance("5a")
def test_the_header_holds_three_members_and_no_more(issuer: Issuer) -> None:
    assert header_of(issuer.token()) == {"alg": "RS256", "kid": f"{DID}#rs-1", "typ": "JWT"}


@acceptance("5b")
def test_the_claims_equal_the_members(issuer: Issuer) -> None:
    signed = issuer.signed()
    token = jwt.take_apart(issuer.token(signed))
    assert token is not None
    claims = {name: token.payload.get(name) for name in openbadges.JWT_CLAIMS}
    assert claims == {
        "iss": DID,
        "jti": signed["id"],
        "sub": signed["credentialSubject"]["id"],
        "nbf": 1795273200,
        "exp": None,
    }
    assert "exp" not in token.payload
    assert token.credential == signed
    begins = datetime.fromtimestamp(token.payload["nbf"], UTC)
    assert openbadges.timestamp(begins) == signed["validFrom"]


@acceptance("5b")
def test_an_end_becomes_exp(issuer: Issuer) -> None:
    ends = openbadges.start_of_day(some_facts().awarded_on.replace(year=2029))
    credential = openbadges.build_credential(some_facts(valid_until=ends))
    token = jwt.take_apart(issuer.token(credential))
    assert token is not None
    assert token.payload["exp"] == int(ends.timestamp())
    assert jwt.claims_agree(token)


def test_a_token_verifies_with_its_key_alone(issuer: Issuer, tmp_path: Path) -> None:
    token = jwt.take_apart(issuer.token())
    assert token is not None
    assert jwt.is_intact(token, issuer.rsa.public)
    assert not jwt.is_intact(token, an_issuer(tmp_path).rsa.public)
    assert not jwt.is_intact(token, issuer.ed25519.public)


@pytest.mark.parametrize(
    "data",
    [b'{"a": 1, "a": 2}', b'{"a": NaN}', b"[1]", b"{", b"\xff", b"{" * 100_000],
    ids=["twice", "nan", "list", "cut off", "no utf-8", "deep"],
)
def test_json_is_read_strictly(data: bytes) -> None:
    assert jwt.read_object(data) is None


# -- the web process ------------------------------------------------------------------------------


def test_what_the_web_imports_holds_no_json_ld_processor() -> None:
    ours = ("canonical", "processor", "proofs")
    heavy = {"pyld", "openbadgeslib", *(f"app.credentials.{one}" for one in ours)}
    code = f"import sys, app.credentials.views; print({heavy} & set(sys.modules) or '')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
