"""Credentials for tests: facts, an issuer with keys of its own, and rows of a database."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from app.catalog.models import CourseVersion
from app.clock import day_of
from app.credentials import did, jwt, openbadges, proofs, status
from app.credentials.events import CredentialAwarded
from app.credentials.handlers import on_credential_awarded
from app.credentials.keys import FileSigner, KeyFolder
from app.credentials.openbadges import (
    AchievementFacts,
    AlignmentFacts,
    AwardFacts,
    CourseAward,
    IssuerFacts,
    StatusFacts,
    of_course,
)
from app.credentials.service import keys
from app.credentials.service.award import award
from app.credentials.service.signing import sign_credential
from app.identity.service import ensure_installation
from app.learning.models import Registration
from app.ui import theme_file
from tests.factories.catalog import a_version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.models import Credential
    from app.identity.models import User
    from app.ui.theme import Theme

Json = dict[str, Any]

DID = "did:web:localhost%3A8000"
BASE = "http://localhost:8000"
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""Ten in the morning in Japan."""
CITY = IssuerFacts(DID, "犀川市", f"{BASE}/")
DAY = date(2026, 11, 22)
THEME = cast("Theme", theme_file.read(theme_file.SHIPPED / "kaga.toml").theme)


def some_achievement(**more: Any) -> Json:  # noqa: ANN401  as AchievementFacts
    """Return an achievement with its id."""
    facts = AchievementFacts(
        name="生成AIを市の仕事で使う（基礎）",
        description="生成AIの答えを確かめて使える",
        criteria="すべてのレッスンを学び、確認の問題の8割に答えられること。",
        can_do=("貼り付けてよい文と、いけない文を分けられる", "答えを元の資料で確かめられる"),
        alignments=(
            AlignmentFacts(
                ref="dss-l@1.2/T5",
                name="データを読む・説明する",
                framework="DXリテラシー標準",
                url=f"{BASE}/frameworks/dss-l@1.2#T5",
                level=2,
                level_name="使える",
            ),
        ),
        version="3",
    )
    content = openbadges.build_achievement(replace(facts, **more))
    return {"id": f"{BASE}/ob/achievements/{uuid.UUID(int=1)}", **content}


def some_facts(**more: Any) -> AwardFacts:  # noqa: ANN401  as AwardFacts
    """Return the facts of one award, made on ``DAY``."""
    facts = AwardFacts(
        id=uuid.uuid4(),
        issuer=IssuerFacts(DID, "犀川市", f"{BASE}/"),
        subject=uuid.uuid4(),
        achievement=some_achievement(),
        awarded_on=DAY,
        valid_from=openbadges.start_of_day(DAY),
        valid_until=None,
        evidence_name="修了の記録",
        evidence="講座「生成AI」（第3版）の4つの学び（およそ60分）を学びました。",
        status=StatusFacts(f"{BASE}/ob/status/1", 77),
    )
    return replace(facts, **more)


@dataclass
class Issuer:
    """An issuer that needs no database; it is its own resolver."""

    rsa: FileSigner
    ed25519: FileSigner
    revoked: tuple[int, ...] = ()
    is_reachable: bool = True

    def issuer(self, issuer_id: str) -> Json | None:
        if issuer_id != DID:
            return None
        return did.issuer_document(DID, [self.rsa.public, self.ed25519.public])

    def status_list(self, url: str) -> status.StatusList | None:
        if not self.is_reachable or url != f"{BASE}/ob/status/1":
            return None
        return status.StatusList(DID, status.PURPOSE, status.bits_of(self.revoked))

    def signed(self, credential: Json | None = None) -> Json:
        """Return the JSON form of a credential."""
        document = credential or openbadges.build_credential(some_facts())
        return proofs.sign(document, self.ed25519, created="2026-11-22T01:00:00Z")

    def token(self, credential: Json | None = None) -> str:
        """Return the JWT of a credential, the proof of the JSON form inside."""
        return jwt.sign(credential or self.signed(), self.rsa)


def an_issuer(folder: Path) -> Issuer:
    """Make an issuer with fresh keys in ``folder``."""
    files = KeyFolder(folder)
    return Issuer(files.make(DID, "RS256"), files.make(DID, "Ed25519"))


def as_text(document: Json) -> str:
    """Return a document as the file that somebody hands on."""
    return json.dumps(document, ensure_ascii=False)


def a_course_award(user_id: uuid.UUID, registration_id: uuid.UUID, **more: Any) -> CourseAward:  # noqa: ANN401  as CourseAward
    """Return what the courses tell of a run that was completed at ``NOW``."""
    told = CourseAward(
        registration_id=registration_id,
        user_id=user_id,
        course_slug="seisei-ai",
        course_title="生成AIを市の仕事で使う",
        course_version_number=3,
        credential_key="kiso",
        credential_name="生成AIを市の仕事で使う（基礎）",
        credential_description="生成AIの答えを確かめて使える",
        credential_criteria="すべてのレッスンを学ぶこと。",
        objectives=(
            ("貼り付けてよい文を分けられる", (("dss-l@1.2/T5", 2), ("digcomp@3.0/4.2", 1))),
            ("答えを元の資料で確かめられる", (("dss-l@1.2/T5", 2),)),
        ),
        lessons=4,
        minutes=60,
        audience="staff",
        completed_at=NOW,
        field="create",
    )
    return replace(told, **more)


def an_issuer_on_record(session: "Session", instance_dir: Path) -> keys.Signers:
    """Give the installation its name and its keys."""
    names = ensure_installation(session, BASE, NOW)
    folder = KeyFolder(instance_dir)
    keys.make_keys(session, folder, issuer=names.issuer_did, now=NOW)
    return keys.signers(session, folder, issuer=names.issuer_did)


def a_credential(
    session: "Session",
    user: "User",
    signers: keys.Signers,
    *,
    is_signed: bool = True,
    **more: Any,  # noqa: ANN401  as CourseAward
) -> "Credential":
    """Make a credential of a completed run."""
    told = a_course_award(user.id, a_completed_run(session, user).id, **more)
    facts = of_course(told, awarded_on=day_of(told.completed_at))
    credential = award(session, facts, issuer=DID, now=NOW, theme=THEME)
    if is_signed:
        sign_credential(session, credential, signers, issuer=CITY, now=NOW)
    return credential


def sign_awarded(session: "Session", credential: "Credential") -> None:
    """Let the worker's handler sign, with its errand and note, in the present transaction."""
    errand = on_credential_awarded(session, CredentialAwarded(credential.id, NOW))
    if errand is not None:
        errand()(session)


def a_completed_run(session: "Session", user: "User") -> Registration:
    """Make a run that was completed at ``NOW``, through a small course that is published."""
    version = session.scalar(sa.select(CourseVersion)) or a_version(session)
    run = Registration(
        id=uuid.uuid4(),
        learner_id=user.id,
        course_id=version.course_id,
        course_version_id=version.id,
        started_at=NOW,
        last_active_at=NOW,
        completed_at=NOW,
    )
    session.add(run)
    session.flush()
    return run
