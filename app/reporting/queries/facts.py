"""What was so on a day, from what is dated: who was employed, what stood, what was finished.

Nothing here asks for the present state of anything that has a day: a day that is past is counted
by what held on it.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments.models import Assignee, Assignment
from app.assignments.rules import State
from app.clock import JST, day_of
from app.credentials.models import Credential, CredentialState
from app.frameworks import queries as frameworks
from app.identity.models import Organization, Post, User
from app.personnel.models import Employment
from app.personnel.queries import employed_on
from app.personnel.queries.listing import CITY_KINDS, OUTSIDERS, homes
from app.personnel.rules import EmploymentKind
from app.reporting.rules import Duty, Facts, Goal, Place
from app.talent.models import SkillAttestation
from app.talent.queries import staff
from app.talent.queries.dated import stood_on
from app.talent.queries.scope import WHOLE
from app.talent.rules import Source
from app.workforce.models import Unit
from app.workforce.queries import Frame
from app.workforce.queries.profiles import all_versions
from app.workforce.queries.targets import Counted, counted, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework, FrameworkItem
    from app.frameworks.wording import Label
    from app.workforce.models import Target

ROLES = "city-roles"
"""The framework, in whatever version, of the city's own role levels."""
UNREGISTERED = "none"
UNKNOWN = ""
"""The heading of items that are in no file any more."""


@dataclass(slots=True)
class _Gathering:
    """Lists under way: code → person → times."""

    lists: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, code: str, person: uuid.UUID, times: int = 1) -> None:
        self.lists[code][str(person)] += times

    def mark(self, code: str, person: uuid.UUID) -> None:
        self.lists[code][str(person)] = 1

    def has(self, code: str, person: uuid.UUID) -> bool:
        return str(person) in self.lists[code]


def facts_on(session: "Session", as_of: date, *, since: date, today: date) -> Facts:
    """Return what was so on a day; ten queries, whatever the size of the city.

    Args:
        session: A session.
        as_of: The day; today at the latest.
        since: The first day of the period over which completions count.
        today: The present day.
    """
    found = _Gathering()
    tree = staff.departments(session)
    home = _register(session, found, as_of)
    goals = _goals(session, found, Frame(tree, WHOLE, as_of, today))
    refs = _skills(session, found, as_of, today=today)
    _roles(session, found, as_of, today=today)
    _sources(session, found, as_of, today=today)
    _completions(session, found, as_of, since=since)
    duties = _duties(session, found, as_of, since=since)
    reached = [frameworks.framework(one) for one in sorted(refs)]
    roles = _role_levels()
    return Facts(
        as_of=as_of,
        since=since,
        places=tuple(_place(one) for one in tree.ordered),
        home=home,
        lists={code: dict(people) for code, people in found.lists.items()},
        kinds=tuple(one for one in (*EmploymentKind, UNREGISTERED) if found.lists[f"kind:{one}"]),
        frameworks=tuple((one.ref, tuple(each.key for each in one.groups)) for one in reached),
        roles=tuple(one.code for one in roles.items) if roles else (),
        goals=goals,
        duties=duties,
        labels=_labels(reached, roles),
    )


def _place(one: staff.Department) -> Place:
    parent = str(one.parent_id) if one.parent_id else None
    return Place(str(one.id), one.name, one.path, one.depth, parent)


def _register(session: "Session", found: _Gathering, on: date) -> dict[str, str]:
    """Count who is employed, or holds a post and is in no register yet; return where."""
    home, employed = homes(on), employed_on(on)
    is_registered = sa.exists().where(Employment.user_id == User.id)
    rows = session.execute(
        sa.select(User.id, home.c.organization_id, employed.c.kind, employed.c.is_on_leave)
        .join(home, home.c.user_id == User.id, isouter=True)
        .join(employed, employed.c.user_id == User.id, isouter=True)
        .where(
            User.is_guest.is_(False),
            User.grade.is_(None),
            User.merged_into_id.is_(None),
            sa.or_(
                employed.c.user_id.is_not(None),
                sa.and_(home.c.user_id.is_not(None), ~is_registered, staff.was_open(on)),
            ),
        )
    )
    places: dict[str, str] = {}
    for person, place, kind, is_away in rows:
        found.add("staff", person)
        found.add(f"kind:{kind or UNREGISTERED}", person)
        found.add("leave" if is_away else "eligible", person)
        if place is not None:
            places[str(person)] = str(place)
    return places


def _goals(session: "Session", found: _Gathering, frame: Frame) -> tuple[Goal, ...]:
    rows = [
        one
        for one in targets(session)
        if day_of(one.created_at) <= frame.on
        and (one.closed_on is None or one.closed_on > frame.on)
    ]
    rows.sort(key=lambda one: (one.created_at, one.id))
    each = counted(session, rows, all_versions(session), frame)
    for one in each:
        for person, _place, is_reached in one.people:
            found.add(f"target:{one.progress.target.id}:people", person)
            if is_reached:
                found.add(f"target:{one.progress.target.id}:reached", person)
    return tuple(_goal(one, frame.tree) for one in each)


def _goal(one: Counted, tree: staff.Departments) -> Goal:
    row: Target = one.progress.target
    place = tree.find(row.organization_id)
    framework, _, code = (row.item_ref or "").partition("/")
    return Goal(
        id=str(row.id),
        name=f"{row.name}（{place.path}）" if place else row.name,
        is_rate=row.unit is Unit.RATE,
        goal=one.progress.step.goal,
        by=one.progress.step.by,
        grades=tuple(one.progress.grades),
        is_of_all=place is None,
        role=code if framework.startswith(f"{ROLES}@") and row.organization_id is None else "",
    )


def _skills(session: "Session", found: _Gathering, on: date, *, today: date) -> set[str]:
    """Count who is attested in what; return the frameworks in which anybody is.

    The database puts items under their headings: a heading a person is a tenth of the rows.
    """
    one = SkillAttestation
    headings = {each.ref: each.group.key for each in _every_item()}
    heading = sa.case(headings, value=one.item_ref, else_=UNKNOWN).label("heading")
    rows = session.execute(
        sa.select(one.person_id, one.framework_ref, heading)
        .where(stood_on(on, today=today), one.framework_ref.not_like(f"{ROLES}@%"))
        .distinct()
    )
    refs: set[str] = set()
    for person, framework, key in rows:
        if not found.has("eligible", person):
            continue
        found.mark("attested", person)
        found.mark(f"framework:{framework}", person)
        if key != UNKNOWN:
            refs.add(framework)
            found.mark(f"group:{framework}:{key}", person)
    return refs


def _roles(session: "Session", found: _Gathering, on: date, *, today: date) -> None:
    one = SkillAttestation
    rows = session.execute(
        sa.select(one.person_id, one.item_ref).where(
            stood_on(on, today=today), one.framework_ref.like(f"{ROLES}@%")
        )
    )
    for person, ref in rows:
        if found.has("staff", person):
            found.mark(f"role:{ref.partition('/')[2]}", person)


def _sources(session: "Session", found: _Gathering, on: date, *, today: date) -> None:
    """Count attestations, each credential or ground once, however many items it attests."""
    one = SkillAttestation
    thing = sa.func.coalesce(one.credential_uri, sa.cast(one.ground_id, sa.String))
    rows = session.execute(
        sa.select(one.person_id, one.source, sa.func.count(sa.distinct(thing)))
        .where(stood_on(on, today=today))
        .group_by(one.person_id, one.source)
    )
    for source in Source:
        found.lists[f"source:{source}"] = Counter()
    for person, source, times in rows:
        if found.has("staff", person):
            found.add(f"source:{source}", person, times)


def _completions(session: "Session", found: _Gathering, on: date, *, since: date) -> None:
    """Count credentials that were awarded to people who held a post at the city that day."""
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=JST)
    held = sa.exists().where(
        Post.user_id == Credential.user_id,
        Post.role.not_in(OUTSIDERS),
        Post.starts_on <= Credential.awarded_on,
        sa.or_(Post.ends_on.is_(None), Post.ends_on >= Credential.awarded_on),
        Post.organization_id.in_(
            sa.select(Organization.id).where(Organization.kind.in_(CITY_KINDS))
        ),
    )
    is_within = Credential.awarded_on >= since
    rows = session.execute(
        sa.select(Credential.user_id, is_within.label("is_within"), sa.func.count())
        .join(User, User.id == Credential.user_id)
        .where(
            Credential.awarded_on <= on,
            sa.or_(Credential.state != CredentialState.REVOKED, Credential.revoked_at >= end),
            User.grade.is_(None),
            User.is_guest.is_(False),
            held,
        )
        .group_by(Credential.user_id, "is_within")
    )
    for person, counts, times in rows:
        found.add("ever", person, times)
        if counts:
            found.add("completed", person, times)


def _duties(session: "Session", found: _Gathering, on: date, *, since: date) -> tuple[Duty, ...]:
    rows = session.scalars(
        sa.select(Assignment)
        .where(
            Assignment.made_on <= on,
            Assignment.due_on >= since,
            sa.or_(Assignment.withdrawn_on.is_(None), Assignment.withdrawn_on > on),
        )
        .order_by(Assignment.due_on, Assignment.created_at, Assignment.id)
    ).all()
    one = Assignee
    people = session.execute(
        sa.select(one.assignment_id, one.person_id, one.state, one.state_on).where(
            one.assignment_id.in_([row.id for row in rows]), one.added_on <= on
        )
    )
    for assignment, person, state, state_on in people:
        is_done, is_exempt = (
            state is wanted and state_on <= on for wanted in (State.DONE, State.EXEMPT)
        )
        if found.has("staff", person):
            is_away = is_exempt or not found.has("eligible", person)
            _count_duty(found, assignment, person, is_away=is_away, is_done=is_done)
    return tuple(Duty(str(row.id), row.title, row.due_on) for row in rows)


def _count_duty(
    found: _Gathering, assignment: uuid.UUID, person: uuid.UUID, *, is_away: bool, is_done: bool
) -> None:
    if is_away:
        found.add(f"course:{assignment}:exempt", person)
        return
    found.add(f"course:{assignment}:people", person)
    found.add("duties", person)
    if is_done:
        found.add(f"course:{assignment}:done", person)
        found.add("duties_done", person)


def _every_item() -> "Iterator[FrameworkItem]":
    return (item for one in frameworks.frameworks() for item in one.items)


def _role_levels() -> "Framework | None":
    """Return the newest edition of the city's role levels."""
    editions = [one for one in frameworks.frameworks() if one.id == ROLES]
    return editions[-1] if editions else None


def _labels(reached: "Iterable[Framework]", roles: "Framework | None") -> "dict[str, Label]":
    found = {}
    for one in reached:
        found[f"framework:{one.ref}"] = one.title
        found |= {f"group:{one.ref}:{each.key}": each.label for each in one.groups}
    if roles is not None:
        found |= {f"role:{one.code}": one.label for one in roles.items}
    return found
