"""Credentials arrive at a registry elsewhere: each once, whatever the registry does."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials.events import CredentialIssued
from app.credentials.models import Credential, CredentialState, Delivery, DeliveryState
from app.db import transaction
from app.exchange import gateway, handlers, rules
from app.exchange.models import Registry
from app.exchange.queries.registries import Queue, one
from app.exchange.service import deliveries, registries
from app.identity.models import User
from app.outbox import service as outbox
from app.outbox.relay import MAX_ATTEMPTS, drain
from app.wiring import SUBSCRIBERS
from tests.acceptance import acceptance
from tests.factories.exchange import StubRegistry, a_registry, a_stub_registry
from tests.factories.identity import a_child, a_citizen, a_post, an_organization
from tests.factories.talent import a_credential, a_staff_member

if TYPE_CHECKING:
    from app.credentials.registry import RegistryPort


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: registries may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def stub(app: Flask) -> Iterator[StubRegistry]:
    assert app
    with a_stub_registry() as running:
        yield running


@pytest.fixture
def registry(session: Session, settings: Settings, stub: StubRegistry) -> Registry:
    made = a_registry(session, settings, address=stub.address)
    session.commit()
    return made


@pytest.fixture
def clerk(session: Session) -> User:
    return a_staff_member(session, an_organization(session))


def issue(session: Session, user: User, again: Credential | None = None) -> Credential:
    """Sign a credential, or correct one; the outbox is told of it."""
    credential = a_credential(session, user, again=again)
    session.commit()
    return credential


def work(after: timedelta = timedelta()) -> int:
    return drain(SUBSCRIBERS, now=lambda: clock.now() + after)


def patiently(registry: Registry, tries: int = MAX_ATTEMPTS) -> None:
    """Work as a worker does that waits whenever it is told to."""
    for n in range(1, tries + 1):
        handlers.away.note_answer(registry.id)
        work(timedelta(hours=2 * n))


def queue_of(session: Session, registry: Registry) -> Queue:
    session.expire_all()
    return one(session, registry.id).queue


def delivery_of(session: Session, registry: Registry, credential: Credential) -> Delivery:
    session.expire_all()
    return session.scalars(
        sa.select(Delivery).filter_by(credential_id=credential.id, registry_name=registry.told_as)
    ).one()


def expect_delivered(session: Session, registry: Registry, *credentials: Credential) -> None:
    for credential in credentials:
        row = delivery_of(session, registry, credential)
        assert (row.state, row.sha256) == (DeliveryState.DELIVERED, credential.sha256)
    assert queue_of(session, registry) == Queue()
    assert one(session, registry.id).delivered == len(credentials)


# -- whatever the registry does -------------------------------------------------------------------


@acceptance("7a")
def test_a_credential_is_brought_as_its_jws_after_discovery_and_token(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    credential = issue(session, clerk)
    work()
    assert stub.brought == [credential.jwt]
    assert list(stub.kept.values()) == [credential.jwt]
    expect_delivered(session, registry, credential)
    work()
    assert len(stub.brought) == 1


@acceptance("7a")
@pytest.mark.parametrize("status", [200, 201, 304])
def test_each_answer_of_success_is_delivered(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User, status: int
) -> None:
    stub.script = [status]
    credential = issue(session, clerk)
    work()
    expect_delivered(session, registry, credential)
    assert delivery_of(session, registry, credential).receipt == str(status)


@acceptance("7a")
def test_one_refused_token_is_replaced_and_a_second_one_alarms_at_once(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [401]
    first = issue(session, clerk)
    work()
    assert stub.tokens == 2
    expect_delivered(session, registry, first)
    stub.script = [401, 401]
    issue(session, clerk)
    work()
    queue = queue_of(session, registry)
    assert (queue.waiting, queue.stopped) == (0, 1)
    assert "401" in queue.last_error


@acceptance("7b")
def test_a_registry_that_asks_to_wait_is_left_alone_as_long_as_it_asks(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script, stub.retry_after = [429], "120"
    first, second = issue(session, clerk), issue(session, clerk)
    work()
    assert len(stub.brought) == 1, "the second waits without asking"
    wait = handlers.away.wait_for(registry.id, now=clock.now())
    assert timedelta(seconds=110) < wait <= timedelta(seconds=120)
    assert "429" in queue_of(session, registry).last_error
    patiently(registry, tries=2)
    expect_delivered(session, registry, first, second)


@acceptance("7b")
def test_a_fault_of_theirs_and_a_reply_that_is_lost_after_storing_cost_a_repeat(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [500, "timeout"]
    credential = issue(session, clerk)
    work()
    assert stub.kept == {}
    patiently(registry, tries=1)
    assert list(stub.kept.values()) == [credential.jwt], "it was stored, and nobody heard of it"
    assert queue_of(session, registry).waiting == 1
    patiently(registry, tries=2)
    assert list(stub.kept.values()) == [credential.jwt]
    assert delivery_of(session, registry, credential).receipt == "304"
    expect_delivered(session, registry, credential)


@acceptance("7c")
def test_a_permanent_error_waits_for_a_person_at_once_and_resending_works(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [400]
    bad, good = issue(session, clerk), issue(session, clerk)
    work()
    queue = queue_of(session, registry)
    assert (queue.waiting, queue.stopped) == (0, 1)
    assert "said 400" in queue.last_error
    assert delivery_of(session, registry, good).state is DeliveryState.DELIVERED
    with transaction() as inner:
        assert deliveries.send_again(inner, registry.id, now=clock.now()) == 1
    work()
    expect_delivered(session, registry, bad, good)


@acceptance("7c")
def test_after_ten_tries_a_delivery_is_a_dead_letter(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [500] * 20
    issue(session, clerk)
    work()
    patiently(registry)
    queue = queue_of(session, registry)
    assert (queue.waiting, queue.stopped) == (0, 1)
    assert len(stub.brought) == MAX_ATTEMPTS


@acceptance("7e")
def test_no_token_and_no_secret_stands_in_any_log(
    session: Session,
    settings: Settings,
    registry: Registry,
    stub: StubRegistry,
    clerk: User,
    *,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.script = [500, 401, 401]
    issue(session, clerk)
    work()
    patiently(registry, tries=3)
    written = caplog.text + queue_of(session, registry).last_error
    written += repr(gateway.port_to(registry, settings))
    assert stub.tokens
    assert "himitsu" not in written
    assert "aikotoba" not in written


def test_another_body_than_what_was_sent_is_no_delivery(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.echoes = False
    issue(session, clerk)
    work()
    queue = queue_of(session, registry)
    assert (queue.waiting, queue.stopped) == (0, 1)
    assert "ちがう修了証を返しました" in queue.last_error


# -- order, corrections ---------------------------------------------------------------------------


@acceptance("7d", "9c")
def test_a_correction_is_brought_and_nothing_older_after_it(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [500]
    credential = issue(session, clerk)
    work()
    issue(session, clerk, again=credential)
    patiently(registry, tries=2)
    assert stub.brought[1:] == [credential.jwt], "what waited goes as it is now"
    assert list(stub.kept.values()) == [credential.jwt]
    assert delivery_of(session, registry, credential).sha256 == credential.sha256


@acceptance("9b", "9c")
def test_what_arrived_is_brought_again_when_it_is_corrected(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    credential = issue(session, clerk)
    work()
    before = credential.jwt
    issue(session, clerk, again=credential)
    work()
    assert stub.brought == [before, credential.jwt]
    with transaction() as inner:
        outbox.publish(inner, CredentialIssued(credential.id, clerk.id, clock.now()))
    work()
    assert len(stub.brought) == 2, "reissued twice is no change"


# -- what is remembered ---------------------------------------------------------------------------


def test_description_and_token_are_asked_for_once_while_they_hold(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    assert registry
    for _ in range(3):
        issue(session, clerk)
    work()
    assert (stub.described, stub.tokens, len(stub.brought)) == (1, 1, 3)


def test_a_description_that_is_over_is_asked_about_by_its_etag(
    registry: Registry, stub: StubRegistry, settings: Settings
) -> None:
    stub.discovery_age = 60
    port, now = gateway.port_to(registry, settings), clock.now()
    first = port.service(now=now)
    assert port.service(now=now + timedelta(seconds=59)) == first
    assert stub.described == 1
    assert port.service(now=now + timedelta(seconds=61)) == first
    assert stub.described == 2


def test_a_token_is_given_up_a_minute_before_its_end(
    registry: Registry, stub: StubRegistry, settings: Settings
) -> None:
    port, now = gateway.port_to(registry, settings), clock.now()
    service = port.service(now=now)
    for seconds, tokens in ((0, 1), (3539, 1), (3541, 2)):
        port.token(service, now=now + timedelta(seconds=seconds))
        assert stub.tokens == tokens


def test_a_pace_that_is_used_up_makes_the_next_one_wait_without_a_try(
    session: Session, settings: Settings, stub: StubRegistry, clerk: User
) -> None:
    slow = a_registry(session, settings, address=stub.address, name="ゆっくり", per_minute=6)
    session.commit()
    issue(session, clerk)
    issue(session, clerk)
    work()
    assert len(stub.brought) == 1
    assert queue_of(session, slow) == Queue(waiting=1)


# -- whose ----------------------------------------------------------------------------------------


@acceptance("11c")
def test_only_staffs_credentials_go_and_a_minors_only_with_consent(
    session: Session, registry: Registry, stub: StubRegistry, settings: Settings
) -> None:
    assert registry
    child, citizen = a_child(session), a_citizen(session)
    trainee = a_child(session)
    a_post(session, trainee, an_organization(session))
    for person in (child, citizen, trainee):
        issue(session, person)
    work()
    assert stub.brought == []
    told = [
        deliveries.reason_not_to(session, one.id, consent_age=16, now=clock.now())
        for one in (child, citizen, trainee)
    ]
    assert told == [deliveries.NOT_STAFF, deliveries.NOT_STAFF, deliveries.NO_CONSENT]
    assert settings.consent_age == 16


def test_what_was_revoked_or_whose_registry_ended_meanwhile_stays_here(
    session: Session, registry: Registry, stub: StubRegistry, clerk: User
) -> None:
    stub.script = [500, 500]
    revoked, other = issue(session, clerk), issue(session, clerk)
    work()
    revoked.state, revoked.revoked_at = CredentialState.REVOKED, clock.now()
    session.commit()
    patiently(registry, tries=2)
    assert stub.brought[-1] == other.jwt
    with transaction() as inner:
        registries.stop(inner, inner.merge(registry), by=None, now=clock.now())
    before = len(stub.brought)
    issue(session, clerk)
    work()
    assert len(stub.brought) == before


def test_what_was_issued_before_goes_when_it_is_asked_for(
    session: Session, settings: Settings, stub: StubRegistry, clerk: User
) -> None:
    early = issue(session, clerk)
    work()
    late = a_registry(session, settings, address=stub.address)
    session.commit()
    with transaction() as inner:
        age, now = settings.consent_age, clock.now()
        assert deliveries.queue_earlier(inner, inner.merge(late), consent_age=age, now=now) == 1
    work()
    expect_delivered(session, late, early)


# -- the port -------------------------------------------------------------------------------------


def test_registry_elsewhere_and_embedded_one_answer_the_same_port(
    session: Session, registry: Registry, stub: StubRegistry, settings: Settings, clerk: User
) -> None:
    assert stub
    port: RegistryPort = gateway.port_to(registry, settings)
    credential = issue(session, clerk)
    receipt = port.deliver(credential.jwt or "", b"", person=clerk.id, now=clock.now())
    assert (receipt.is_accepted, port.name) == (True, registry.told_as)
    work()
    names = set(session.scalars(sa.select(Delivery.registry_name)))
    assert names == {"embedded", registry.told_as}


def test_a_description_that_leads_to_another_host_gets_no_secret(
    registry: Registry, stub: StubRegistry
) -> None:
    described = {
        "servers": [{"url": f"{stub.url}/ims/ob/v3p0"}],
        "paths": {"/credentials": {"post": {"operationId": "upsertCredential"}}},
        "components": {
            "securitySchemes": {
                "x": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": "https://evil.example.jp/token",
                            "scopes": {rules.UPSERT: ""},
                        }
                    },
                }
            }
        },
    }
    assert rules.endpoints_in(described, registry.address) is None
