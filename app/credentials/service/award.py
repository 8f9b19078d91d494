"""Settle every fact of a credential, once per run or occasion."""

import hashlib
import secrets
import uuid
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.credentials import did, openbadges, pictures, results, status
from app.credentials.events import CredentialAwarded
from app.credentials.models import (
    AchievementVersion,
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialHolder,
    NumberSeries,
    SpentStatusEntry,
    StatusList,
)
from app.frameworks import queries as frameworks
from app.frameworks.errors import UnknownItemError
from app.i18n.dates import era_year, fiscal_year
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.credentials.openbadges import Award
    from app.ui.theme import Theme

FULL = 100_000
"""Places given out of a list's 131,072 before the next list opens: a random free place is then
found in four tries on average."""

SALT_BYTES = 16


def award(
    session: "Session",
    award: "Award",
    *,
    issuer: str,
    now: "datetime",
    theme: "Theme | None" = None,
) -> Credential:
    """Make a pending credential, and ask for its signatures.

    Args:
        session: The caller's transaction.
        award: What was achieved, by whom and how.
        issuer: The issuer's DID.
        now: When the row is made.
        theme: The city's, in which the achievement's picture is drawn; without it there is none.

    Returns:
        The credential; the one that is there already when its run or occasion was told before.
    """
    known = _known(session, award)
    if known is not None:
        return known
    number, index = _free_place(session, issuer)
    salt = None if award.mail is None else secrets.token_urlsafe(SALT_BYTES)
    credential = Credential(
        id=uuid.uuid4(),
        user_id=award.user_id,
        registration_id=award.registration_id,
        occasion=award.occasion,
        achievement=freeze(session, award, issuer=issuer, now=now, theme=theme),
        issuer=issuer,
        subject=_subject(session, award.user_id),
        number=_next_number(session, award.awarded_on),
        awarded_on=award.awarded_on,
        valid_from=openbadges.start_of_day(award.awarded_on),
        valid_until=award.valid_until,
        status_list_number=number,
        status_index=index,
        evidence_name=award.evidence_name,
        evidence=award.evidence,
        results=results.kept_values(award.values),
        identity_salt=salt,
        identity_hash=openbadges.identity_hash(award.mail or "", salt) if salt else None,
        created_at=now,
    )
    session.add(credential)
    session.flush()
    session.add(CredentialAudit(credential_id=credential.id, what=AuditEvent.AWARDED, at=now))
    outbox.publish(session, CredentialAwarded(credential.id, now))
    return credential


def _known(session: "Session", award: "Award") -> Credential | None:
    """Return what this very run or occasion earned before."""
    if award.registration_id is not None:
        return session.scalar(
            sa.select(Credential).where(Credential.registration_id == award.registration_id)
        )
    if award.occasion is None:
        raise ValueError("an award names its run or its occasion")
    return session.scalar(sa.select(Credential).where(Credential.occasion == award.occasion))


def freeze(
    session: "Session",
    award: "Award",
    *,
    issuer: str,
    now: "datetime",
    theme: "Theme | None" = None,
) -> AchievementVersion:
    """Return the frozen edition of what is achieved; a new one where its content is new."""
    content = openbadges.build_achievement(_facts(award, did.base_url(issuer)))
    image = theme and pictures.draw(
        content["name"], kind=content["achievementType"], field=award.field, theme=theme
    )
    told = orjson.dumps(content, option=orjson.OPT_SORT_KEYS) + (image or "").encode()
    digest = hashlib.sha256(told).hexdigest()
    version_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{issuer}#{award.key}@{digest}")
    known = session.get(AchievementVersion, version_id)
    if known is not None:
        return known
    address = f"{did.base_url(issuer)}/ob/achievements/{version_id}"
    version = AchievementVersion(
        id=version_id,
        key=_key(issuer, award.key),
        content_hash=digest,
        content=openbadges.addressed(content, address, has_image=image is not None),
        audience=award.audience,
        field=award.field,
        image=image,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _key(issuer: str, key: str) -> str:
    """Return the key as it is kept: the city's own bare, another issuer's behind its slug."""
    slug = did.slug_of(issuer)
    return key if slug is None else f"{slug}:{key}"


def _facts(award: "Award", base: str) -> openbadges.AchievementFacts:
    return openbadges.AchievementFacts(
        name=award.name,
        description=award.description,
        criteria=award.criteria,
        can_do=award.can_do,
        alignments=tuple(_alignment(ref, level, base) for ref, level in award.skills),
        version=award.version,
        kind=award.kind,
        results=award.results,
    )


def _alignment(ref: str, level: int, base: str) -> openbadges.AlignmentFacts:
    item = frameworks.published_item(ref)
    if item is None:
        raise UnknownItemError(ref)
    step = item.level(level)
    return openbadges.AlignmentFacts(
        ref=item.ref,
        name=item.label.ja,
        framework=frameworks.published(item.framework).title.ja,
        url=base + item.url,
        level=level,
        level_name=step.label.ja if step else str(level),
    )


def _subject(session: "Session", user_id: uuid.UUID) -> uuid.UUID:
    holder = session.get(CredentialHolder, user_id)
    if holder is None:
        holder = CredentialHolder(user_id=user_id, subject=uuid.uuid4())
        session.add(holder)
        session.flush()
    return holder.subject


def _next_number(session: "Session", day: "date") -> str:
    """Return ``R8-0001``: the fiscal year in the era's count, and the next number in it."""
    year = fiscal_year(day)
    series = session.get(NumberSeries, year, with_for_update=True)
    if series is None:
        series = NumberSeries(fiscal_year=year, last=0)
        session.add(series)
    series.last += 1
    session.flush()
    _, count = era_year(day.replace(year=year, month=12, day=1))
    return f"R{count}-{series.last:04d}"


def _free_place(session: "Session", issuer: str) -> tuple[int, int]:
    """Return a list's number and a random place in it that was never given out."""
    current = session.scalar(
        sa.select(StatusList)
        .where(StatusList.issuer == issuer, StatusList.taken < FULL)
        .order_by(StatusList.number)
        .limit(1)
        .with_for_update()
    )
    if current is None:
        last = session.scalar(sa.select(sa.func.max(StatusList.number))) or 0
        current = StatusList(number=last + 1, issuer=issuer, taken=0)
        session.add(current)
    current.taken += 1
    session.flush()
    while True:
        index = secrets.randbelow(status.LENGTH)
        if not _is_taken(session, current.number, index):
            return current.number, index


def _is_taken(session: "Session", number: int, index: int) -> bool:
    """Say whether a place was given out, to a credential that is here or to an erased one."""
    living = sa.exists().where(
        Credential.status_list_number == number, Credential.status_index == index
    )
    spent = sa.exists().where(SpentStatusEntry.number == number, SpentStatusEntry.index == index)
    return bool(session.scalar(sa.select(living | spent)))
