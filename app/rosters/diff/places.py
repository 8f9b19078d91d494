"""Organizations, years, courses and classes of a roster beside those there are."""

import uuid
from collections import Counter
from typing import Any

from app.classes.models import ClassKind
from app.identity.models import OrganizationKind
from app.rosters.diff.work import Work
from app.rosters.faults import Flaw
from app.rosters.levels import letters_by_school, levels_of
from app.rosters.plan import Kind
from app.rosters.roster import ClassEntry, OrganizationEntry
from app.rosters.standing import KnownClass, KnownOrganization


def compare_places(work: Work) -> None:
    """Compare all that people are in."""
    _organizations(work)
    _years(work)
    _courses(work)
    _classes(work)


def _organizations(work: Work) -> None:
    known = work.standing.organizations
    work.places |= {one.sourced_id: one.id for one in known.values() if one.sourced_id}
    work.place_names = {one.id: one.name for one in known.values()}
    by_code = {one.identifier: one for one in known.values() if one.identifier}
    by_name: dict[str, list[KnownOrganization]] = {}
    for one in known.values():
        if work.standing.reaches(one.id):
            by_name.setdefault(one.name, []).append(one)
    last = Counter[uuid.UUID | None]()
    for one in known.values():
        last[one.parent_id] = max(last[one.parent_id], one.position)
    work.letters = letters_by_school(work.roster)
    waiting = list(work.roster.organizations.values())
    for _ in range(len(waiting)):  # a parent may stand below its children
        ready = [
            e for e in waiting if not e.parent or e.parent in work.places or _is_lost(work, e)
        ]
        if not ready:
            break
        for entry in ready:
            _organization(work, entry, by_code, by_name, last)
        waiting = [entry for entry in waiting if entry not in ready]
    for entry in waiting if not work.of_staff else ():
        work.fault(entry.at, "parent", Flaw.UNKNOWN, entry.parent, of=entry.name)
        work.roster.set_aside.add(entry.key)


def _is_lost(work: Work, entry: OrganizationEntry) -> bool:
    """Whether the place above is neither in the roster nor known."""
    return entry.parent not in work.roster.organizations


def _organization(
    work: Work,
    entry: OrganizationEntry,
    by_code: dict[str, KnownOrganization],
    by_name: dict[str, list[KnownOrganization]],
    last: "Counter[uuid.UUID | None]",
) -> None:
    known = work.standing.organizations.get(work.places.get(entry.key, uuid.UUID(int=0)))
    known = known or by_code.get(entry.identifier or "")
    named = _named(work, entry, by_name.get(entry.name, []))
    if known is None and len(named) == 1:
        known = named[0]
    if known is None and len(named) > 1 and entry.sourced_id is None:
        work.fault(entry.at, "place", Flaw.AMBIGUOUS, entry.key, of=entry.name)
        work.roster.set_aside.add(entry.key)
        return
    if known is None and work.of_staff:
        return  # each row that names it is told so: HR makes no place
    if known is None:
        _new_organization(work, entry, last)
        return
    work.places[entry.key] = known.id
    if not work.standing.reaches(known.id):
        return
    if entry.identifier and known.identifier and entry.identifier != known.identifier:
        work.fault(
            *(entry.at, "code", Flaw.CODE_DIFFERS, entry.identifier),
            of=entry.name,
            proposal=known.identifier,
            name=known.name,
            code=known.identifier,
        )
        del work.places[entry.key]
        work.roster.set_aside.add(entry.key)
        return
    before = {"name": known.name, "identifier": known.identifier, "sourced_id": known.sourced_id}
    after = {
        "name": entry.name,
        "identifier": known.identifier or entry.identifier,
        "sourced_id": known.sourced_id or entry.sourced_id,
    }
    work.place_names[known.id] = entry.name
    work.change(Kind.ORGANIZATION, known.id, before, after)


def _levels(work: Work, entry: OrganizationEntry) -> str | None:
    """Return what a new school teaches, and show it."""
    if entry.kind is not OrganizationKind.SCHOOL:
        return None
    levels = levels_of(entry.identifier, work.letters.get(entry.key, ()), entry.name)
    work.plan.places.setdefault(f"levels_{levels or ''}", []).append(entry.name)
    return levels


def _named(
    work: Work, entry: OrganizationEntry, named: list[KnownOrganization]
) -> list[KnownOrganization]:
    """Return the places of a name that an entry can mean; the simple form tells no kind."""
    if entry.sourced_id is not None:
        return [one for one in named if one.kind is entry.kind]
    if entry.parent is not None:
        parent = work.places.get(entry.parent)
        return [one for one in named if one.parent_id == parent]
    root = work.standing.root
    return [one for one in named if root in {one.id, one.parent_id}] or named


def _new_organization(
    work: Work, entry: OrganizationEntry, last: "Counter[uuid.UUID | None]"
) -> None:
    parent: uuid.UUID | None = work.standing.root
    if entry.parent:
        parent = work.found(work.places, entry.parent, entry.at, "parent", entry.name)
        if parent is None:
            work.roster.set_aside.add(entry.key)
            return
    elif entry.kind is OrganizationKind.BOARD and work.standing.is_whole:
        parent = None
    if parent is not None and not work.reaches(parent):
        work.fault(entry.at, "parent", Flaw.OUTSIDE, entry.parent, of=entry.name)
        work.roster.set_aside.add(entry.key)
        return
    made = uuid.uuid4()
    last[parent] += 1
    values: dict[str, Any] = {
        "sourced_id": entry.sourced_id,
        "identifier": entry.identifier,
        "name": entry.name,
        "kind": entry.kind,
        "parent_id": parent,
        "position": last[parent],
        "founder": None,
        "school_levels": _levels(work, entry),
    }
    work.make(Kind.ORGANIZATION, made, values)
    work.places[entry.key] = made
    work.place_names[made] = entry.name
    work.new_places.add(made)
    work.plan.places.setdefault("organizations", []).append(entry.name)


def _years(work: Work) -> None:
    known = work.standing.years
    by_day = {one.starts_on: one for one in known.values()}
    work.years |= {one.sourced_id: one.id for one in known.values() if one.sourced_id}
    work.year_days = {one.id: (one.starts_on, one.ends_on) for one in known.values()}
    for entry in work.roster.years.values():
        year = known.get(work.years.get(entry.key, uuid.UUID(int=0))) or by_day.get(
            entry.starts_on
        )
        if year is not None:
            work.years[entry.key] = year.id
            if work.standing.is_whole or year.sourced_id is None:
                kept = year.sourced_id or entry.sourced_id
                before = {"sourced_id": year.sourced_id}
                work.change(Kind.YEAR, year.id, before, {"sourced_id": kept})
            continue
        made = uuid.uuid4()
        values = {
            "sourced_id": entry.sourced_id,
            "title": entry.title,
            "kind": "schoolYear",
            "starts_on": entry.starts_on,
            "ends_on": entry.ends_on,
        }
        work.make(Kind.YEAR, made, values)
        work.years[entry.key] = made
        work.year_days[made] = (entry.starts_on, entry.ends_on)
        work.plan.places.setdefault("years", []).append(entry.title)


def _courses(work: Work) -> None:
    known = {one.sourced_id: one for one in work.standing.courses.values()}
    for entry in work.roster.courses.values():
        school = work.found(work.places, entry.school, entry.at, "course_school", entry.title)
        course = known.get(entry.sourced_id)
        if school is None or not work.reaches(school):
            continue
        if course is not None:
            work.change(Kind.COURSE, course.id, {"title": course.title}, {"title": entry.title})
            continue
        values = {
            "sourced_id": entry.sourced_id,
            "organization_id": school,
            "title": entry.title,
        }
        work.make(Kind.COURSE, uuid.uuid4(), values)


def _classes(work: Work) -> None:
    known = work.standing.classes
    for one in known.values():
        _remember(work, one.id, one.organization_id, one.session_id, one)
        if one.sourced_id:
            work.classes[one.sourced_id] = one.id
    by_title = {(one.organization_id, one.session_id, one.title): one for one in known.values()}
    courses = {one.sourced_id for one in work.standing.courses.values()}
    courses |= set(work.roster.courses)
    last = Counter(one.organization_id for one in known.values())
    for entry in work.roster.classes.values():
        if entry.course and entry.course not in courses:
            work.found({}, entry.course, entry.at, "course", entry.title)
            work.roster.set_aside.add(entry.key)
            continue
        school = work.found(work.places, entry.school, entry.at, "school", entry.title)
        year = work.found(work.years, entry.year, entry.at, "year", entry.title)
        if school is not None and not work.reaches(school):
            work.fault(entry.at, "school", Flaw.OUTSIDE, entry.school, of=entry.title)
            school = None
        if school is None or year is None:
            work.roster.set_aside.add(entry.key)
            continue
        class_ = known.get(work.classes.get(entry.key, uuid.UUID(int=0)))
        class_ = class_ or by_title.get((school, year, entry.title))
        if class_ is None:
            last[school] += 1
            _new_class(work, entry, school, year, last[school])
        else:
            _known_class(work, entry, class_)


def _known_class(work: Work, entry: ClassEntry, class_: KnownClass) -> None:
    work.classes[entry.key] = class_.id
    before = {
        "sourced_id": class_.sourced_id,
        "course_sourced_id": class_.course_sourced_id,
        "title": class_.title,
        "kind": class_.kind,
        "grades": class_.grades,
    }
    after = {
        "sourced_id": class_.sourced_id or entry.sourced_id,
        "course_sourced_id": entry.course or class_.course_sourced_id,
        "title": entry.title,
        "kind": entry.kind,
        "grades": class_.grades if entry.grades is None else entry.grades,
    }
    work.class_titles[class_.id] = entry.title
    if entry.kind is ClassKind.HOMEROOM:
        work.homerooms.add(class_.id)
    work.change(Kind.CLASS, class_.id, before, after)


def _new_class(
    work: Work, entry: ClassEntry, school: uuid.UUID, year: uuid.UUID, position: int
) -> None:
    made = uuid.uuid4()
    values: dict[str, Any] = {
        "sourced_id": entry.sourced_id,
        "course_sourced_id": entry.course,
        "organization_id": school,
        "session_id": year,
        "title": entry.title,
        "kind": entry.kind,
        "grades": entry.grades or entry.grades_if_new,
        "position": position,
    }
    work.make(Kind.CLASS, made, values)
    work.classes[entry.key] = made
    _remember(work, made, school, year, entry)
    name = f"{work.place_names[school]} {entry.title}"
    work.plan.places.setdefault("classes", []).append(name)


def _remember(
    work: Work, id_: uuid.UUID, school: uuid.UUID, year: uuid.UUID, entry: KnownClass | ClassEntry
) -> None:
    work.class_schools[id_] = school
    work.class_years[id_] = year
    work.class_titles[id_] = entry.title
    if entry.kind is ClassKind.HOMEROOM:
        work.homerooms.add(id_)
