"""Nothing that was changed by one character passes, in either form."""

import base64
import copy
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.credentials import jwt, openbadges, proofs
from app.credentials.did import base64url
from app.credentials.verdict import READING, CheckName, Result, State, Verdict, from_json
from app.credentials.verify import MAX_BYTES, verify
from tests.acceptance import acceptance
from tests.factories.credentials import DID, NOW, Issuer, an_issuer, as_text, some_facts

Json = dict[str, Any]

pytestmark = pytest.mark.usefixtures("no_sockets")


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return an_issuer(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return an_issuer(tmp_path_factory.mktemp("stranger"))


def check(document: str | bytes, issuer: Issuer, **more: Any) -> Verdict:  # noqa: ANN401  as verify
    return verify(document, issuer, **{"now": NOW, "check_proof": proofs.is_intact, **more})


def forms(issuer: Issuer) -> dict[str, str]:
    signed = issuer.signed()
    return {"jwt": issuer.token(signed), "di": as_text(signed)}


def assert_refused(verdict: Verdict, name: CheckName) -> None:
    assert verdict.failing is not None
    assert verdict.failing.name is name
    assert verdict.state is State.INVALID
    assert verdict.credential is None
    assert not verdict.is_valid


# -- what is good ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jwt", "di"])
def test_both_forms_pass_every_check_in_order(issuer: Issuer, form: str) -> None:
    verdict = check(forms(issuer)[form], issuer)
    assert [one.name for one in verdict.checks] == list(CheckName)
    assert {one.result for one in verdict.checks} == {Result.OK}
    assert verdict.state is State.VALID
    assert verdict.form == form
    assert verdict.credential is not None
    assert verdict.credential["issuer"]["id"] == DID


@pytest.mark.parametrize("form", ["jwt", "di"])
def test_spaces_and_a_byte_order_mark_around_a_file_do_no_harm(issuer: Issuer, form: str) -> None:
    text = forms(issuer)[form]
    assert check(b"\xef\xbb\xbf" + text.encode() + b"\r\n", issuer).is_valid


def test_json_written_another_way_is_the_same_document(issuer: Issuer) -> None:
    signed = issuer.signed()
    turned = dict(reversed(signed.items()))
    assert check(json.dumps(turned, indent=4), issuer).is_valid


def test_the_newer_name_of_the_token_type_is_read(issuer: Issuer) -> None:
    assert check(token_with(issuer, {"typ": "vc+jwt"}), issuer).is_valid


# -- dates and status -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jwt", "di"])
def test_a_revoked_credential_reads_as_revoked_and_is_shown(issuer: Issuer, form: str) -> None:
    revoked = Issuer(issuer.rsa, issuer.ed25519, revoked=(77,))
    verdict = check(forms(issuer)[form], revoked)
    assert verdict.state is State.REVOKED
    assert verdict.credential is not None
    assert verdict.in_reading_order[0].name is CheckName.STATUS


def test_another_place_of_the_list_changes_nothing(issuer: Issuer) -> None:
    revoked = Issuer(issuer.rsa, issuer.ed25519, revoked=(76, 78))
    assert check(forms(issuer)["jwt"], revoked).is_valid


@acceptance("10b")
def test_a_list_that_cannot_be_read_is_unknown_and_not_good(issuer: Issuer) -> None:
    away = Issuer(issuer.rsa, issuer.ed25519, is_reachable=False)
    verdict = check(forms(issuer)["jwt"], away)
    assert verdict.state is State.UNKNOWN
    assert verdict.failing is None
    assert not verdict.is_valid


def test_before_its_day_and_after_its_end_it_does_not_hold(issuer: Issuer) -> None:
    ends = openbadges.start_of_day((NOW + timedelta(days=365)).date())
    signed = issuer.signed(openbadges.build_credential(some_facts(valid_until=ends)))
    for document in (as_text(signed), issuer.token(signed)):
        assert check(document, issuer).is_valid
        assert check(document, issuer, now=ends).state is State.EXPIRED
        assert check(document, issuer, now=ends - timedelta(seconds=1)).is_valid
        assert check(document, issuer, now=NOW - timedelta(days=2)).state is State.EXPIRED


# -- one character --------------------------------------------------------------------------------


@acceptance("3a")
def test_no_letter_of_a_token_can_be_changed(issuer: Issuer) -> None:
    token = forms(issuer)["jwt"]
    for place in [*range(0, len(token), 97), len(token) - 1, token.index("."), token.rindex(".")]:
        letter = "A" if token[place] != "A" else "B"
        altered = token[:place] + letter + token[place + 1 :]
        assert not check(altered, issuer).is_valid, place


@acceptance("3a")
def test_no_signed_member_can_be_changed_by_one_letter(issuer: Issuer) -> None:
    signed = issuer.signed()
    for path in paths(signed):
        verdict = check(as_text(with_change(signed, path)), issuer)
        assert not verdict.is_valid, path
        assert verdict.credential is None, path


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401  JSON
    if isinstance(value, str):
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value)
    if isinstance(value, dict | list):
        for key, child in children:
            yield from paths(child, (*path, key))


def with_change(document: Json, path: tuple[str | int, ...]) -> Json:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    text = holder[path[-1]]
    holder[path[-1]] = text[:-1] + ("1" if text[-1] != "1" else "2")
    return changed


def changed(change: Callable[[Json], object]) -> Callable[[Json], Json]:
    def apply(signed: Json) -> Json:
        copied = copy.deepcopy(signed)
        change(copied)
        return copied

    return apply


ALTERED: dict[str, Callable[[Json], object]] = {
    "another name": lambda c: c["issuer"].update(name="犀川県"),
    "another subject": lambda c: c["credentialSubject"].update(id="urn:uuid:1"),
    "another day": lambda c: c.update(awardedDate="2020-01-01T00:00:00Z"),
    "an end added": lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
    "a name added": lambda c: c["credentialSubject"].update(name="森 さくら"),
    "an unsigned term added": lambda c: c.update(grade="A"),
    "an alignment added": lambda c: c["credentialSubject"]["achievement"]["alignment"].append(
        {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    ),
    "an alignment taken": lambda c: c["credentialSubject"]["achievement"].pop("alignment"),
    "the level raised": lambda c: c["credentialSubject"]["achievement"]["alignment"][0].update(
        targetUrl="http://localhost:8000/frameworks/dss-l@1.2?level=3#T5"
    ),
    "the status taken": lambda c: c.pop("credentialStatus"),
    "another place in the list": lambda c: c["credentialStatus"].update(statusListIndex="78"),
    "another list": lambda c: c["credentialStatus"].update(
        statusListCredential="https://evil.example/status/1"
    ),
    "the evidence taken": lambda c: c.pop("evidence"),
    "a type added": lambda c: c["type"].append("EndorsementCredential"),
    "a null added": lambda c: c.update(termsOfUse=None),
    "an inline context": lambda c: c["@context"].append({"grade": "https://x.example/g"}),
    "another context": lambda c: c["@context"].__setitem__(
        1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
    ),
    "the proof taken": lambda c: c.pop("proof"),
    "two proofs": lambda c: c["proof"].append(c["proof"][0]),
    "another creation time": lambda c: c["proof"][0].update(created="2026-11-22T01:00:01Z"),
    "another purpose": lambda c: c["proof"][0].update(proofPurpose="authentication"),
    "another suite": lambda c: c["proof"][0].update(cryptosuite="eddsa-jcs-2022"),
    "a member in the proof": lambda c: c["proof"][0].update(domain="x.example"),
    "a proof value in another base": lambda c: c["proof"][0].update(proofValue="uAAAA"),
    "an empty proof value": lambda c: c["proof"][0].update(proofValue="z"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_json_form_is_refused(issuer: Issuer, name: str) -> None:
    document = changed(ALTERED[name])(issuer.signed())
    verdict = check(as_text(document), issuer)
    assert verdict.state is State.INVALID
    assert verdict.credential is None


@pytest.mark.parametrize("name", [n for n in ALTERED if "proof" not in n])
def test_an_altered_payload_of_a_token_is_refused(issuer: Issuer, name: str) -> None:
    token = issuer.token()
    parts = jwt.take_apart(token)
    assert parts is not None
    payload = changed(ALTERED[name])(parts.payload)
    head, _, signature = token.split(".")
    altered = f"{head}.{base64url(as_text(payload).encode())}.{signature}"
    verdict = check(altered, issuer)
    assert verdict.state is State.INVALID


def test_a_member_that_stands_twice_is_refused(issuer: Issuer) -> None:
    text = as_text(issuer.signed())
    twice = '{"name": "犀川市 名誉市民", ' + text[1:]
    assert_refused(check(twice, issuer), CheckName.PARSE)


# -- keys that prove nothing ----------------------------------------------------------------------


def token_with(issuer: Issuer, header: Json, payload: Json | None = None) -> str:
    """Return a token that the issuer's own key signs, under any header."""
    signed = issuer.signed()
    whole = {"alg": "RS256", "kid": issuer.rsa.kid, "typ": "JWT", **header}
    whole = {key: value for key, value in whole.items() if value is not None}
    body = payload or {**signed, **jwt.claims_of(signed)}
    text = ".".join(base64url(as_text(part).encode()) for part in (whole, body))
    return f"{text}.{base64url(issuer.rsa.sign(text.encode()))}"


@acceptance("3c")
def test_a_key_that_the_token_brings_itself_is_refused(issuer: Issuer, stranger: Issuer) -> None:
    forged = token_with(stranger, {"jwk": stranger.rsa.public.jwk})
    assert_refused(check(forged, issuer), CheckName.KEY)
    forged = token_with(stranger, {"jwk": stranger.rsa.public.jwk, "kid": None})
    assert_refused(check(forged, issuer), CheckName.KEY)


@acceptance("3c")
def test_a_strangers_signature_under_our_keys_name_is_refused(
    issuer: Issuer, stranger: Issuer
) -> None:
    assert_refused(check(stranger.token(), issuer), CheckName.SIGNATURE)
    signed = stranger.signed()
    assert_refused(check(as_text(signed), issuer), CheckName.KEY)
    signed["proof"][0]["verificationMethod"] = issuer.ed25519.kid
    assert_refused(check(as_text(signed), issuer), CheckName.SIGNATURE)


@acceptance("3c")
def test_a_foreign_key_in_the_fragment_of_our_name_is_refused(
    issuer: Issuer, stranger: Issuer
) -> None:
    """``did:web:…#z6Mk…`` carries a key in its name; it is ours only if our document lists it."""
    document = stranger.signed()
    assert document["proof"][0]["verificationMethod"].startswith(f"{DID}#z6Mk")
    assert_refused(check(as_text(document), issuer), CheckName.KEY)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "RS512"},
        {"alg": "PS256"},
        {"typ": None},
        {"typ": "at+jwt"},
        {"kid": None},
        {"kid": 7},
        {"x5c": ["MIIB"]},
        {"jku": "https://evil.example/jwks.json"},
        {"crit": ["b64"], "b64": False},
        {"cty": "vc"},
    ],
    ids=str,
)
def test_any_other_header_is_refused(issuer: Issuer, header: Json) -> None:
    assert_refused(check(token_with(issuer, header), issuer), CheckName.KEY)


def test_an_unsigned_token_is_refused(issuer: Issuer) -> None:
    token = token_with(issuer, {"alg": "none"})
    bare = token.rpartition(".")[0] + "."
    assert_refused(check(bare, issuer), CheckName.PARSE)


def test_our_public_key_is_no_shared_secret(issuer: Issuer) -> None:
    text = token_with(issuer, {"alg": "HS256"}).rpartition(".")[0]
    for secret in (issuer.rsa.public.jwk["n"].encode(), as_text(issuer.rsa.public.jwk).encode()):
        mac = hmac.new(secret, text.encode(), "sha256").digest()
        assert_refused(check(f"{text}.{base64url(mac)}", issuer), CheckName.KEY)


def test_the_key_of_the_other_form_is_refused(issuer: Issuer) -> None:
    forged = token_with(issuer, {"kid": issuer.ed25519.kid})
    assert_refused(check(forged, issuer), CheckName.SIGNATURE)


def test_an_issuer_that_nobody_listed_is_refused(issuer: Issuer) -> None:
    facts = some_facts(
        issuer=openbadges.IssuerFacts("did:web:evil.example", "犀川市", "https://evil.example/")
    )
    credential = openbadges.build_credential(facts)
    assert_refused(check(issuer.token(credential), issuer), CheckName.ISSUER)
    assert_refused(check(as_text(issuer.signed(credential)), issuer), CheckName.ISSUER)


@acceptance("5b")
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:web:evil.example"},
        {"jti": "urn:uuid:2"},
        {"sub": "urn:uuid:2"},
        {"nbf": 0},
        {"nbf": True},
        {"exp": 4102444800},
        {"sub": None},
    ],
    ids=str,
)
def test_claims_that_differ_from_the_members_are_refused(issuer: Issuer, claims: Json) -> None:
    signed = issuer.signed()
    payload = {**signed, **jwt.claims_of(signed), **claims}
    payload = {key: value for key, value in payload.items() if value is not None}
    assert_refused(check(token_with(issuer, {}, payload), issuer), CheckName.CLAIMS)


# -- anything at all ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"hello",
        b"{}",
        b"[]",
        b"null",
        b"a.b.c",
        b"....",
        b"\xff\xfe\x00",
        b"{" * 50_000,
        "髙﨑𠮷",
        "\ud800",
        '{"@context": "https://www.w3.org/ns/credentials/v2"}',
        b"x" * (MAX_BYTES + 1),
        base64.b64encode(b"x" * 300),
    ],
    ids=lambda one: repr(one)[:20],
)
def test_nothing_that_is_handed_in_raises(issuer: Issuer, document: str | bytes) -> None:
    verdict = check(document, issuer)
    assert verdict.state is State.INVALID
    assert verdict.failing is not None
    assert verdict.failing.name in {CheckName.PARSE, CheckName.SCHEMA}
    assert verdict.failing.title


def test_without_a_json_ld_processor_the_json_form_is_unknown(issuer: Issuer) -> None:
    verdict = check(forms(issuer)["di"], issuer, check_proof=None)
    assert verdict.state is State.UNKNOWN
    assert verdict.credential is None


def test_a_verdict_survives_being_kept(issuer: Issuer) -> None:
    verdict = check(forms(issuer)["jwt"], issuer)
    kept = json.loads(json.dumps({**verdict.as_json(), "credential": verdict.credential}))
    assert from_json(kept) == verdict
    assert verdict.as_json()["ok"] is True


def test_every_check_has_its_place_in_reading_order() -> None:
    assert set(READING) == set(CheckName)
