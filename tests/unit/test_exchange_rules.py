"""What names, headers and descriptions of the other side mean."""

import uuid
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials import did
from app.exchange import rules
from app.talent.files import lines_of
from app.wire.away import Away

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
BASE = "https://b.example.jp/ims/ob/v3p0/"


@pytest.mark.parametrize(
    ("typed", "issuer"),
    [
        ("did:web:b.example.jp", "did:web:b.example.jp"),
        (" did:web:b.example.jp:school ", "did:web:b.example.jp:school"),
        ("https://B.example.jp/ob/issuer?x#y", "did:web:b.example.jp"),
        ("http://localhost:8000", "did:web:localhost%3A8000"),
        ("b.example.jp", None),
        ("https://user:secret@b.example.jp", None),
        ("https://[", None),
        ("did:key:z6Mk", None),
        ("did:web:", None),
        ("did:web:b.example.jp#key", None),
    ],
)
def test_an_issuer_is_its_did_or_the_host_of_an_address(typed: str, issuer: str | None) -> None:
    assert rules.issuer_named(typed) == issuer


@given(st.text())
def test_whatever_is_typed_is_an_issuer_with_a_document_or_none(typed: str) -> None:
    found = rules.issuer_named(typed)
    assert found is None or rules.document_url(found).startswith("http")


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner),
    max_leaves=20,
)
NAMES = st.sampled_from(
    ["id", "assertionMethod", "verificationMethod", "components", "securitySchemes", "paths"]
)


@given(st.dictionaries(NAMES, JSONS) | JSONS)
def test_no_document_of_somebody_else_breaks_the_reading(document: Any) -> None:  # noqa: ANN401
    assert rules.document_fault(document, "did:web:b.example.jp")
    assert rules.endpoints_in(document, BASE) is None


def test_a_document_with_keys_of_its_own_will_do() -> None:
    key = did.PublicKey(
        "did:web:b.example.jp#rs-1", "RS256", {"kty": "RSA", "n": "x", "e": "AQAB"}
    )
    document = did.issuer_document("did:web:b.example.jp", [key])
    assert rules.document_fault(document, "did:web:b.example.jp") is None
    assert rules.document_fault(document, "did:web:c.example.jp") == "another"
    assert rules.document_fault({**document, "assertionMethod": []}, document["id"]) == "no_keys"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (format_datetime(NOW + timedelta(minutes=3), usegmt=True), 180),
        (format_datetime(NOW - timedelta(minutes=3), usegmt=True), 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: int) -> None:
    assert rules.retry_after(header, now=NOW) == seconds


@given(st.text())
def test_no_retry_after_of_somebody_else_breaks_it(header: str) -> None:
    assert rules.retry_after(header, now=NOW) >= 0


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("public, max-age=300", timedelta(minutes=5)),
        ("max-age=99999999", rules.LONGEST_KEPT),
        ("no-cache, max-age=300", timedelta()),
        ("no-store", timedelta()),
        (None, timedelta()),
    ],
)
def test_cache_control_says_how_long_an_answer_is_kept(
    header: str | None, kept: timedelta
) -> None:
    assert rules.kept_for(header) == kept


def test_a_registry_is_left_alone_for_longer_each_time_up_to_half_an_hour() -> None:
    waits = [rules.wait_after(failures) for failures in range(1, 50)]
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits)
    assert waits[-1] == rules.LONGEST_WAIT


@given(st.integers(1, 30))
def test_chance_draws_a_wait_out_and_never_shortens_it(failures: int) -> None:
    away, who = Away(rules.wait_after, rules.LONGEST_WAIT, jitter=0.25), uuid.uuid4()
    for _ in range(failures):
        away.note_failure(who, now=NOW)
    least = rules.wait_after(failures)
    assert least <= away.wait_for(who, now=NOW) <= least * 1.25
    away.note_failure(who, wait_seconds=10**6, now=NOW)
    assert away.wait_for(who, now=NOW) <= rules.LONGEST_WAIT * 1.25
    away.note_answer(who)
    assert away.wait_for(who, now=NOW) == timedelta()


@given(st.lists(st.binary(min_size=1).filter(lambda it: it.strip() == it and b"\n" not in it)))
def test_a_file_is_its_lines_whatever_parts_them(rows: list[bytes]) -> None:
    rows = [row for row in rows if row.splitlines() == [row] and not row.startswith(b"{")]
    rows = [row for row in rows if not row.startswith(b"\xef\xbb\xbf")]
    for end in (b"\n", b"\r\n", b"\n\n"):
        assert lines_of(end.join(rows)) == rows


def test_one_document_over_several_lines_is_one() -> None:
    assert lines_of(b'{\n "id": "x"\n}\n') == [b'{\n "id": "x"\n}']
    assert lines_of(b'{"id": "x"}\n{"id": "y"}') == [b'{"id": "x"}', b'{"id": "y"}']
