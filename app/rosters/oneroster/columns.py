"""The files of OneRoster and their columns, in the order in which they have to stand."""

from collections.abc import Mapping
from typing import Final

_ALL: Final = ("sourcedId", "status", "dateLastModified")

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "academicSessions": (
        *_ALL,
        *("title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    ),
    "orgs": (*_ALL, "name", "type", "identifier", "parentSourcedId"),
    "courses": (
        *_ALL,
        *("schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects"),
        "subjectCodes",
    ),
    "classes": (
        *_ALL,
        *("title", "grades", "courseSourcedId", "classCode", "classType", "location"),
        *("schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods"),
        "metadata.jp.specialNeeds",
    ),
    "users": (
        *_ALL,
        *("enabledUser", "username", "userIds", "givenName", "familyName", "middleName"),
        *("identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password"),
        *("userMasterIdentifier", "resourceSourcedIds", "preferredGivenName"),
        *("preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns"),
        *("metadata.jp.kanaGivenName", "metadata.jp.kanaFamilyName"),
        *("metadata.jp.kanaMiddleName", "metadata.jp.homeClass"),
    ),
    "roles": (
        *_ALL,
        *("userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId"),
        "userProfileSourcedId",
    ),
    "enrollments": (
        *_ALL,
        *("classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"),
        *("beginDate", "endDate", "metadata.jp.ShussekiNo", "metadata.jp.PublicFlg"),
    ),
    "userProfiles": (
        *_ALL,
        *("userSourcedId", "profileType", "vendorId", "applicationId", "description"),
        *("credentialType", "username", "password"),
    ),
    "demographics": (
        *_ALL,
        *("birthDate", "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican"),
        *("nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces"),
        *("hispanicOrLatinoEthnicity", "countryOfBirthCode", "stateOfBirthAbbreviation"),
        *("cityOfBirth", "publicSchoolResidenceStatus"),
    ),
}
"""The Japan Profile's own columns (``metadata.jp.…``) come last; a file may leave them out."""

NEEDED: Final = ("academicSessions", "orgs", "users", "roles")
READ: Final = (*NEEDED, "courses", "classes", "enrollments")
NOT_KEPT: Final = ("userProfiles", "demographics")
"""Files of the profile that this house has no use for: a day of birth that is not here leaks
nowhere. They are looked at for their form and not kept."""

EXTENSION: Final = "metadata."

MANIFEST: Final = "manifest"
PROPERTIES: Final = (
    *("academicSessions", "categories", "classes", "classResources", "courses"),
    *("courseResources", "demographics", "enrollments", "lineItemLearningObjectiveIds"),
    *("lineItems", "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds"),
    *("results", "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources"),
    "users",
)
"""The 21 names of which the manifest says ``file.<name>``."""
