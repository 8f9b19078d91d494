"""One-time passwords, recovery codes, who must have a factor, and what a session was proved by."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.factors import qr, rules, seal
from app.identity.factors.ceremony import relying_party
from app.identity.rules import Tries

SECRET = b"12345678901234567890"
moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  hypothesis wants bounds without zones
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    now = datetime.fromtimestamp(seconds, UTC)
    assert rules.code_at(SECRET, rules.step_of(now)) == code


@given(moments, st.binary(min_size=20, max_size=20), st.integers(-5, 5))
def test_a_clock_may_be_one_step_wrong_and_no_more(
    now: datetime, secret: bytes, steps: int
) -> None:
    step = rules.step_of(now) + steps
    code = rules.code_at(secret, step)
    near = {rules.code_at(secret, rules.step_of(now) + n) for n in (-1, 0, 1)}
    accepted = rules.accepted_step(secret, code, now=now, after=0)
    assert (accepted is not None) == (code in near)


@given(moments, st.binary(min_size=20, max_size=20))
def test_a_code_and_those_before_it_are_spent(now: datetime, secret: bytes) -> None:
    here = rules.step_of(now)
    codes = {n: rules.code_at(secret, here + n) for n in (-1, 0, 1)}
    for n, code in codes.items():
        later = rules.accepted_step(secret, code, now=now, after=here + n)
        assert later is None or later > here + n


@given(st.text(max_size=30))
def test_anything_may_be_typed(typed: str) -> None:
    now = datetime(2026, 11, 29, tzinfo=UTC)
    rules.accepted_step(SECRET, typed, now=now, after=0)
    assert rules.kept_code(rules.kept_code(typed)) == rules.kept_code(typed)


@pytest.mark.parametrize("typed", ["287 082", "２８７０８２", " 287-082 ", "２８７ー０８２"])
def test_a_code_is_taken_as_people_type_it(typed: str) -> None:
    now = datetime.fromtimestamp(59, UTC)
    assert rules.accepted_step(SECRET, typed, now=now, after=0) == 1


def test_a_number_for_paper_has_sixteen_digits_and_is_read_back_from_its_groups() -> None:
    code = rules.draw_code()
    assert (len(code), code.isdecimal()) == (16, True)
    assert rules.kept_code(rules.in_groups(code)) == code
    assert len(rules.in_groups(code).split()) == 4


def test_what_a_qr_code_holds_is_what_apps_read() -> None:
    uri = rules.provisioning_uri("JBSWY3DP", account="haru@example.jp", issuer="寺子屋 犀川市")
    label = "%E5%AF%BA%E5%AD%90%E5%B1%8B%20%E7%8A%80%E5%B7%9D%E5%B8%82"
    assert uri == (
        f"otpauth://totp/{label}:haru%40example.jp"
        f"?secret=JBSWY3DP&issuer={label}&digits=6&period=30"
    )
    drawn = qr.drawn(uri)
    assert drawn.startswith("<svg")
    assert "style=" not in drawn


TREE = {"city": None, "office": "city", "section": "office", "a": "b", "b": "a"}


@pytest.mark.parametrize(
    ("place", "chosen", "required"),
    [
        ("section", {}, True),
        ("section", {"city": False}, False),
        ("section", {"city": False, "office": True}, True),
        ("section", {"city": True, "section": False}, False),
        ("city", {"section": False}, True),
        ("a", {}, True),
        ("unknown", {}, True),
    ],
)
def test_the_nearest_word_holds(place: str, chosen: dict[str, bool], *, required: bool) -> None:
    assert rules.is_required_at(place, TREE, chosen, unless_said=True) is required
    assert rules.is_required_at("section", TREE, {}, unless_said=False) is False


def test_codes_are_guessed_less_often_than_passwords() -> None:
    assert rules.may_try_code(Tries(10, 20, 500, is_known_here=False))
    assert not rules.may_try_code(Tries(11, 11, 1, is_known_here=True))
    assert not rules.may_try_code(Tries(1, 21, 1, is_known_here=False))
    assert rules.may_try_code(Tries(1, 21, 1, is_known_here=True))


@pytest.mark.parametrize(
    ("amr", "value", "proved"),
    [
        (("pwd",), "otp", ("pwd", "otp", "mfa")),
        (("otp",), "pwd", ("otp", "pwd", "mfa")),
        ((), "hwk", ("hwk", "mfa")),
        (("mfa", "sso"), "pwd", ("mfa", "sso", "pwd")),
        ((), "otp", ("otp",)),
        (("pwd",), "pwd", ("pwd",)),
    ],
)
def test_a_session_knows_by_what_it_was_proved(
    amr: tuple[str, ...], value: str, proved: tuple[str, ...]
) -> None:
    assert rules.proved_also(amr, value) == proved
    assert rules.has_two(proved) == ("mfa" in proved)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_counter_must_grow_unless_it_never_counted(counter: int, last: int) -> None:
    is_copied = rules.is_copied(counter, last=last)
    assert is_copied == (counter <= last and (counter, last) != (0, 0))


@pytest.mark.parametrize(
    ("url", "site", "origin"),
    [
        ("https://learn.example.jp", "learn.example.jp", "https://learn.example.jp"),
        ("https://learn.example.jp:443", "learn.example.jp", "https://learn.example.jp"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "127.0.0.1", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "::1", "http://[::1]:8000"),
        ("https://Example.jp/terakoya", "example.jp", "https://example.jp"),
    ],
)
def test_site_and_origin_follow_from_the_address(url: str, site: str, origin: str) -> None:
    party = relying_party(url, "寺子屋")
    assert (party.id, party.origin) == (site, origin)


def test_a_secret_is_read_only_under_its_own_key() -> None:
    sealed = seal.seal(SECRET, secret_key="k" * 32)
    assert seal.unseal(sealed, secret_key="k" * 32) == SECRET
    assert seal.unseal(sealed, secret_key="j" * 32) is None
    assert seal.unseal("", secret_key="k" * 32) is None
    own = seal.hmac_of("1" * 16, owner="haru", secret_key="k" * 32)
    assert own != seal.hmac_of("1" * 16, owner="natsu", secret_key="k" * 32)
    assert own != seal.hmac_of("1" * 16, owner="haru", secret_key="j" * 32)


@pytest.mark.parametrize(
    ("browser", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9)", "Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)", "Chromebook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Mac"),
        ("curl", ""),
    ],
)
def test_a_passkey_is_named_after_its_device(browser: str, device: str) -> None:
    assert rules.device_of(browser) == device


def test_a_proof_holds_ten_minutes() -> None:
    assert timedelta(minutes=10) == rules.PROVED_FOR
