"""Signed credentials and attestations for tests; a test names only what it is about."""

import functools
import itertools
import tempfile
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.credentials import did, openbadges, pictures
from app.credentials.keys import KeyFolder
from app.credentials.models import (
    AchievementVersion,
    Credential,
    CredentialHolder,
    CredentialState,
    StatusList,
)
from app.credentials.proofs import is_intact
from app.credentials.service import keys, signing
from app.frameworks import queries as frameworks
from app.identity.models import Role
from app.talent import queries, standings
from app.talent.models import SkillAttestation
from app.talent.registry_adapter import EmbeddedRegistry
from app.talent.rules import Source, State
from tests.factories.credentials import THEME
from tests.factories.identity import NOW, a_post, a_user

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.registry import Receipt
    from app.identity.models import Organization, User

ISSUER = "did:web:localhost"
CITY = openbadges.IssuerFacts(ISSUER, "犀川市", f"{did.base_url(ISSUER)}/")
BASE = "http://localhost"
TODAY = date(2026, 11, 22)
Skills = tuple[tuple[str, int], ...]
AI: Skills = (("dss-l@1.2/T5", 2),)

_numbers = itertools.count(1)


@functools.cache
def _key_folder() -> Path:
    """Return one folder of keys for all tests of a run: RSA keys take their time."""
    return Path(tempfile.mkdtemp(prefix="talent-keys-"))


def a_staff_member(
    session: "Session",
    department: "Organization",
    family_name: str = "森",
    family_kana: str = "モリ",
    *,
    title: str = "主事",
) -> "User":
    """Make somebody listed under ``department``."""
    user = a_user(session, family_name=family_name, family_kana=family_kana)
    post = a_post(session, user, department, title=title)
    post.is_primary = True
    session.flush()
    return user


def an_hr_officer(session: "Session", department: "Organization") -> "User":
    """Make somebody who may read the registry."""
    user = a_user(session, family_name="林", family_kana="ハヤシ")
    post = a_post(session, user, department, Role.HR, title="主査")
    post.is_primary = True
    session.flush()
    return user


def a_credential(
    session: "Session",
    user: "User",
    skills: Skills = AI,
    *,
    title: str = "生成AIの基礎",
    awarded_on: date = date(2026, 10, 6),
    valid_until: datetime | None = None,
    again: Credential | None = None,
) -> Credential:
    """Make a credential that is truly signed; ``again`` corrects an earlier one."""
    folder = KeyFolder(_key_folder())
    keys.make_keys(session, folder, issuer=ISSUER, now=NOW)
    if session.get(StatusList, 1) is None:
        session.add(StatusList(number=1, issuer=ISSUER, taken=0))
    holder = session.get(CredentialHolder, user.id)
    if holder is None:
        holder = CredentialHolder(user_id=user.id, subject=uuid.uuid4())
        session.add(holder)
        session.flush()
    number = next(_numbers)
    credential = again or Credential(
        id=uuid.uuid4(),
        user_id=user.id,
        issuer=ISSUER,
        subject=holder.subject,
        number=f"R8-{number:04d}",
        awarded_on=awarded_on,
        valid_from=openbadges.start_of_day(awarded_on),
        valid_until=valid_until,
        status_list_number=1,
        status_index=number,
        evidence_name="修了の記録",
        evidence="講座を学び、修了の条件を満たしました。",
        created_at=NOW,
    )
    credential.state = CredentialState.PENDING
    credential.achievement = _achievement(session, title, skills, number)
    if again is not None:
        credential.valid_from += timedelta(seconds=1)
    session.add(credential)
    session.flush()
    signers = keys.signers(session, folder, issuer=ISSUER)
    now = max(NOW, credential.valid_from + timedelta(hours=1))  # a test may award it today
    signing.sign_credential(session, credential, signers, issuer=CITY, now=now)
    return credential


def delivered(
    session: "Session", credential: Credential, *, to: "User | None" = None
) -> "Receipt":
    """Bring a credential to the registry as the worker does."""
    registry = EmbeddedRegistry(session, check_proof=is_intact)
    return registry.deliver(
        credential.jwt or "",
        (credential.di or "").encode(),
        person=to.id if to else credential.user_id,
        now=NOW,
    )


def an_attestation(
    session: "Session",
    user: "User",
    item_ref: str = "dss-l@1.2/T5",
    level: int = 2,
    *,
    attested_on: date = date(2026, 10, 6),
    expires_on: date | None = None,
    state: State = State.ACTIVE,
    reason: str | None = None,
) -> SkillAttestation:
    """Make an attestation without a signature: outside training."""
    attestation = SkillAttestation(
        person_id=user.id,
        framework_ref=item_ref.partition("/")[0],
        item_ref=item_ref,
        level=level,
        source=Source.EXTERNAL_TRAINING,
        ground_id=uuid.uuid4(),
        attested_on=attested_on,
        expires_on=expires_on,
        state=state,
        state_reason=reason,
        state_changed_on=attested_on if reason else None,
    )
    session.add(attestation)
    standings.refold(session, [user.id], today=TODAY)
    return attestation


def the_matrix(
    session: "Session",
    *,
    today: date = TODAY,
    department_id: uuid.UUID | None = None,
    page: int = 1,
    **asked: Any,  # noqa: ANN401  the filters
) -> queries.Matrix:
    """Return a page of the matrix of DSS-L."""
    one = queries.Asked.of(["dss-l@1.2"], today=today, **asked)
    return queries.matrix(session, one, department_id=department_id, page=page)


def _achievement(
    session: "Session", title: str, skills: Skills, number: int
) -> AchievementVersion:
    content = openbadges.build_achievement(
        openbadges.AchievementFacts(
            name=title,
            description="市の仕事で生成AIを安全に使うための講座です。",
            criteria="すべてのレッスンを終え、問題の8割に答えること。",
            can_do=("生成AIに入れてよい情報を見分けられる。",),
            alignments=tuple(_alignment(ref, level) for ref, level in skills),
            version="1",
        )
    )
    version = AchievementVersion(
        id=uuid.uuid4(),
        key=f"staff-ai-{number}/completion",
        content_hash=f"{number:064d}",
        content={"id": f"{BASE}/ob/achievements/{uuid.uuid4()}", **content},
        audience="staff",
        field="create",
        image=pictures.draw(title, kind="Course", field="create", theme=THEME),
        created_at=NOW,
    )
    session.add(version)
    session.flush()
    return version


def _alignment(ref: str, level: int) -> openbadges.AlignmentFacts:
    item = frameworks.find_item(ref)
    framework_ref, _, code = ref.partition("/")
    return openbadges.AlignmentFacts(
        ref=ref,
        name=item.label.ja if item else code,
        framework=framework_ref,
        url=f"{BASE}/frameworks/{framework_ref}#{code}",
        level=level,
        level_name=str(level),
    )
