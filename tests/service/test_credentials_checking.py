"""Documents that strangers hand in are checked in a process of their own, with limits."""

import json

import pytest
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import sandbox
from app.credentials.errors import TooBusy
from app.credentials.queries import trust
from app.credentials.service import keys
from app.credentials.service.revoking import revoke_credential
from app.credentials.verdict import State
from tests.factories.credentials import NOW, a_credential, an_issuer_on_record
from tests.factories.identity import a_clerk

pytestmark = pytest.mark.usefixtures("no_sockets")


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def test_both_forms_are_checked_apart(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    taken = trust.snapshot(session)
    for form in (credential.jwt, credential.di):
        assert sandbox.check_document((form or "").encode(), taken, now=NOW).is_valid


def test_an_altered_copy_is_refused_apart(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    altered = (credential.di or "").replace("犀川市", "犀川県").encode()
    verdict = sandbox.check_document(altered, trust.snapshot(session), now=NOW)
    assert verdict.state is State.INVALID
    assert verdict.credential is None


def test_a_revoked_one_is_told_apart(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    revoke_credential(session, credential, reason="x", by=None, now=NOW)
    taken = trust.snapshot(session)
    verdict = sandbox.check_document((credential.di or "").encode(), taken, now=NOW)
    assert verdict.state is State.REVOKED


def test_a_check_that_takes_too_long_is_unknown(
    session: Session, signers: keys.Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    monkeypatch.setattr(sandbox, "TIMEOUT_SECONDS", 0.01)
    document = (credential.di or "").encode()
    verdict = sandbox.check_document(document, trust.snapshot(session), now=NOW)
    assert verdict.state is State.UNKNOWN
    assert not verdict.is_valid


def test_hostile_documents_need_no_process(
    session: Session, signers: keys.Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("app.credentials.sandbox.subprocess.run", never)
    credential = json.loads(a_credential(session, a_clerk(session), signers).di or "")
    bomb = {**credential, "evidence": [{"type": ["Evidence"]} for _ in range(2000)]}
    foreign = {**credential, "issuer": {**credential["issuer"], "id": "did:web:evil.example"}}
    taken = trust.snapshot(session)
    for document in (bomb, foreign, {}, "x" * 1_000_000):
        verdict = sandbox.check_document(json.dumps(document).encode(), taken, now=NOW)
        assert verdict.state is State.INVALID


def test_too_many_checks_at_once_are_asked_to_wait(
    session: Session, signers: keys.Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.01)
    places = [sandbox.PLACES.acquire(), sandbox.PLACES.acquire()]
    try:
        with pytest.raises(TooBusy):
            sandbox.check_document(
                (credential.di or "").encode(), trust.snapshot(session), now=NOW
            )
    finally:
        for _ in places:
            sandbox.PLACES.release()
