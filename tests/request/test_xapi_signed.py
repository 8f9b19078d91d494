"""Signed statements are taken when the signature is well made and says the same."""

import base64
import datetime as dt
import json
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID
from werkzeug.test import TestResponse

from tests.factories.lrs import HOME, a_statement, an_activity, an_actor
from tests.requirements import requirement
from tests.xapi import Api, refused
from tests.xapi_statements import (
    Statement,
    a_named_statement,
    a_part,
    an_attachment,
    an_id,
    faulty,
    found,
    get,
    read,
    send,
    send_parts,
)

USAGE = "http://adlnet.gov/expapi/attachments/signature"
BYTES = "application/octet-stream"
HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


@cache
def a_key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def a_certificate(number: int = 0) -> str:
    """Return a certificate of a key, as x5c wants it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "teacher")])
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(a_key(number).public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=3650))
        .sign(a_key(number), hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def a_jws(payload: object, *, alg: str = "RS256", **header: object) -> bytes:
    """Sign a payload: JSON, or bytes as they are."""
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    head = b64(json.dumps({"alg": alg, **header}).encode())
    signed = head + b"." + b64(text)
    algorithm = HASHES.get(alg, hashes.SHA256())
    return signed + b"." + b64(a_key(0).sign(signed, PKCS1v15(), algorithm))


def signed_with(statement: Statement, jws: bytes, **changes: object) -> Statement:
    signature = an_attachment(jws, usageType=USAGE, **{"contentType": BYTES, **changes})
    return statement | {"attachments": [*statement.get("attachments", ()), signature]}


def post_signed(api: Api, statement: Statement, jws: bytes, **changes: object) -> TestResponse:
    return send_parts(api, signed_with(statement, jws, **changes), a_part(jws, kind=BYTES))


@requirement("XAPI-00115", "XAPI-00116", "XAPI-00117", "2.0 4.2.6")
@pytest.mark.parametrize("alg", list(HASHES))
@pytest.mark.parametrize("with_certificate", [True, False])
def test_a_well_made_signature_is_taken(api: Api, alg: str, *, with_certificate: bool) -> None:
    statement = a_named_statement()
    header = {"x5c": [a_certificate()]} if with_certificate else {}
    jws = a_jws(statement, alg=alg, **header)
    response = post_signed(api, statement, jws)
    assert response.get_json() == [statement["id"]], response.text
    assert read(api, statement["id"])["attachments"][0]["usageType"] == USAGE
    assert jws in get(api, statementId=statement["id"], attachments="true").data


@requirement("XAPI-00116", "2.0 4.2.6")
def test_the_payload_may_be_written_otherwise(api: Api) -> None:
    statement = a_named_statement(timestamp="2026-10-01T09:00:00Z")
    indented = json.dumps(statement, indent=2).encode()
    assert post_signed(api, statement, a_jws(indented)).status_code == 200
    statement["id"] = an_id()
    spelled = dict(reversed(statement.items())) | {"timestamp": "2026-10-01T18:00:00+09:00"}
    assert post_signed(api, statement, a_jws(spelled)).status_code == 200


@requirement("XAPI-00116", "2.0 4.2.6")
@pytest.mark.parametrize(
    "change",
    [
        {"actor": an_actor("other")},
        {"verb": {"id": f"{HOME}/other"}},
        {"object": an_activity("other")},
        {"result": {"success": True}},
        {"timestamp": "2026-10-02T09:00:00Z"},
        {"id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"},
        {"result": {"extensions": {f"{HOME}/x": 1}}},
    ],
    ids=str,
)
def test_a_payload_that_says_something_else_is_refused(
    api: Api, change: dict[str, object]
) -> None:
    statement = a_named_statement(timestamp="2026-10-01T09:00:00Z")
    assert faulty(post_signed(api, statement, a_jws(statement | change))) == ["$.attachments[0]"]
    assert found(api) == []


@requirement("XAPI-00116", "2.0 4.2.6")
@pytest.mark.parametrize(
    "payload", [b"", b"x", b"{", b"[]", b"null", b"{}", b'{"actor":1}', b"\xff{}"]
)
def test_a_payload_that_is_no_statement_is_refused(api: Api, payload: bytes) -> None:
    faulty(post_signed(api, a_named_statement(), a_jws(payload)))
    assert found(api) == []


@requirement("XAPI-00117", "2.0 4.2.6")
@pytest.mark.parametrize("alg", ["HS256", "none", "ES256", "PS256", "rs256", "RS1", ""])
def test_other_algorithms_are_refused(api: Api, alg: str) -> None:
    statement = a_named_statement()
    faulty(post_signed(api, statement, a_jws(statement, alg=alg)))
    assert found(api) == []


@requirement("XAPI-00115", "2.0 4.2.6")
@pytest.mark.parametrize(
    "jws", [b"", b"x", b"a.b", b"a.b.c", b"a.b.c.d", b"e30.e30.e30", b"..", b"{}"]
)
def test_what_is_no_jws_is_refused(api: Api, jws: bytes) -> None:
    faulty(post_signed(api, a_named_statement(), jws))
    assert found(api) == []


@requirement("XAPI-00115", "2.0 4.2.6")
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/jose"])
def test_a_signature_is_an_octet_stream(api: Api, kind: str) -> None:
    statement = a_named_statement()
    told = faulty(post_signed(api, statement, a_jws(statement), contentType=kind))
    assert told == ["$.attachments[0].contentType"]


@requirement("XAPI-00115", "2.0 4.2.6")
def test_a_signature_comes_with_its_bytes(api: Api) -> None:
    statement = a_named_statement()
    jws = a_jws(statement)
    faulty(send(api, signed_with(statement, jws)))
    faulty(send(api, signed_with(statement, jws, fileUrl=f"{HOME}/signature")))
    assert found(api) == []


@requirement("XAPI-00117", "2.0 4.2.6")
def test_a_signature_that_its_certificate_does_not_verify_is_refused(api: Api) -> None:
    statement = a_named_statement()
    wrong: list[object] = [[a_certificate(1)], [], ["x"], [1], "x", {}]
    for chain in wrong:
        faulty(post_signed(api, statement, a_jws(statement, x5c=chain)))
    forged = a_jws(statement, x5c=[a_certificate()])
    forged = forged[:-8] + b"AAAAAAAA"
    faulty(post_signed(api, statement, forged))
    assert found(api) == []


@requirement("XAPI-00116", "2.0 4.2.6")
def test_other_attachments_are_part_of_what_is_signed(api: Api) -> None:
    essay = b"an essay"
    statement = a_named_statement(attachments=[an_attachment(essay)])
    jws = a_jws(statement)
    parts = (a_part(essay), a_part(jws, kind=BYTES))
    assert send_parts(api, signed_with(statement, jws), *parts).status_code == 200
    bare = {key: value for key, value in a_named_statement().items() if key != "attachments"}
    jws = a_jws(bare)
    cheat = signed_with(bare | {"attachments": [an_attachment(essay)]}, jws)
    assert faulty(send_parts(api, cheat, a_part(essay), a_part(jws, kind=BYTES)))


@requirement("XAPI-00326", "XAPI-00115", "2.0 4.2.6")
def test_a_bad_signature_refuses_the_whole_batch(api: Api) -> None:
    good, bad = a_named_statement(), a_named_statement()
    jws, other = a_jws(good), a_jws(a_statement(actor=an_actor("other")))
    batch = [signed_with(good, jws), signed_with(bad, other)]
    parts = (a_part(jws, kind=BYTES), a_part(other, kind=BYTES))
    assert faulty(send_parts(api, batch, *parts)) == ["$[1].attachments[0]"]
    assert found(api) == []
    assert "signed" in refused(send_parts(api, batch, *parts), 400)
