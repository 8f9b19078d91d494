"""The shape of an Open Badges 3.0 credential, as our own rules. Pure.

A document that passes here passes the official JSON schema as well (a test compares the two
where the schema is at hand); beyond it, we refuse what two readers could read differently.

Source: 1EdTech Open Badges 3.0, AchievementCredential; VC Data Model 2.0; Bitstring Status List.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app.credentials.openbadges import OB_CONTEXT, VC_CONTEXT, Json

MAX_DEPTH = 12
MAX_NODES = 400
"""Objects in one document: ours have about twenty. Canonicalization of hostile graphs is worse
than linear, so the count is bounded before any of it begins."""

EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
KNOWN_CONTEXTS = frozenset({VC_CONTEXT, OB_CONTEXT, EXTENSIONS_CONTEXT})
OLDER_OB = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.[123]\.json")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
EXTENSION = re.compile(r"ext:[A-Za-z0-9._|-]+")
_TYPES = (
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge"
    " BachelorDegree Certificate CertificateOfCompletion Certification CommunityService"
    " Competency Course CoCurricular Degree Diploma DoctoralDegree Fieldwork"
    " GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership"
    " ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree"
    " MicroCredential ResearchDoctorate SecondarySchoolDiploma"
)
_TARGETS = (
    "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion"
    " CFRubricCriterionLevel CTDL"
)
ACHIEVEMENT_TYPES = frozenset(_TYPES.split())
TARGET_TYPES = frozenset(_TARGETS.split())
_RESULTS = (
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result"
    " RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"
)
RESULT_TYPES = frozenset(_RESULTS.split())
RESULT_STATES = frozenset(
    ("Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew")
)

Faults = Iterator[str]


def faults(credential: object) -> list[str]:
    """Return everything that is wrong with the shape of a credential; empty is good.

    Args:
        credential: A parsed JSON value; the JWT's registered claims taken off.

    Returns:
        Sentences that begin with the path of the member at fault.
    """
    if not isinstance(credential, dict):
        return ["$: a credential is a JSON object"]
    general = list(_general(credential))
    return general or list(_credential(credential))


def _credential(c: Json) -> Faults:
    yield from _context(c.get("@context"))
    yield from _uri(c, "id", "$")
    yield from _types(c, "$", "VerifiableCredential")
    yield from _types(c, "$", "OpenBadgeCredential", "AchievementCredential")
    yield from _texts(c, "$", optional=("name", "description"))
    yield from _object(c, "issuer", "$", _profile)
    yield from _instant(c, "validFrom", "$", required=True)
    yield from _instant(c, "validUntil", "$")
    yield from _instant(c, "awardedDate", "$")
    yield from _object(c, "credentialSubject", "$", _subject)
    yield from _objects(c, "evidence", "$", _evidence)
    yield from _object(c, "credentialStatus", "$", _status, required=False)
    yield from _objects(c, "proof", "$", _proof)


def _general(value: object, path: str = "$") -> Faults:
    """Refuse what two readers may read differently: nulls, empty lists, keywords, controls."""
    count = 0
    waiting: list[tuple[object, str, int]] = [(value, path, 0)]
    while waiting:
        value, path, depth = waiting.pop()
        count += isinstance(value, dict)
        if depth > MAX_DEPTH or count > MAX_NODES:
            yield f"{path}: the document is nested too deeply or has too many objects"
            return
        yield from _leaf(value, path)
        if isinstance(value, dict):
            for key, child in value.items():
                if _is_keyword(key, path):
                    yield f"{path}.{key}: a JSON-LD keyword does not belong here"
                waiting.append((child, f"{path}.{key}", depth + 1))
        elif isinstance(value, list):
            waiting += [(child, f"{path}[{i}]", depth + 1) for i, child in enumerate(value)]


def _is_keyword(key: str, path: str) -> bool:
    return CONTROL.search(key) is not None or (
        key.startswith("@") and not (path == "$" and key == "@context")
    )


def _leaf(value: object, path: str) -> Faults:
    if value is None:
        yield f"{path}: null; leave the member out"
    elif value == []:
        yield f"{path}: an empty list; leave the member out"
    elif isinstance(value, float):
        yield f"{path}: a number with a fraction has no one spelling; write it as text"
    elif isinstance(value, str) and CONTROL.search(value):
        yield f"{path}: holds a control character, which canonical forms spell differently"
    elif isinstance(value, str) and value.startswith("_:"):
        yield f"{path}: a blank node by name; webs of them take for ever to canonicalize"


def _context(value: object) -> Faults:
    if not isinstance(value, list) or value[:1] != [VC_CONTEXT]:
        yield f"$.@context: a list that begins with {VC_CONTEXT}"
        return
    if len(value) < 2 or not OLDER_OB.fullmatch(str(value[1])):  # noqa: PLR2004  VC, then OB
        yield "$.@context[1]: a versioned Open Badges 3.0 context"
    for index, entry in enumerate(value[2:], start=2):
        if not isinstance(entry, str) or entry not in KNOWN_CONTEXTS:
            yield f"$.@context[{index}]: not a context we keep a pinned copy of"


def _profile(p: Json, path: str) -> Faults:
    yield from _uri(p, "id", path)
    yield from _types(p, path, "Profile")
    yield from _texts(p, path, optional=("name", "description"))
    yield from _uri(p, "url", path, required=False)


def _subject(s: Json, path: str) -> Faults:
    yield from _uri(s, "id", path)
    yield from _types(s, path, "AchievementSubject")
    yield from _objects(s, "identifier", path, _identity)
    yield from _object(s, "achievement", path, _achievement)
    yield from _objects(s, "result", path, _result)
    yield from _unlinked(s, path)


def _unlinked(s: Json, path: str) -> Faults:
    """A result is one that the achievement describes, and a level one of that description's."""
    achievement = s.get("achievement")
    described = {one.get("id"): one for one in _dicts(achievement, "resultDescription")}
    for index, one in enumerate(_dicts(s, "result")):
        where, name = f"{path}.result[{index}]", one.get("resultDescription")
        levels = {level.get("id") for level in _dicts(described.get(name), "rubricCriterionLevel")}
        if name is not None and name not in described:
            yield f"{where}.resultDescription: the achievement describes no such result"
        elif "achievedLevel" in one and one["achievedLevel"] not in levels:
            yield f"{where}.achievedLevel: no level of what the result is one of"


def _dicts(holder: object, key: str) -> list[Json]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _result(r: Json, path: str) -> Faults:
    yield from _types(r, path, "Result")
    for key in ("resultDescription", "achievedLevel"):
        yield from _uri(r, key, path, required=False)
    yield from _texts(r, path, optional=("value",))
    if "status" in r and r["status"] not in RESULT_STATES:
        yield f"{path}.status: not a word of Open Badges 3.0"


def _described(d: Json, path: str) -> Faults:
    yield from _types(d, path, "ResultDescription")
    yield from _uri(d, "id", path)
    yield from _uri(d, "requiredLevel", path, required=False)
    yield from _texts(d, path, "name", optional=("requiredValue", "valueMin", "valueMax"))
    if "resultType" not in d:
        yield f"{path}.resultType: a kind of result is needed here"
    yield from _vocabulary(d, "resultType", path, RESULT_TYPES)
    allowed = d.get("allowedValue", [""])
    if not isinstance(allowed, list) or not all(isinstance(one, str) for one in allowed):
        yield f"{path}.allowedValue: a list of texts"
    yield from _objects(d, "rubricCriterionLevel", path, _level)


def _level(level: Json, path: str) -> Faults:
    yield from _types(level, path, "RubricCriterionLevel")
    yield from _uri(level, "id", path)
    yield from _texts(level, path, "name", optional=("level", "points", "description"))


def _identity(i: Json, path: str) -> Faults:
    if i.get("type") != "IdentityObject":
        yield f"{path}.type: must be IdentityObject"
    if not isinstance(i.get("hashed"), bool):
        yield f"{path}.hashed: true or false"
    yield from _texts(i, path, "identityHash", "identityType", optional=("salt",))


def _achievement(a: Json, path: str) -> Faults:
    yield from _uri(a, "id", path)
    yield from _types(a, path, "Achievement")
    yield from _texts(a, path, "name", "description", optional=("version", "inLanguage"))
    yield from _object(a, "criteria", path, _criteria)
    yield from _vocabulary(a, "achievementType", path, ACHIEVEMENT_TYPES)
    yield from _object(a, "image", path, _image, required=False)
    yield from _objects(a, "alignment", path, _alignment)
    yield from _objects(a, "resultDescription", path, _described)


def _image(i: Json, path: str) -> Faults:
    yield from _uri(i, "id", path)
    if i.get("type") != "Image":
        yield f"{path}.type: must be Image"
    yield from _texts(i, path, optional=("caption",))


def _criteria(c: Json, path: str) -> Faults:
    if "id" not in c and "narrative" not in c:
        yield f"{path}: needs an id or a narrative"
    yield from _uri(c, "id", path, required=False)
    yield from _texts(c, path, optional=("narrative",))


def _alignment(a: Json, path: str) -> Faults:
    yield from _types(a, path, "Alignment")
    more = ("targetCode", "targetDescription", "targetFramework")
    yield from _texts(a, path, "targetName", optional=more)
    yield from _uri(a, "targetUrl", path)
    yield from _vocabulary(a, "targetType", path, TARGET_TYPES)


def _evidence(e: Json, path: str) -> Faults:
    yield from _types(e, path, "Evidence")
    yield from _uri(e, "id", path, required=False)
    yield from _texts(e, path, optional=("name", "narrative", "description"))


def _status(s: Json, path: str) -> Faults:
    yield from _uri(s, "id", path)
    if s.get("type") != "BitstringStatusListEntry":
        yield f"{path}.type: BitstringStatusListEntry is the only status we read"
    if s.get("statusPurpose") != "revocation":
        yield f"{path}.statusPurpose: must be revocation"
    index = s.get("statusListIndex")
    if not isinstance(index, str) or not re.fullmatch(r"0|[1-9][0-9]{0,8}", index):
        yield f"{path}.statusListIndex: a number written as text"
    yield from _uri(s, "statusListCredential", path)


def _proof(p: Json, path: str) -> Faults:
    needed = ("type", "cryptosuite", "proofPurpose", "verificationMethod", "proofValue")
    yield from _texts(p, path, *needed)
    yield from _instant(p, "created", path)


def _object(
    holder: Json,
    key: str,
    path: str,
    inner: Callable[[Json, str], Faults],
    *,
    required: bool = True,
) -> Faults:
    value = holder.get(key)
    if isinstance(value, dict):
        yield from inner(value, f"{path}.{key}")
    elif required or key in holder:
        yield f"{path}.{key}: one object is needed here"


def _objects(holder: Json, key: str, path: str, inner: Callable[[Json, str], Faults]) -> Faults:
    if key not in holder:
        return
    if not isinstance(holder[key], list):
        yield f"{path}.{key}: must be a list"
        return
    for index, value in enumerate(holder[key]):
        if isinstance(value, dict):
            yield from inner(value, f"{path}.{key}[{index}]")
        else:
            yield f"{path}.{key}[{index}]: must be an object"


def _types(holder: Json, path: str, *one_of: str) -> Faults:
    value = holder.get("type")
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        yield f"{path}.type: a list of names"
    elif not set(one_of) & set(value):
        yield f"{path}.type: must name {' or '.join(one_of)}"


def _texts(holder: Json, path: str, *required: str, optional: tuple[str, ...] = ()) -> Faults:
    for key in (*required, *optional):
        value = holder.get(key)
        if (key in required or key in holder) and (not isinstance(value, str) or not value):
            yield f"{path}.{key}: a text is needed here"


def _vocabulary(holder: Json, key: str, path: str, words: frozenset[str]) -> Faults:
    value: Any = holder.get(key)
    if key in holder and not (
        isinstance(value, str) and (value in words or EXTENSION.fullmatch(value))
    ):
        yield f"{path}.{key}: not a word of Open Badges 3.0, and not an ext: one"


def _uri(holder: Json, key: str, path: str, *, required: bool = True) -> Faults:
    if (required or key in holder) and not is_absolute(holder.get(key)):
        yield f"{path}.{key}: an absolute URI is needed here"


def _instant(holder: Json, key: str, path: str, *, required: bool = False) -> Faults:
    if (required or key in holder) and read_instant(holder.get(key)) is None:
        yield f"{path}.{key}: a date and time with its zone is needed here"


def is_absolute(value: object) -> bool:
    """Whether ``value`` is a URI that names its scheme and something after it; no blank node."""
    if not isinstance(value, str) or re.search(r"[\s<>\"{}|\\^`]", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme in {"urn", "did", "mailto", "tel"} and bool(parts.path)


def read_instant(value: object) -> datetime | None:
    """Return an RFC 3339 time with a zone, or None for anything else."""
    if not isinstance(value, str) or not DATE_TIME.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
