"""Classes as their school keeps them and their teachers see them."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.classes.models import Class, Enrollment, EnrollmentRole
from app.classes.rules import school_year, school_year_of
from app.classes.service import create_class, enroll, ensure_school_year
from app.identity.models import Organization, OrganizationKind, Role, User
from tests.client import PageClient
from tests.factories.identity import (
    a_child,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
    sign_in,
)

TODAY = clock.day_of(clock.now())
_, BEGAN, ENDS = school_year(school_year_of(TODAY))


def a_room(session: Session, school: Organization, title: str = "3年2組") -> Class:
    year = ensure_school_year(session, school_year_of(TODAY))
    return create_class(session, school, title, year=year, grades=["P3"])


def a_pupil(session: Session, room: Class, number: int, name: str) -> User:
    child = a_child(session, school=session.get_one(Organization, room.organization_id))
    child.given_name = name
    enroll(
        session,
        child,
        room.id,
        EnrollmentRole.STUDENT,
        starts_on=BEGAN,
        attendance_number=number,
    )
    return child


def a_teacher(session: Session, room: Class | None, school: Organization) -> User:
    teacher = a_user(session, given_name="まどか", given_kana="マドカ")
    a_post(session, teacher, school, Role.TEACHER)
    if room is not None:
        enroll(session, teacher, room.id, EnrollmentRole.TEACHER, starts_on=BEGAN)
    return teacher


def place_of(session: Session, user: User) -> Enrollment:
    asked = sa.select(Enrollment).filter_by(user_id=user.id).order_by(Enrollment.starts_on.desc())
    return session.scalars(asked.limit(1)).one()


def test_teachers_see_their_own_classes_by_number_and_no_others(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    mine, other = a_room(session, school), a_room(session, school, "3年1組")
    a_pupil(session, mine, 21, "みお")
    a_pupil(session, mine, 3, "けんた")
    sign_in(client, a_teacher(session, mine, school))
    page = client.see("/classes/")
    assert "3年2組" in page.links
    assert "3年1組" not in page.text
    page = client.see(f"/classes/{mine.id}")
    assert page.text.index("けんた") < page.text.index("みお")
    assert "児童・生徒を入れる" not in page.text
    assert client.get(f"/classes/{other.id}").status_code == 404
    for job in (f"/classes/{mine.id}", f"/classes/{mine.id}/join/student", "/classes/new"):
        assert client.post(job).status_code == 404
    sign_in(client, a_child(session))
    assert client.get("/classes/").status_code == 404


def test_a_substitute_sees_the_class_only_from_the_first_to_the_last_day(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    room, substitute = a_room(session, school), a_teacher(session, None, school)
    sign_in(client, an_administrator(session, of=school))
    sent = {"user": str(substitute.id), "starts_on": str(TODAY), "ends_on": str(ENDS)}
    page = client.see(f"/classes/{room.id}/join/teacher")
    assert "森 まどか" in page.text
    backwards = {**sent, "ends_on": str(TODAY - timedelta(days=1))}
    assert client.post(f"/classes/{room.id}/join/teacher", data=backwards).status_code == 422
    assert client.post(f"/classes/{room.id}/join/teacher", data=sent).status_code == 303
    place = place_of(session, substitute)
    sign_in(client, substitute)
    client.see(f"/classes/{room.id}")
    for first, last in (
        (TODAY - timedelta(days=21), TODAY - timedelta(days=1)),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=21)),
    ):
        place.starts_on, place.ends_on = first, last
        session.flush()
        assert client.get(f"/classes/{room.id}").status_code == 404


def test_a_class_is_made_named_ordered_and_filled(client: PageClient, session: Session) -> None:
    school = a_school(session)
    first, child = a_room(session, school, "3年1組"), a_child(session, school=school)
    sign_in(client, an_administrator(session, of=school))
    new = {"title": "3年3組", "kind": "homeroom", "grades": ["P3"]}
    assert client.post(f"/classes/new?school={school.id}", data={"title": ""}).status_code == 422
    made = client.post(f"/classes/new?school={school.id}", data=new)
    room = session.scalars(sa.select(Class).filter_by(title="3年3組")).one()
    assert made.location == f"/classes/{room.id}"
    client.see(made.location)
    client.post(f"/classes/{room.id}/shift", data={"way": "up"})
    page = client.see("/classes/")
    assert page.text.index("3年3組") < page.text.index("3年1組")
    client.post(f"/classes/{room.id}", data={**new, "title": "3年2組"})
    client.see(f"/classes/{room.id}/join/student")
    joins = {"user": str(child.id), "attendance_number": "七", "starts_on": str(TODAY)}
    assert client.post(f"/classes/{room.id}/join/student", data=joins).status_code == 422
    joins["attendance_number"] = "７"
    client.post(f"/classes/{room.id}/join/student", data=joins)
    session.expire_all()
    assert (child.posts[0].title, child.posts[0].attendance_number) == ("3年2組", 7)
    twice = client.post(f"/classes/{first.id}/join/student?q={child.family_name}", data=joins)
    assert twice.status_code == 422, "one homeroom at a time"
    actions = list(session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)))
    assert actions == ["class.opened", "class.moved", "class.renamed", "class.joined"]


def test_a_pupil_moves_within_the_school_and_both_places_stay_on_record(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    room, to = a_room(session, school), a_room(session, school, "3年1組")
    child = a_pupil(session, room, 3, "けんた")
    place = place_of(session, child)
    sign_in(client, an_administrator(session, of=school))
    at = f"/classes/{room.id}/places/{place.id}"
    client.see(at)
    early = {"to": str(to.id), "on": str(BEGAN), "attendance_number": ""}
    assert client.post(f"{at}/move", data=early).status_code == 422
    session.expire_all()
    assert place.ends_on is None
    assert client.post(f"{at}/move", data={**early, "on": str(TODAY)}).status_code == 303
    session.expire_all()
    assert place.ends_on == TODAY - timedelta(days=1)
    assert place_of(session, child).class_id == to.id
    assert client.post(f"{at}/leave", data={"on": "2000-01-01"}).status_code == 422
    assert client.post(f"{at}/leave", data={"on": str(BEGAN)}).status_code == 303


def test_a_pupil_changes_schools_in_one_act_that_is_shown_first(
    client: PageClient, session: Session
) -> None:
    board = an_organization(session, kind=OrganizationKind.BOARD)
    school, next_school = a_school(session, parent=board), a_school(session, parent=board)
    room, to = a_room(session, school), a_room(session, next_school, "3年1組")
    child = a_pupil(session, room, 3, "けんた")
    at = f"/classes/{room.id}/places/{place_of(session, child).id}/transfer"
    sent = {"to": str(to.id), "on": str(TODAY), "attendance_number": "30"}
    sign_in(client, an_administrator(session, of=school))
    assert client.post(at, data=sent).status_code == 422, "a school reaches itself alone"
    sign_in(client, an_administrator(session, of=board))
    client.see(at)
    query = "&".join(f"{name}={value}" for name, value in sent.items())
    page = client.see(f"{at}?{query}")
    assert "まだ何も変わっていません" in page.text
    assert next_school.name in page.text
    assert place_of(session, child).class_id == room.id
    assert client.post(at, data=sent).location == f"/classes/{to.id}"
    session.expire_all()
    old, new = sorted(child.posts, key=lambda post: post.starts_on)
    assert (old.ends_on, new.organization_id) == (TODAY - timedelta(days=1), next_school.id)
    assert (new.attendance_number, child.grade, child.disabled_at) == (30, 3, None)
    assert place_of(session, child).class_id == to.id
    assert client.post(at, data=sent).status_code == 422, "twice is once"
    assert len(child.posts) == 2
    sign_in(client, a_teacher(session, to, next_school))
    assert "けんた" in client.see(f"/classes/{to.id}").text


def test_who_keeps_one_school_keeps_no_other(client: PageClient, session: Session) -> None:
    mine, other = a_school(session), a_school(session)
    room = a_room(session, other)
    child = a_pupil(session, room, 1, "そら")
    sign_in(client, an_administrator(session, of=mine))
    place = f"/classes/{room.id}/places/{place_of(session, child).id}"
    addresses = (f"/classes/{room.id}", f"/classes/{room.id}/join/student", place)
    for address in (*addresses, f"{place}/transfer", f"/classes/new?school={other.id}"):
        assert client.get(address).status_code == 404
    for job in (f"/classes/{room.id}", f"{place}/move", f"{place}/leave", f"{place}/transfer"):
        assert client.post(job, data={"on": str(TODAY)}).status_code == 404
    assert place_of(session, child).ends_on is None
