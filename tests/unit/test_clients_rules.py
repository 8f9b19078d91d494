"""Keys, scopes, origins and pace: what holds for any input."""

import base64
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients import rules
from app.clients.caller import Caller
from tests.factories.clients import basic

KEY = rules.key_from(bytes(10))
SECRET = rules.secret_from(bytes(32))
some_scopes = st.frozensets(st.sampled_from(rules.SCOPES), min_size=1)


def a_caller(*scopes: str, reports_on: tuple[str, ...] = ()) -> Caller:
    return Caller(
        id=uuid.UUID(int=1),
        key=KEY,
        name="図書館の学習アプリ",
        scopes=frozenset(scopes),
        reports_on=reports_on,
        origins=frozenset(),
        per_minute=60,
    )


# --- keys and secrets


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=32, max_size=32))
def test_every_key_and_secret_comes_back_out_of_a_header(key: bytes, secret: bytes) -> None:
    made, kept = rules.key_from(key), rules.secret_from(secret)
    assert rules.parse_authorization(basic(made, kept)) == rules.Basic(made, kept)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_two_secrets_are_one_only_if_their_chance_was(first: bytes, second: bytes) -> None:
    same = rules.secret_from(first) == rules.secret_from(second)
    assert same == (first == second)


@pytest.mark.parametrize("length", [0, 9, 11, 31, 33])
def test_a_key_or_secret_of_too_little_chance_is_never_made(length: int) -> None:
    with pytest.raises(ValueError, match="bytes are needed"):
        rules.key_from(bytes(length))
    with pytest.raises(ValueError, match="bytes are needed"):
        rules.secret_from(bytes(length))


def test_what_is_kept_of_a_secret_does_not_hold_it() -> None:
    kept = rules.digest(SECRET)
    assert SECRET not in kept
    assert kept not in rules.seal_of(kept)


# --- the header


@given(st.text(max_size=200))
def test_no_header_breaks_the_reader(header: str) -> None:
    for text in (header, f"Basic {header}", f"Bearer {header}"):
        found = rules.parse_authorization(text)
        assert found is None or isinstance(found, rules.Basic | rules.Bearer)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    found = rules.parse_authorization("Basic " + base64.b64encode(raw).decode())
    assert found is None or isinstance(found, rules.Basic)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC", "  Basic  "])
def test_the_case_of_the_scheme_does_not_matter(scheme: str) -> None:
    header = f"{scheme} {basic(KEY, SECRET).split()[1]}"
    assert rules.parse_authorization(header) == rules.Basic(KEY, SECRET)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        basic("admin", "admin"),
        basic(KEY, "short"),
        basic(KEY.upper(), SECRET),
        basic(KEY, SECRET + "\n"),
        f"Digest {KEY}",
        "Bearer ",
        "Bearer two words",
        "Bearer " + "x" * 5000,
    ],
)
def test_what_is_not_ours_is_nobody(header: str | None) -> None:
    assert rules.parse_authorization(header) is None


# --- scopes


@given(some_scopes)
def test_scopes_are_read_as_they_are_written(scopes: frozenset[str]) -> None:
    for between in (",", " ", ", "):
        assert rules.scopes_of(between.join(scopes)) == scopes


@pytest.mark.parametrize("text", ["", " , ", "statements", "all,write", "All", "state profile x"])
def test_a_scope_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(|statements|write|All|x)$"):
        rules.scopes_of(text)


@given(some_scopes)
def test_scopes_contain_themselves_and_containing_twice_adds_nothing(
    scopes: frozenset[str],
) -> None:
    once = rules.contained_in(scopes)
    assert scopes <= once
    assert rules.contained_in(once) == once


@pytest.mark.parametrize(
    ("held", "asked", "may"),
    [
        ("all", "statements/write", True),
        ("all", "profile", True),
        ("all/read", "statements/read", True),
        ("all/read", "statements/read/mine", True),
        ("all/read", "statements/write", False),
        ("all/read", "state", False),
        ("statements/read", "statements/read/mine", True),
        ("statements/read/mine", "statements/read", False),
        ("statements/write", "statements/read/mine", False),
        ("state", "profile", False),
    ],
)
def test_what_a_scope_opens(held: str, asked: str, *, may: bool) -> None:
    assert a_caller(held).may(asked) is may


def test_one_of_several_scopes_is_enough() -> None:
    assert a_caller("all/read").may("state", "all/read")
    assert a_caller("state", "profile").may("all/read", "profile")
    assert not a_caller().may("state")


def test_the_authority_is_an_account_of_the_installation_and_tells_no_secret() -> None:
    assert a_caller("all").authority("https://learn.example.jp") == {
        "objectType": "Agent",
        "name": "図書館の学習アプリ",
        "account": {"homePage": "https://learn.example.jp", "name": f"client:{KEY}"},
    }


# --- origins and activities


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://app.example.jp", "https://app.example.jp"),
        ("HTTPS://App.Example.JP/", "https://app.example.jp"),
        ("https://app.example.jp:443", "https://app.example.jp"),
        ("https://app.example.jp:8443", "https://app.example.jp:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(text: str, origin: str) -> None:
    assert rules.origin_of(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        *("", "*", "null", "app.example.jp", "https://", "https://*.example.jp"),
        *("http://app.example.jp", "https://app.example.jp/page", "https://a:b@example.jp"),
        *("ftp://app.example.jp", "https://app.example.jp?x=1", "https://app.example.jp:99999"),
        *("https://[::1", "https://例え.jp"),
    ],
)
def test_what_is_no_origin_opens_nothing(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.origin_of(text)


@given(st.text(max_size=60))
def test_an_origin_read_twice_is_the_same(text: str) -> None:
    try:
        origin = rules.origin_of(text)
    except ValueError:
        return
    assert rules.origin_of(origin) == origin
    assert origin.startswith(("https://", "http://localhost", "http://127.0.0.1"))


@pytest.mark.parametrize("text", ["", "safe", "/courses", "https://", "https:", "https://a b/c"])
def test_a_beginning_that_would_open_everything_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.beginning_of(text)


@pytest.mark.parametrize(
    ("activity", "counts"),
    [
        ("https://learn.example.jp/c/safe", True),
        ("https://learn.example.jp/c/safe/q1", True),
        ("https://learn.example.jp/c/safe#part", True),
        ("https://learn.example.jp/c/safety", False),
        ("https://learn.example.jp/c", False),
        ("https://learn.example.com/c/safe", False),
    ],
)
def test_a_client_reports_on_an_activity_and_its_parts(activity: str, *, counts: bool) -> None:
    caller = a_caller("all", reports_on=("https://learn.example.jp/c/safe",))
    assert caller.reports(activity) is counts


def test_a_client_without_beginnings_reports_on_nothing() -> None:
    assert not a_caller("all").reports("https://learn.example.jp/c/safe")


# --- pace


@given(
    st.integers(1, 5000),
    st.integers(1, 64),
    st.lists(st.floats(0, 5, allow_nan=False), max_size=60),
)
def test_no_more_goes_through_than_a_full_minute_and_what_flows_in(
    per_minute: int, processes: int, pauses: list[float]
) -> None:
    pace = rules.share(per_minute, processes)
    bucket, at, taken = rules.Bucket(pace, 0.0), 0.0, 0
    for pause in pauses:
        at += pause
        taken += rules.take(bucket, per_minute=pace, at=at) == 0
        assert taken <= pace * (1 + at / 60) + 1e-6
        assert 0 <= bucket.left <= pace


@given(st.integers(1, 5000), st.integers(1, 64))
def test_who_waits_as_long_as_told_gets_through(per_minute: int, processes: int) -> None:
    pace = rules.share(per_minute, processes)
    bucket, at = rules.Bucket(0.0, 0.0), 0.0
    wait = rules.take(bucket, per_minute=pace, at=at)
    assert wait >= 1
    assert rules.take(bucket, per_minute=pace, at=at + wait) == 0


def test_a_clock_set_back_lets_nothing_flow_in() -> None:
    bucket = rules.Bucket(1.0, 1000.0)
    assert rules.take(bucket, per_minute=60, at=1000.0) == 0
    assert rules.take(bucket, per_minute=60, at=10.0) == 1
    assert rules.take(bucket, per_minute=60, at=11.0) == 0
