"""After the issue: revocation, sharing, delivery, keys, and checking what strangers hand in."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import handlers, status
from app.credentials.errors import (
    DeliveryFailed,
    NotRevocable,
    NotShareable,
    SigningBlocked,
)
from app.credentials.events import CredentialIssued, CredentialRevoked
from app.credentials.keys import KeyFolder
from app.credentials.models import (
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialState,
    Delivery,
    DeliveryState,
    IssuerKey,
    KeyState,
    StatusList,
)
from app.credentials.queries import pages, trust
from app.credentials.registry import Receipt
from app.credentials.service import keys
from app.credentials.service.checking import check_credential
from app.credentials.service.revoking import revoke_credential
from app.credentials.service.sharing import share_credential, stop_sharing
from app.credentials.verdict import State
from app.identity import queries as identity
from app.identity.models import User
from app.identity.person import Person
from tests.acceptance import acceptance
from tests.factories.credentials import DID, NOW, a_credential, an_issuer_on_record
from tests.factories.identity import TODAY, a_child, a_citizen, a_clerk

pytestmark = pytest.mark.usefixtures("no_sockets")


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def person(session: Session, user: User) -> Person:
    return identity.person(session, user.id, on=TODAY)


def revoke(session: Session, credential: Credential) -> None:
    revoke_credential(session, credential, reason="時間数の入力まちがい", by=None, now=NOW)


# -- revocation -----------------------------------------------------------------------------------


@acceptance("2a")
def test_a_revoked_credential_reads_as_revoked_at_once_and_the_other_holds(
    session: Session, signers: keys.Signers
) -> None:
    one, other = (a_credential(session, a_clerk(session), signers) for _ in range(2))
    revoke(session, one)
    for form in (one.jwt, one.di):
        assert check_credential(session, form or "", now=NOW).state is State.REVOKED
    assert check_credential(session, other.jwt or "", now=NOW).is_valid


def test_the_worker_publishes_the_bit(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    before = trust.signed_list(session, 1).etag
    revoke(session, credential)
    for _ in range(2):
        handlers.on_credential_revoked(session, CredentialRevoked(credential.id, NOW))
    row = session.get_one(StatusList, 1)
    found = status.read_list(json.loads(row.document or ""))
    assert found is not None
    assert found.is_set(credential.status_index)
    assert sum(byte.bit_count() for byte in found.bits) == 1
    assert row.etag != before


def test_the_reason_is_kept_and_never_published(session: Session, signers: keys.Signers) -> None:
    administrator = a_clerk(session)
    credential = a_credential(session, a_clerk(session), signers)
    revoke_credential(session, credential, reason="まちがい", by=administrator.id, now=NOW)
    handlers.on_credential_revoked(session, CredentialRevoked(credential.id, NOW))
    assert "まちがい" not in (session.get_one(StatusList, 1).document or "")
    line = session.scalars(sa.select(CredentialAudit).filter_by(what=AuditEvent.REVOKED)).one()
    assert (line.by_id, line.note, line.sha256) == (
        administrator.id,
        "まちがい",
        credential.sha256,
    )


def test_revocation_is_final_and_for_what_was_issued(
    session: Session, signers: keys.Signers
) -> None:
    pending = a_credential(session, a_clerk(session), signers, is_signed=False)
    with pytest.raises(NotRevocable):
        revoke(session, pending)
    issued = a_credential(session, a_clerk(session), signers)
    revoke(session, issued)
    with pytest.raises(NotRevocable):
        revoke(session, issued)


# -- sharing --------------------------------------------------------------------------------------


def test_a_credential_is_private_until_its_holder_makes_a_link(
    session: Session, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    assert credential.share_token is None
    token = share_credential(session, credential, holder=person(session, clerk), now=NOW)
    assert len(token) >= 22
    assert pages.shared_credential(session, token, on=TODAY) is credential
    again = share_credential(session, credential, holder=person(session, clerk), now=NOW)
    assert again == token


@acceptance("11d")
def test_an_ended_link_leads_nowhere_and_the_next_is_another(
    session: Session, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    holder = person(session, clerk)
    token = share_credential(session, credential, holder=holder, now=NOW)
    stop_sharing(session, credential, holder=holder, now=NOW)
    with pytest.raises(NoResultFound):
        pages.shared_credential(session, token, on=TODAY)
    assert share_credential(session, credential, holder=holder, now=NOW) != token


@acceptance("11c")
def test_a_child_has_no_link_and_no_copy(session: Session, signers: keys.Signers) -> None:
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    with pytest.raises(NotShareable):
        share_credential(session, credential, holder=person(session, child), now=NOW)
    with pytest.raises(NoResultFound):
        pages.own_document(session, credential.id, user_id=child.id, on=TODAY)


def test_a_link_dies_when_its_holder_turns_out_to_be_a_minor(
    session: Session, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    token = share_credential(session, credential, holder=person(session, citizen), now=NOW)
    citizen.grade = 9
    session.flush()
    with pytest.raises(NoResultFound):
        pages.shared_credential(session, token, on=TODAY)


def test_nothing_unsigned_can_be_shared(session: Session, signers: keys.Signers) -> None:
    clerk = a_clerk(session)
    pending = a_credential(session, clerk, signers, is_signed=False)
    with pytest.raises(NotShareable):
        share_credential(session, pending, holder=person(session, clerk), now=NOW)


def test_another_persons_credential_is_not_there(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    with pytest.raises(NoResultFound):
        pages.own_credential(session, credential.id, user_id=a_citizen(session).id)


# -- delivery -------------------------------------------------------------------------------------


@dataclass
class Registry:
    """A registry that remembers, refuses, or cannot be reached."""

    refuses: str | None = None
    is_away: bool = False
    taken: list[tuple[str, bytes, uuid.UUID]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "remembering"

    def deliver(self, jwt: str, di: bytes, *, person: uuid.UUID, now: datetime) -> Receipt:
        assert now.tzinfo
        if self.is_away:
            raise DeliveryFailed
        self.taken.append((jwt, di, person))
        return Receipt(self.refuses is None, "r-1", self.refuses)


def deliver(session: Session, credential: Credential, registry: Registry) -> None:
    handle = handlers.make_on_credential_issued(lambda *_, **__: lambda _: registry)
    errand = handle(session, CredentialIssued(credential.id, credential.user_id, NOW))
    if errand is not None:
        errand()(session)


def test_a_clerks_credential_reaches_the_registry_once(
    session: Session, signers: keys.Signers
) -> None:
    registry = Registry()
    credential = a_credential(session, a_clerk(session), signers)
    for _ in range(2):
        deliver(session, credential, registry)
    assert registry.taken == [(credential.jwt, (credential.di or "").encode(), credential.user_id)]
    row = session.scalars(sa.select(Delivery)).one()
    assert (row.state, row.receipt, row.registry_name) == (
        DeliveryState.DELIVERED,
        "r-1",
        "remembering",
    )


@pytest.mark.parametrize("make", [a_child, a_citizen])
def test_nobody_elses_credential_reaches_it(
    session: Session, signers: keys.Signers, make: object
) -> None:
    user = a_child(session) if make is a_child else a_citizen(session)
    registry = Registry()
    deliver(session, a_credential(session, user, signers), registry)
    assert registry.taken == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == 0


def test_a_refusal_is_kept_with_its_reason(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    deliver(session, credential, Registry(refuses="鍵が違います"))
    row = session.scalars(sa.select(Delivery)).one()
    assert (row.state, row.last_error) == (DeliveryState.REFUSED, "鍵が違います")


def test_a_registry_that_is_away_is_tried_again(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    with pytest.raises(DeliveryFailed):
        deliver(session, credential, Registry(is_away=True))


def test_the_handler_keeps_one_name_in_the_outbox() -> None:
    handle = handlers.make_on_credential_issued(lambda *_, **__: lambda _: Registry())
    assert handle.__qualname__ == "on_credential_issued"
    assert handle.__module__ == "app.credentials.handlers"


# -- keys -----------------------------------------------------------------------------------------


def test_keys_are_made_once(session: Session, settings: Settings) -> None:
    folder = KeyFolder(settings.instance_dir)
    first = keys.make_keys(session, folder, issuer=DID, now=NOW)
    second = keys.make_keys(session, folder, issuer=DID, now=NOW)
    assert set(first.values()) == {"made"}
    assert set(second.values()) == {"kept"}
    assert list(first) == list(second)
    assert keys.key_faults(session, folder, issuer=DID) == []


def test_files_without_a_record_are_put_on_record(session: Session, settings: Settings) -> None:
    folder = KeyFolder(settings.instance_dir)
    made = [folder.make(DID, alg).kid for alg in ("RS256", "Ed25519")]
    done = keys.make_keys(session, folder, issuer=DID, now=NOW)
    assert done == dict.fromkeys(made, "recorded")


def test_a_lost_key_is_never_made_anew(session: Session, settings: Settings) -> None:
    folder = KeyFolder(settings.instance_dir)
    keys.make_keys(session, folder, issuer=DID, now=NOW)
    (folder.path / "rs-1.pem").unlink()
    with pytest.raises(SigningBlocked):
        keys.make_keys(session, folder, issuer=DID, now=NOW)
    assert not (folder.path / "rs-1.pem").exists()
    (told,) = keys.ensure_keys(session, KeyFolder.of(settings), issuer=DID, now=NOW)
    assert "バックアップから戻してください" in told
    assert len(keys.key_faults(session, folder, issuer=DID)) == 1


def test_a_first_start_makes_keys_and_says_so(session: Session, settings: Settings) -> None:
    told = keys.ensure_keys(session, KeyFolder.of(settings), issuer=DID, now=NOW)
    assert told == ["署名の鍵を作りました。"]
    assert keys.ensure_keys(session, KeyFolder.of(settings), issuer=DID, now=NOW) == []


def test_one_key_of_a_kind_is_active(session: Session, settings: Settings) -> None:
    keys.make_keys(session, KeyFolder(settings.instance_dir), issuer=DID, now=NOW)
    session.add(
        IssuerKey(
            did=DID, kid="x#rs-2", alg="RS256", jwk={}, state=KeyState.ACTIVE, created_at=NOW
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


@acceptance("8a", "8b")
def test_a_retired_key_still_verifies_and_a_compromised_one_does_not(
    session: Session, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    row = session.scalars(sa.select(IssuerKey).filter_by(alg="RS256")).one()
    row.state = KeyState.RETIRED
    session.flush()
    assert check_credential(session, credential.jwt or "", now=NOW).is_valid
    row.state = KeyState.COMPROMISED
    session.flush()
    verdict = check_credential(session, credential.jwt or "", now=NOW)
    assert verdict.state is State.INVALID
    assert check_credential(session, credential.di or "", now=NOW).is_valid


# -- the tables keep what the code promises -------------------------------------------------------


def test_an_issued_row_is_signed(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers, is_signed=False)
    credential.state = CredentialState.ISSUED
    with pytest.raises(IntegrityError):
        session.flush()


@acceptance("6c")
def test_two_credentials_never_share_a_place(session: Session, signers: keys.Signers) -> None:
    one, other = (
        a_credential(session, a_clerk(session), signers, is_signed=False) for _ in range(2)
    )
    other.status_index = one.status_index
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_end_comes_after_the_beginning(session: Session, signers: keys.Signers) -> None:
    credential = a_credential(session, a_clerk(session), signers, is_signed=False)
    credential.valid_until = credential.valid_from - timedelta(days=1)
    with pytest.raises(IntegrityError):
        session.flush()
