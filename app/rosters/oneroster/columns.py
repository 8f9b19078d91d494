"""The files of OneRoster and their columns, in the order in which they have to stand.

What becomes of each column (decisions of 2026-11-30; what is left out is told on the dry run, and
its column is empty in an export, as the profile allows):

=============  ================================================================================
kept           all of orgs; title and days of academicSessions; title, orgSourcedId of courses;
               title, grades, courseSourcedId, classType, schoolSourcedId, termSourcedIds of
               classes; enabledUser, username, names and readings, email, agentSourcedIds,
               grades, userMasterIdentifier of users; all of roles but the profile; class, person,
               role, primary, days and ShussekiNo of enrollments
kept in part   a preferred name stands for the name in the register, which is not kept: who is
               called by another name at school is called by it here. A middle name follows the
               given name: names have two parts here
derived        schoolYear (from startDate), schoolYearSourcedId (from the title), schoolSourcedId
               of enrollments (from the class), homeClass (from enrollments),
               primaryOrgSourcedId (from roles)
private        specialNeeds of classes: of each child in a small class it tells what no course
               needs to know; demographics (birthDate, sex, birthplace, race) and pronouns: the
               school year tells an age as exactly as anything here needs it
contact        sms, phone: nobody is called from here
other systems  userIds, identifier and resourceSourcedIds of users, userProfileSourcedId,
               userProfiles, classCode, courseCode
timetable      subjects, subjectCodes, periods, location, grades of courses
PublicFlg      whether a place in a class may be shown to others: here only its teachers and those
               who administer the school see a class, so nothing hangs on it. How many rows say
               «false» is told, because a picture card shows a given name
never read     password
=============  ================================================================================
"""

from collections.abc import Mapping
from enum import StrEnum
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


class Left(StrEnum):
    """Why something of the profile is not taken in."""

    PRIVATE = "left_private"
    CONTACT = "left_contact"
    ELSEWHERE = "left_elsewhere"
    TIMETABLE = "left_timetable"


LEFT_FILES: Final[Mapping[str, Left]] = {
    "userProfiles": Left.ELSEWHERE,
    "demographics": Left.PRIVATE,
}
LEFT: Final[Mapping[str, Mapping[str, Left]]] = {
    "courses": {
        "courseCode": Left.ELSEWHERE,
        **dict.fromkeys(("grades", "subjects", "subjectCodes"), Left.TIMETABLE),
    },
    "classes": {
        "classCode": Left.ELSEWHERE,
        **dict.fromkeys(("location", "subjects", "subjectCodes", "periods"), Left.TIMETABLE),
        "metadata.jp.specialNeeds": Left.PRIVATE,
    },
    "users": {
        **dict.fromkeys(("userIds", "identifier", "resourceSourcedIds"), Left.ELSEWHERE),
        **dict.fromkeys(("sms", "phone"), Left.CONTACT),
        "pronouns": Left.PRIVATE,
    },
    "roles": {"userProfileSourcedId": Left.ELSEWHERE},
}
"""Columns that are not taken in, by file; see above."""
PUBLIC: Final = "metadata.jp.PublicFlg"

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
