"""A ``Roster`` → a OneRoster archive. Pure.

What a program that opens the files would compute is written as text (``sheets.text.guarded``).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Final

from app.classes.models import ClassKind, EnrollmentRole
from app.rosters.oneroster.archive import packed
from app.rosters.oneroster.columns import COLUMNS, MANIFEST, PROPERTIES, READ
from app.rosters.roster import PersonEntry, Roster
from app.rosters.words import GRADE_CODES, ROSTER_KINDS, ROSTER_ROLES
from app.sheets.text import guarded

SYSTEM: Final = "Terakoya"

Cells = Mapping[str, str]


def written_oneroster(roster: Roster) -> bytes:
    """Write a roster; everything in it has its ``sourced_id`` as key."""
    files = {
        "academicSessions": _years(roster),
        "orgs": _organizations(roster),
        "courses": _courses(roster),
        "classes": _classes(roster),
        "users": _people(roster),
        "roles": _posts(roster),
        "enrollments": _enrollments(roster),
    }
    tables = {f"{MANIFEST}.csv": _csv(("propertyName", "value"), _manifest())}
    for name, rows in files.items():
        columns = COLUMNS[name]
        lines = ([guarded(row.get(column, "")) for column in columns] for row in rows)
        tables[f"{name}.csv"] = _csv(columns, lines)
    return packed(tables)


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def _manifest() -> Iterator[tuple[str, str]]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.2"
    for name in PROPERTIES:
        yield f"file.{name}", "bulk" if name in READ else "absent"
    yield "source.systemName", SYSTEM
    yield "source.systemCode", SYSTEM.lower()


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _truth(value: object) -> str:
    return "true" if value else "false"


def _years(roster: Roster) -> Iterator[Cells]:
    for one in roster.years.values():
        yield {
            "sourcedId": one.key,
            "title": one.title,
            "type": "schoolYear",
            "startDate": _day(one.starts_on),
            "endDate": _day(one.ends_on),
            "schoolYear": str(one.starts_on.year),
        }


def _organizations(roster: Roster) -> Iterator[Cells]:
    for one in roster.organizations.values():
        yield {
            "sourcedId": one.key,
            "name": one.name,
            "type": ROSTER_KINDS[one.kind],
            "identifier": one.identifier or "",
            "parentSourcedId": one.parent or "",
        }


def _courses(roster: Roster) -> Iterator[Cells]:
    for one in roster.courses.values():
        yield {"sourcedId": one.key, "title": one.title, "orgSourcedId": one.school}


def _classes(roster: Roster) -> Iterator[Cells]:
    for one in roster.classes.values():
        yield {
            "sourcedId": one.key,
            "title": one.title,
            "grades": ",".join(one.grades or ()),
            "courseSourcedId": one.course or "",
            "classType": one.kind.value,
            "schoolSourcedId": one.school,
            "termSourcedIds": one.year,
        }


def _people(roster: Roster) -> Iterator[Cells]:
    guardians: dict[str, list[str]] = defaultdict(list)
    for guardian, child in roster.guardians:
        guardians[child].append(guardian)
    homerooms = {
        one.person: one.class_
        for one in roster.enrollments.values()
        if one.role is EnrollmentRole.STUDENT
        and roster.classes[one.class_].kind is ClassKind.HOMEROOM
    }
    for one in roster.people.values():
        yield {
            "sourcedId": one.key,
            "enabledUser": _truth(one.is_enabled),
            "username": one.login_id or one.email or "",
            "givenName": one.given_name,
            "familyName": one.family_name,
            "email": one.email or "",
            "agentSourcedIds": ",".join(guardians[one.key]),
            "grades": _grade(one),
            "userMasterIdentifier": one.master_identifier or "",
            "primaryOrgSourcedId": one.home or "",
            "metadata.jp.kanaGivenName": one.given_kana or "",
            "metadata.jp.kanaFamilyName": one.family_kana or "",
            "metadata.jp.homeClass": homerooms.get(one.key, ""),
        }


def _grade(one: PersonEntry) -> str:
    return "" if one.grade is None else GRADE_CODES[one.grade]


def _posts(roster: Roster) -> Iterator[Cells]:
    for one in roster.posts.values():
        yield {
            "sourcedId": one.key,
            "userSourcedId": one.person,
            "roleType": "primary" if one.is_primary else "secondary",
            "role": one.roster_role or ROSTER_ROLES[one.role],
            "beginDate": _day(one.starts_on),
            "endDate": _day(one.ends_on),
            "orgSourcedId": one.organization,
        }


def _enrollments(roster: Roster) -> Iterator[Cells]:
    for one in roster.enrollments.values():
        is_student = one.role is EnrollmentRole.STUDENT
        yield {
            "sourcedId": one.key,
            "classSourcedId": one.class_,
            "schoolSourcedId": roster.classes[one.class_].school,
            "userSourcedId": one.person,
            "role": one.role.value,
            "primary": _truth(one.is_primary and not is_student),
            "beginDate": _day(one.starts_on),
            "endDate": _day(one.ends_on),
            "metadata.jp.ShussekiNo": "" if one.number is None else str(one.number),
        }
