"""Entity tags, conditions and merging of documents, without a database."""

import hashlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lrs.documents import rules
from app.lrs.documents.errors import (
    ConditionFailed,
    ConditionMissing,
    ContentRefused,
    ContentTooLarge,
)
from app.lrs.documents.rules import BarePut, Conditions, Content
from app.xapi.reading import read_json
from app.xapi.validate import Version
from tests.requirements import requirement

JSON = "application/json"
TAG = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
OTHER = "1" * 40


def conditions(if_match: str | None = None, if_none_match: str | None = None) -> Conditions:
    return Conditions(rules.read_tags(if_match), rules.read_tags(if_none_match))


def json(text: str, media_type: str = JSON) -> Content:
    return Content(media_type, text.encode())


@requirement("XAPI-00322", "2.0 4.1.4")
def test_an_etag_is_the_sha1_of_the_content_in_lower_case_hexadecimal() -> None:
    body = "あいう".encode()
    assert rules.etag_of(body) == hashlib.sha1(body).hexdigest()  # noqa: S324  as the rule says
    assert rules.etag_of(b"") == TAG


@requirement("XAPI-00322", "2.0 4.1.4")
@pytest.mark.parametrize(
    "header",
    [
        f'"{TAG}"',
        f'W/"{TAG}"',
        f'"{OTHER}", "{TAG}"',
        f'"{OTHER}",W/"{TAG}" ,',
        f' , "{TAG}"',
        f'"a,b", "{TAG}"',
        "*",
        " * ",
    ],
)
def test_if_match_holds_for_the_present_tag_in_any_list(header: str) -> None:
    assert conditions(if_match=header).hold(TAG)
    assert not conditions(if_match=header).hold(None)
    assert not conditions(if_none_match=header).hold(TAG)
    assert conditions(if_none_match=header).hold(None)


@requirement("XAPI-00322", "2.0 4.1.4")
@pytest.mark.parametrize("header", [f'"{OTHER}"', '"1234"', '""', f'"{TAG.upper()}"', '"*"'])
def test_another_tag_is_another_document(header: str) -> None:
    assert not conditions(if_match=header).hold(TAG)
    assert conditions(if_none_match=header).hold(TAG)


@pytest.mark.parametrize(
    "header", ["", ",", TAG, f"'{TAG}'", f'"{TAG}', f'"{TAG}" "{OTHER}"', "*,*", 'w/"a"', '"a b"']
)
def test_what_is_no_list_of_tags_is_refused_and_never_overlooked(header: str) -> None:
    with pytest.raises(ValueError, match="entity tags"):
        rules.read_tags(header)


def test_both_headers_must_hold() -> None:
    both = conditions(if_match=f'"{TAG}"', if_none_match="*")
    assert not both.hold(TAG)
    assert conditions(if_match="*", if_none_match=f'"{OTHER}"').hold(TAG)


def test_a_reader_who_has_the_content_is_known() -> None:
    assert conditions(if_none_match=f'W/"{TAG}"').know(TAG)
    assert not conditions(if_none_match=f'"{OTHER}"').know(TAG)
    assert not conditions().know(TAG)


@pytest.mark.parametrize(
    ("version", "is_profile", "may"),
    [
        ("1.0.3", False, BarePut.REPLACE),
        ("1.0.3", True, BarePut.NOTHING),
        ("2.0", False, BarePut.ADD),
        ("2.0", True, BarePut.ADD),
    ],
)
@requirement("XAPI-00273", "XAPI-00287", "XAPI-00322", "2.0 4.1.4")
def test_what_a_put_without_conditions_may_do_depends_on_the_edition(
    version: Version, *, is_profile: bool, may: BarePut
) -> None:
    assert rules.bare_put(version, is_profile=is_profile) is may


def test_a_put_without_conditions_is_judged_by_what_it_may() -> None:
    bare = conditions()
    rules.expect_for_put(bare, None, BarePut.REPLACE)
    rules.expect_for_put(bare, TAG, BarePut.REPLACE)
    rules.expect_for_put(bare, None, BarePut.ADD)
    with pytest.raises(ConditionMissing, match="If-Match") as told:
        rules.expect_for_put(bare, TAG, BarePut.ADD)
    assert told.value.exists
    with pytest.raises(ConditionMissing, match="If-None-Match") as told:
        rules.expect_for_put(bare, None, BarePut.NOTHING)
    assert not told.value.exists
    with pytest.raises(ConditionMissing):
        rules.expect_for_put(bare, TAG, BarePut.NOTHING)


@pytest.mark.parametrize("may", BarePut)
def test_a_put_with_conditions_is_judged_by_them_alone(may: BarePut) -> None:
    rules.expect_for_put(conditions(if_match=f'"{TAG}"'), TAG, may)
    rules.expect_for_put(conditions(if_none_match="*"), None, may)
    with pytest.raises(ConditionFailed, match=TAG):
        rules.expect_for_put(conditions(if_none_match="*"), TAG, may)
    with pytest.raises(ConditionFailed, match="no such document"):
        rules.expect_for_put(conditions(if_match="*"), None, may)


@pytest.mark.parametrize(
    ("media_type", "is_json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/json ;x=y", True),
        ("application/json5", False),
        ("application/ld+json", False),
        ("text/json", False),
        ("", False),
    ],
)
def test_only_application_json_is_json(media_type: str, *, is_json: bool) -> None:
    assert Content(media_type, b"{}").is_json is is_json


@requirement("XAPI-00183", "XAPI-00184")
def test_merging_replaces_top_level_members_whole() -> None:
    old = json('{"x": {"deep": 1, "gone": 2}, "y": "bar"}')
    new = json('{"x": {"deep": 3}, "z": null}')
    done = rules.merged(old, new, most_bytes=1000)
    assert read_json(done.body) == {"x": {"deep": 3}, "y": "bar", "z": None}


def test_what_merging_does_not_touch_keeps_its_bytes() -> None:
    old = json('{"a":1.10,"big":123456789012345678901234567890,"ほ":"\\u3042\\/","e":1E+2}')
    done = rules.merged(old, json('{"n": 0.50, "a": -0.0}'), most_bytes=1000)
    assert done.body.decode() == (
        '{"a":-0.0,"big":123456789012345678901234567890,"ほ":"\\u3042\\/","e":1E+2,"n":0.50}'
    )


@requirement("XAPI-00232", "XAPI-00278", "XAPI-00309")
@pytest.mark.parametrize("other", ["application/octet-stream", "not/json", "text/plain"])
def test_only_json_is_merged(other: str) -> None:
    with pytest.raises(ContentRefused, match="posted document"):
        rules.merged(json("{}"), json("{}", other), most_bytes=1000)
    with pytest.raises(ContentRefused, match="stored document"):
        rules.merged(json("{}", other), json("{}"), most_bytes=1000)


@requirement("XAPI-00229", "XAPI-00281", "XAPI-00313")
@pytest.mark.parametrize(
    "text", ["[]", '"text"', "1", "null", "true", "{", "{}{", '{"a":1,"a":2}']
)
def test_only_objects_are_merged(text: str) -> None:
    with pytest.raises(ContentRefused):
        rules.merged(json("{}"), json(text), most_bytes=1000)


@pytest.mark.parametrize("text", ["[]", '"text"', "1", "null"])
def test_nothing_is_merged_into_what_is_no_object(text: str) -> None:
    with pytest.raises(ContentRefused, match="stored document"):
        rules.merged(json(text), json("{}"), most_bytes=1000)


def test_merging_again_and_again_does_not_grow_a_document_without_end() -> None:
    old = json('{"a":"' + "x" * 50 + '"}')
    new = json('{"b":"' + "y" * 50 + '"}')
    assert len(rules.merged(old, new, most_bytes=115).body) == 115
    with pytest.raises(ContentTooLarge, match="114"):
        rules.merged(old, new, most_bytes=114)


@requirement("XAPI-00314", "XAPI-00235", "XAPI-00284")
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b'{"a":1}{', b"[NaN]", b'{"a":1,"a":2}', b'"\xff"', b"\xef\xbb\xbf{}"),
        b"[" * 101 + b"]" * 101,
    ],
)
def test_what_says_it_is_json_must_be_json(body: bytes) -> None:
    with pytest.raises(ContentRefused):
        rules.expect_json(Content(JSON, body))
    rules.expect_json(Content("application/octet-stream", body))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.text(), json_values, max_size=6)


@requirement("XAPI-00183", "XAPI-00184")
@given(objects, objects)
def test_merging_is_what_updating_a_dictionary_is(
    old: dict[str, object], new: dict[str, object]
) -> None:
    first, second = (Content(JSON, orjson.dumps(it)) for it in (old, new))
    done = rules.merged(first, second, most_bytes=10**6)
    assert read_json(done.body) == old | new


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_merging_any_bytes_gives_an_object_or_refuses(old: bytes, new: bytes) -> None:
    try:
        done = rules.merged(Content(JSON, old), Content(JSON, new), most_bytes=10**6)
    except ContentRefused:
        return
    assert isinstance(read_json(done.body), dict)


@given(st.text(max_size=80))
def test_reading_tags_takes_any_text(header: str) -> None:
    try:
        found = rules.read_tags(header)
    except ValueError:
        return
    assert found
