"""Credentials as the application issues them today, and everything it serves beside them."""

import functools
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.clock import day_of
from app.config import Settings
from app.credentials import did
from app.credentials.keys import ALGORITHMS, KeyFolder
from app.credentials.models import AchievementVersion, Credential, StatusList
from app.credentials.openbadges import IssuerFacts, of_course
from app.credentials.service import keys
from app.credentials.service.award import award
from app.credentials.service.signing import sign_credential
from app.identity.service import ensure_installation
from tests.factories.credentials import THEME, a_completed_run, a_course_award

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.identity.models import User

HOME = "https://manabi.saigawa.example"
DID = did.did_of_url(HOME)
CITY = IssuerFacts(DID, "犀川市", f"{HOME}/")
RARE = "髙橋﨑𠮷の「まもり」（基礎）"
"""A name that a careless encoding would alter."""


def an_issuer(session: "Session", settings: Settings, *, now: datetime) -> keys.Signers:
    """Give the installation its public name and its keys.

    They are the same in every test of a worker: one of the engines keeps an issuer's document for
    five seconds.
    """
    ensure_installation(session, HOME, now)
    folder = KeyFolder(settings.instance_dir)
    folder.path.mkdir(mode=0o700)
    for name, data in _key_files().items():
        (folder.path / name).touch(mode=0o600)
        (folder.path / name).write_bytes(data)
    keys.make_keys(session, folder, issuer=DID, now=now)
    return keys.signers(session, folder, issuer=DID)


@functools.cache
def _key_files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        files = KeyFolder(Path(folder))
        for alg in ALGORITHMS:
            files.make(DID, alg)
        return {file.name: file.read_bytes() for file in files.path.iterdir()}


def issued(
    session: "Session",
    user: "User",
    signers: keys.Signers,
    *,
    now: datetime,
    until: datetime | None = None,
    **more: Any,  # noqa: ANN401  as Award
) -> Credential:
    """Issue the credential of a run that was completed ``now``, in the order of a real one."""
    run = a_completed_run(session, user)
    told = a_course_award(user.id, run.id, completed_at=now, credential_name=RARE)
    mail = None if user.grade else "hanako@example.jp"
    facts = replace(of_course(told, awarded_on=day_of(now), mail=mail), **more)
    credential = award(session, facts, issuer=DID, now=now, theme=THEME)
    credential.valid_until = until
    sign_credential(session, credential, signers, issuer=CITY, now=now)
    return credential


def served_by(client: "FlaskClient", session: "Session") -> dict[str, str]:
    """Fetch what a verifier may want to read, as anybody can; return address → body."""
    session.commit()
    lists = session.scalars(sa.select(StatusList.number)).all()
    versions = session.scalars(sa.select(AchievementVersion.id)).all()
    paths = [
        did.document_path(DID),
        "/.well-known/jwks.json",
        "/ob/issuer",
        *(f"/ob/status/{number}" for number in lists),
        *(f"/ob/achievements/{version}" for version in versions),
    ]
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        found[HOME + path] = response.get_data(as_text=True)
    return found
