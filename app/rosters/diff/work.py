"""What all parts of a comparison share."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from app.identity.models import Role
from app.identity.policy import Reach, roles_to_give
from app.personnel.rules import Stretch
from app.rosters.faults import Fault, Flaw
from app.rosters.plan import Change, Kind, Plan
from app.rosters.reading import Form
from app.rosters.roster import At, PersonEntry, Roster
from app.rosters.standing import KnownEnrollment, KnownPost, Standing, is_open

COLUMNS: Final[Mapping[Form, Mapping[str, str]]] = {
    Form.ONEROSTER: {
        "parent": "parentSourcedId",
        "code": "identifier",
        "school": "schoolSourcedId",
        "course_school": "orgSourcedId",
        "year": "termSourcedIds",
        "course": "courseSourcedId",
        "person": "userSourcedId",
        "place": "orgSourcedId",
        "class": "classSourcedId",
        "number": "metadata.jp.ShussekiNo",
        "login": "username",
        "guardian": "agentSourcedIds",
        "email": "email",
        "name": "familyName",
        "id": "sourcedId",
        "end": "endDate",
        "role": "role",
        **dict.fromkeys(("employee", "kind", "hired"), "userSourcedId"),
    },
    Form.SIMPLE: {
        **dict.fromkeys(("parent", "school", "course_school", "place", "code"), "所属"),
        **dict.fromkeys(("year", "course", "class"), "学級"),
        "person": "ID",
        "number": "出席番号",
        "login": "ID",
        "guardian": "ID",
        "email": "メールアドレス",
        "name": "姓",
        "id": "名簿の番号",
        "end": "所属",
        "role": "役割",
        "employee": "職員番号",
        "kind": "任用形態",
        "hired": "採用日",
    },
}
"""What each form calls the cell in which a fault is mended."""


@dataclass(slots=True)
class PostState:
    """A post as it will be; ``was`` is what it is now."""

    id: uuid.UUID
    organization: uuid.UUID
    role: Role
    values: dict[str, Any]
    was: KnownPost | None
    at: At | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day, as it will be."""
        found: date | None = self.values["ends_on"]
        return found


@dataclass(slots=True)
class EnrollmentState:
    """An enrollment as it will be; ``was`` is what it is now."""

    id: uuid.UUID
    class_id: uuid.UUID
    values: dict[str, Any]
    was: KnownEnrollment | None
    at: At | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day, as it will be."""
        found: date | None = self.values["ends_on"]
        return found


@dataclass(slots=True)
class PersonState:
    """Somebody whom the roster names or who is absent from it, with what becomes of them.

    ``guardians`` are those whom the roster ties to them anew.
    """

    id: uuid.UUID
    entry: PersonEntry | None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    posts: list[PostState] = field(default_factory=list)
    enrollments: list[EnrollmentState] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    guardians: list[uuid.UUID] = field(default_factory=list)
    is_made: bool = False
    is_managed: bool = True
    is_leaving: bool = False


@dataclass(slots=True)
class Work:
    """One comparison under way.

    Attributes:
        places: Key or sourcedId → organization; so for years, classes, people.
        states: Everybody the roster is about, by id.
        class_schools: Class → its school, new classes as well.
        class_titles: Class → its title.
        class_years: Class → its session.
        with_main: Keys of people of whom a row says which post is the main one.
        effects: Who moves to another main post, and when.
        letters: Key of a place → the first letters of the grades there.
    """

    form: Form
    roster: Roster
    standing: Standing
    today: date
    by: uuid.UUID | None
    plan: Plan = field(default_factory=Plan)
    places: dict[str, uuid.UUID] = field(default_factory=dict)
    years: dict[str, uuid.UUID] = field(default_factory=dict)
    classes: dict[str, uuid.UUID] = field(default_factory=dict)
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    states: dict[uuid.UUID, PersonState] = field(default_factory=dict)
    new_places: set[uuid.UUID] = field(default_factory=set)
    place_names: dict[uuid.UUID, str] = field(default_factory=dict)
    class_schools: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    class_titles: dict[uuid.UUID, str] = field(default_factory=dict)
    class_years: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    homerooms: set[uuid.UUID] = field(default_factory=set)
    letters: dict[str, set[str]] = field(default_factory=dict)
    year_days: dict[uuid.UUID, tuple[date, date]] = field(default_factory=dict)
    with_main: set[str] = field(default_factory=set)
    effects: dict[uuid.UUID, date] = field(default_factory=dict)

    @property
    def of_staff(self) -> bool:
        """Whether HR imports: the city's own places and people alone, and no account."""
        return self.standing.of_staff

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that this import may give."""
        return (Role.LEARNER,) if self.of_staff else roles_to_give(self.reach)

    @property
    def yesterday(self) -> date:
        """The last day of what ends because something else begins."""
        return self.today - timedelta(days=1)

    @property
    def tomorrow(self) -> date:
        """The first day on which nothing holds any more that ends today."""
        return self.today + timedelta(days=1)

    def fault(
        self,
        at: At,
        column: str,
        flaw: Flaw,
        value: str | None,
        *,
        of: str = "",
        proposal: str | None = None,
        **values: str,
    ) -> None:
        """Note why a row is left out."""
        name = COLUMNS[self.form][column]
        self.plan.faults.append(Fault(*at, name, flaw, value or "", proposal, values, of))

    def found(
        self, known: Mapping[str, uuid.UUID], key: str, at: At, column: str, of: str = ""
    ) -> uuid.UUID | None:
        """Return what a key refers to; what is unknown is a fault, what was set aside is not."""
        if key in self.roster.set_aside:
            self.plan.left_out += 1
            return None
        if key not in known:
            is_place = self.of_staff and column == "place"
            self.fault(at, column, Flaw.NOT_OF_CITY if is_place else Flaw.UNKNOWN, key, of=of)
            return None
        return known[key]

    def reaches(self, organization_id: uuid.UUID) -> bool:
        """Say whether a place is within reach, new ones as well."""
        return organization_id in self.new_places or self.standing.reaches(organization_id)

    @property
    def reach(self) -> Reach:
        """What whoever imports for this place answers for."""
        return Reach(self.standing.scope, is_whole=self.standing.is_whole)

    def open_posts(self, user_id: uuid.UUID) -> list[KnownPost]:
        """Return the posts that somebody holds today."""
        held = self.standing.posts.get(user_id, ())
        return [post for post in held if is_open(post.ends_on, self.today)]

    def change(
        self,
        kind: Kind,
        id_: uuid.UUID,
        before: dict[str, Any],
        after: dict[str, Any],
        person: uuid.UUID | None = None,
    ) -> None:
        """Note a row whose columns change, if any does."""
        told = {name: value for name, value in after.items() if before[name] != value}
        if told:
            kept = {name: before[name] for name in told}
            self.plan.changes.append(Change(kind, id_, kept, told, person=person))

    def make(
        self, kind: Kind, id_: uuid.UUID, values: dict[str, Any], person: uuid.UUID | None = None
    ) -> None:
        """Note a row to be made."""
        self.plan.changes.append(Change(kind, id_, {}, values, is_made=True, person=person))
