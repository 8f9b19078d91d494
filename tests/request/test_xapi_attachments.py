"""Attachments come and go beside their statements, byte for byte."""

import hashlib
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.lrs.multipart import Part, read_parts
from tests.factories.lrs import HOME, a_statement
from tests.requirements import requirement
from tests.xapi import JSON, Api, refused
from tests.xapi_statements import (
    MIXED,
    Statement,
    a_body,
    a_named_statement,
    a_part,
    an_attachment,
    an_id,
    faulty,
    found,
    get,
    put,
    send,
    send_parts,
    store,
)

ESSAY = b"an essay\r\n--other--\r\n\r\n" + bytes(range(256)) + b"\r\n"
OTHER = b"another"


def with_files(*contents: bytes, **changes: Any) -> Statement:  # noqa: ANN401  any JSON value
    return a_named_statement(attachments=[an_attachment(one) for one in contents], **changes)


def parts_of(response: TestResponse) -> list[Part]:
    assert response.status_code == 200, response.text
    assert response.mimetype == "multipart/mixed"
    return read_parts(response.headers["Content-Type"], response.data)


def by_hash(response: TestResponse) -> dict[str, bytes]:
    return {one.headers["x-experience-api-hash"]: one.content for one in parts_of(response)[1:]}


# --- sending ------------------------------------------------------------------------------------


@requirement("XAPI-00127", "XAPI-00132", "XAPI-00134", "XAPI-00135", "2.0 4.1.3")
def test_bytes_come_back_as_they_were_sent(api: Api) -> None:
    statement = with_files(ESSAY, OTHER)
    assert send_parts(api, statement, a_part(ESSAY), a_part(OTHER)).status_code == 200
    first, *files = parts_of(get(api, statementId=statement["id"], attachments="true"))
    assert first.content_type == JSON
    assert statement["id"].encode() in first.content
    assert {one.content for one in files} == {ESSAY, OTHER}
    for one in files:
        assert one.headers["content-type"] == "text/plain"
        assert one.headers["content-transfer-encoding"] == "binary"
        assert one.headers["x-experience-api-hash"] == hashlib.sha256(one.content).hexdigest()


@requirement("XAPI-00127", "XAPI-00143", "2.0 4.1.3")
def test_a_put_may_have_attachments(api: Api) -> None:
    statement = with_files(ESSAY)
    body = a_body(statement, a_part(ESSAY))
    assert put(api, statement["id"], body, content_type=MIXED).status_code == 204
    assert list(by_hash(get(api, attachments="true")).values()) == [ESSAY]


@requirement("XAPI-00127", "2.0 4.1.3")
def test_one_copy_of_the_bytes_serves_a_batch(api: Api) -> None:
    batch = [with_files(ESSAY), with_files(ESSAY, OTHER), a_named_statement()]
    assert send_parts(api, batch, a_part(ESSAY), a_part(OTHER)).status_code == 200
    assert len(by_hash(get(api, attachments="true"))) == 2


@requirement("XAPI-00127", "2.0 4.1.3")
@pytest.mark.parametrize("size", ["sha224", "sha256", "sha384", "sha512"])
def test_every_sha_2_is_understood(api: Api, size: str) -> None:
    sha2 = hashlib.new(size, ESSAY).hexdigest()
    statement = a_named_statement(attachments=[an_attachment(ESSAY, sha2=sha2.upper())])
    part = a_part(ESSAY, X_Experience_API_Hash=sha2)
    assert send_parts(api, statement, part).status_code == 200
    assert by_hash(get(api, attachments="true"))[sha2] == ESSAY


@requirement("XAPI-00127", "2.0 4.1.3")
def test_a_file_elsewhere_needs_no_bytes(api: Api) -> None:
    elsewhere = an_attachment(ESSAY, fileUrl=f"{HOME}/essay")
    store(api, a_statement(attachments=[elsewhere]), a_statement(attachments=[]))
    assert send_parts(api, a_statement(attachments=[elsewhere])).status_code == 200
    assert send_parts(api, a_statement()).status_code == 200
    both = a_statement(attachments=[elsewhere])
    assert send_parts(api, both, a_part(ESSAY)).status_code == 200


@requirement("XAPI-00127", "2.0 4.1.3", "2.0 4.1.5")
@pytest.mark.parametrize(
    "content_type",
    [
        *(None, "", "text/plain", "application/xml", "application/x-json", "multipart/form-data"),
        *("multipart/form-data; boundary=cut", "multipart/related; boundary=cut", "text/json"),
        *("application/x-www-form-urlencoded", "application/octet-stream"),
    ],
)
def test_other_content_types_are_refused(api: Api, content_type: str | None) -> None:
    for statement in (a_statement(), [a_statement()]):
        assert "Content-Type" in refused(send(api, statement, content_type=content_type), 400)
    body = a_body(with_files(ESSAY), a_part(ESSAY))
    refused(send(api, body, content_type=content_type), 400)
    refused(put(api, an_id(), a_statement(), content_type=content_type), 400)
    assert found(api) == []


@requirement("XAPI-00127", "2.0 4.1.3")
@pytest.mark.parametrize("told", ["application/json; charset=utf-8", "Application/JSON"])
def test_a_content_type_may_have_parameters(api: Api, told: str) -> None:
    assert send(api, a_statement(), content_type=told).status_code == 200


@requirement("XAPI-00127", "2.0 4.1.5")
def test_content_of_another_type_than_told_is_refused(api: Api) -> None:
    refused(send(api, a_body(a_statement()), content_type=JSON), 400)
    refused(send(api, a_statement(), content_type=MIXED), 400)


@requirement("XAPI-00128", "2.0 4.1.3")
def test_bytes_that_belong_to_no_statement_are_refused(api: Api) -> None:
    refused(send_parts(api, a_statement(), a_part(ESSAY)), 400)
    refused(send_parts(api, with_files(ESSAY), a_part(ESSAY), a_part(OTHER)), 400)
    assert found(api) == []


@requirement("XAPI-00129", "2.0 4.1.3")
def test_attachments_without_their_bytes_are_refused_by_place(api: Api) -> None:
    assert faulty(send(api, with_files(ESSAY))) == ["$.attachments[0]"]
    response = send_parts(api, with_files(ESSAY, OTHER), a_part(ESSAY))
    assert faulty(response) == ["$.attachments[1]"]
    batch = [a_named_statement(), with_files(OTHER)]
    assert faulty(send(api, batch)) == ["$[1].attachments[0]"]
    inner = {"objectType": "SubStatement", **a_statement(attachments=[an_attachment(ESSAY)])}
    assert faulty(send(api, a_statement(object=inner))) == ["$.object.attachments[0]"]
    assert found(api) == []


@requirement("XAPI-00130", "XAPI-00131", "2.0 4.1.3")
@pytest.mark.parametrize(
    "told",
    ["multipart/mixed", "multipart/mixed; boundary=", "multipart/mixed; boundary=other"],
)
def test_a_boundary_must_stand_in_the_header_and_between_parts(api: Api, told: str) -> None:
    refused(send(api, a_body(with_files(ESSAY), a_part(ESSAY)), content_type=told), 400)
    whole = a_body(with_files(ESSAY), a_part(ESSAY))
    refused(send(api, whole.replace(b"--cut\r\n", b"", 1), content_type=MIXED), 400)
    refused(send(api, whole.removesuffix(b"--cut--\r\n"), content_type=MIXED), 400)
    assert found(api) == []


@requirement("XAPI-00130", "2.0 4.1.3")
def test_a_boundary_may_have_every_character_it_may_have(api: Api) -> None:
    boundary = "abcABC0123'()+_,-./:=?"
    body = a_body(with_files(ESSAY), a_part(ESSAY), boundary=boundary)
    told = f'multipart/mixed; boundary="{boundary}"'
    assert send(api, body, content_type=told).status_code == 200


@requirement("XAPI-00132", "2.0 4.1.3")
@pytest.mark.parametrize("sha2", ["", "0" * 64, "abc", hashlib.sha256(OTHER).hexdigest()])
def test_a_part_has_the_hash_of_its_bytes(api: Api, sha2: str) -> None:
    part = a_part(ESSAY, X_Experience_API_Hash=sha2)
    refused(send_parts(api, with_files(ESSAY), part), 400)
    refused(send_parts(api, with_files(ESSAY, OTHER), part, a_part(OTHER)), 400)
    assert found(api) == []


@requirement("XAPI-00133", "2.0 4.1.3")
def test_all_statements_stand_in_the_first_part(api: Api) -> None:
    one, other = with_files(ESSAY), a_named_statement()
    second = a_body(other).split(b"\r\n", 1)[1].removesuffix(b"\r\n--cut--\r\n")
    refused(send_parts(api, one, second, a_part(ESSAY)), 400)
    assert found(api) == []


@requirement("XAPI-00134", "2.0 4.1.3")
@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", ""])
def test_the_first_part_is_json(api: Api, kind: str) -> None:
    body = a_body(with_files(ESSAY), a_part(ESSAY))
    body = body.replace(b"Content-Type: application/json", f"Content-Type: {kind}".encode(), 1)
    refused(send(api, body, content_type=MIXED), 400)
    swapped = b"--cut\r\n" + a_part(ESSAY) + b"\r\n" + a_body(with_files(ESSAY))
    refused(send(api, swapped, content_type=MIXED), 400)


@requirement("XAPI-00135", "2.0 4.1.3")
@pytest.mark.parametrize("encoding", ["", "base64", "8bit", "quoted-printable"])
def test_a_part_is_binary_and_says_so(api: Api, encoding: str) -> None:
    part = a_part(ESSAY, Content_Transfer_Encoding=encoding)
    refused(send_parts(api, with_files(ESSAY), part), 400)


@requirement("XAPI-00182", "XAPI-00326", "2.0 4.1.5")
def test_a_refused_statement_leaves_no_bytes(api: Api) -> None:
    bad = with_files(ESSAY, verb={"id": "x"})
    assert faulty(send_parts(api, bad, a_part(ESSAY))) == ["$.verb.id"]
    elsewhere = an_attachment(ESSAY, fileUrl=f"{HOME}/essay")
    store(api, a_statement(attachments=[elsewhere]))
    assert by_hash(get(api, attachments="true")) == {}


# --- asking -------------------------------------------------------------------------------------


@requirement("XAPI-00161", "2.0 4.1.6.1")
def test_bytes_are_sent_only_to_who_asks_for_them(api: Api) -> None:
    statement = with_files(ESSAY)
    send_parts(api, statement, a_part(ESSAY))
    for params in ({}, {"statementId": statement["id"]}):
        for more in ({}, {"attachments": "false"}):
            response = get(api, **params, **more)
            assert response.headers["Content-Type"] == JSON
            assert b"an essay\r\n" not in response.data
            assert response.get_json()


@requirement("XAPI-00167", "2.0 4.1.6.1")
def test_with_attachments_every_answer_is_multipart(api: Api) -> None:
    assert len(parts_of(get(api, attachments="true"))) == 1
    plain, rich = a_named_statement(), with_files(ESSAY, actor={"mbox": "mailto:a@example.jp"})
    store(api, plain)
    send_parts(api, rich, a_part(ESSAY))
    for params, count in (
        ({}, 1),
        ({"statementId": plain["id"]}, 0),
        ({"statementId": rich["id"]}, 1),
        ({"format": "ids"}, 1),
        ({"format": "canonical"}, 1),
        ({"limit": "1"}, 1),
        ({"ascending": "true", "limit": "1"}, 0),
    ):
        assert len(by_hash(get(api, attachments="true", **params))) == count, params


@requirement("XAPI-00167", "2.0 4.1.6.1")
def test_bytes_of_a_statement_inside_come_too(api: Api) -> None:
    inner = {"objectType": "SubStatement", **a_statement(attachments=[an_attachment(ESSAY)])}
    assert send_parts(api, a_statement(object=inner), a_part(ESSAY)).status_code == 200
    assert list(by_hash(get(api, attachments="true")).values()) == [ESSAY]


@requirement("XAPI-00167", "XAPI-00111", "2.0 4.2.3")
def test_more_pages_bring_their_bytes(api: Api) -> None:
    for content in (ESSAY, OTHER):
        send_parts(api, with_files(content), a_part(content))
    first = parts_of(get(api, attachments="true", limit="1"))
    more = first[0].content.decode().rpartition('"more":"')[2].removesuffix('"}')
    second = api.send("GET", more.removeprefix("/xapi/"))
    assert [one.content for one in parts_of(second)[1:]] == [ESSAY]
