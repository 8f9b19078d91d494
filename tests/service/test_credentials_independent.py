"""Verifiers that are not ours accept what we issue, and read what we revoke.

Issuer, keys and lists are what the application serves.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials import baking, certificates, handlers, press
from app.credentials.events import CredentialRevoked
from app.credentials.models import Credential
from app.credentials.queries import trust
from app.credentials.results import ResultFacts, ResultKind, results_of
from app.credentials.service import keys
from app.credentials.service.checking import check_credential
from app.credentials.service.revoking import revoke_credential
from app.credentials.verdict import State
from app.identity.models import User
from tests.acceptance import acceptance
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.identity import a_child, a_clerk, sign_in
from tests.verifier.independent import Independent, Judgement
from tests.verifier.issuing import DID, HOME, RARE, an_issuer, issued, served_by

pytestmark = pytest.mark.usefixtures("no_sockets")

FORMS = ("di", "jwt")
ENGINES = {"di": {"digitalbazaar", "verifier-core"}, "jwt": {"jose"}}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "instance", database_url, public_url=HOME)


@pytest.fixture
def now() -> datetime:
    """One of the engines looks at the clock of the machine, so all of them are told it."""
    return clock.now()


@pytest.fixture
def signers(session: Session, settings: Settings, now: datetime) -> keys.Signers:
    return an_issuer(session, settings, now=now)


class Bench:
    """The independent verifier before the running application."""

    def __init__(self, session: Session, client: PageClient, independent: Independent) -> None:
        self._session, self._client, self._independent = session, client, independent

    def judge(self, credential: Credential, form: str, *, missing: str = "") -> Judgement:
        """Judge a credential as it is kept; what is served at ``missing`` is away."""
        text = {"di": credential.di, "jwt": credential.jwt}[form]
        return self.judge_text(text or "", form, missing=missing)

    def judge_text(self, text: str | bytes, form: str, *, missing: str = "") -> Judgement:
        served = served_by(self._client, self._session)
        served.pop(missing, None)
        return self._independent.judge(text, served, form=form, now=clock.now())


@pytest.fixture
def bench(session: Session, client: PageClient, independent: Independent) -> Bench:
    return Bench(session, client, independent)


@acceptance("1a")
@pytest.mark.parametrize("make", [a_clerk, a_child])
def test_every_engine_accepts_what_we_issue_without_a_warning(
    session: Session, bench: Bench, signers: keys.Signers, make: Callable[[Session], User]
) -> None:
    credential = issued(session, make(session), signers, now=clock.now())
    for form in FORMS:
        judgement = bench.judge(credential, form)
        assert judgement.accepted, judgement
        assert set(judgement.engines) - {"schema"} == ENGINES[form]
        assert judgement.warnings == ()


@acceptance("1a")
def test_what_the_holder_downloads_is_what_the_engines_accept(
    session: Session, client: PageClient, bench: Bench, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = issued(session, clerk, signers, now=clock.now())
    session.commit()
    sign_in(client, clerk)
    for form, ending in (("di", "json"), ("jwt", "jwt")):
        text = client.get(f"/my/credentials/{credential.id}.{ending}").get_data(as_text=True)
        assert bench.judge_text(text, form).accepted
    assert json.loads(credential.di or "")["name"] == RARE


@acceptance("2a")
def test_a_revoked_one_reads_as_revoked_and_the_others_of_its_list_are_unaffected(
    session: Session, bench: Bench, signers: keys.Signers, now: datetime
) -> None:
    gone, *others = (issued(session, a_clerk(session), signers, now=now) for _ in range(3))
    assert len({one.status_list_number for one in (gone, *others)}) == 1
    revoke_credential(session, gone, reason="入力まちがい", by=None, now=now)
    handlers.on_credential_revoked(session, CredentialRevoked(gone.id, now))
    for form in FORMS:
        judgement = bench.judge(gone, form)
        assert judgement.accepting() <= {"schema"}
        assert judgement.revoked, judgement
        assert all(bench.judge(other, form).accepted for other in others)


@acceptance("1a")
def test_every_engine_accepts_results(
    session: Session, bench: Bench, signers: keys.Signers
) -> None:
    told = (
        ResultFacts("発表", ResultKind.STEP, ("もう少し", "よい"), "よい"),
        ResultFacts("演習", ResultKind.PERCENT, required="70"),
        ResultFacts("作品の題", ResultKind.WORDS),
    )
    values = (("発表", "よい"), ("演習", "85"), ("作品の題", "まちの音"))
    credential = issued(
        session, a_clerk(session), signers, now=clock.now(), results=told, values=values
    )
    assert [one.value for one in results_of(json.loads(credential.di or ""))] == [
        *("よい", "85%", "まちの音"),
    ]
    for form in FORMS:
        judgement = bench.judge(credential, form)
        assert judgement.accepted, judgement


@acceptance("2b")
def test_after_its_end_it_is_refused_and_before_it_accepted(
    session: Session, bench: Bench, signers: keys.Signers, now: datetime
) -> None:
    long_ago = now - timedelta(days=400)
    ends = (now - timedelta(days=1)).replace(microsecond=0)
    ended = issued(session, a_clerk(session), signers, now=long_ago, until=ends)
    running = issued(
        session, a_clerk(session), signers, now=long_ago, until=ends + timedelta(days=30)
    )
    for form in FORMS:
        text = ended.di if form == "di" else ended.jwt
        assert check_credential(session, text or "", now=now).state is State.EXPIRED
        judgement = bench.judge(ended, form)
        assert judgement.accepting() <= {"schema"}
        assert not judgement.revoked
        assert bench.judge(running, form).accepted


@acceptance("10a")
def test_the_status_document_is_one_that_engines_can_hold_and_share(
    session: Session, client: PageClient, signers: keys.Signers, now: datetime
) -> None:
    """A valid proof of the same issuer (above, by the engines), ETag, size, CORS."""
    issued(session, a_clerk(session), signers, now=now)
    session.commit()
    response = client.get("/ob/status/1")
    document = json.loads(response.data)
    assert document["issuer"] == DID
    assert len(response.data) <= 20_000
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    etag = response.headers["ETag"]
    assert client.get("/ob/status/1", headers={"If-None-Match": etag}).status_code == 304


@acceptance("10b")
def test_a_status_list_that_cannot_be_had_is_not_taken_for_good(
    session: Session, bench: Bench, signers: keys.Signers, now: datetime
) -> None:
    credential = issued(session, a_clerk(session), signers, now=now)
    for form in FORMS:
        judgement = bench.judge(credential, form, missing=trust.list_url(DID, 1))
        assert judgement.accepting() <= {"schema"}
        assert not judgement.revoked


@acceptance("1b")
@pytest.mark.parametrize("make", [a_clerk, a_child])
def test_every_engine_accepts_both_forms_out_of_both_pictures(
    session: Session,
    settings: Settings,
    bench: Bench,
    signers: keys.Signers,
    make: Callable[[Session], User],
) -> None:
    credential = issued(session, make(session), signers, now=clock.now())
    drawn = credential.achievement.image or ""
    job = certificates.picture(drawn)
    painted = press.pressed(job, credential.id, instance_dir=settings.instance_dir)
    for form, text in (("di", credential.di or ""), ("jwt", credential.jwt or "")):
        for kind, picture in (
            ("png", baking.bake_png(painted, text)),
            ("svg", baking.bake_svg(drawn, text).encode()),
        ):
            judgement = bench.judge_text(picture, kind)
            assert judgement.accepted, (form, kind, judgement)
            assert set(judgement.engines) - {"schema"} == ENGINES[form]


@pytest.mark.parametrize("form", FORMS)
def test_the_engines_find_what_is_baked_into_a_picture(
    independent: Independent, form: str
) -> None:
    """The verifier unpacks pictures by itself, so that it can judge our bakery."""
    for picture, kind in ((_png("{}" if form == "di" else "a.b.c"), "png"), (_svg(form), "svg")):
        judgement = independent.judge(picture, {}, form=kind, now=clock.now())
        assert set(judgement.engines) - {"schema"} == ENGINES[form]
        assert judgement.accepting() <= {"schema"}


def _png(text: str) -> bytes:
    data = b"openbadgecredential\0\0\0\0\0" + text.encode()
    return b"\x89PNG\r\n\x1a\n" + len(data).to_bytes(4, "big") + b"iTXt" + data + bytes(4)


def _svg(form: str) -> bytes:
    inside = "><![CDATA[{}]]></b:credential>" if form == "di" else ' verify="a.b.c"/>'
    start = '<svg xmlns:b="https://purl.imsglobal.org/ob/v3p0"><b:credential'
    return f"{start}{inside}</svg>".encode()
