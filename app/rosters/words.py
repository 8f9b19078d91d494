"""Roles and kinds: the words of OneRoster, those of the simple form, and this house's. Pure."""

from collections.abc import Mapping
from typing import Final

from app.classes.models import EnrollmentRole
from app.identity.models import OrganizationKind, Role

ROLES: Final[Mapping[str, Role]] = {
    "student": Role.LEARNER,
    "teacher": Role.TEACHER,
    "principal": Role.TEACHER,
    "aide": Role.TEACHER,
    "counselor": Role.TEACHER,
    "proctor": Role.TEACHER,
    "administrator": Role.ADMINISTRATOR,
    "siteAdministrator": Role.ADMINISTRATOR,
    "districtAdministrator": Role.ADMINISTRATOR,
    "systemAdministrator": Role.ADMINISTRATOR,
    "guardian": Role.GUARDIAN,
    "parent": Role.GUARDIAN,
    "relative": Role.GUARDIAN,
}
"""OneRoster's roles. Its finer word is kept beside the post."""

ROSTER_ROLES: Final[Mapping[Role, str]] = {
    Role.LEARNER: "student",
    Role.TEACHER: "teacher",
    Role.ADMINISTRATOR: "siteAdministrator",
    Role.GUARDIAN: "guardian",
}
"""What OneRoster calls a post whose own word was never told; others are no part of a roster."""

SIMPLE_ROLES: Final[Mapping[str, Role]] = {
    "児童・生徒": Role.LEARNER,
    "職員": Role.LEARNER,
    "先生": Role.TEACHER,
    "人事": Role.HR,
    "所属長": Role.MANAGER,
    "管理": Role.ADMINISTRATOR,
    "保護者": Role.GUARDIAN,
    "連携先": Role.PARTNER,
}

KINDS: Final[Mapping[str, OrganizationKind]] = {
    "district": OrganizationKind.BOARD,
    "school": OrganizationKind.SCHOOL,
    "department": OrganizationKind.DEPARTMENT,
}
ROSTER_KINDS: Final[Mapping[OrganizationKind, str]] = {one: word for word, one in KINDS.items()}

ENROLLMENT_ROLES: Final[Mapping[str, EnrollmentRole]] = {
    "student": EnrollmentRole.STUDENT,
    "teacher": EnrollmentRole.TEACHER,
    "aide": EnrollmentRole.AIDE,
}

GRADES: Final[Mapping[str, int]] = {
    **{f"P{n}": n for n in range(1, 7)},
    **{f"J{n}": n + 6 for n in range(1, 4)},
    **{f"H{n}": n + 9 for n in range(1, 4)},
}
"""The Japan Profile's codes; those of high schools differ, and H1–H3 are common."""

GRADE_CODES: Final[Mapping[int, str]] = {grade: code for code, grade in GRADES.items()}

SCHOOL_NAMES: Final[Mapping[str, str]] = {
    "義務教育学校": "PJ",
    "中等教育学校": "JH",
    "高等学校": "H",
    "中学校": "J",
    "小学校": "P",
}
"""How the name of a school ends, and what it teaches."""
