"""JSON from outside is read strictly, and cut without changing a byte."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.xapi.reading import MOST_LEVELS, JsonFaulty, elements, joined, members, read_json
from tests.requirements import requirement

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"a":1,}',
        b'{"a":NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b"[01]",
        b'["\xff"]',
        b'["\\ud800"]',
        b'["a\nb"]',
        b"\xef\xbb\xbf[]",
        b"{'a':1}",
        b"[1] [2]",
    ],
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(JsonFaulty):
        read_json(text)


@pytest.mark.parametrize(
    "text", [b'{"a":1,"a":2}', b'{"x":[{"a":1, "b":2, "a":1}]}', b'{"a":1,"\\u0061":1}']
)
def test_a_name_that_is_given_twice_is_refused(text: bytes) -> None:
    with pytest.raises(JsonFaulty, match="'a' is given twice"):
        read_json(text)


@pytest.mark.parametrize("pair", [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_ends_somewhere(pair: tuple[bytes, bytes]) -> None:
    begin, end = pair
    inner = b"1" if begin != b"[" else b""
    deepest = begin * MOST_LEVELS + inner + end * MOST_LEVELS
    assert read_json(deepest) is not None
    for levels in (MOST_LEVELS + 1, 900, 10_000):
        with pytest.raises(JsonFaulty):
            read_json(begin * levels + inner + end * levels)


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(read_json(b"[" + b",".join([b"[]"] * 500) + b"]")) == 500


@given(values)
def test_whatever_json_writes_is_read_as_it_is(value: object) -> None:
    assert read_json(orjson.dumps(value)) == value
    assert read_json(json.dumps(value, indent=1).encode()) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values))
def test_members_put_together_again_say_the_same(value: dict[str, object]) -> None:
    text = json.dumps(value, indent=1).encode()
    parts = members(text)
    assert list(parts) == list(value)
    assert {name: orjson.loads(raw) for name, raw in parts.items()} == value
    assert orjson.loads(joined(parts)) == value


@requirement("XAPI-00170")
def test_numbers_leave_as_they_came() -> None:
    text = b'{"a":1.10,"b":123456789012345678901234567890,"c":1E2}'
    assert joined(members(text)) == text


@given(st.lists(values))
def test_elements_are_the_elements(value: list[object]) -> None:
    assert [orjson.loads(raw) for raw in elements(orjson.dumps(value))] == value


@pytest.mark.parametrize("text", [b"{}", b"1", b"[1", b"[1]]", b"[" * 5000])
def test_what_is_no_array_is_not_cut(text: bytes) -> None:
    with pytest.raises(JsonFaulty):
        elements(text)


@pytest.mark.parametrize("text", [b"[]", b"1", b'{"a"', b'{"a":' * 5000])
def test_what_is_no_object_is_not_cut(text: bytes) -> None:
    with pytest.raises(JsonFaulty):
        members(text)


def test_a_repeated_name_among_many_is_found_at_once() -> None:
    names = ",".join(f'"n{number}":1' for number in range(100_000))
    with pytest.raises(JsonFaulty, match="'n0' is given twice"):
        read_json(f'{{{names},"n0":1}}'.encode())
