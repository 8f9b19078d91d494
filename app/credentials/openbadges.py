"""Open Badges 3.0 documents from plain facts. Pure: no web, no database, no cryptography.

Source: 1EdTech Open Badges 3.0 (2024-05), W3C VC Data Model 2.0, W3C Bitstring Status List 1.0.
"""

import enum
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from app.clock import JST
from app.credentials import results
from app.credentials.results import ResultFacts, Values

if TYPE_CHECKING:
    import uuid

Json = dict[str, Any]

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = (VC_CONTEXT, OB_CONTEXT)
"""What every credential names, in this order. The unversioned ``context.json`` redefines
protected terms, and must never be used."""

JWT_CLAIMS = ("iss", "jti", "sub", "nbf", "exp")
RUBY_NOTATION = re.compile(r"\{[\u3005-\u3007\u3400-\u9fff][^{}|]*\|[ぁ-ゖァ-ヺー|]*\}")
"""The author's spelling of furigana; a guard, since texts come here plain."""


@dataclass(frozen=True, slots=True)
class CourseAward:
    """What the courses tell of one completed run. Every text is plain: no ruby notation.

    Attributes:
        credential_key: The key that the course's file gives its credential.
        objectives: Pairs of a "can do" sentence and its ``(framework item ref, level)`` pairs.
        minutes: The planned time of all lessons, in minutes.
        field: The field of the course ("protect", "discern", "connect", "create", "live").
    """

    registration_id: "uuid.UUID"
    user_id: "uuid.UUID"
    course_slug: str
    course_title: str
    course_version_number: int
    credential_key: str
    credential_name: str
    credential_description: str
    credential_criteria: str
    objectives: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    lessons: int
    minutes: int
    audience: str
    completed_at: datetime
    field: str = "create"


class AchievementKind(enum.StrEnum):
    """What kind of thing was achieved."""

    COURSE = "course"
    PATH = "path"
    PROJECT = "project"
    WORKSHOP = "workshop"
    AWARD = "award"


ACHIEVEMENT_TYPE: Final = {
    AchievementKind.COURSE: "Course",
    AchievementKind.PATH: "LearningProgram",
    AchievementKind.PROJECT: "Fieldwork",
    AchievementKind.WORKSHOP: "ext:WorkshopAttendance",
    AchievementKind.AWARD: "Award",
}
"""The ``achievementType`` of each; the standard's list has no word for having taken part."""


@dataclass(frozen=True, slots=True)
class Award:
    """One award of anything, before its achievement is frozen. Every text is plain.

    Attributes:
        occasion: What earned it, where that is no run of a course; the same occasion earns once.
        registration_id: The run of a course that earned it.
        key: The achievement's lasting name within its issuer.
        can_do: "Can do" sentences.
        skills: Pairs of a framework item's ref and a level.
        version: The edition of what was achieved, as text.
        field: The field ("protect", "discern", "connect", "create", "live").
        mail: The holder's address, to be kept as a salted hash; None for who is under age.
        valid_until: When it ends; None for never.
        results: What the achievement can tell of how it was done.
        values: What this award tells of it; signed, and seen by whoever sees the credential.
    """

    user_id: "uuid.UUID"
    occasion: str | None
    registration_id: "uuid.UUID | None"
    key: str
    kind: AchievementKind
    name: str
    description: str
    criteria: str
    can_do: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    version: str
    audience: str
    field: str
    awarded_on: date
    evidence_name: str
    evidence: str
    mail: str | None = None
    valid_until: datetime | None = None
    results: tuple[ResultFacts, ...] = ()
    values: Values = ()


@dataclass(frozen=True, slots=True)
class IssuerFacts:
    """Who awards. ``did`` is the identity for ever; ``name`` may change between awards."""

    did: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class AlignmentFacts:
    """A skill that the achievement shows, on one version of one framework.

    Attributes:
        ref: The item's ref, ``dss-l@1.2/T5``; becomes ``targetCode``.
        url: The absolute address of the item. The level is added to it as ``?level=``.
        level: A number on the framework's own scale; 1 is the lowest.
    """

    ref: str
    name: str
    framework: str
    url: str
    level: int
    level_name: str


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """What can be earned.

    Attributes:
        criteria: What has to be done, in sentences; ``can_do`` follows it as a list.
        version: The course version's number, as text.
    """

    name: str
    description: str
    criteria: str
    can_do: tuple[str, ...]
    alignments: tuple[AlignmentFacts, ...]
    version: str
    kind: AchievementKind = AchievementKind.COURSE
    results: tuple[ResultFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """The credential's place in a status list."""

    list_url: str
    index: int


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """One award. Nothing here, and so nothing signed, names the person.

    Attributes:
        id: The credential's id; ``urn:uuid:`` is put before it.
        subject: The id that stands for the person in this issuer's credentials.
        achievement: The frozen achievement, as ``build_achievement`` made it.
        evidence: How it was earned, in one or two sentences, without scores.
        values: Results that whoever awarded it gave.
        identity: Salt and hash of the holder's mail address, for whoever was told the address.
    """

    id: "uuid.UUID"
    issuer: IssuerFacts
    subject: "uuid.UUID"
    achievement: Json
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    evidence_name: str
    evidence: str
    status: StatusFacts
    identity: tuple[str, str] | None = None
    values: Values = ()


def start_of_day(day: date) -> datetime:
    """Return 00:00:00 in Japan of ``day``, as an instant in UTC."""
    return datetime.combine(day, time(), tzinfo=JST).astimezone(UTC)


def timestamp(instant: datetime) -> str:
    """Return ``2026-10-05T15:00:00Z``.

    Raises:
        ValueError: The instant has a fraction of a second or no zone: ``nbf`` could not equal it.
    """
    if instant.tzinfo is None or instant.microsecond:
        raise ValueError("a signed time is aware and has whole seconds")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def build_achievement(facts: AchievementFacts) -> Json:
    """Return the ``Achievement`` without its ``id``, which is made from these very bytes."""
    narrative = facts.criteria.strip()
    if facts.can_do:
        narrative += "\n\n" + "\n".join(f"- {sentence}" for sentence in facts.can_do)
    achievement: Json = {
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPE[facts.kind],
        "name": facts.name,
        "description": facts.description,
        "criteria": {"narrative": narrative},
        "inLanguage": "ja",
        "version": facts.version,
    }
    if facts.alignments:
        achievement["alignment"] = [_alignment(alignment) for alignment in facts.alignments]
    if facts.results:
        achievement["resultDescription"] = results.describe(facts.results)
    _refuse_notation(achievement)
    return achievement


def addressed(achievement: Json, address: str, *, has_image: bool) -> Json:
    """Return an ``Achievement`` with where it is served, and where its picture is."""
    found = {"id": address, **achievement}
    if "resultDescription" in achievement:
        found["resultDescription"] = results.addressed(achievement["resultDescription"], address)
    if has_image:
        caption = f"「{achievement['name']}」のしるし"
        found["image"] = {"id": f"{address}/image.svg", "type": "Image", "caption": caption}
    return found


def build_credential(facts: AwardFacts) -> Json:
    """Return the ``OpenBadgeCredential``, not yet signed.

    Raises:
        ValueError: A text still carries ruby notation, or a time has a fraction of a second.
    """
    credential: Json = {
        "@context": list(CONTEXTS),
        "id": f"urn:uuid:{facts.id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.achievement["name"],
        "issuer": {
            "id": facts.issuer.did,
            "type": ["Profile"],
            "name": facts.issuer.name,
            "url": facts.issuer.url,
        },
        "validFrom": timestamp(facts.valid_from),
        "awardedDate": timestamp(start_of_day(facts.awarded_on)),
        "credentialSubject": {
            "id": f"urn:uuid:{facts.subject}",
            "type": ["AchievementSubject"],
            "achievement": facts.achievement,
        },
        "evidence": [
            {"type": ["Evidence"], "name": facts.evidence_name, "narrative": facts.evidence}
        ],
        "credentialStatus": {
            "id": f"{facts.status.list_url}#{facts.status.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(facts.status.index),
            "statusListCredential": facts.status.list_url,
        },
    }
    subject = credential["credentialSubject"]
    if facts.identity is not None:
        subject["identifier"] = [_identity(*facts.identity)]
    if told := results.given(facts.achievement, facts.values):
        subject["result"] = told
    if facts.valid_until is not None:
        credential["validUntil"] = timestamp(facts.valid_until)
    _refuse_notation(credential)
    return credential


def build_profile(issuer: IssuerFacts) -> Json:
    """Return the issuer's ``Profile``, as served at ``/ob/issuer``."""
    return {
        "@context": list(CONTEXTS),
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
    }


def of_course(told: CourseAward, *, awarded_on: date, mail: str | None = None) -> Award:
    """Return the award of a completed run."""
    return Award(
        user_id=told.user_id,
        occasion=None,
        registration_id=told.registration_id,
        key=f"{told.course_slug}/{told.credential_key}",
        kind=AchievementKind.COURSE,
        name=told.credential_name,
        description=told.credential_description,
        criteria=told.credential_criteria,
        can_do=tuple(sentence for sentence, _ in told.objectives),
        skills=tuple(dict.fromkeys(skill for _, skills in told.objectives for skill in skills)),
        version=str(told.course_version_number),
        audience=told.audience,
        field=told.field,
        awarded_on=awarded_on,
        evidence_name="修了の記録",
        evidence=evidence_of(told),
        mail=mail,
    )


def evidence_of(award: CourseAward) -> str:
    """Tell how a course was completed: which course and how much of it; never a score."""
    return (
        f"講座「{award.course_title}」（第{award.course_version_number}版）の"
        f"{award.lessons}つの学び（およそ{award.minutes}分）を学び、修了の条件を満たしました。"
    )


def minutes_of(evidence: str) -> int | None:
    """Return the minutes of learning that ``evidence_of`` told of; None where it tells of none."""
    found = re.search(r"（およそ([0-9]{1,5})分）", evidence)
    return int(found[1]) if found else None


def identity_hash(mail: str, salt: str) -> str:
    """Return ``sha256$…`` of a mail address and a salt.

    The address in NFC and small letters comes first, the salt follows, nothing stands between
    (Open Badges 3.0, IdentityHash); both sides must spell the address alike.
    """
    spelled = unicodedata.normalize("NFC", mail).strip().lower()
    return "sha256$" + hashlib.sha256((spelled + salt).encode()).hexdigest()


def _identity(salt: str, hashed: str) -> Json:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed,
        "identityType": "emailAddress",
        "salt": salt,
    }


def _alignment(facts: AlignmentFacts) -> Json:
    address, _, fragment = facts.url.partition("#")
    return {
        "type": ["Alignment"],
        "targetName": facts.name,
        "targetUrl": f"{address}?level={facts.level}" + (f"#{fragment}" if fragment else ""),
        "targetFramework": facts.framework,
        "targetCode": facts.ref,
        "targetDescription": f"レベル{facts.level}「{facts.level_name}」",
        "targetType": "CFItem",
    }


def _refuse_notation(value: object) -> None:
    if isinstance(value, str) and RUBY_NOTATION.search(value):
        raise ValueError(f"ruby notation in a text that is to be signed: {value!r}")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for child in value:
            _refuse_notation(child)
